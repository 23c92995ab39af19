"""Filled forms as PDF and DOCX, made in memory when they are delivered and never kept.

Slow to import (a typesetter, a Word library): import it where it is used, run it in a thread.
"""

from __future__ import annotations

import io
import json
from typing import Any

import jinja2.sandbox
import segno
import typst
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup, escape

from flows.form_layout import laid_out
from flows.form_schema import PORTAL
from flows.form_words import boxed
from flows.forms import FORMS, FilledForm

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QR_SIDE = Cm(1.75)
TICKS = {True: "☒", False: "☐"}
_DOT = "…"  # three dots, about one and a half letters wide


def pdf(filled: FilledForm) -> bytes:
    """The sheet as PDF, with the fonts that it uses inside; the same form gives the same bytes."""
    inputs = {"form": json.dumps(laid_out(filled), ensure_ascii=False)}
    if filled.page:
        inputs["qr"] = _qr(filled.page, "svg").decode()
    return typst.compile(
        FORMS / "sheet.typ",
        root=FORMS,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        timestamp=0,
    )


def docx(filled: FilledForm) -> bytes:
    """The sheet as a Word file in Times New Roman, to be changed before printing."""
    template = DocxTemplate(FORMS / filled.form.id / "form.docx")
    context = {**_context(filled), "qr": "", "portal": ""}
    if filled.page:
        picture = io.BytesIO(_qr(filled.page, "png"))
        context |= {"qr": InlineImage(template, picture, width=QR_SIDE), "portal": PORTAL}
    template.render(context, jinja_env=_sandbox())
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def _sandbox() -> jinja2.Environment:
    return jinja2.sandbox.ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=True
    )


def _context(filled: FilledForm) -> dict[str, Any]:
    """What the slots of the template stand for: `{{ con_ten }}`, `{{ bansao__yes }}`, `{{ id_1 }}`.

    A slot amid a line that is empty (`{{ ngay__gap }}`) is filled with dots.
    """
    context: dict[str, Any] = {}
    for key, text in filled.values.items():
        name, field = slot_name(key), filled.form.fields[key]
        context[name] = _literal(text)
        context[f"{name}__gap"] = _literal(text or _DOT * max(2, field.gap * 2 // 3))
        if field.boxes:
            for at, digit in enumerate(boxed(text, field.boxes), start=1):
                context[f"{name}_{at}"] = digit
    for _, key, value in filled.form.slots():
        if value:
            context[f"{slot_name(key)}__{slot_name(value)}"] = TICKS[
                f"{key}={value}" in filled.ticks
            ]
    return context


def slot_name(key: str) -> str:
    """The name of a field in a template: "con-ten" -> "con_ten"."""
    return key.replace("-", "_")


def _literal(text: str) -> Markup:
    """Escape what XML and docxtpl itself would read: docxtpl turns "{_{" into a slot's brackets."""
    return escape(text).replace("_", Markup("&#95;"))


def _qr(page: str, kind: str) -> bytes:
    made = io.BytesIO()
    segno.make(page, error="m").save(made, kind=kind, border=1, scale=8)
    return made.getvalue()
