"""Read every topic file, and gather every fault with its file and key before anything starts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.topic import Topic

TOPICS = Path(__file__).parent / "topics"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a content file: which file, which key, and what to do."""

    file: str
    key: str
    words: str

    def __str__(self) -> str:
        """One line, as `troly check` prints it."""
        return (
            f"{self.file}: {self.key}: {self.words}" if self.key else f"{self.file}: {self.words}"
        )


@dataclass(frozen=True, slots=True)
class Pack:
    """All topics by id, and what was wrong in their files."""

    topics: dict[str, Topic]
    faults: tuple[Fault, ...]


def read_topics(folder: Path = TOPICS) -> Pack:
    """Read `<folder>/<field>/<id>.toml`; a faulty file is reported and left out."""
    topics: dict[str, Topic] = {}
    faults: list[Fault] = []
    for file in sorted(folder.rglob("*.toml")):
        name = file.relative_to(folder).as_posix()
        topic, found = read_topic(file, name)
        faults += found
        if topic is None:
            continue
        if topic.id in topics:
            faults.append(Fault(name, "", f"topic id {topic.id} stands in two files"))
        topics[topic.id] = topic
    return Pack(topics, tuple(faults))


def read_topic(file: Path, name: str) -> tuple[Topic | None, list[Fault]]:
    """Read one file: the topic, or None with its faults."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return None, [Fault(name, "", f"not readable as TOML in UTF-8: {error}")]
    return parse_text(text, file.stem, file.parent.name, name)


def parse_text(text: str, topic: str, field: str, name: str) -> tuple[Topic | None, list[Fault]]:
    """The topic that a text holds, or None with its faults."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(name, "", f"not readable as TOML in UTF-8: {error}")]
    return parse_topic(table, topic, field, name)


def parse_topic(
    table: dict[str, Any], topic: str, field: str, name: str
) -> tuple[Topic | None, list[Fault]]:
    """Validate a topic's table; its id and field come from where the file lies."""
    try:
        return Topic.model_validate({**table, "id": topic, "field": field}), []
    except ValidationError as error:
        return None, [_fault(name, detail) for detail in error.errors()]


def _fault(file: str, detail: ErrorDetails) -> Fault:
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Fault(file, key, f"unknown key{_suggestion(detail['loc'])}")
    return Fault(file, key, detail["msg"].removeprefix("Value error, "))


def _suggestion(loc: tuple[int | str, ...]) -> str:
    known = _known_keys(loc)
    near = get_close_matches(str(loc[-1]), known, n=1, cutoff=0.5) or [
        meant for word, meant in _VIETNAMESE_KEYS.items() if word == loc[-1]
    ]
    return f", did you mean `{near[0]}`?" if near else f" (known: {', '.join(sorted(known))})"


# what an official would write when guessing a key's name
_VIETNAMESE_KEYS = {
    "phi": "fee",
    "le_phi": "fee",
    "giay_to": "documents",
    "ho_so": "documents",
    "thoi_han": "time",
    "noi_nop": "where",
    "cac_buoc": "steps",
    "mau": "form",
    "nguon": "sources",
}


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    if len(loc) == 1:
        return _keys_of(Topic)
    section = Topic.model_fields.get(str(loc[0]))
    if section is None:
        return []
    kinds = [kind for kind in _record_kinds(section.annotation) if hasattr(kind, "model_fields")]
    return [key for kind in kinds for key in _keys_of(kind)]


def _record_kinds(annotation: Any) -> list[Any]:
    parts = getattr(annotation, "__args__", ())
    return [annotation] if not parts else [kind for part in parts for kind in _record_kinds(part)]


def _keys_of(kind: Any) -> list[str]:
    return [field.alias or name for name, field in kind.model_fields.items()]
