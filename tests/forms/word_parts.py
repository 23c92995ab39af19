"""Pieces of a Word file: paragraphs with slots and dotted lines, tables, frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.documents import slot_name
from flows.form_schema import SLOT

CELL_MARGIN = Cm(0.08)


def beside(
    paragraph: Paragraph, cells: Sequence[str], widths: Sequence[int], width: Length
) -> None:
    """Cells up to their tab stops; after a slot at a cell's end come dots up to the stop."""
    at, dots = 0, []
    for number, (text, share) in enumerate(zip(cells, widths, strict=True)):
        at += share
        end = last_slot(text)
        add_words(paragraph, (" " if number else "") + text, ended=end)
        dots.append((end, Length(width * at // sum(widths))))
        if end or number < len(cells) - 1:
            paragraph.add_run("\t")
    for number, (end, stop) in enumerate(dots):
        side = WD_TAB_ALIGNMENT.RIGHT if number == len(dots) - 1 else WD_TAB_ALIGNMENT.LEFT
        leader = WD_TAB_LEADER.DOTS if end else WD_TAB_LEADER.SPACES
        paragraph.paragraph_format.tab_stops.add_tab_stop(stop, side, leader)


def add_lines(add: Callable[..., Paragraph], key: str, lines: int, width: Length) -> None:
    """Further dotted lines, for as long as the field is empty."""
    if lines == 1:
        return
    add(f"{{%p if not {slot_name(key)} %}}")
    for _ in range(lines - 1):
        paragraph = add("\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
    add("{%p endif %}")


def last_slot(text: str) -> str | None:
    """The field that a text ends with."""
    slots = list(SLOT.finditer(text))
    ends = slots and slots[-1].end() == len(text) and slots[-1]["key"] and not slots[-1]["value"]
    return slots[-1]["key"] if ends else None


def add_words(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    ended: str | None = None,
    table: bool = False,
) -> None:
    """Text with its slots as Jinja's; an open slot amid a line is a gap of dots."""
    at = 0
    for slot in [*SLOT.finditer(text), None]:
        runs = [(text[at : slot.start() if slot else len(text)], False)]
        if slot:
            at = slot.end()
            last = table or (slot["key"] == ended and at == len(text))
            runs.append((_jinja(slot["key"], slot["value"], slot["mark"], last=last), True))
        for words, is_slot in runs:
            if not words:
                continue
            run = paragraph.add_run(words)
            run.bold, run.italic = bold or None, italic or None
            run.font.size = Pt(size) if size else None
            run.font.superscript = True if is_slot and slot and slot["mark"] else None


def _jinja(key: str | None, value: str | None, mark: str | None, *, last: bool) -> str:
    if key is None:
        return (mark or "").removeprefix("^")
    name = slot_name(key)
    if value is not None:
        return f"{{{{ {name}__{slot_name(value)} }}}}"
    return f"{{{{ {name} }}}}" if last else f"{{{{ {name}__gap }}}}"


def add_table(word: Word, rows: int, widths: Iterable[Length]) -> Table:
    """A table without lines, with fixed columns."""
    shares = list(widths)
    table: Table = word.add_table(rows, len(shares))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_margins(table)
    for column, width in zip(table.columns, shares, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
    return table


def _set_margins(table: Table) -> None:
    """Narrow ones: "STT" has to stand in its column, and words begin where the lines above do."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def add_frame(cell: _Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "5"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def add_gap(word: Word) -> None:
    """Two tables in a row would grow together."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)
