"""Which answers fill which field: Form + answers -> FilledForm of strings, and reading the forms.

Only answers on the path of the walk count; what was not answered stays empty, a dotted line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flows.dates import date_label
from flows.engine import belongs, told
from flows.form_faults import fault_of
from flows.form_schema import SLOT, Form, FormField, Wording
from flows.form_words import day_in_words, printable
from flows.kinds import ChoiceKind, CommuneKind, DateKind, YesNoKind
from flows.steps import Flow
from knowledge.pack import Fault
from knowledge.places import Places
from knowledge.topic import Topic

__all__ = ["FORMS", "FilledForm", "Form", "FormPack", "fill", "page_of", "read_forms", "unasked"]

FORMS = Path(__file__).parent / "forms"
PORTAL = "https://dichvucong.gov.vn/"
_DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form with what stands on it. It tells about a person: it is rendered, never kept.

    `values`: every field's text, empty where the person still has to write.
    `ticks`: the boxes that are ticked, as `field=value`.
    `page`: address that the QR code opens; empty: no code.
    """

    form: Form
    values: Mapping[str, str]
    ticks: frozenset[str]
    page: str = ""

    @property
    def empty(self) -> tuple[str, ...]:
        """Labels of what the office needs and the person still has to write in, in file order."""
        return tuple(
            field.label
            for key, field in self.form.fields.items()
            if field.required
            and not (field.by_hand or self.values[key] or self.values.get(field.unless or ""))
        )


@dataclass(frozen=True, slots=True)
class FormPack:
    """All forms by id, and what was wrong in their files."""

    forms: dict[str, Form]
    faults: tuple[Fault, ...]


def read_forms(folder: Path = FORMS) -> FormPack:
    """Read `<folder>/<id>/form.toml`; a faulty file is reported and left out."""
    forms: dict[str, Form] = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob("*/form.toml")):
        form, found = read_form(file)
        faults += found
        if form:
            forms[form.id] = form
    return FormPack(forms, tuple(faults))


def read_form(file: Path) -> tuple[Form | None, list[Fault]]:
    """Read one file: the form, or None with its faults."""
    name = f"{file.parent.name}/{file.name}"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [Fault(name, "", f"not readable as TOML in UTF-8: {error}")]
    return parse_form(table, file.parent.name, name)


def parse_form(table: dict[str, Any], form: str, name: str) -> tuple[Form | None, list[Fault]]:
    """Validate a form's table; its id comes from its folder."""
    try:
        return Form.model_validate({**table, "id": form}), []
    except ValidationError as error:
        return None, [fault_of(name, detail) for detail in error.errors()]


def page_of(topic: Topic) -> str:
    """The portal's page of a procedure; else the page that the topic rests on, or nothing."""
    first = topic.sources[topic.source]
    for source in (first, *topic.sources.values()):
        if source.url and source.url.startswith(PORTAL):
            return source.url
    return first.url or ""


def fill(
    form: Form,
    flow: Flow,
    answers: Mapping[str, str],
    places: Places,
    day: date,
    page: str = "",
) -> FilledForm:
    """Fill the form from a person's walk, as far as it went.

    `day`: the day on which it is made out (of the event). `page`: what the QR code opens.
    """
    walk = _Walk(flow, told(flow, answers, day), places, day)
    values = {key: walk.value(key, field) for key, field in form.fields.items()}
    for key, field in form.fields.items():
        if field.spelled:
            values[key] = day_in_words(walk.raw(field.spelled, form.fields[field.spelled]))
    ticks = {f"{key}={walk.raw(key, field)}" for key, field in form.fields.items()}
    drawn = {f"{key}={value}" for _, key, value in form.slots() if value}
    return FilledForm(form, values, frozenset(ticks & drawn), page)


def unasked(form: Form, flow: Flow) -> tuple[str, ...]:
    """Fields that no question of the flow can fill, in the order of the file."""
    return tuple(
        key
        for key, field in form.fields.items()
        if not (field.by_hand or field.online_only or field.day or field.spelled)
        and not _questions_of(key, field, flow) & flow.questions.keys()
        and not any(not SLOT.search(wording.say) for wording in field.wordings)
    )


def _questions_of(key: str, field: FormField, flow: Flow) -> set[str]:
    said = [
        slot["key"]
        for wording in field.wordings
        if not wording.topics or flow.topic in wording.topics
        for slot in SLOT.finditer(wording.say)
    ]
    return {*_asked(key, field), *field.join, *said}


def _asked(key: str, field: FormField) -> tuple[str, ...]:
    """The questions of which the first that was answered is taken."""
    return (key,) if field.of is None else field.of


@dataclass(frozen=True, slots=True)
class _Walk:
    """The answers that count, and how they read on a sheet."""

    flow: Flow
    given: Mapping[str, str]
    places: Places
    day: date

    def value(self, key: str, field: FormField) -> str:
        """What stands in a field; empty when nothing is known."""
        if field.by_hand or field.online_only or field.spelled:
            return ""
        if field.day:
            written = {"day": f"{self.day:%d}", "month": f"{self.day:%m}", "year": f"{self.day:%Y}"}
            return written[field.day]
        text = printable(self._sourced(key, field))
        if field.boxes and not (text.isascii() and text.isdigit() and len(text) <= field.boxes):
            return ""
        return text.upper() if field.upper else text

    def raw(self, key: str, field: FormField) -> str:
        """The stored answer behind a field that one question fills; else empty."""
        return next((self.given[name] for name in _asked(key, field) if self.given.get(name)), "")

    def _sourced(self, key: str, field: FormField) -> str:
        own = (self._text(name, field, label=True) for name in _asked(key, field))
        sources = (
            next(filter(None, own), ""),
            next((text for one in field.wordings if (text := self._said(one, field))), ""),
            ", ".join(filter(None, (self._text(name, field) for name in field.join))),
        )
        return next(filter(None, sources), "")

    def _said(self, wording: Wording, field: FormField) -> str:
        """The sentence with its slots filled; empty when it is for another case or one is open."""
        if wording.topics and self.flow.topic not in wording.topics:
            return ""
        if not belongs(self.flow, wording, self.given, self.day):
            return ""
        slots = {slot["key"]: self._text(slot["key"], field) for slot in SLOT.finditer(wording.say)}
        if not all(slots.values()):
            return ""
        return SLOT.sub(lambda slot: slots[slot["key"]], wording.say)

    def _text(self, name: str, field: FormField, *, label: bool = False) -> str:
        """An answer as it stands on papers: digits without spaces, 05/10/2026, "xã Tân Đông".

        A choice stands there in the form's own words; by its button's `label` only where asked so.
        """
        value = self.given.get(name, "")
        if not value:
            return ""
        question = self.flow.questions[name]
        match question.answer:
            case ChoiceKind() | YesNoKind() as kind:
                labels = {one.value: one.label for one in kind.choices} if label else {}
                return field.values.get(value) or labels.get(value, "")
            case CommuneKind():
                return self._place(value, field)
            case DateKind():
                return _date_part(value, field)
            case _:
                return value

    def _place(self, value: str, field: FormField) -> str:
        place = self.places.by_id(value)
        if place and field.part == "province":
            place = self.places.provinces[place.province_id]
        if place is None or field.part is None:
            return place.full_name if place else ""
        plain = place.kind in {"xa", "tinh"}  # the sheet says "Xã:", "Tỉnh:" before it
        return place.name if plain else place.title


def _date_part(value: str, field: FormField) -> str:
    """A stored date as it stands on papers, or the part of it that the field holds."""
    if field.part in _DATE_PARTS:
        return [*value.split("-"), "", ""][_DATE_PARTS.index(field.part)]
    return date_label(value)
