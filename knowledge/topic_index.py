"""Topics as documents: each title, wording and owned row's name is one document of its topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import audiences, indexing
from knowledge.catalogue_index import spoken_name
from knowledge.index import Index
from knowledge.indexing import Document
from knowledge.question import as_said
from knowledge.vietnamese import syllables

_PRIOR = 1.4  # of an official name of a topic: nationwide, for citizens, at the commune


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of a topic."""

    id: str
    title: str
    wordings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    kind: str = "procedure"


@dataclass(frozen=True, slots=True)
class Owned:
    """The catalogue's rows that a topic stands for: their names, and their offices as bits."""

    names: tuple[str, ...] = ()
    offices: int = 0


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """forms: every wording is a document, its topic the target. bags: one document a topic."""

    forms: Index
    bags: Index


def build(entries: Sequence[Entry], owned: Sequence[Owned]) -> TopicIndex:
    """Index topics; owned: what each topic stands for in the catalogue."""
    forms: list[Document] = []
    bags: list[Document] = []
    for number, (entry, rows) in enumerate(zip(entries, owned, strict=True)):
        own = list(_forms(number, entry, rows))
        forms += own
        run = tuple(word for form in own for word in form.words)
        bags.append(Document(run, number, entry.title.lower(), spoken=True))
    return TopicIndex(indexing.build(forms), indexing.build(bags))


def _forms(number: int, entry: Entry, rows: Owned) -> Iterator[Document]:
    title = entry.title.lower()
    for text in dict.fromkeys((title, *map(spoken_name, rows.names))):
        if run := syllables(text):
            yield Document(run, number, text, _PRIOR, None, audiences.of_name(text), rows.offices)
    for wording in dict.fromkeys(entry.wordings):
        run, text = as_said(wording)
        if run:
            yield Document(run, number, text, offices=rows.offices, spoken=True)
