"""Topics as one workbook and back: a sheet a section, a row a fact, everything in words."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as fresh
from datetime import datetime
from itertools import islice
from typing import Any, Final

from bot.curation.cells import cell, shown, tidy
from bot.curation.columns import HEAD, SHEETS, Column, columns
from bot.curation.sheets import Row, rows_of
from bot.curation.workbench import Standing

TOPIC, FIELD = "Mã chủ đề", "Lĩnh vực"
LARGEST = 40 * 1024 * 1024  # bytes of a workbook once unpacked
MOST_ROWS = 60_000  # of a sheet
_WIDE: Final = {"prose": 60, "list": 60}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """A fault of a workbook: the sheet, its row as the program counts it, the words."""

    sheet: str
    row: int
    words: str


@dataclass(slots=True)
class Told:
    """What a workbook says of one topic: rows by sheet, and where each stands."""

    name: str
    field: str
    row: int
    sheets: dict[str, list[Row]] = fresh(default_factory=dict)
    places: dict[str, list[int]] = fresh(default_factory=dict)


# ---- out


def workbook(standings: Sequence[Standing]) -> bytes:
    """An XLSX of topics. Raises NotToml when a text is none."""
    import xlsxwriter  # noqa: PLC0415 - dear

    out = io.BytesIO()
    topics = [(one, rows_of(one.text)) for one in standings]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        plain = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        for sheet, title in SHEETS.items():
            page = book.add_worksheet(title)
            page.freeze_panes(1, 1)
            for place, (head, width) in enumerate(_heads(sheet)):
                page.set_column(place, place, width, plain)
                page.write_string(0, place, head, bold)
            for number, row in enumerate(_lines(sheet, topics), 1):
                for place, text in enumerate(row):
                    page.write_string(number, place, text, plain)  # never a formula
    return out.getvalue()


def _heads(sheet: str) -> Iterator[tuple[str, int]]:
    yield TOPIC, 28
    if sheet == HEAD:
        yield FIELD, 16
    for column in columns(sheet):
        yield column.label, _WIDE.get(column.kind, 24)


def _lines(
    sheet: str, topics: Iterable[tuple[Standing, Mapping[str, Sequence[Row]]]]
) -> Iterator[list[str]]:
    for one, rows in topics:
        first = [one.name, one.field] if sheet == HEAD else [one.name]
        for row in rows[sheet]:
            yield [*first, *(shown(column, row[column.key]) for column in columns(sheet))]


# ---- in


def read_workbook(data: bytes) -> tuple[list[Told], list[Place]]:
    """What a workbook says, topic by topic; what cannot be told whose it is stands in the faults.

    A sheet or column that is missing leaves what it would have held as it is.
    """
    if (why := too_large(data)) is not None:
        return [], [Place("", 0, why)]
    try:
        pages = _pages(data)
    except Exception as fault:  # noqa: BLE001 - a damaged workbook fails in many ways
        return [], [Place("", 0, f"Không mở được tệp Excel này ({type(fault).__name__}).")]
    if SHEETS[HEAD] not in pages:
        return [], [Place("", 0, f"Tệp không có trang “{SHEETS[HEAD]}”.")]
    told: dict[str, Told] = {}
    faults: list[Place] = []
    for sheet, title in SHEETS.items():
        if title in pages:
            faults += _taken(sheet, title, pages[title], told)
    return list(told.values()), faults


def too_large(data: bytes) -> str | None:
    """Why a packed file is not opened; None when it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                return "Tệp quá lớn."
    except zipfile.BadZipFile:
        return "Đây không phải tệp .xlsx hay .zip, hoặc tệp bị hỏng khi tải lên."
    return None


def _pages(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - dear

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return {
        page.title: list(islice(page.iter_rows(values_only=True), MOST_ROWS))
        for page in book.worksheets
    }


def _taken(
    sheet: str, title: str, lines: Sequence[tuple[Any, ...]], told: dict[str, Told]
) -> Iterator[Place]:
    """Put a page's rows to their topics; faults of rows that belong to none."""
    heads = [tidy(_text(head)) for head in lines[0]] if lines else []
    if TOPIC not in heads:
        yield Place(title, 1, f"Thiếu cột “{TOPIC}”.")
        return
    known = {column.label: column for column in columns(sheet)}
    for head in heads:
        if head and head not in known and head not in {TOPIC, FIELD}:
            yield Place(title, 1, f"Không có cột nào tên “{head}”; cột này bị bỏ qua.")
    rows: defaultdict[str, list[tuple[int, Row]]] = defaultdict(list)
    for number, line in enumerate(lines[1:], 2):
        cells = dict(zip(heads, map(_text, line), strict=False))
        name = tidy(cells.get(TOPIC, ""))
        if not any(map(tidy, cells.values())):
            continue
        if sheet == HEAD and _SLUG.fullmatch(name) and name not in told:
            told[name] = Told(name, tidy(cells.get(FIELD, "")), number)
        elif name not in told or sheet == HEAD:
            yield Place(title, number, _nobody(name, sheet, told))
            continue
        rows[name].append((number, _cells(known, cells)))
    for name, one in told.items():
        one.sheets[sheet] = [row for _, row in rows[name]]
        one.places[sheet] = [number for number, _ in rows[name]]


def _nobody(name: str, sheet: str, told: Mapping[str, Told]) -> str:
    if sheet == HEAD and name in told:
        return f"Mã {name} có ở hai dòng."
    if sheet == HEAD:
        return f"Mã “{name}” chỉ gồm chữ thường không dấu, số và gạch nối."
    return f"Chủ đề “{name}” không có ở trang “{SHEETS[HEAD]}”."


def _cells(known: Mapping[str, Column], cells: Mapping[str, str]) -> Row:
    return {column.key: cells[label] for label, column in known.items() if label in cells}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return cell(value)
