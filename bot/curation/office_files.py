"""Office data as people hand it in: a TOML file, or a workbook with a sheet for each section."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from knowledge.office import Office, parse_office
from knowledge.pack import Fault
from knowledge.places import Places
from knowledge.topic import Topic
from knowledge.vietnamese import nfc

# sheets of a workbook: the first is a list of key and value, the others one row an entry
GENERAL, SECTIONS = "don-vi", {"quay": "counters", "le-phi": "fees", "to": "teams"}
_LISTS = {"languages", "online_only_days"}  # several in one cell, with semicolons between


def read_office(
    file: Path, topics: Mapping[str, Topic], places: Places
) -> tuple[Office | None, list[Fault]]:
    """Read an office from .toml or .xlsx; None with every fault."""
    try:
        table = _workbook(file) if file.suffix.lower() == ".xlsx" else _toml(file)
    except (OSError, ValueError, KeyError) as fault:
        return None, [Fault(file.name, "", f"cannot be read: {fault}")]
    return parse_office(table, file.name, topics, places)


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(nfc(file.read_text(encoding="utf-8-sig")))


def _workbook(file: Path) -> dict[str, Any]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as fault:
        raise ValueError(f"no workbook ({type(fault).__name__})") from fault
    if GENERAL not in book.sheetnames:
        raise ValueError(f"there is no sheet {GENERAL}; sheets: {GENERAL}, {', '.join(SECTIONS)}")
    pairs = book[GENERAL].iter_rows(max_col=2, values_only=True)
    table = {str(key): _cell(str(key), value) for key, value in pairs if key and value is not None}
    for sheet, section in SECTIONS.items():
        if sheet in book.sheetnames:
            table[section] = list(_rows(book[sheet].iter_rows(values_only=True)))
    return table


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Rows under a line of keys; empty cells and empty rows are left out."""
    keys = [str(key) if key else "" for key in next(rows, ())]
    for row in rows:
        entry = {
            key: _cell(key, value)
            for key, value in zip(keys, row, strict=False)
            if key and value is not None
        }
        if entry:
            yield entry


def _cell(key: str, value: Any) -> Any:
    match value:
        case datetime():
            return value.date()
        case date() | int():
            return value
        case float() if value.is_integer():
            return int(value)
    text = nfc(str(value)).strip()
    return [part.strip() for part in text.split(";") if part.strip()] if key in _LISTS else text
