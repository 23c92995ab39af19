"""Every fault of a draft, each with the field where it stands and kind words for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.check import check_content
from bot.curation.columns import HEAD, SHEETS, columns
from bot.curation.fault_words import in_vietnamese
from bot.curation.phrases import read_phrases
from bot.curation.sheets import NotToml, rows_of
from bot.library import Library
from flows.flow import FlowPack
from knowledge.pack import Fault, Pack, parse_text
from knowledge.topic import FACETS


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault: the sheet, row (from 0) and column of its field; None where it is of a whole."""

    sheet: str
    row: int | None
    column: str | None
    words: str

    @property
    def place(self) -> str:
        """Where it stands, in words: "Lệ phí, dòng 2, Số"."""
        parts = [SHEETS.get(self.sheet, "Chung")]
        if self.row is not None and self.sheet != HEAD:
            parts.append(f"dòng {self.row + 1}")
        if self.column is not None:
            labels = {column.key: column.label for column in columns(self.sheet)}
            parts.append(labels.get(self.column, self.column))
        return ", ".join(parts)

    @property
    def anchor(self) -> str:
        """The field's mark on the page of the form; empty where it stands in none."""
        known = {column.key for column in columns(self.sheet)} if self.sheet in SHEETS else set()
        if self.row is None or self.column not in known:
            return ""
        return f"c-{self.sheet}-{self.row}-{self.column}"


def faults_of_topic(library: Library, text: str, topic: str, field: str) -> list[Wrong]:
    """Every fault of a topic's text, as it would stand beside all others in the library."""
    return faults_of_topics(library, {topic: (text, field)})[topic]


def faults_of_topics(
    library: Library, texts: Mapping[str, tuple[str, str]]
) -> dict[str, list[Wrong]]:
    """The same of several that would come together: topic -> (text, field)."""
    read = {
        topic: parse_text(text, topic, field, f"{field}/{topic}.toml")
        for topic, (text, field) in texts.items()
    }
    sound = {topic: found for topic, (found, _) in read.items() if found is not None}
    before = set(_checked(library))
    new = list(_checked(replace(library, topics={**library.topics, **sound})))
    own = {f"{field}/{topic}.toml" for topic, (_, field) in texts.items()}
    elsewhere = [one for one in new if one.file not in own and one not in before]
    wrongs = {}
    for topic, (text, field) in texts.items():
        name, placed = f"{field}/{topic}.toml", _Placing(text)
        faults = [*read[topic][1], *(one for one in new if one.file == name)]
        others = elsewhere if len(texts) == 1 else ()
        found = [placed.wrong(one, name) for one in (*faults, *others)]
        wrongs[topic] = list(dict.fromkeys(found))
    return wrongs


def faults_of_phrases(text: str) -> list[str]:
    """Every fault of staff's own phrases, in words."""
    _, faults = read_phrases(text)
    return [
        f"{one.key}: {in_vietnamese(one.words)}" if one.key else in_vietnamese(one.words)
        for one in faults
    ]


def _checked(library: Library) -> Iterable[Fault]:
    pack, flows = Pack(dict(library.topics), ()), FlowPack(dict(library.flows), ())
    return check_content(pack, flows, library.phrasebook, library.domains)


class _Placing:
    """Finds the field that a fault's key means."""

    def __init__(self, text: str) -> None:
        try:
            self._rows: Mapping[str, list[dict[str, str]]] = rows_of(text)
            self._table: Mapping[str, Any] = tomllib.loads(text)
        except (NotToml, tomllib.TOMLDecodeError):
            self._rows, self._table = {}, {}

    def wrong(self, fault: Fault, own: str) -> Wrong:
        words = in_vietnamese(fault.words)
        if fault.file != own:  # elsewhere: what a flow or another topic needs of this one
            return Wrong(HEAD, None, None, f"{fault.file} ({fault.key}): {words}")
        return self._placed(fault.key.split("."), words)

    def _placed(self, keys: list[str], words: str) -> Wrong:
        sheet, *rest = keys
        if sheet == "lead" and rest:
            return self._of_lead(rest, words)
        if sheet in FACETS or sheet in {"figures", "unverified", "sources"}:
            row = self._row(sheet, rest[0]) if rest else None
            column = rest[1] if len(rest) > 1 else ("ask" if rest == ["ask"] else None)
            return Wrong(sheet, row, column, words)
        return Wrong(HEAD, 0, sheet or None, words)

    def _of_lead(self, rest: list[str], words: str) -> Wrong:
        """`fee.0.text` of the schema, `fee` of the proofreading."""
        facet, *inside = rest
        places = [at for at, row in enumerate(self._rows.get("lead", ())) if row["facet"] == facet]
        number = int(inside[0]) if inside and inside[0].isdigit() else 0
        row = places[number] if number < len(places) else None
        return Wrong("lead", row, inside[1] if len(inside) > 1 else "text", words)

    def _row(self, sheet: str, name: str) -> int | None:
        """A row by its number (of the schema) or its id (of the proofreading)."""
        if name.isdigit() and sheet != "sources":
            return int(name)
        rows = self._rows.get(sheet, ())
        return next((at for at, row in enumerate(rows) if row.get("id") == name), None)
