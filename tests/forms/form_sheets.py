"""Writes flows/forms/<form>/form.docx, the Word template of a form, from the rows of its form.toml.

Run by hand after a sheet was changed: python tests/forms/form_sheets.py
Slots stand in it as `{{ con_ten }}`, so that it can be opened, read and touched up in Word.
"""

from __future__ import annotations

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell
from word_parts import add_frame, add_gap, add_lines, add_table, add_words, beside, last_slot

from bot.documents import slot_name
from flows.form_schema import (
    COUNTRY,
    MOTTO,
    NOTES,
    DigitsRow,
    Form,
    GridRow,
    LineRow,
    NotesRow,
    PhotosRow,
    Row,
    Signature,
    SignRow,
    TextRow,
)
from flows.forms import FORMS, read_forms

FONT = "Times New Roman"
WIDTH = Cm(16.5)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
FIXED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def written(form: Form) -> Word:
    """The template of a form."""
    word = Document()
    _page(word)
    word.core_properties.title = form.name
    word.core_properties.author = ""
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = FIXED
    _head(word, form)
    for row in form.sheet:
        _row(word, row, form)
    return word


def _page(word: Word) -> None:
    section = word.sections[0]
    assert section.start_type == WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.7), Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.3)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    fonts = normal.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.space_after = Pt(3)
    normal.paragraph_format.line_spacing = 1.1


def _head(word: Word, form: Form) -> None:
    """Basis, country and motto in the middle, the QR code at the right edge."""
    table = add_table(word, 1, (Cm(2), Cm(12.5), Cm(2)))
    middle, corner = table.rows[0].cells[1], table.rows[0].cells[2]
    lines = [(text, 9.5, False) for text in form.basis]
    for at, (text, size, bold) in enumerate([*lines, (COUNTRY, 12, True), (MOTTO, 12, True)]):
        paragraph = middle.paragraphs[0] if at == 0 else middle.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, not bold, Pt(size)
        run.underline = text == MOTTO or None
        paragraph.alignment = CENTER
    corner.paragraphs[0].add_run("{{ qr }}")
    corner.add_paragraph().add_run("{{ portal }}").font.size = Pt(7)
    for paragraph in corner.paragraphs:
        paragraph.alignment = CENTER
    for at, title in enumerate(form.title):
        paragraph = word.add_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_before = Pt(8 if at == 0 else 0)
        run = paragraph.add_run(title)
        run.bold, run.font.size = True, Pt(14 if at == 0 else 12)


def _row(word: Word, row: Row, form: Form) -> None:
    match row:
        case LineRow():
            _line(word, row, form)
        case TextRow():
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.page_break_before = row.page
            add_words(paragraph, row.text, bold=row.style != "plain")
            plain, middle = WD_ALIGN_PARAGRAPH.JUSTIFY, CENTER
            paragraph.alignment = middle if row.style == "center" else plain
            paragraph.paragraph_format.space_before = Pt(3)
        case DigitsRow():
            _digits(word, row, form)
        case GridRow():
            _grid(word, row, form)
        case SignRow():
            _sign(word, row, form)
        case PhotosRow():
            _photos(word, row)
        case NotesRow():
            _notes(word, row)


def _line(word: Word, row: LineRow, form: Form) -> None:
    paragraph = word.add_paragraph()
    beside(paragraph, row.cells, row.widths or (1,) * len(row.cells), WIDTH)
    if row.align == "right":
        paragraph.alignment = RIGHT
    last = last_slot(row.cells[-1])
    if last:
        add_lines(word.add_paragraph, last, form.fields[last].lines, WIDTH)


def _digits(word: Word, row: DigitsRow, form: Form) -> None:
    boxes = form.fields[row.field].boxes
    side = Cm(0.65)
    table = add_table(word, 1, (Length(WIDTH - boxes * side), *(side,) * boxes))
    cells = table.rows[0].cells
    add_words(cells[0].paragraphs[0], row.label)
    for at, cell in enumerate(cells[1:], start=1):
        add_frame(cell)
        cell.paragraphs[0].add_run(f"{{{{ {slot_name(row.field)}_{at} }}}}")
        cell.paragraphs[0].alignment = CENTER
    add_gap(word)


def _grid(word: Word, row: GridRow, form: Form) -> None:
    widths = [Length(WIDTH * share // sum(row.widths)) for share in row.widths]
    rows = list(row.rows())
    table = add_table(word, len(rows), widths)
    table.style = "Table Grid"
    for at, (texts, cells) in enumerate(zip(rows, table.rows, strict=True)):
        cells.height, cells.height_rule = Cm(0.75), WD_ROW_HEIGHT_RULE.AT_LEAST
        for column, (text, cell) in enumerate(zip(texts, cells.cells, strict=True)):
            heading = at == 0 or (row.head_column and column == 0)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            add_words(cell.paragraphs[0], text, bold=heading, size=10.5, table=True)
            if at == 0 or (column == 0 and not row.head_column):
                cell.paragraphs[0].alignment = CENTER
    add_gap(word)


def _sign(word: Word, row: SignRow, form: Form) -> None:
    has_left = bool(row.left) or len(row.people) == 1
    shares = (2, 3) if has_left else (1,) * len(row.people)
    widths = [Length(WIDTH * share // sum(shares)) for share in shares]
    table = add_table(word, 1, widths)
    cells = table.rows[0].cells
    if has_left:
        for at, text in enumerate(row.left):
            paragraph = cells[0].paragraphs[0] if at == 0 else cells[0].add_paragraph()
            add_words(paragraph, text)
    narrow = len(row.people) > 2
    for person, cell in zip(row.people, cells[1:] if has_left else cells, strict=True):
        _person(cell, person, narrow=narrow)
        for text in person.below:
            _below(cell, text, form, widths[-1])


def _person(cell: _Cell, person: Signature, *, narrow: bool) -> None:
    size, smaller = (9.0, 8.0) if narrow else (12.0, 12.0)
    said = [
        (person.place, "italic", smaller),
        (person.title, "bold", size),
        (person.hint, "italic", size),
    ]
    first = True
    for text, style, points in said:
        if text:
            paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
            first = False
            add_words(paragraph, text, bold=style == "bold", italic=style == "italic", size=points)
            paragraph.alignment = CENTER
    for _ in range(4):
        cell.add_paragraph()


def _below(cell: _Cell, text: str, form: Form, width: Length) -> None:
    inner = Length(width - Cm(0.4))
    paragraph = cell.add_paragraph()
    end = last_slot(text)
    add_words(paragraph, text, size=9, ended=end)
    if end:
        paragraph.add_run("\t")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(inner, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        add_lines(cell.add_paragraph, end, form.fields[end].lines, inner)


def _photos(word: Word, row: PhotosRow) -> None:
    table = add_table(word, 1, (Cm(2.4), Cm(11.7), Cm(2.4)))
    table.rows[0].height, table.rows[0].height_rule = Cm(3.1), WD_ROW_HEIGHT_RULE.EXACTLY
    for text, cell in zip(
        row.labels, (table.rows[0].cells[0], table.rows[0].cells[2]), strict=True
    ):
        add_frame(cell)
        add_words(cell.paragraphs[0], text, size=9.5)
        cell.paragraphs[0].alignment = CENTER
    add_gap(word)


def _notes(word: Word, row: NotesRow) -> None:
    head = word.add_paragraph()
    head.paragraph_format.space_before = Pt(6)
    run = head.add_run(NOTES)
    run.bold = run.italic = True
    run.font.size = Pt(10.5 if row.page else 9)
    if row.page:
        head.insert_paragraph_before().add_run().add_break(WD_BREAK.PAGE)
    for note in row.notes:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run(note).font.size = Pt(10.5 if row.page else 9)


if __name__ == "__main__":
    for sheet in read_forms().forms.values():
        file, made = FORMS / sheet.id / "form.docx", written(sheet)
        if not file.exists() or Document(str(file)).element.xml != made.element.xml:
            made.save(str(file))
