"""Tables drawn as SVG on the server: bars alone, coloured by the page's style sheet.

A drawing repeats the table beside it and is hidden from readers of the screen's words. Positions
are attributes, never styles: the page's policy forbids styles within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.figures.tables import Cell, Table, in_words

WIDTH = 640
MOST = 12  # lying bars; the table shows the rest
LINE, LABEL, BAR, GAP = 44, 16, 14, 4  # of a lying bar: name above, bar below
TALL, FOOT, HEAD = 150, 24, 18  # of upright bars
NAME = 64  # signs of a name above its bar


def drawn(table: Table) -> str | None:
    """The chart of a veiled table; None when it has none, or nothing to show."""
    if table.chart is None:
        return None
    column = table.chart.column
    rows = [(str(row[0]), row[column], in_words(table.columns[column], row[column]))
            for row in table.rows]  # fmt: skip
    rows = rows if table.chart.upright else rows[:MOST]
    most = max((_size(value) for _, value, _ in rows), default=0)
    if most == 0:
        return None
    return _upright(rows, most) if table.chart.upright else _lying(rows, most)


def _size(cell: Cell) -> float:
    """How long a bar is; a hidden number has the shortest that can be seen."""
    return float(cell) if isinstance(cell, int | float) else 0.0


def _frame(height: int, parts: Sequence[str]) -> str:
    inner = "".join(parts)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'aria-hidden="true" focusable="false">{inner}</svg>'
    )


def _lying(rows: Sequence[tuple[str, Cell, str]], most: float) -> str:
    parts = []
    for number, (name, value, words) in enumerate(rows):
        top = number * LINE
        short = name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"
        width = max(2, round((WIDTH - 80) * _size(value) / most))
        middle = top + LABEL + GAP + BAR - 2
        parts.append(f'<text class="name" x="0" y="{top + LABEL - 2}">{escape(short)}</text>')
        parts.append(
            f'<rect class="bar" x="0" y="{top + LABEL + GAP}" width="{width}" height="{BAR}" '
            f'rx="3"/><text class="value" x="{width + 8}" y="{middle}">{escape(words)}</text>'
        )
    return _frame(len(rows) * LINE, parts)


def _upright(rows: Sequence[tuple[str, Cell, str]], most: float) -> str:
    """Columns of equal width; every few named, so that names never touch."""
    step = WIDTH / len(rows)
    every = -(-len(rows) // 8)
    parts = []
    for number, (name, value, words) in enumerate(rows):
        left, height = number * step, round(TALL * _size(value) / most)
        width = max(1.0, min(step - 2, 36.0))
        middle = left + width / 2
        parts.append(
            f'<rect class="bar" x="{left:.1f}" y="{HEAD + TALL - height}" width="{width:.1f}" '
            f'height="{height}"/>'
        )
        if number % every == 0:
            short = escape(name.removesuffix("/" + name[-4:]) if name.count("/") == 2 else name)
            anchor = "start" if number == 0 else "middle"
            at = left if number == 0 else middle
            parts.append(
                f'<text class="name" x="{at:.1f}" y="{HEAD + TALL + 17}" text-anchor="{anchor}">'
                f"{short}</text>"
            )
        if _size(value) == most:
            anchor = "start" if middle < 40 else "end" if middle > WIDTH - 40 else "middle"
            at = left if anchor == "start" else left + width if anchor == "end" else middle
            parts.append(
                f'<text class="value" x="{at:.1f}" y="{HEAD + TALL - height - 4}" '
                f'text-anchor="{anchor}">{escape(words)}</text>'
            )
    return _frame(HEAD + TALL + FOOT, parts)
