"""Two texts of a topic side by side: field by field in words, and line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.curation.cells import same
from bot.curation.columns import SHEETS, Column, columns
from bot.curation.sheets import Row, matched, rows_of


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is another: where, and what stood and stands there."""

    sheet: str
    row: str
    column: str
    before: str
    after: str


def changes(before: str, after: str) -> list[Change]:
    """What differs between two texts, field by field, in words. Raises NotToml."""
    one, other = rows_of(before), rows_of(after)
    found: list[Change] = []
    for sheet, title in SHEETS.items():
        known = columns(sheet)
        found_as = matched(known, one[sheet], other[sheet])
        for row, was in zip(other[sheet], found_as, strict=True):
            old = one[sheet][was] if was is not None else {}
            found += _cells(title, known, old, row)
        for at, old in enumerate(one[sheet]):
            if at not in found_as:
                found += _cells(title, known, old, {})
    return found


def _cells(title: str, known: Sequence[Column], old: Row, new: Row) -> Iterator[Change]:
    name = (new or old).get("id") or (new or old).get("facet") or ""
    for column in known:
        before, after = old.get(column.key, ""), new.get(column.key, "")
        if not same(column, before, after):
            words = (column.choices.get(text, text) for text in (before, after))
            yield Change(title, name, column.label, *words)


def line_changes(before: str, after: str) -> list[tuple[str, str]]:
    """Lines of a unified diff with their mark: " ", "+", "-", or "@" for a gap."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return [(line[0], line[1:]) for line in found if not line.startswith(("+++", "---"))]
