"""Topics as documents: each title, wording and owned row's name is one document of its topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import audiences, index
from knowledge.catalogue_index import spoken_name
from knowledge.index import Document, Index
from knowledge.question import read
from knowledge.vietnamese import syllables


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of a topic. about: prose of its facts, read as one long text."""

    id: str
    title: str
    wordings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    kind: str = "procedure"
    about: str = ""


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """forms: every wording is a document, its topic the target. bags: one document a topic."""

    forms: Index
    bags: Index


def build(entries: Sequence[Entry], owned_names: Sequence[Sequence[str]]) -> TopicIndex:
    """Index topics; owned_names: official names of the rows that each topic stands for."""
    forms: list[Document] = []
    bags: list[Document] = []
    for number, (entry, names) in enumerate(zip(entries, owned_names, strict=True)):
        own = list(_forms(number, entry, names))
        forms += own
        run = tuple(word for form in own for word in form.words)
        bags.append(Document(run, number, entry.title.lower(), 0.0, _about(entry), 0))
    return TopicIndex(index.build(forms), index.build(bags))


def _forms(number: int, entry: Entry, names: Sequence[str]) -> Iterator[Document]:
    title = entry.title.lower()
    for text in dict.fromkeys((title, *map(spoken_name, names))):
        if run := syllables(text):
            yield Document(run, number, text, 1.0, None, audiences.of_name(text))
    for wording in dict.fromkeys(entry.wordings):
        question = read(wording)
        run = tuple(word for sentence in question.sentences for word in sentence.words)
        if run:
            yield Document(run, number, question.text, 0.0, None, 0)


def _about(entry: Entry) -> dict[str, float]:
    return index.bag([(syllables(entry.about[:20_000]), 1.0)])
