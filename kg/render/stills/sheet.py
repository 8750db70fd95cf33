"""A sheet to draw on: pixels from the top left, Chinese text, the signs of the classes; PNG or SVG of the same bytes.

Text is drawn as outlines in SVG, so that it looks the same on a machine without a Chinese font.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any

from kg.errors import OutputError
from kg.render.palette import Look
from kg.render.stills import fonts

FORMATS = ("png", "svg")
INK, SOFT, FAINT, RULE = "#1b2430", "#5b6673", "#8a94a0", "#e3e7eb"
MARGIN = 32
HEAD = 92
FOOT = 40
DPI = 100
SHARP = 2
"""Pixels of a PNG for each pixel of the sheet."""
MARKERS = {
    "dot": ("o", 1.0),
    "square": ("s", 0.9),
    "diamond": ("D", 0.82),
    "hexagon": ("h", 1.12),
    "triangle": ("^", 1.05),
    "triangleDown": ("v", 1.05),
    "star": ("*", 1.5),
}
"""matplotlib's sign for each shape, and how much larger it must be to look as large."""


def width(text: str) -> float:
    """Give the width of a text in ems: a Chinese character is one, a Latin one a little over half."""
    return sum(1.0 if ord(char) > 0x2000 else 0.56 for char in text)


def cut(text: str, ems: float) -> str:
    """Shorten a text to a width, with an ellipsis where something is missing."""
    if width(text) <= ems:
        return text
    used, kept = 1.0, ""
    for char in text:
        used += width(char)
        if used > ems:
            break
        kept += char
    return kept + "…"


class Sheet:
    """A picture being drawn; all measures are pixels, y points down."""

    def __init__(self, wide: float, high: float, title: str, note: str) -> None:
        self.wide, self.high = wide, high + HEAD + FOOT
        self._calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self._texts: list[str] = []
        self.text(MARGIN, 38, title, size=21)
        self.line((MARGIN, HEAD - 12), (wide - MARGIN, HEAD - 12), RULE, 1.0)
        self.text(MARGIN, self.high - 18, note, size=11, color=FAINT)

    def text(
        self, x: float, y: float, text: str, *, size: float = 13, color: str = INK, align: str = "left"
    ) -> None:
        """Write a text whose middle line is at `y`; `align` says what is at `x`: left, center or right."""
        self._texts.append(text)
        style = {"fontsize": size * 72 / DPI, "color": color, "ha": align, "va": "center_baseline"}
        # a dollar sign would start a formula
        self._calls.append(("text", (x, y, text), style | {"parse_math": False, "zorder": 4}))

    def sign(self, x: float, y: float, look: Look, radius: float = 6) -> None:
        """Set the sign of a class."""
        marker, scale = MARKERS[look.shape]
        style = {"markersize": 2 * radius * scale * 72 / DPI, "marker": marker, "zorder": 3}
        ink = {"markerfacecolor": look.fill, "markeredgecolor": look.edge}
        thick = {"markeredgewidth": 1.4 if look.hollow else 0.7, "linestyle": "none"}
        self._calls.append(("line", ([x], [y]), style | ink | thick))

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        color: str,
        thick: float = 1.0,
        dashes: str = "solid",
    ) -> None:
        """Draw a straight line."""
        style = {"color": color, "linewidth": thick, "linestyle": dashes, "zorder": 1}
        self._calls.append(("line", ([start[0], end[0]], [start[1], end[1]]), style))

    def curve(
        self, start: tuple[float, float], end: tuple[float, float], color: str, dashes: str = "solid"
    ) -> None:
        """Draw a curve that leaves and arrives level, as between two columns."""
        style = {"fill": False, "edgecolor": color, "linewidth": 1.0, "linestyle": dashes, "zorder": 1}
        self._calls.append(("curve", (start, end), style))

    def bar(self, x: float, y: float, length: float, color: str, thick: float = 8) -> None:
        """Draw a level bar whose middle line is at `y`."""
        style = {"color": color, "linewidth": 0, "zorder": 2}
        self._calls.append(("bar", ((x, y - thick / 2), length, thick), style))

    def legend(self, looks: Iterable[tuple[Look, str]]) -> None:
        """Explain the signs, under the title."""
        x = float(MARGIN + 6)
        for look, name in looks:
            self.sign(x, 64, look, 5)
            self.text(x + 12, 64, name, size=12, color=SOFT)
            x += 12 + 12 * width(name) + 26

    def save(self, form: str) -> bytes:
        """Give the picture as `png` or `svg`; raises OutputError when a character cannot be drawn."""
        if form not in FORMATS:
            raise OutputError(f"a picture is {' or '.join(FORMATS)}, not {form}")
        import matplotlib

        settings: Any = {
            "font.family": fonts.families(self._texts),
            "svg.fonttype": "path",
            "svg.hashsalt": "fazhi",
            "axes.unicode_minus": False,
        }
        with matplotlib.rc_context(settings):
            return self._saved(form)

    def _saved(self, form: str) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        dpi = DPI * (SHARP if form == "png" else 1)
        figure = Figure(figsize=(self.wide / DPI, self.high / DPI), dpi=dpi, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.axis("off")
        axes.set_xlim(0, self.wide)
        axes.set_ylim(self.high, 0)
        # artists, not axes.plot and the like, which measure the whole sheet again for each
        makers = _makers()
        for name, args, style in self._calls:
            if name == "text":
                axes.text(*args, **style)
            else:
                axes.add_artist(makers[name](*args, **style))
        # no date and no version: the same picture is the same bytes
        if form == "png":
            return _png(canvas)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "Fazhi KG"})
        return buffer.getvalue()


def _png(canvas: Any) -> bytes:
    """Write what was drawn without the transparency that it does not have: half the time, and smaller."""
    from PIL import Image

    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    buffer = io.BytesIO()
    drawn.save(buffer, "png", compress_level=3, dpi=(DPI * SHARP, DPI * SHARP))
    return buffer.getvalue()


def _makers() -> dict[str, Callable[..., Any]]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    return {"line": Line2D, "bar": Rectangle, "curve": _curve}


def _curve(start: tuple[float, float], end: tuple[float, float], **style: Any) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (start[0] + end[0]) / 2
    steps = [Path.MOVETO, *[Path.CURVE4] * 3]
    return PathPatch(Path([start, (middle, start[1]), (middle, end[1]), end], steps), **style)
