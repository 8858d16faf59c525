"""Small charts as numbers: where each bar stands. The template draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 270.0, 64.0
"""In the units of the drawing."""

_GAP = 0.15
_WIDEST = 24.0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    css: str
    title: str
    """What is said when the pointer rests on it."""


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, str], ...] = ()
    """Heights at which a bound is drawn, and what it is."""
    most: float = 0.0
    """The value at the top."""


def stacked(columns: Sequence[tuple[str, Mapping[str, float]]], bounds: Mapping[str, float] | None = None) -> Chart:
    """A column for each label, of parts by CSS class from the bottom up; `bounds` are lines by name.

    A bound that lies far above all columns is left out: it would press them flat.
    """
    tallest = max((sum(parts.values()) for _, parts in columns), default=0.0)
    shown = {name: value for name, value in (bounds or {}).items() if value <= 2 * tallest}
    most = max([tallest, *shown.values()], default=0.0) or 1.0
    step = min(WIDTH / max(len(columns), 1), _WIDEST)
    bars = []
    for index, (label, parts) in enumerate(columns):
        y = HEIGHT
        for css, value in parts.items():
            height = HEIGHT * value / most
            y -= height
            if value:
                title = f"{label}: {value:g} {css}"
                bars.append(Bar(index * step, round(y, 2), step * (1 - _GAP), round(height, 2), css, title))
    lines = tuple((round(HEIGHT * (1 - value / most), 2), f"{name} {value:g}") for name, value in shown.items())
    return Chart(tuple(bars), lines, most)
