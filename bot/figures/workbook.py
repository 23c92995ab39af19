"""Reports as XLSX to paste from: headings, number formats, what each figure means."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.figures import report as reports
from bot.figures import simplification as cuts
from bot.figures.report import Report
from bot.figures.simplification import Obstacles, Simplification
from bot.figures.tables import Cell, Column, Few, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = 31  # signs, the format's own limit
_BARRED = str.maketrans("[]:*?/\\", "       ")
_FORMATS = {"count": "#,##0", "share": "0.0%", "mean": "#,##0.0"}
Row = Sequence[tuple[Cell, str]]  # (value, kind)


class _Book:
    """A workbook being written: one style for all its sheets."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(self.out, {"in_memory": True})
        add = self.book.add_format
        top = {"valign": "top", "text_wrap": True}
        self.title = add({"bold": True, "font_size": 14})
        self.head = add({"bold": True, "bg_color": "#DCECE6", "border": 1, **top})
        self.text = add(top)
        self.note = add({"italic": True, **top})
        self.styles = {
            (kind, bold): add({"num_format": style, "bold": bold, "valign": "top"})
            for kind, style in _FORMATS.items()
            for bold in (False, True)
        }
        self.bold = add({"bold": True, **top})
        self.right = add({"align": "right", "valign": "top"})
        self.used: set[str] = set()

    def sheet(self, name: str) -> Worksheet:
        """A new sheet; its name shortened to what the format allows, and never twice."""
        short = name.translate(_BARRED).strip()[:SHEET_NAME]
        number = 2
        while short.lower() in self.used:
            short = f"{name.translate(_BARRED).strip()[: SHEET_NAME - 4]} ({number})"
            number += 1
        self.used.add(short.lower())
        sheet = self.book.add_worksheet(short)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def row(self, sheet: Worksheet, line: int, cells: Row, *, bold: bool = False) -> None:
        """One row; text is never a formula, a hidden number stands as words."""
        for column, (value, kind) in enumerate(cells):
            match value:
                case None:
                    sheet.write_string(line, column, "–", self.right)
                case Few():
                    sheet.write_string(line, column, str(value), self.right)
                case int() | float():
                    sheet.write_number(line, column, value, self._style(kind, value, bold=bold))
                case _:
                    sheet.write_string(line, column, value, self.bold if bold else self.text)

    def _style(self, kind: str, value: float, *, bold: bool) -> Any:
        kind = kind if kind in _FORMATS else "count" if isinstance(value, int) else "mean"
        return self.styles[kind, bold]

    def table(self, sheet: Worksheet, line: int, table: Table) -> int:
        """A table with its title and note from a line on; the first line after it."""
        sheet.write_string(line, 0, table.title, self.title)
        sheet.merge_range(line + 1, 0, line + 1, max(5, len(table.columns) - 1), "", self.note)
        sheet.write_string(line + 1, 0, table.note, self.note)
        sheet.set_row(line + 1, 48)
        for column, heading in enumerate(table.columns):
            sheet.write_string(line + 2, column, heading.head, self.head)
        line += 3
        kinds = [column.kind for column in table.columns]
        for row in table.rows:
            self.row(sheet, line, list(zip(row, kinds, strict=True)))
            line += 1
        if table.total:
            self.row(sheet, line, list(zip(table.total, kinds, strict=True)), bold=True)
            line += 1
        if not table.rows:
            sheet.write_string(line, 0, "Không có số liệu trong kỳ", self.text)
            line += 1
        return line

    def alone(self, table: Table) -> None:
        """A table on a sheet of its own."""
        sheet = self.sheet(table.title)
        self.table(sheet, 0, table)
        sheet.freeze_panes(3, 1)
        _widths(sheet, table.columns)

    def done(self) -> bytes:
        """The file."""
        self.book.close()
        return self.out.getvalue()


def _widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns):
        sheet.set_column(number, number, 44 if column.kind == "text" else 13)


def _facts(book: _Book, sheet: Worksheet, line: int, facts: Iterable[tuple[str, str]]) -> int:
    for label, words in facts:
        sheet.write_string(line, 0, label, book.bold)
        sheet.write_string(line, 1, words, book.text)
        line += 1
    return line


def of_report(report: Report) -> bytes:
    """A period's report: an overview with the meaning of each figure, then a sheet a table."""
    book = _Book()
    sheet = book.sheet("Tổng quan")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, "Báo cáo trợ lý dịch vụ công", book.title)
    line = _facts(book, sheet, 1, report.about) + 1
    for column, head in enumerate(("Số liệu", "Giá trị", "Cách tính")):
        sheet.write_string(line, column, head, book.head)
    for name, value, kind, how in report.overview:
        line += 1
        book.row(sheet, line, ((name, "text"), (value, kind), (how, "text")))
    line = _facts(book, sheet, line + 2, (("Quy tắc bảo vệ người dân", ""),))
    sheet.merge_range(line, 0, line, 2, "", book.note)
    sheet.write_string(line, 0, reports.RULE, book.note)
    sheet.set_row(line, 48)
    line = _facts(book, sheet, line + 2, (("Các trang sau", ""),))
    for table in report.tables:
        book.row(sheet, line, ((table.title, "text"), (None, "text"), (table.note, "text")))
        sheet.write_string(line, 1, f"{len(table.rows)} dòng", book.text)
        line += 1
    for table in report.tables:
        book.alone(table)
    return book.done()


def of_simplification(found: Simplification, about: Iterable[tuple[str, str]]) -> bytes:
    """The proposal's grounds: all procedures first, then what stops people in each."""
    book = _Book()
    sheet = book.sheet("Đề xuất cắt giảm")
    sheet.write_string(0, 0, "Số liệu cho đề xuất cắt giảm, đơn giản hoá thủ tục", book.title)
    line = _facts(book, sheet, 1, (*about, ("Quy tắc", cuts.RULE))) + 1
    overview = found.overview()
    _widths(sheet, overview.columns)
    book.table(sheet, line, overview)
    for one in found.found:
        _procedure(book, one)
    return book.done()


def _procedure(book: _Book, one: Obstacles) -> None:
    sheet = book.sheet(one.title)
    _widths(sheet, one.steps.columns)
    sheet.write_string(0, 0, one.title, book.title)
    line = _facts(book, sheet, 1, (("Mã thủ tục", one.codes or "–"),)) + 1
    for table in (one.steps, one.papers, one.lists):
        line = book.table(sheet, line, table) + 1
    sheet.write_string(line, 0, "Câu người dân hỏi (đã che thông tin cá nhân)", book.title)
    for column, head in enumerate(("Câu hỏi", "Số người hỏi", "Điều đã xảy ra")):
        sheet.write_string(line + 1, column, head, book.head)
    line += 2
    for words, people, came in one.examples:
        book.row(sheet, line, ((words, "text"), (people, "count"), (came, "text")))
        line += 1
    if not one.examples:
        sheet.write_string(line, 0, "Chưa có câu nào nhiều người cùng hỏi", book.text)
