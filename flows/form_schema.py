"""The schema of a form: its fields, where each value comes from, and the rows of the sheet.

A sheet is data, so that the PDF and the Word file say the same, and every slot can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from flows.steps import Guarded
from knowledge.topic import Record, Slug, Words

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PORTAL = "Trang thủ tục"  # under the QR code
NOTES = "Chú thích:"

# `{key}` is a field, `{key=value}` a tick box, `^(1)` the mark of a note
SLOT = re.compile(r"\{(?P<key>[a-z0-9-]+)(?:=(?P<value>[a-z0-9-]+))?\}|(?P<mark>\^\(\d+\))")
Line = Words  # text of the sheet with slots


class Wording(Guarded):
    """A sentence for a field, in some cases; its slots are questions, all of them answered."""

    say: Words
    topics: tuple[Slug, ...] = ()  # procedures that it is for; none: every one


class FormField(Record):
    """One field of the sheet. Without any source it takes the answer to the question of its key.

    Sources, in this order: `wordings`, `of` (the first question answered), `join`, `say`.
    """

    label: Words
    required: bool = False  # the office does not take the sheet without it
    by_hand: bool = False  # a signature, a pledge, a consent: only the person writes it
    online_only: bool = False  # asked by the portal's electronic form, not on the paper sheet
    unless: Slug | None = None  # not required once this other field is filled
    of: tuple[Slug, ...] | None = None  # questions; the first that was answered is taken
    join: tuple[Slug, ...] = ()  # questions whose answers stand behind each other, with commas
    wordings: tuple[Wording, ...] = ()
    spelled: Slug | None = None  # the field whose date is written out in words here
    day: Literal["day", "month", "year"] | None = None  # of the day on which it is filled
    part: Literal["commune", "province", "day", "month", "year"] | None = None  # of an answer
    # what stands on the sheet for the value of a choice; without: the label of the choice
    values: dict[str, Words] = Field(default_factory=dict)
    upper: bool = False  # in capital letters
    lines: Annotated[int, Field(ge=1, le=6)] = 1  # dotted lines when empty
    gap: Annotated[int, Field(ge=1, le=60)] = 6  # width when empty and amid a line, in letters
    boxes: Annotated[int, Field(ge=0, le=12)] = 0  # one box a digit

    @model_validator(mode="after")
    def _one_source(self) -> FormField:
        derived = [self.spelled, self.day, self.by_hand or None, self.online_only or None]
        asked = [self.of, self.join or None, self.wordings or None]
        many = sum(source is not None for source in derived)
        if many > 1 or (many and any(source is not None for source in asked)):
            raise ValueError(
                "one of `by_hand`, `online_only`, `spelled`, `day`, or questions: not several"
            )
        return self


class LineRow(Record):
    """Cells beside each other; a slot at the end of a cell is followed by dots to its edge."""

    row: Literal["line"]
    cells: Annotated[tuple[Line, ...], Field(min_length=1, max_length=4)]
    widths: tuple[Annotated[int, Field(ge=1)], ...] = ()
    align: Literal["left", "right"] = "left"


class TextRow(Record):
    """A paragraph as it is printed."""

    row: Literal["text"]
    text: Line
    style: Literal["plain", "bold", "center"] = "plain"
    page: bool = False  # begins a new page


class DigitsRow(Record):
    """A label and one box for each digit of a number."""

    row: Literal["digits"]
    label: Line
    field: Slug


class GridRow(Record):
    """A table with lines; the first row is its head."""

    row: Literal["grid"]
    cells: Annotated[tuple[tuple[str, ...], ...], Field(min_length=2)]
    widths: tuple[Annotated[int, Field(ge=1)], ...]
    empty: Annotated[int, Field(ge=0, le=12)] = 0  # blank rows below, numbered on
    head_column: bool = False  # the first column holds labels

    @model_validator(mode="after")
    def _even(self) -> GridRow:
        if {len(row) for row in self.cells} != {len(self.widths)}:
            raise ValueError("every row needs one cell a width")
        return self

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Every row with its head; the empty ones are numbered on from those above."""
        yield from self.cells
        for number in range(len(self.cells), len(self.cells) + self.empty):
            yield (str(number), *("",) * (len(self.widths) - 1))


class Signature(Record):
    """Where one person signs: what stands above, and what is filled in below."""

    title: Line
    place: Line | None = None  # place and day, above the title
    hint: Words | None = None
    below: tuple[Line, ...] = ()


class SignRow(Record):
    """Signatures beside each other; `left` stands beside them, at the left edge."""

    row: Literal["sign"]
    people: Annotated[tuple[Signature, ...], Field(min_length=1, max_length=4)]
    left: tuple[Line, ...] = ()


class PhotosRow(Record):
    """Frames for photographs at the left and at the right edge."""

    row: Literal["photos"]
    labels: Annotated[tuple[Line, ...], Field(min_length=2, max_length=2)]


class NotesRow(Record):
    """Notes in small print; `page`: on a page of their own."""

    row: Literal["notes"]
    notes: Annotated[tuple[Words, ...], Field(min_length=1)]
    page: bool = False


Row = Annotated[
    LineRow | TextRow | DigitsRow | GridRow | SignRow | PhotosRow | NotesRow,
    Field(discriminator="row"),
]


class Form(Record):
    """An official declaration. Its folder's name is its id."""

    id: Slug
    title: tuple[Words, ...]  # lines, in capital letters
    name: Words
    number: Words | None = None
    basis: tuple[Words, ...]  # the legal text that the sheet comes with, in lines
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]  # procedures that take it
    unverified: tuple[Words, ...] = ()  # what staff still have to compare with the printed sheet
    sheet: Annotated[tuple[Row, ...], Field(min_length=1)]
    fields: Annotated[dict[Slug, FormField], Field(min_length=1)]

    def slots(self) -> Iterator[tuple[str, str, str | None]]:
        """Every slot of the sheet: (key of the row, field, value of a tick box or None)."""
        for at, row in enumerate(self.sheet):
            for text in texts_of(row):
                for slot in SLOT.finditer(text):
                    if slot["key"]:
                        yield f"sheet.{at}", slot["key"], slot["value"]
            if isinstance(row, DigitsRow):
                yield f"sheet.{at}", row.field, None


def texts_of(row: Row) -> Iterator[str]:
    """Every text of a row of the sheet, in reading order."""
    match row:
        case LineRow():
            yield from row.cells
        case TextRow():
            yield row.text
        case DigitsRow():
            yield row.label
        case GridRow():
            for cells in row.cells:
                yield from cells
        case PhotosRow():
            yield from row.labels
        case NotesRow():
            yield from row.notes
        case SignRow():
            yield from row.left
            for person in row.people:
                yield from filter(None, (person.place, person.title, person.hint))
                yield from person.below
