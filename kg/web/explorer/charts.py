"""Charts as numbers that a template draws: bars by body or indicator, lines over years.

The server draws them, so they are there without scripts, print sharp, and are read out as the list that they are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.web.explorer import figures
from kg.web.explorer.figures import Labeller
from kg.web.explorer.library import Figure
from kg.web.words import Words

MOST_BARS = 31
"""Bars of one chart: the provinces of China fit."""
MOST_SHARES = 12
MOST_LINES = 8
FEWEST = 2
WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 58, 16, 16, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `share` is its length in percent of the longest possible."""

    name: str
    text: str
    share: float
    iri: str
    is_negative: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line, where it is drawn and what it says."""

    x: float
    y: float
    year: str
    text: str
    iri: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its points from left to right."""

    name: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """Give the points as SVG wants them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)

    def told_at(self, number: int) -> float:
        """Give where the value of a point is told: below it where the line comes from above, else above it."""
        own, beside = self.points[number].y, [p.y for p in self.points[max(number - 1, 0) : number + 2]]
        return own + 20 if sum(beside) / len(beside) < own - 4 else own - 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: bars or lines; `left_out` counts figures that are not drawn because their place was taken."""

    title: str
    unit: str
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    years: tuple[Tick, ...] = ()
    values: tuple[Tick, ...] = ()
    left_out: int = 0
    width: int = WIDTH
    height: int = HEIGHT


def measure(figure: Figure, label: Labeller) -> str:
    """Give what a figure measures: the concept where there is one, else the words of the report."""
    return label(figure.concept) if figure.concept else figure.name


def of_entity(own: Sequence[Figure], label: Labeller, words: Words) -> Chart | None:
    """Give the chart of one entity: lines where a measure has several years, else its shares in percent."""
    return _lines_by_measure(own, label, words) or _shares(own, label, words)


def of_selection(chosen: Sequence[Figure], label: Labeller, words: Words) -> Chart | None:
    """Give the chart of figures of one measure and unit across bodies and years; of a mixture its shares."""
    if len({(measure(figure, label), figure.unit) for figure in chosen}) != 1:
        return _shares(chosen, label, words) if len({f.report for f in chosen}) == 1 else None
    title = measure(chosen[0], label)
    series = _series(chosen, lambda figure: figure.about_name or figure.name)
    long = {name: points for name, points in series.items() if len(points) >= FEWEST}
    if long and len(long) <= MOST_LINES:
        return _drawn(title, chosen, long, words)
    return _bars_of_year(title, chosen, words)


def _shares(own: Sequence[Figure], label: Labeller, words: Words) -> Chart | None:
    parts = [f for f in own if f.unit == "%" and f.kind == "ratio" and 0 <= f.value <= 100]
    found: dict[str, Figure] = {}
    for figure in parts:
        found.setdefault(measure(figure, label), figure)
    if len(found) <= FEWEST:
        return None
    largest = sorted(found.items(), key=lambda item: -item[1].value)[:MOST_SHARES]
    bars = tuple(_bar(name, figure, Decimal(100), words) for name, figure in largest)
    return Chart(words("chart.shares"), "%", bars, left_out=len(parts) - len(bars))


def _bars_of_year(title: str, chosen: Sequence[Figure], words: Words) -> Chart | None:
    years = Counter((f.year, f.status != "planned") for f in chosen)
    if not years:
        return None
    (year, is_done), _ = max(years.items(), key=lambda item: (item[1], item[0]))
    found: dict[str, Figure] = {}
    for figure in chosen:
        if figure.year == year and (figure.status != "planned") == is_done:
            found.setdefault(figure.about_name or figure.name, figure)
    if len(found) < FEWEST:
        return None
    largest = sorted(found.items(), key=lambda item: -item[1].value)[:MOST_BARS]
    most = max(abs(figure.value) for figure in found.values()) or Decimal(1)
    bars = tuple(_bar(name, figure, most, words) for name, figure in largest)
    full = f"{title} · {year}" + ("" if is_done else f" · {words('status.planned')}")
    return Chart(full, chosen[0].unit, bars, left_out=len(chosen) - len(bars))


def _bar(name: str, figure: Figure, most: Decimal, words: Words) -> Bar:
    share = float(abs(figure.value) / most) * 100
    return Bar(name, figures.value(figure, words), round(max(share, 0.6), 2), figure.iri, figure.value < 0)


def _lines_by_measure(own: Sequence[Figure], label: Labeller, words: Words) -> Chart | None:
    units = Counter(figure.unit for figure in own)
    for unit, _ in units.most_common():
        same = [figure for figure in own if figure.unit == unit]
        series = _series(same, lambda figure: measure(figure, label))
        long = {name: points for name, points in series.items() if len(points) >= FEWEST}
        if long:
            kept = dict(sorted(long.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_LINES])
            return _drawn(words("chart.years"), [f for f in same if measure(f, label) in kept], kept, words)
    return None


def _series(chosen: Iterable[Figure], name: Callable[[Figure], str]) -> dict[str, dict[str, Figure]]:
    """Give the first figure of each name and year; what was done comes before what is planned."""
    found: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in sorted(chosen, key=lambda f: f.status == "planned"):
        if figure.year.isdecimal():
            found[name(figure)].setdefault(figure.year, figure)
    return dict(found)


def _drawn(title: str, chosen: Sequence[Figure], series: dict[str, dict[str, Figure]], words: Words) -> Chart:
    drawn = [figure for points in series.values() for figure in points.values()]
    years = sorted({figure.year for figure in drawn})
    ticks = _ticks(min(f.value for f in drawn), max(f.value for f in drawn))
    frame = _Frame(int(years[0]), int(years[-1]), ticks[0], ticks[-1])
    return Chart(
        title,
        drawn[0].unit,
        lines=tuple(_line(name, points, frame, words) for name, points in sorted(series.items())),
        years=tuple(Tick(frame.x(int(year)), year) for year in years),
        values=tuple(Tick(frame.y(tick), figures.number(tick)) for tick in ticks),
        left_out=len(chosen) - len(drawn),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    first: int
    last: int
    low: Decimal
    high: Decimal

    def x(self, year: int) -> float:
        """Give where a year stands."""
        span = max(self.last - self.first, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (0.06 + 0.88 * (year - self.first) / span), 1)

    def y(self, value: Decimal) -> float:
        """Give where a value stands."""
        share = float((value - self.low) / ((self.high - self.low) or Decimal(1)))
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def _line(name: str, points: dict[str, Figure], frame: _Frame, words: Words) -> Line:
    placed = (
        Point(frame.x(int(year)), frame.y(figure.value), year, figures.value(figure, words), figure.iri)
        for year, figure in sorted(points.items())
    )
    return Line(name, tuple(placed))


def _ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Give round values from below the least (0 where that is near) to above the greatest.

    >>> [str(tick) for tick in _ticks(Decimal(38), Decimal(58))]
    ['0', '20', '40', '60']
    """
    bottom = min(low, Decimal(0)) if low <= 0 or low < high * Decimal("0.7") else low
    step = _step((high - bottom) or abs(high) or Decimal(1))
    first = bottom // step * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return tuple(ticks)


def _step(span: Decimal) -> Decimal:
    """Give a round step, of which three to six make the span."""
    size = Decimal(10) ** ((span / 4).adjusted())
    return next(size * n for n in (1, 2, 5, 10) if size * n * 5 >= span)
