"""Tables drawn as SVG on the server: bars alone, coloured by the page's style sheet.

A drawing repeats the table beside it and is hidden from readers of the screen's words. Lengths
are shares of the page's width, so that letters stay as large on a phone; they are attributes,
never styles, which the page's policy forbids within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.figures.tables import Cell, Table, in_words

Bar = tuple[str, Cell, str]  # name, value, the value in words
MOST = 12  # lying bars; the table shows the rest
LINE, LABEL, BAR, GAP = 46, 16, 14, 4  # of a lying bar: name above, bar below; pixels
LONGEST = 78.0  # percent, so that the value fits beside the longest bar
TALL, FOOT, HEAD = 150, 24, 20  # of upright bars; pixels
NAMED = 6  # upright bars that are named, at most, and their names never touch
NAME = 40  # signs of a name above its bar


def drawn(table: Table) -> str | None:
    """The chart of a veiled table; None when it has none, or nothing to show."""
    if table.chart is None:
        return None
    number = table.chart.column
    column = table.columns[number]
    bars = [(str(row[0]), row[number], in_words(column, row[number])) for row in table.rows]
    bars = bars if table.chart.upright else bars[:MOST]
    most = max((_size(value) for _, value, _ in bars), default=0)
    if most == 0:
        return None
    return _upright(bars, most) if table.chart.upright else _lying(bars, most)


def _size(cell: Cell) -> float:
    """How long a bar is; a hidden number has none, its words stand alone."""
    return float(cell) if isinstance(cell, int | float) else 0.0


def _frame(height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" width="100%" height="{height}" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def _lying(bars: Sequence[Bar], most: float) -> str:
    parts = []
    for number, (name, value, words) in enumerate(bars):
        top = number * LINE
        short = name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"
        width = LONGEST * _size(value) / most
        parts.append(
            f'<text class="name" x="0" y="{top + LABEL - 2}">{escape(short)}</text>'
            f'<rect class="bar" x="0" y="{top + LABEL + GAP}" width="{width:.2f}%" '
            f'height="{BAR}" rx="3"/>'
            f'<text class="value" x="{width:.2f}%" dx="6" y="{top + LABEL + GAP + BAR - 2}">'
            f"{escape(words)}</text>"
        )
    return _frame(len(bars) * LINE, parts)


def _upright(bars: Sequence[Bar], most: float) -> str:
    """Bars of equal width; every few are named, the highest tells its value."""
    step = 100 / len(bars)
    every = -(-len(bars) // NAMED)
    width = min(0.8 * step, 8.0)
    parts = []
    told = False
    for number, (name, value, words) in enumerate(bars):
        left, height = number * step, round(TALL * _size(value) / most)
        top = HEAD + TALL - height
        parts.append(
            f'<rect class="bar" x="{left:.2f}%" y="{top}" width="{width:.2f}%" height="{height}"/>'
        )
        if number % every == 0:
            parts.append(
                f'<text class="name" x="{left:.2f}%" y="{HEAD + TALL + 18}">'
                f"{escape(_brief(name))}</text>"
            )
        if _size(value) == most and not told:
            told = True
            anchor = "end" if left > 80 else "start"
            at = left + width if anchor == "end" else left
            parts.append(
                f'<text class="value" x="{at:.2f}%" y="{top - 5}" text-anchor="{anchor}">'
                f"{escape(words)}</text>"
            )
    return _frame(HEAD + TALL + FOOT, parts)


def _brief(name: str) -> str:
    """A day without its year, an hour without its word."""
    return name.rpartition("/")[0] if name.count("/") == 2 else name.removesuffix(" giờ")
