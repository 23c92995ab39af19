"""Tables of figures, and the one rule that lets no number point at a person.

A table is built with whole numbers and *veiled* before it leaves: every count of one or two is
shown as "dưới 3", everywhere, for one installation may itself be one commune; and where a table
lists things that people asked, what occurs fewer than three times is not named at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

FEW = 3  # events; fewer are not told apart
REST = "Các mục khác (mỗi mục dưới 3)"
ALL = "Tổng"
NOTHING: frozenset[object] = frozenset({0, None, ""})  # cells that a narrow table does without


@dataclass(frozen=True, slots=True)
class Few:
    """One or two: which of them is not said."""

    def __str__(self) -> str:
        """As it stands in a cell."""
        return f"dưới {FEW}"


Cell = str | int | float | Few | None  # None: nothing to be said
Kind = Literal["text", "count", "share", "mean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. A share is `of` two columns, by number, worked out when the table is veiled.

    `weighs`: a mean is hidden where the count in that column is small.
    """

    head: str
    kind: Kind = "count"
    of: tuple[int, int] | None = None
    weighs: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Which column of a table is drawn: lying bars of its first rows, or upright ones of all."""

    column: int
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with their headings and how they were counted."""

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: int | None = None  # this count, where small, lets its row go unnamed
    sums: bool = False  # whether a last row adds the counts up
    total: tuple[Cell, ...] = ()
    chart: Chart | None = None


def veiled(table: Table) -> Table:
    """The table as it may be seen: rare rows gathered, totals made, small numbers hidden."""
    rows = table.rows
    if table.names is not None:
        rows = _gathered(table, table.names)
    total = _summed(table.columns, rows, ALL) if table.sums and rows else ()
    return replace(
        table,
        rows=tuple(_veil(table.columns, row) for row in rows),
        total=_veil(table.columns, total) if total else (),
    )


def ranked(rows: Iterable[tuple[Cell, ...]], by: int = 1) -> tuple[tuple[Cell, ...], ...]:
    """Rows in the order of a count, the highest first; equal ones by name."""
    return tuple(sorted(rows, key=lambda row: (-_number(row[by]), str(row[0]))))


def _gathered(table: Table, by: int) -> tuple[tuple[Cell, ...], ...]:
    """Rows whose count is small become one without a name, at the end."""
    named = [row for row in table.rows if _number(row[by]) >= FEW]
    rare = [row for row in table.rows if _number(row[by]) < FEW and any(map(_number, row))]
    rest = (_summed(table.columns, rare, REST),) if rare else ()
    return (*named, *rest)


def _summed(
    columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], name: str
) -> tuple[Cell, ...]:
    """One row that adds the counts of others; means are of single rows alone."""
    rows = tuple(rows)
    return tuple(
        name
        if number == 0
        else sum(_number(row[number]) for row in rows)
        if column.kind == "count"
        else None
        for number, column in enumerate(columns)
    )


def _veil(columns: Sequence[Column], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(_shown(column, cell, row) for column, cell in zip(columns, row, strict=True))


def _shown(column: Column, cell: Cell, row: tuple[Cell, ...]) -> Cell:
    match column:
        case Column(of=(part, whole)):
            return share(_number(row[part]), _number(row[whole]))
        case Column(kind="count"):
            return hidden(_number(cell)) if cell is not None else None
        case Column(weighs=int(number)) if _number(row[number]) < FEW:
            return None
        case _:
            return cell


def trimmed(table: Table) -> Table | None:
    """The table without columns in which nothing stands; None when no figure is left."""
    rows = (*table.rows, *((table.total,) if table.total else ()))
    kept = [n for n in range(len(table.columns)) if any(row[n] not in NOTHING for row in rows)]
    if all(table.columns[number].kind == "text" for number in kept):
        return None
    return replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
        total=tuple(table.total[n] for n in kept) if table.total else (),
        chart=None,
    )


def hidden(count: int) -> Cell:
    """A count as it may be seen."""
    return Few() if 0 < count < FEW else count


def share(part: int, whole: int) -> float | None:
    """A part of a whole, 0 to 1; None where it would tell a small number."""
    return None if whole < FEW or 0 < part < FEW else part / whole


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def in_words(column: Column, cell: Cell) -> str:
    """A cell as people read it: 1.234 · 56,7% · 3,4 · dưới 3; a dash for nothing."""
    match cell:
        case None:
            return "–"
        case float() if column.kind == "share":
            return f"{100 * cell:.1f}%".replace(".", ",")
        case float():
            return f"{cell:.1f}".replace(".", ",")
        case int():
            return f"{cell:,}".replace(",", ".")
        case _:
            return str(cell)
