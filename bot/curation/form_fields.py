"""The form of a topic: names of fields, rows as they are shown, and what was posted read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.curation.columns import HEAD, SHEETS, Column, columns
from bot.curation.proofs import Wrong
from bot.curation.sheets import WAS, Row, Sheets

DROP, AT = "_drop", "_at"
MOST_ROWS = 400  # of one section


@dataclass(frozen=True, slots=True)
class Cell:
    """One field as it is shown."""

    name: str
    column: Column
    text: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number, its cells, faults of the whole row; `new`: the empty one at the end."""

    number: int
    cells: tuple[Cell, ...]
    wrong: tuple[str, ...]
    new: bool

    @property
    def title(self) -> str:
        """What tells rows apart in a list."""
        texts = [cell.text for cell in self.cells if cell.text]
        return (texts[1] if len(texts) > 1 else texts[0] if texts else "Thêm mới")[:70]


@dataclass(frozen=True, slots=True)
class Section:
    """One sheet of the form."""

    sheet: str
    title: str
    lines: tuple[Line, ...]
    wrong: tuple[str, ...]

    @property
    def faulty(self) -> bool:
        """Whether anything in it is wrong."""
        return bool(self.wrong) or any(
            line.wrong or any(cell.wrong for cell in line.cells) for line in self.lines
        )


def name_of(sheet: str, row: int, key: str) -> str:
    """The name of a field."""
    return f"{sheet}.{row}.{key}"


def sections(rows: Sheets, wrongs: Sequence[Wrong]) -> tuple[Section, ...]:
    """The whole form, each fault by its field; a section but the first ends with an empty row."""
    return tuple(_section(sheet, rows[sheet], wrongs) for sheet in SHEETS)


def _section(sheet: str, rows: Sequence[Row], wrongs: Sequence[Wrong]) -> Section:
    mine = [one for one in wrongs if one.sheet == sheet]
    lines = [_line(sheet, number, row, mine) for number, row in enumerate(rows)]
    if sheet != HEAD:
        empty = {column.key: "" for column in columns(sheet)}
        lines.append(_line(sheet, len(rows), empty, [], new=True))
    whole = tuple(one.words for one in mine if one.row is None)
    return Section(sheet, SHEETS[sheet], tuple(lines), whole)


def _line(sheet: str, number: int, row: Row, wrongs: Sequence[Wrong], *, new: bool = False) -> Line:
    mine = [one for one in wrongs if one.row == number]
    known = columns(sheet)
    cells = tuple(
        Cell(
            name_of(sheet, number, column.key),
            column,
            row.get(column.key, ""),
            tuple(one.words for one in mine if one.column == column.key),
        )
        for column in known
    )
    keys = {column.key for column in known}
    return Line(number, cells, tuple(one.words for one in mine if one.column not in keys), new)


def posted(form: Mapping[str, str]) -> Sheets:
    """The rows of a posted form, in the order wanted; empty and dropped ones are left out."""
    return {sheet: _rows(sheet, form) for sheet in SHEETS}


def _rows(sheet: str, form: Mapping[str, str]) -> list[Row]:
    known = columns(sheet)
    found: list[tuple[float, int, Row]] = []
    for number in range(MOST_ROWS):
        if not any(name_of(sheet, number, column.key) in form for column in known):
            break
        row = {
            column.key: form[name_of(sheet, number, column.key)]
            for column in known
            if name_of(sheet, number, column.key) in form
        }
        dropped = form.get(name_of(sheet, number, DROP)) or not any(map(str.strip, row.values()))
        if sheet != HEAD and dropped:
            continue
        was = form.get(name_of(sheet, number, WAS), "")
        place = _place(form.get(name_of(sheet, number, AT), ""), number)
        found.append((place, number, {**row, WAS: was}))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _place(text: str, number: int) -> float:
    """Where a row is wanted (from 1); without a number where it stands."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit() and int(bare) != number + 1:
        return int(bare) - 1.5 if int(bare) <= number else int(bare) - 0.5
    return float(number)
