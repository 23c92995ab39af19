"""What is wrong in a form file: faults of the schema, slots and sources that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from flows import form_schema
from flows.form_schema import DigitsRow, Form
from knowledge.pack import Fault


def fault_of(file: str, detail: ErrorDetails) -> Fault:
    """A fault of the schema, with a suggestion for a mistyped key."""
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Fault(file, key, f"unknown key{_near(str(detail['loc'][-1]), _KEYS)}")
    return Fault(file, key, detail["msg"].removeprefix("Value error, "))


def faults_of(form: Form, topics: Collection[str] | None = None) -> tuple[Fault, ...]:
    """Everything that the schema alone does not see. `topics`: ids of all topics, if known."""
    found = [*_slots(form), *_sources(form), *_topics(form, topics)]
    return tuple(Fault(f"{form.id}/form.toml", key, words) for key, words in found)


def _slots(form: Form) -> Iterator[tuple[str, str]]:
    drawn: set[str] = set()
    for key, name, value in form.slots():
        drawn.add(name)
        field = form.fields.get(name)
        if field is None:
            yield key, f"slot {{{name}}} is no field{_near(name, form.fields)}"
        elif value is not None and field.values and value not in field.values:
            yield key, f"box {{{name}={value}}}: the field has no such value"
    for row in form.sheet:
        match row:
            case DigitsRow(field=name) if name in form.fields and not form.fields[name].boxes:
                yield f"fields.{name}", "stands in boxes: `boxes` says how many"
    for name, field in form.fields.items():
        if name not in drawn and not (field.by_hand or field.online_only):
            yield f"fields.{name}", "stands nowhere on the sheet"


def _sources(form: Form) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        for other in filter(None, (field.spelled, field.unless)):
            if other not in form.fields:
                yield f"fields.{name}", f"no field is called {other}{_near(other, form.fields)}"
        for wording in field.wordings:
            for topic in wording.topics:
                if topic not in form.topics:
                    yield f"fields.{name}.wordings", f"{topic} is none of this form's topics"


def _topics(form: Form, topics: Collection[str] | None) -> Iterator[tuple[str, str]]:
    for topic in form.topics:
        if topics is not None and topic not in topics:
            yield "topics", f"no topic is called {topic}{_near(topic, topics)}"


def _near(word: str, among: Collection[str]) -> str:
    near = get_close_matches(word, list(among), n=1, cutoff=0.6)
    return f", did you mean `{near[0]}`?" if near else ""


# every key that a form file may have anywhere
_KEYS = sorted(
    {
        field.alias or name
        for record in vars(form_schema).values()
        if isinstance(record, type) and issubclass(record, BaseModel)
        for name, field in record.model_fields.items()
    }
)
