"""Published revisions laid over what ships with the wheel: pure, fast, and never fatal.

A revision that can no longer be used (an upgrade took away what it names) is left out; the
wheel's own file then stands, and staff are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.curation.phrases import read_phrases
from bot.library import Library, with_topics
from bot.storage.revisions import Revision, stamp
from flows.faults import faults_of
from knowledge.lexicon import Lexicon, lexicon
from knowledge.pack import Fault, parse_text
from knowledge.proofreading import dangling
from knowledge.topic import Topic


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A published revision that is not in use, and why."""

    revision: int
    name: str
    fault: Fault

    @property
    def why(self) -> str:
        """The fault on one line."""
        return str(self.fault)


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The library that answers, what stays of the wheel's, and what was left out.

    `own`: the topics that a revision stands for.
    """

    library: Library
    own: Mapping[str, Revision] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def overlay(ground: Library, revisions: Sequence[Revision]) -> Overlaid:
    """Lay revisions over the wheel's library, in their order; `ground` itself without any.

    A revision whose text is the very file that it was made from is the file, whatever an upgrade
    made of it since.
    """
    changed = [one for one in revisions if stamp(one.body) != one.origin]
    read = [_read(one) for one in changed]
    left = [one for one in read if isinstance(one, LeftOut)]
    topics = {one.topic.id: one for one in read if isinstance(one, _Read) and one.topic is not None}
    kept, unfit = _sound(ground, topics)
    phrases = next((one.phrases for one in read if isinstance(one, _Read) and one.phrases), None)
    own = {name: one.revision for name, one in kept.items()}
    if not kept and phrases is None:
        return Overlaid(ground, own, (*left, *unfit))
    merged = {**ground.topics, **{name: one.topic for name, one in kept.items() if one.topic}}
    joined = lexicon().joined(phrases) if phrases else None
    return Overlaid(with_topics(ground, merged, joined), own, (*left, *unfit))


def breaking(library: Library) -> frozenset[Fault]:
    """Faults that an answer or a walk would stumble over."""
    known = library.domains.addresses()
    found = dangling(library.topics, known)
    for flow in library.flows.values():
        found += faults_of(flow, library.topics, known, library.flows)
    return frozenset(found)


def story(revision: Revision) -> str:
    """Who wrote and who published a revision, when and why, on one line."""
    when = f"{revision.published:%d/%m/%Y}" if revision.published else ""
    hands = ", ".join(revision.hands) or revision.by
    return f"#{revision.id} {when} {hands}; published by {revision.published_by}: {revision.why}"


@dataclass(frozen=True, slots=True)
class _Read:
    revision: Revision
    topic: Topic | None = None
    phrases: Lexicon | None = None


def _read(revision: Revision) -> _Read | LeftOut:
    if revision.kind == "lexicon":
        phrases, faults = read_phrases(revision.body)
        read = _Read(revision, phrases=phrases)
    else:
        name = f"{revision.field}/{revision.name}.toml"
        topic, faults = parse_text(revision.body, revision.name, revision.field, name)
        read = _Read(revision, topic)
    return LeftOut(revision.id, revision.name, faults[0]) if faults else read


def _sound(
    ground: Library, found: Mapping[str, _Read]
) -> tuple[Mapping[str, _Read], list[LeftOut]]:
    """Those that break nothing; looked at one by one only when all together break something."""
    if not found:
        return found, []
    before = breaking(ground)
    if not _new_faults(ground, found, before):
        return found, []
    kept: dict[str, _Read] = {}
    left: list[LeftOut] = []
    for name, read in found.items():
        faults = _new_faults(ground, {**kept, name: read}, before)
        if faults:
            left.append(LeftOut(read.revision.id, name, faults[0]))
        else:
            kept[name] = read
    return kept, left


def _new_faults(
    ground: Library, found: Mapping[str, _Read], before: frozenset[Fault]
) -> list[Fault]:
    topics = {name: read.topic for name, read in found.items() if read.topic}
    merged = replace(ground, topics={**ground.topics, **topics})
    return sorted(breaking(merged) - before, key=str)
