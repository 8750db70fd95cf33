"""Positions of a neighbourhood: the one in the middle, the others around it in rings, each relation in its sector.

Units as in `layout`: pixels at zoom 1, y points down.  What is placed once can stay where it is while more is added.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Place = tuple[float, float]

ASPECT = 1.25
"""Width to height of the rings: screens are wide, and so are labels."""
FIRST, STEP = 150.0, 100.0
GAP = 14.0


def around(sizes: Sequence[Place], middle: Place = (170.0, 60.0)) -> list[Place]:
    """Place boxes (width, height) around the origin in their order, on as many rings as they need."""
    count = len(sizes)
    if not count:
        return []
    width = sum(size[0] for size in sizes) / count + GAP
    radii = _radii(count, width, max(FIRST, middle[0] * 0.75))
    pattern = _pattern(count, radii, width)
    turn = -math.pi / 2 + (math.pi / count if count % 2 == 0 and count > 2 else 0)
    found = []
    for i in range(count):
        angle, radius = turn + 2 * math.pi * i / count, radii[pattern[i]]
        found.append((radius * ASPECT * math.cos(angle), radius * math.sin(angle)))
    return settle([(0.0, 0.0), *found], [middle, *sizes], fixed=1)[1:]


def _radii(count: int, width: float, first: float) -> list[float]:
    radii = [first]
    while sum(_room(radius, width) for radius in radii) < count:
        radii.append(radii[-1] + STEP)
    return radii


def _room(radius: float, width: float) -> int:
    """Give how many boxes a ring holds."""
    return max(3, int(math.pi * radius * (1 + ASPECT) / width))


def _pattern(count: int, radii: Sequence[float], width: float) -> list[int]:
    """Give each place its ring, the rings filled evenly all the way round."""
    room = [_room(radius, width) for radius in radii]
    filled = [0.0] * len(radii)
    found = []
    for i in range(count):
        due = [room[k] * (i + 1) / sum(room) - filled[k] for k in range(len(radii))]
        ring = max(range(len(radii)), key=lambda k: (due[k], -k))
        filled[ring] += 1
        found.append(ring)
    return found


def beside(
    placed: Mapping[int, Place], sizes: Mapping[int, Place], anchor: int, fresh: Sequence[int]
) -> dict[int, Place]:
    """Place more boxes near one that is placed, away from the middle, without moving what is there."""
    x, y = placed[anchor]
    outward = math.atan2(y, x) if x or y else -math.pi / 2
    points, taken = [placed[n] for n in placed], [sizes[n] for n in placed]
    found: dict[int, Place] = {}
    for number in fresh:
        spot = _free_spot((x, y), outward, sizes[number], points, taken)
        found[number] = spot
        points.append(spot)
        taken.append(sizes[number])
    return found


def _free_spot(
    anchor: Place, outward: float, size: Place, points: Sequence[Place], taken: Sequence[Place]
) -> Place:
    """Give the free spot that is nearest, those that lie outward first."""
    places, sizes = np.array(points), np.array(taken)
    spots = []
    for ring in range(1, 16):
        radius, steps = 60.0 + 55.0 * ring, 8 + 6 * ring
        for k in range(steps):
            off = (k + 1) // 2 * (1 if k % 2 else -1) * 2 * math.pi / steps
            cost = radius * (1.0 + 0.55 * (1.0 - math.cos(off)))
            spots.append(
                (
                    cost,
                    anchor[0] + radius * ASPECT * math.cos(outward + off),
                    anchor[1] + radius * math.sin(outward + off),
                )
            )
    for _, x, y in sorted(spots):
        room = (sizes + np.array(size)) / 2 + GAP / 2
        if (np.abs(places - (x, y)) / room).max(axis=1).min() >= 1.0:
            return x, y
    return spots[-1][1], spots[-1][2]


def settle(points: Sequence[Place], sizes: Sequence[Place], fixed: int = 0) -> list[Place]:
    """Push boxes that overlap apart; the first `fixed` stay where they are."""
    at, box = np.array(points, dtype=np.float64), np.array(sizes, dtype=np.float64) + GAP
    free = (np.arange(len(at)) >= fixed)[:, None]
    for _ in range(200):
        delta = at[None, :, :] - at[:, None, :]
        over = (box[None, :, :] + box[:, None, :]) / 2 - np.abs(delta)
        both: npt.NDArray[np.bool_] = np.all(over > 0.01, axis=2)
        np.fill_diagonal(both, False)
        if not both.any():
            break
        flat = over[:, :, 0] < over[:, :, 1]
        share = np.stack([flat, ~flat], axis=2) * both[:, :, None] * over * _signs(delta) * 0.45
        at -= share.sum(axis=1) * free
    return [(float(x), float(y)) for x, y in at]


def _signs(delta: Points) -> Points:
    """Give the sides on which boxes lie; those on one spot part by their order."""
    count = len(delta)
    order = np.sign(np.arange(count)[None, :] - np.arange(count)[:, None])[:, :, None]
    signs: Points = np.where(delta == 0, order, np.sign(delta))
    return signs
