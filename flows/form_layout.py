"""A filled form as rows of pieces, ready to be set by any typesetter; plain JSON, no markup.

A piece is one of: `text`, `mark` (of a note), `value`, `gap` (empty: letters wide, `lines` high in
a table), `rest` (dots to the edge, with so many lines more below), `tick` (drawn or not).
"""

from __future__ import annotations

from typing import Any

from flows.form_schema import (
    COUNTRY,
    MOTTO,
    NOTES,
    PORTAL,
    SLOT,
    DigitsRow,
    GridRow,
    LineRow,
    NotesRow,
    PhotosRow,
    Row,
    Signature,
    SignRow,
    TextRow,
)
from flows.form_words import boxed
from flows.forms import FilledForm

Piece = dict[str, Any]


def laid_out(filled: FilledForm) -> dict[str, Any]:
    """The whole sheet as JSON-safe data."""
    form = filled.form
    return {
        "name": form.name,
        "title": list(form.title),
        "basis": list(form.basis),
        "country": COUNTRY,
        "motto": MOTTO,
        "portal": PORTAL,
        "rows": [{"row": row.row, **_row(row, filled)} for row in form.sheet],
    }


def _row(row: Row, filled: FilledForm) -> dict[str, Any]:
    match row:
        case LineRow():
            widths = list(row.widths or [1] * len(row.cells))
            cells = [_line(text, filled) for text in row.cells]
            return {"cells": cells, "widths": widths, "align": row.align}
        case TextRow():
            return {"pieces": _inside(row.text, filled), "style": row.style, "page": row.page}
        case DigitsRow():
            boxes = boxed(filled.values[row.field], filled.form.fields[row.field].boxes)
            return {"pieces": _inside(row.label, filled), "boxes": list(boxes)}
        case GridRow():
            return {
                "cells": [[_inside(text, filled) for text in cells] for cells in row.rows()],
                "widths": list(row.widths),
                "head_column": row.head_column,
            }
        case SignRow():
            left = [_line(text, filled) for text in row.left]
            return {"left": left, "people": [_signature(one, filled) for one in row.people]}
        case PhotosRow():
            return {"labels": [_inside(text, filled) for text in row.labels]}
        case NotesRow():
            return {"notes": list(row.notes), "page": row.page, "title": NOTES}


def _signature(one: Signature, filled: FilledForm) -> dict[str, Any]:
    return {
        "place": _inside(one.place, filled) if one.place else None,
        "title": _inside(one.title, filled),
        "hint": one.hint,
        "below": [_line(text, filled) for text in one.below],
    }


def _line(text: str, filled: FilledForm) -> list[Piece]:
    """A cell whose last slot has dots behind it, up to the edge."""
    slots = [slot for slot in SLOT.finditer(text) if slot["key"] and not slot["value"]]
    pieces = _inside(text, filled)
    if not slots or slots[-1].end() < len(text):
        return pieces
    field = filled.form.fields[slots[-1]["key"]]
    empty = not filled.values[slots[-1]["key"]]
    if empty:
        pieces.pop()  # the dots stand for the gap
    return [*pieces, {"rest": field.lines - 1 if empty else 0}]


def _inside(text: str, filled: FilledForm) -> list[Piece]:
    """Text with its slots filled; an empty one leaves a gap to write in."""
    pieces: list[Piece] = []
    at = 0
    for slot in SLOT.finditer(text):
        if text[at : slot.start()]:
            pieces.append({"text": text[at : slot.start()]})
        pieces.append(_slot(slot["key"], slot["value"], slot["mark"], filled))
        at = slot.end()
    return [*pieces, {"text": text[at:]}] if text[at:] else pieces


def _slot(key: str | None, value: str | None, mark: str | None, filled: FilledForm) -> Piece:
    if key is None:
        return {"mark": (mark or "").removeprefix("^")}
    if value is not None:
        return {"tick": f"{key}={value}" in filled.ticks}
    if filled.values[key]:
        return {"value": filled.values[key]}
    field = filled.form.fields[key]
    return {"gap": field.gap, "lines": field.lines}
