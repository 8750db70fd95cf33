"""Positions of thousands of nodes in seconds: every node pushes every other, by way of a mesh.

ForceAtlas2 (Jacomy and others 2014) with its own speed control; the sum over all pairs is a convolution, so it is done
by FFT on a mesh over the picture, as particle-mesh methods do.  The same input gives the same picture.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Ends = npt.NDArray[np.int64]

COARSE, FINE = 64, 128
"""Cells along a side of the mesh, for the large shape and for the last steps."""
STEPS, LAST = 100, 30
REPULSION, GRAVITY = 2.0, 4.0
ROOM = 1.15
"""How far apart nodes are pushed at last, of the side that each would have if all were spread evenly over a quarter."""
EXTENT = 1000.0
"""Half the side of the square that the picture is scaled to."""


def arrange(count: int, ends: Ends, groups: Ends) -> Points:
    """Place `count` nodes; `ends` are pairs of numbers (n, 2), `groups` their communities, from which they start."""
    if count == 0:
        return np.zeros((0, 2))
    mass = np.bincount(ends.ravel(), minlength=count).astype(np.float64) + 1.0
    points = _start(groups)
    points = _forced(points, ends, mass, COARSE, STEPS)
    points = _forced(points, ends, mass, FINE, LAST)
    return _scaled(_apart(_scaled(points), count))


def _start(groups: Ends) -> Points:
    """Set the nodes on a sunflower, group after group, so that a group begins in one place."""
    count = len(groups)
    rank = np.empty(count)
    rank[np.lexsort((np.arange(count), groups))] = np.arange(count) + 0.5
    angle = 2 * np.pi * rank / count
    radius = np.sqrt((np.arange(count) * 0.6180339887 % 1.0) * 0.8 + 0.2) * np.sqrt(count) * 10
    start: Points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return start


def _forced(points: Points, ends: Ends, mass: Points, cells: int, steps: int) -> Points:
    before, speed = np.zeros_like(points), 1.0
    for _ in range(steps):
        force = REPULSION * mass[:, None] * _repulsion(points, mass, cells)
        force += _attraction(points, ends, len(mass))
        force -= GRAVITY * mass[:, None] * points / (np.hypot(*points.T)[:, None] + 1e-9)
        swing, traction = np.hypot(*(force - before).T), np.hypot(*(force + before).T) / 2
        target = float((mass * traction).sum() / max((mass * swing).sum(), 1e-9))
        speed = min(target, speed * 1.5)
        points = points + force * (speed / (1.0 + speed * np.sqrt(mass * swing)))[:, None]
        before = force
    return points


def _repulsion(points: Points, mass: Points, cells: int) -> Points:
    """Give for every node the sum over all others of mass times direction over distance."""
    low = points.min(axis=0)
    side = float((points.max(axis=0) - low).max()) / (cells - 2) + 1e-9
    place = (points - low) / side + 0.5
    corner = place.astype(np.int64)
    share = place - corner
    field = _convolved(_deposited(corner, share, mass, cells), cells)
    return _sampled(field, corner, share, cells) / side


def _corners(corner: Ends, share: Points, cells: int) -> list[tuple[Ends, Points]]:
    """Give the four cells around every node with the part of it that falls to each."""
    x, y = share.T
    flat = corner[:, 0] * cells + corner[:, 1]
    parts = ((0, (1 - x) * (1 - y)), (1, (1 - x) * y), (cells, x * (1 - y)), (cells + 1, x * y))
    return [(flat + step, part) for step, part in parts]


def _deposited(corner: Ends, share: Points, mass: Points, cells: int) -> Points:
    total = np.zeros(cells * cells)
    for place, part in _corners(corner, share, cells):
        total += np.bincount(place, part * mass, cells * cells)
    return total.reshape(cells, cells)


def _sampled(field: Points, corner: Ends, share: Points, cells: int) -> Points:
    found = np.zeros((len(corner), 2))
    for place, part in _corners(corner, share, cells):
        found += field[:, place].T * part[:, None]
    return found


def _convolved(density: Points, cells: int) -> Points:
    spectrum = np.fft.rfft2(density, s=(2 * cells, 2 * cells))
    wide = np.fft.irfft2(_kernel(cells) * spectrum, s=(2 * cells, 2 * cells))
    return wide[:, :cells, :cells].reshape(2, cells * cells)


@cache
def _kernel(cells: int) -> npt.NDArray[np.complex128]:
    """Give the spectrum of the push of a unit mass: direction over distance, soft within a cell."""
    offset = np.fft.fftfreq(2 * cells, 1 / (2 * cells))
    dx, dy = offset[:, None], offset[None, :]
    square = dx * dx + dy * dy + 0.3
    return np.fft.rfft2(np.stack([dx / square, dy / square]))


def _attraction(points: Points, ends: Ends, count: int) -> Points:
    """Pull along edges by the logarithm of their length, which sets communities apart."""
    delta = points[ends[:, 1]] - points[ends[:, 0]]
    length = np.hypot(*delta.T)[:, None] + 1e-9
    pull = delta * (np.log1p(length) / length) * 3.0
    total = np.zeros((count, 2))
    for axis in (0, 1):
        total[:, axis] = np.bincount(ends[:, 0], pull[:, axis], count)
        total[:, axis] -= np.bincount(ends[:, 1], pull[:, axis], count)
    return total


def _scaled(points: Points) -> Points:
    centred = points - (points.max(axis=0) + points.min(axis=0)) / 2
    scaled: Points = centred * (EXTENT / max(float(np.abs(centred).max()), 1e-9))
    return scaled


def _apart(points: Points, count: int) -> Points:
    """Push nodes that lie on each other a little apart, each with the next few along a walk through the cells."""
    room = EXTENT * ROOM / np.sqrt(max(count, 1))
    for turn in range(int(np.clip(320_000 / max(count, 1), 16, 60))):
        cell = np.floor(points / room + (turn % 2) * 0.5).astype(np.int64)
        order = np.lexsort((np.arange(count), cell[:, 1], cell[:, 0]))
        move = np.zeros_like(points)
        for step in (1, 2, 3):
            one, two = order[:-step], order[step:]
            delta = points[two] - points[one]
            length = np.hypot(*delta.T)
            near = (length < room) & (cell[one] == cell[two]).all(axis=1)
            angle = (one * 2.399963) % (2 * np.pi)
            away = np.where(
                length[:, None] > 1e-6,
                delta / (length[:, None] + 1e-9),
                np.stack([np.cos(angle), np.sin(angle)], axis=1),
            )
            push = away * ((room - length) * 0.25 * near)[:, None]
            np.add.at(move, two, push)
            np.add.at(move, one, -push)
        points = points + move
    return points
