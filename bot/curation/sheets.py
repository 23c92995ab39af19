"""A topic file as sheets of rows, and rows written back: what nobody changed keeps its words.

Rows are texts by column. `WAS` in a row tells which row of the file it was; without it a row is
known again by its id, or by being the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import tomlkit

from bot.curation.blocks import Block, cut, join
from bot.curation.cells import cell, same, value_of
from bot.curation.columns import HEAD, SHEETS, Column, columns
from knowledge.topic import FACETS

Row = Mapping[str, str]
Rows = Sequence[Row]
Sheets = Mapping[str, Rows]
WAS: Final = "_was"  # the number of the row in the file, from 0
_LONG = 96  # signs from which a list stands on several lines


class NotToml(ValueError):  # noqa: N818 - named for what is wrong
    """The text is no TOML: it can only be mended as text."""


def rows_of(text: str) -> dict[str, list[dict[str, str]]]:
    """Every sheet's rows, each cell as text. Raises NotToml."""
    table = _read(text)
    return {sheet: [_row(sheet, *one) for one in _records(table, sheet)] for sheet in SHEETS}


def written(text: str, sheets: Sheets) -> str:
    """The text with these rows in place of its own; sheets that are not given stay.

    Raises NotToml when `text` is none.
    """
    before = rows_of(text)
    blocks = cut(text)
    for sheet, rows in sheets.items():
        if sheet == HEAD:
            blocks[0] = _keys_written(blocks[0], columns(HEAD), before[HEAD][0], rows[0])
        elif sheet == "sources":
            blocks = _sources_written(blocks, before[sheet], rows)
        elif sheet == "lead":
            for facet in FACETS:
                old = [row for row in before[sheet] if row["facet"] == facet]
                new = [row for row in rows if facet_of(row) == facet]
                placed = [_of_facet(row, before[sheet], old) for row in new]
                blocks = _written(blocks, f"lead.{facet}", columns("lead")[1:], old, placed)
        else:
            blocks = _written(blocks, sheet, columns(sheet), before[sheet], rows)
    return join(blocks)


def facet_of(lead: Row) -> str:
    """The facet that a lead's row names, by value or in words; the words when it is none."""
    return str(value_of(columns("lead")[0], lead.get("facet", "")) or "")


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise NotToml(str(fault)) from fault


# ---- reading


def _records(table: Mapping[str, Any], sheet: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records of a sheet, with what stands before them: a source's id, a lead's facet."""
    if sheet == HEAD:
        yield "", table
        return
    found = table.get(sheet, {} if sheet in {"sources", "lead"} else [])
    if sheet == "sources" and isinstance(found, dict):
        yield from ((name, one) for name, one in found.items() if isinstance(one, dict))
    elif sheet == "lead" and isinstance(found, dict):
        for facet, leads in found.items():
            yield from ((facet, one) for one in leads if isinstance(one, dict))
    elif isinstance(found, list):
        yield from (("", one) for one in found if isinstance(one, dict))


def _row(sheet: str, first: str, record: Mapping[str, Any]) -> dict[str, str]:
    row = {column.key: cell(record.get(column.key)) for column in columns(sheet)}
    return {**row, **({columns(sheet)[0].key: first} if first else {})}


# ---- writing


def _of_facet(row: Row, before: Rows, old: Rows) -> Row:
    """A lead's number among all leads becomes that among those of its facet."""
    was = _number(row, len(before))
    if was is None:
        return row
    place = next((at for at, one in enumerate(old) if one is before[was]), None)
    return {**row, WAS: "" if place is None else str(place)}


def _written(
    blocks: Sequence[Block], name: str, known: Sequence[Column], old: Rows, new: Rows
) -> list[Block]:
    """The tables `[[name]]` as the new rows want them, in their order."""
    mine = [block for block in blocks if block.name == name]
    if len(mine) != len(old):
        raise NotToml(f"{name}: bảng viết gộp, chỉ sửa được dạng văn bản")
    made = []
    for row, was in zip(new, matched(known, old, new), strict=True):
        if was is None:
            made.append(_keys_written(Block("\n", f"[[{name}]]\n", ""), known, {}, row))
        else:
            made.append(_keys_written(mine[was], known, old[was], row))
    if mine and made and made[0] is not mine[0]:  # the comment above the section stays above it
        made = _headed(made, mine[0].before)
    return _placed(blocks, name, made)


def _headed(made: Sequence[Block], before: str) -> list[Block]:
    rest = [replace(block, before="\n") if block.before == before else block for block in made[1:]]
    return [replace(made[0], before=before), *rest]


def matched(known: Sequence[Column], old: Rows, new: Rows) -> list[int | None]:
    """Which old row each new row is; each at most once."""
    free = dict.fromkeys(range(len(old)))
    found: list[int | None] = []
    for row in new:
        place = _number(row, len(old))
        if place not in free:
            place = next((at for at in free if _is_it(known, old[at], row)), None)
        if place is not None:
            del free[place]
        found.append(place)
    if len(new) == len(old):  # as many as before: who is left over changed places with nobody
        found = [at if place is None and at in free else place for at, place in enumerate(found)]
    return found


def _number(row: Row, most: int) -> int | None:
    was = row.get(WAS, "")
    return int(was) if was.isascii() and was.isdigit() and int(was) < most else None


def _is_it(known: Sequence[Column], old: Row, new: Row) -> bool:
    if WAS in new:  # a form says itself which are new
        return False
    if known[0].key == "id":
        return old["id"] == new.get("id", "")
    return all(same(column, old.get(column.key, ""), new.get(column.key, "")) for column in known)


def _keys_written(block: Block, known: Sequence[Column], old: Row, new: Row) -> Block:
    """The block with the cells that differ put into its lines."""
    changed = [
        column
        for column in known
        if column.key in new and not same(column, old.get(column.key, ""), new[column.key])
    ]
    if not changed:
        return block
    body = tomlkit.parse(block.body)
    for column in changed:
        _put(body, column, new[column.key])
    return replace(block, body=body.as_string())


def _put(table: tomlkit.TOMLDocument, column: Column, text: str) -> None:
    value = value_of(column, text)
    if value is None:
        table.pop(column.key, None)
        return
    if isinstance(value, list):
        row = tomlkit.array()
        row.extend(value)
        row.multiline(sum(map(len, value)) + 4 * len(value) > _LONG)
        value = row
    table[column.key] = value


def _placed(blocks: Sequence[Block], name: str, made: Sequence[Block]) -> list[Block]:
    """Where the section stood; a new one where the order of the schema wants it."""
    at = next((at for at, block in enumerate(blocks) if block.name == name), None)
    if at is None:
        rank = _rank(name)
        at = max(at for at, block in enumerate(blocks) if _rank(block.name) <= rank) + 1
    kept_before = [block for block in blocks[:at] if block.name != name]
    kept_after = [block for block in blocks[at:] if block.name != name]
    return [*kept_before, *made, *kept_after]


_ORDER: Final = list(
    chain.from_iterable(
        [f"lead.{facet}" for facet in FACETS] if sheet == "lead" else [sheet] for sheet in SHEETS
    )
)


def _rank(name: str) -> int:
    name = "sources" if name.startswith("sources.") else name or HEAD
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _sources_written(blocks: Sequence[Block], old: Rows, new: Rows) -> list[Block]:
    """Sources stand in one table `[sources]`, a line each, or in a table each."""
    known = columns("sources")
    found_as = matched(known, old, new)
    gone = {row["id"] for at, row in enumerate(old) if at not in found_as}
    gone |= {
        old[was]["id"]
        for row, was in zip(new, found_as, strict=True)
        if was is not None and row.get("id") != old[was]["id"]
    }
    found = [
        block
        for block in blocks
        if block.name.removeprefix("sources.") not in gone or not block.name.startswith("sources.")
    ]
    for row, was in zip(new, found_as, strict=True):
        name = row.get("id", "").strip()
        if not name:
            continue
        before = old[was] if was is not None and old[was]["id"] == name else None
        found = _source_written(
            found, name, known[1:], before, {**(old[was] if was is not None else {}), **row}
        )
    return [_without(block, gone) if block.name == "sources" else block for block in found]


def _source_written(
    blocks: Sequence[Block], name: str, known: Sequence[Column], old: Row | None, new: Row
) -> list[Block]:
    own = next((at for at, block in enumerate(blocks) if block.name == f"sources.{name}"), None)
    if own is not None:
        made = _keys_written(blocks[own], known, old or {}, new)
        return [*blocks[:own], made, *blocks[own + 1 :]]
    at = next((at for at, block in enumerate(blocks) if block.name == "sources"), None)
    if at is None:
        made = _keys_written(Block("\n", f"[sources.{name}]\n", ""), known, {}, new)
        last = max(at for at, block in enumerate(blocks) if _rank(block.name) <= _rank("sources"))
        return [*blocks[: last + 1], made, *blocks[last + 1 :]]
    if old is not None and all(same(one, old[one.key], new.get(one.key, "")) for one in known):
        return list(blocks)
    made = replace(blocks[at], body=_lined(blocks[at].body, name, _line(name, known, new)))
    return [*blocks[:at], made, *blocks[at + 1 :]]


def _line(name: str, known: Sequence[Column], row: Row) -> str:
    """A source on one line, as people write it."""
    values = ((column.key, value_of(column, row.get(column.key, ""))) for column in known)
    inside = ", ".join(
        f"{key} = {tomlkit.item(value).as_string()}" for key, value in values if value is not None
    )
    return f"{tomlkit.key(name).as_string()} = {{ {inside} }}\n"


def _lined(body: str, name: str, line: str) -> str:
    """The table with a line in place of that of the same name; at its end without one."""
    lines = body.splitlines(keepends=True)
    at = next((at for at, one in enumerate(lines) if _named(one, name)), len(lines))
    if at == len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:at], *([line] if line else []), *lines[at + 1 :]])


def _named(line: str, name: str) -> bool:
    return line.partition("=")[0].strip().strip("\"'") == name


def _without(block: Block, gone: set[str]) -> Block:
    body = block.body
    for name in gone:
        body = _lined(body, name, "")
    return replace(block, body=body)
