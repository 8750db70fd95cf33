"""Positions of a network's nodes: the same input gives the same picture, on any run.

Forces as in ForceAtlas2 (repulsion by degree, attraction along edges, gravity) from an ordered start: around one
dominating body every class has a sector of its own, so that the picture reads like a clock.  Labels are then pushed
apart, and what hangs together in small groups of its own is set into the free room around the rest.
Units are pixels at zoom 1; y points down.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kg.render.palette import LOOKS, size

if TYPE_CHECKING:
    import networkx as nx

Points = npt.NDArray[np.float64]

LINE = 9
"""Characters per line of a label; the page wraps its labels alike."""
CHARACTER, LINE_HEIGHT, GAP = 13.0, 16.0, 10.0
SAMPLE = 1_200
"""Above this many nodes each step looks at a seeded sample of this many: all pairs would take memory and minutes."""
ASPECT = 1.0
"""Width to height of the stage between the two side panels of a usual screen."""
DOMINANT = 0.2
"""A body with this share of all edges is the picture's centre."""
ISLAND = 12
"""A component smaller than this is no part of the forces."""
CELL = 24
"""Side of the squares in which free room is counted."""
SEED = 20180503


def arrange(graph: "nx.MultiDiGraph") -> dict[str, tuple[int, int]]:
    """Place every node that has an edge around the origin, and those without in rows below."""
    groups = _components(graph)
    islands = [group for group in groups[1:] if len(group) < ISLAND]
    core = [node for group in groups if group not in islands for node in group]
    boxes = {node: box(graph.nodes[node]["label"], graph.degree(node)) for node in graph}
    places: dict[str, tuple[float, float]] = {}
    if core:
        places |= zip(core, map(tuple, _core(graph, core, boxes)), strict=True)
    places |= _islands(graph, islands, places, boxes)
    places |= _rows([node for node in graph if node not in places], places)
    return {node: (round(float(places[node][0])), round(float(places[node][1]))) for node in graph}


def centre(graph: "nx.MultiDiGraph") -> str | None:
    """Give the node that a fifth of all edges meet in, or none."""
    best = max(graph, key=graph.degree, default=None)
    if best is None or graph.degree(best) < max(4, DOMINANT * graph.number_of_edges()):
        return None
    return str(best)


def _components(graph: "nx.MultiDiGraph") -> list[list[str]]:
    """Give the connected components of more than one node, the largest first, each in the graph's order."""
    import networkx as nx

    order = {node: i for i, node in enumerate(graph)}
    groups = [sorted(group, key=order.__getitem__) for group in nx.weakly_connected_components(graph)]
    return sorted((g for g in groups if len(g) > 1), key=lambda g: (-len(g), order[g[0]]))


def box(label: str, degree: int) -> tuple[float, float]:
    """Give width and height of a node with its label under it."""
    lines = 1 if len(label) <= LINE else 2
    width = min(len(label) / lines + lines - 1, LINE + 1) * CHARACTER
    return max(width, 2 * size(degree)) + GAP, 2 * size(degree) + lines * LINE_HEIGHT + GAP


# the core: forces


def _core(graph: "nx.MultiDiGraph", nodes: Sequence[str], boxes: Mapping[str, tuple[float, float]]) -> Points:
    index = {node: i for i, node in enumerate(nodes)}
    pairs = [(index[u], index[v]) for u, v in graph.edges() if u != v and u in index]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(ends.ravel(), minlength=len(nodes)).astype(np.float64)
    sizes = np.array([boxes[node] for node in nodes])
    middle = index.get(centre(graph) or "")
    anchors = _anchors(graph, nodes, middle, float(sizes.prod(axis=1).sum()))
    points = _force(anchors, ends, degree, middle)
    return _spread(_fitted(points, sizes, middle), sizes, middle)


def _anchors(graph: "nx.MultiDiGraph", nodes: Sequence[str], middle: int | None, area: float) -> Points:
    """Give each node a place to start from: a sunflower, cut like a cake by class."""
    order = {look.cls: i for i, look in enumerate(LOOKS)}
    classes = [order.get(graph.nodes[node]["cls"], len(order)) for node in nodes]
    ranks = sorted(range(len(nodes)), key=lambda i: (classes[i], i))
    turn = np.empty(len(nodes))
    turn[ranks] = (np.arange(len(nodes)) + 0.5) / len(nodes)
    golden = (np.arange(len(nodes)) * 0.6180339887) % 1.0
    distance = (area / np.pi) ** 0.5 * np.sqrt(0.2 + 0.8 * golden)
    angle = 2 * np.pi * turn - np.pi * 0.8
    points: Points = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    if middle is not None:
        points[middle] = 0.0
    return points


def _force(anchors: Points, ends: Any, degree: Points, middle: int | None) -> Points:
    """Let the forces work; the steps shrink, so that it comes to rest."""
    n = len(anchors)
    points = anchors.copy()
    steps = int(np.clip(120_000 / n, 50, 220))
    draw = np.random.default_rng(SEED)
    mass = np.sqrt(degree + 1.0)
    spacing = float(np.sqrt((points**2).sum(axis=1).mean() * np.pi / n))
    grip = (0.0 if middle is None else 0.35) / np.maximum(degree, 1.0)
    for step in range(steps):
        others = draw.choice(n, SAMPLE, replace=False) if n > SAMPLE else np.arange(n)
        move = _repulsion(points, others, mass, spacing) * (n / len(others))
        move += _attraction(points, ends, degree) + (anchors - points) * grip[:, None]
        move -= points * 0.02 * mass[:, None]
        length = np.maximum(np.sqrt((move**2).sum(axis=1)), 1e-9)
        limit = spacing * 1.5 * (1.0 - step / steps) + 0.5
        points += move * (np.minimum(length, limit) / length)[:, None]
        if middle is not None:
            points[middle] = 0.0
    return points


def _repulsion(points: Points, others: Any, mass: Points, spacing: float) -> Points:
    # single precision halves the time of the one step that looks at all pairs
    place, weight = points.astype(np.float32), mass.astype(np.float32)
    dx = place[:, 0][:, None] - place[others, 0][None, :]
    dy = place[:, 1][:, None] - place[others, 1][None, :]
    near = weight[others][None, :] / (dx * dx + dy * dy + np.float32(spacing))
    push = np.stack([(dx * near).sum(axis=1), (dy * near).sum(axis=1)], axis=1).astype(np.float64)
    scaled: Points = push * (0.25 * spacing**2 * mass)[:, None]
    return scaled


def _attraction(points: Points, ends: Any, degree: Points) -> Points:
    """Pull along edges, less where both ends have many, else hubs would fall into one heap."""
    source, target = ends[:, 0], ends[:, 1]
    weight = 0.12 / np.sqrt(np.minimum(degree[source], degree[target]))
    delta = (points[target] - points[source]) * weight[:, None]
    total = np.zeros_like(points)
    for axis in (0, 1):
        total[:, axis] += np.bincount(source, delta[:, axis], len(points))
        total[:, axis] -= np.bincount(target, delta[:, axis], len(points))
    return total


def _fitted(points: Points, sizes: Points, middle: int | None) -> Points:
    """Scale to the room that the labels take, a bit wider than high."""
    points = points - (points.mean(axis=0) if middle is None else points[middle])
    room = (sizes.prod(axis=1).sum() * 1.1 / np.pi) ** 0.5
    spread = float(np.sqrt(2 * (points**2).sum(axis=1).mean())) or 1.0
    fitted: Points = points * (room / spread) * np.array([ASPECT**0.5, ASPECT**-0.5])
    return fitted


def _spread(points: Points, sizes: Points, middle: int | None) -> Points:
    """Push boxes that overlap apart, half the overlap each, along the axis where it is smaller."""
    if len(points) > SAMPLE * 2:
        return points
    for step in range(int(np.clip(60_000 / len(points), 40, 300))):
        if step % 6 == 0:
            points = points * (1.0 if step == 0 else 1.004)
            one, two = _close(points, sizes)
        delta = points[two] - points[one]
        over = (sizes[one] + sizes[two]) / 2 - np.abs(delta)
        both = (over > 0).all(axis=1)
        if not both.any():
            break
        # nodes on the very same spot part by their order
        sign = np.where(delta == 0, 1.0, np.sign(delta))
        flat = over[:, 0] < over[:, 1]
        share = np.stack([flat, ~flat], axis=1) * both[:, None] * over * sign * 0.42
        for axis in (0, 1):
            points[:, axis] += np.bincount(two, share[:, axis], len(points))
            points[:, axis] -= np.bincount(one, share[:, axis], len(points))
    return points - (0.0 if middle is None else points[middle])


def _close(points: Points, sizes: Points) -> tuple[Any, Any]:
    """Give the pairs of boxes that overlap or nearly do."""
    order = np.argsort(points[:, 0], kind="stable")
    reach = float(sizes[:, 0].max()) * 1.3
    last = np.searchsorted(points[order, 0], points[order, 0] + reach, side="right")
    one = np.repeat(np.arange(len(points)), last - np.arange(len(points)) - 1)
    if not len(one):
        return one, one
    first = np.concatenate([np.arange(i + 1, end) for i, end in enumerate(last)])
    one, two = order[one], order[first]
    near = np.abs(points[one, 1] - points[two, 1]) < (sizes[one, 1] + sizes[two, 1]) * 0.65
    return np.minimum(one, two)[near], np.maximum(one, two)[near]


# islands: small groups in rows of a tree, set into free room


def _islands(
    graph: "nx.MultiDiGraph",
    islands: Sequence[Sequence[str]],
    places: Mapping[str, tuple[float, float]],
    boxes: Mapping[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:
    room = _Room(places, boxes, sum(len(island) for island in islands))
    found: dict[str, tuple[float, float]] = {}
    for island in islands:
        shape, width, height = _tree(graph, island, boxes)
        left, top = room.take(width, height)
        found |= {node: (left + x, top + y) for node, (x, y) in shape.items()}
    return found


def _tree(
    graph: "nx.MultiDiGraph", island: Sequence[str], boxes: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Set the best connected node on top and the others in rows by their distance from it, four in a row."""
    import networkx as nx

    plain = nx.Graph((u, v) for u in island for v in graph.successors(u))
    root = max(island, key=lambda node: (plain.degree(node), -island.index(node)))
    far = nx.single_source_shortest_path_length(plain, root)
    rows = [row for d in range(max(far.values()) + 1) for row in _fours([n for n in island if far[n] == d])]
    widths = [sum(boxes[node][0] for node in row) for row in rows]
    shape, top = {}, 0.0
    for row, width in zip(rows, widths, strict=True):
        left = (max(widths) - width) / 2
        for node in row:
            shape[node] = (left + boxes[node][0] / 2, top + boxes[node][1] / 2)
            left += boxes[node][0]
        top += max(boxes[node][1] for node in row) + GAP
    return shape, max(widths), top


def _fours(nodes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (nodes[i : i + 4] for i in range(0, len(nodes), 4))


class _Room:
    """A raster of what is taken; gives the free rectangle nearest to the middle."""

    def __init__(
        self,
        places: Mapping[str, tuple[float, float]],
        boxes: Mapping[str, tuple[float, float]],
        guests: int,
    ) -> None:
        farthest = max((max(abs(x), abs(y)) for x, y in places.values()), default=0.0)
        self._half = int((farthest + 260 + 130 * guests**0.5) / CELL) + 1
        self._taken = np.zeros((2 * self._half, 2 * self._half), dtype=np.int64)
        for node, (x, y) in places.items():
            width, height = boxes[node]
            self._fill(x - width / 2, y - height / 2, width, height)

    def _fill(self, left: float, top: float, width: float, height: float) -> None:
        x, y = int(left // CELL) + self._half, int(top // CELL) + self._half
        self._taken[max(y, 0) : y + int(height // CELL) + 2, max(x, 0) : x + int(width // CELL) + 2] = 1

    def take(self, width: float, height: float) -> tuple[float, float]:
        """Give left and top of a free rectangle and hold it taken."""
        wide, high = int(width // CELL) + 3, int(height // CELL) + 3
        sums = np.pad(self._taken, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
        inside = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
        y, x = np.mgrid[0 : inside.shape[0], 0 : inside.shape[1]]
        # the farthest corner counts, so that what grows is a rectangle of the stage's shape
        across = np.maximum(np.abs(x - self._half), np.abs(x + wide - self._half)) / ASPECT
        along = np.maximum(np.abs(y - self._half), np.abs(y + high - self._half))
        cost = np.maximum(across, along) + 0.01 * (across + along) + np.where(inside > 0, 1e9, 0.0)
        row, column = np.unravel_index(int(cost.argmin()), cost.shape)
        left = float(column - self._half + 1) * CELL
        top = float(row - self._half + 1) * CELL
        self._fill(left, top, width, height)
        return left, top


def _rows(alone: Sequence[str], above: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Set nodes without an edge in rows under the picture."""
    left = min((x for x, _ in above.values()), default=-400.0)
    right = max((x for x, _ in above.values()), default=400.0)
    bottom = max((y for _, y in above.values()), default=-130.0)
    per_row = max(1, int((right - left) // (LINE * CHARACTER + GAP)))
    step = (right - left) / per_row
    return {
        node: (left + (i % per_row + 0.5) * step, bottom + 130 + i // per_row * 70)
        for i, node in enumerate(alone)
    }
