"""Positions of thousands of nodes in seconds: every node pushes every other, by way of a mesh.

ForceAtlas2 (Jacomy and others 2014) with its own speed control; the sum over all pairs is a convolution, so it is done
by FFT on a mesh over the picture, as particle-mesh methods do.  The same input gives the same picture.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Complex = npt.NDArray[np.complex128]
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
    # complex numbers: a node's two coordinates lie side by side, which halves the time
    at = points[:, 0] + 1j * points[:, 1]
    before, speed = np.zeros_like(at), 1.0
    for _ in range(steps):
        force = REPULSION * mass * _repulsion(at, mass, cells)
        force += _attraction(at, ends, len(mass))
        force -= GRAVITY * mass * at / (np.abs(at) + 1e-9)
        swing, traction = np.abs(force - before), np.abs(force + before) / 2
        target = float((mass * traction).sum() / max((mass * swing).sum(), 1e-9))
        speed = min(target, speed * 1.5)
        at += force * (speed / (1.0 + speed * np.sqrt(mass * swing)))
        before = force
    return np.stack([at.real, at.imag], axis=1)


def _repulsion(at: Complex, mass: Points, cells: int) -> Complex:
    """Give for every node the sum over all others of mass times direction over distance."""
    left, low = at.real.min(), at.imag.min()
    side = float(max(at.real.max() - left, at.imag.max() - low)) / (cells - 2) + 1e-9
    corners = _corners((at.real - left) / side + 0.5, (at.imag - low) / side + 0.5, cells)
    density = np.zeros(cells * cells)
    for place, part in corners:
        density += np.bincount(place, part * mass, cells * cells)
    field = _convolved(density.reshape(cells, cells), cells)
    found = np.zeros_like(at)
    for place, part in corners:
        found += field[place] * part
    return found / side


def _corners(x: Points, y: Points, cells: int) -> list[tuple[Ends, Points]]:
    """Give the four cells around every node with the part of it that falls to each."""
    column, row = x.astype(np.int64), y.astype(np.int64)
    flat, x, y = column * cells + row, x - column, y - row
    parts = ((0, (1 - x) * (1 - y)), (1, (1 - x) * y), (cells, x * (1 - y)), (cells + 1, x * y))
    return [(flat + step, part) for step, part in parts]


def _convolved(density: Points, cells: int) -> Complex:
    spectrum = np.fft.rfft2(density, s=(2 * cells, 2 * cells))
    wide = np.fft.irfft2(_kernel(cells) * spectrum, s=(2 * cells, 2 * cells))
    near = wide[:, :cells, :cells].reshape(2, cells * cells)
    field: Complex = near[0] + 1j * near[1]
    return field


@cache
def _kernel(cells: int) -> npt.NDArray[np.complex128]:
    """Give the spectrum of the push of a unit mass: direction over distance, soft within a cell."""
    offset = np.fft.fftfreq(2 * cells, 1 / (2 * cells))
    dx, dy = offset[:, None], offset[None, :]
    square = dx * dx + dy * dy + 0.3
    return np.fft.rfft2(np.stack([dx / square, dy / square]))


def _attraction(at: Complex, ends: Ends, count: int) -> Complex:
    """Pull along edges by the logarithm of their length, which sets communities apart."""
    one, two = ends.T
    delta = at[two] - at[one]
    length = np.abs(delta) + 1e-9
    return _summed(one, two, delta * (np.log1p(length) / length) * 3.0, count)


def _summed(one: Ends, two: Ends, pull: Complex, count: int) -> Complex:
    """Give for every node what pulls it: `pull` at one end of a pair, its opposite at the other."""
    both, weights = np.concatenate([one, two]), np.concatenate([pull, -pull])
    total: Complex = np.bincount(both, weights.real, count) + 1j * np.bincount(both, weights.imag, count)
    return total


def _scaled(points: Points) -> Points:
    centred = points - (points.max(axis=0) + points.min(axis=0)) / 2
    scaled: Points = centred * (EXTENT / max(float(np.abs(centred).max()), 1e-9))
    return scaled


def _apart(points: Points, count: int) -> Points:
    """Push nodes that lie on each other a little apart, each with the next few along a walk through the cells."""
    room, at = EXTENT * ROOM / np.sqrt(max(count, 1)), points[:, 0] + 1j * points[:, 1]
    turned = np.exp(1j * np.arange(count) * 2.399963)
    for turn in range(int(np.clip(320_000 / max(count, 1), 16, 60))):
        shift = (turn % 2) * 0.5
        column, row = np.floor(at.real / room + shift), np.floor(at.imag / room + shift)
        order = np.lexsort((row, column))
        move = np.zeros_like(at)
        for step in (1, 2, 3):
            one, two = order[:-step], order[step:]
            close = (column[one] == column[two]) & (row[one] == row[two])
            one, two = one[close], two[close]
            delta = at[two] - at[one]
            length = np.abs(delta)
            away = np.where(length > 1e-6, delta / (length + 1e-9), turned[one])
            push = away * (np.maximum(room - length, 0) * 0.25)
            move += _summed(two, one, push, count)
        at += move
    return np.stack([at.real, at.imag], axis=1)
