"""The publish gate: what was right and now is not. Pure, given the old library and the new one.

Every wording, every question that was ever confirmed and every talk that ships is put to the new
library; only what fails there is put to the old one, so that old sins block nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.check import check_content
from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard, Say
from bot.rehearsal import Line, play
from bot.session import Session
from bot.storage.records import Confirmed
from flows.flow import FlowPack
from knowledge.pack import Fault, Pack

Told = Literal["wording", "confirmed", "talk"]
NOBODY = Address("terminal", "gate")
SHOWN = 600  # signs of an answer, side by side


@dataclass(frozen=True, slots=True)
class Regression:
    """Something that was right and now is not; `before` and `after`: what is said to it."""

    kind: Told
    where: str  # the wording or question itself, or the talk and its line
    expects: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found; `asked`: how many wordings, confirmed questions and talks it put."""

    regressions: tuple[Regression, ...]
    faults: tuple[Fault, ...]
    asked: Mapping[Told, int]

    @property
    def is_open(self) -> bool:
        """Whether it may be published."""
        return not self.regressions and not self.faults


def judge(
    old: Library,
    new: Library,
    confirmed: Sequence[Confirmed],
    talks: Sequence[tuple[str, list[Line]]],
    at: datetime,
    changed: Collection[str] = (),
) -> Verdict:
    """Put everything to the new library. Takes seconds: call it in a thread.

    `changed`: ids of the topics that the publish is about; all their faults count, of others only
    those that are new.
    """
    wordings = sum(len(topic.wordings) for topic in new.topics.values())
    return Verdict(
        (*_wordings(old, new), *_confirmed(old, new, confirmed, at), *_talks(old, new, talks)),
        faults_between(old, new, changed),
        {"wording": wordings, "confirmed": len(confirmed), "talk": len(talks)},
    )


def faults_between(old: Library, new: Library, changed: Collection[str] = ()) -> tuple[Fault, ...]:
    """Faults of `troly check` in the new library that the old one has not."""
    before = frozenset(_faults(old))
    files = {
        f"{topic.field}/{topic.id}.toml" for topic in new.topics.values() if topic.id in changed
    }
    return tuple(fault for fault in _faults(new) if fault not in before or fault.file in files)


def _faults(library: Library) -> tuple[Fault, ...]:
    pack, flows = Pack(dict(library.topics), ()), FlowPack(dict(library.flows), ())
    return check_content(pack, flows, library.phrasebook, library.domains)


# ---- the three kinds of proof


def _wordings(old: Library, new: Library) -> Iterator[Regression]:
    """Each wording finds its topic first, read as if it had been typed a little otherwise."""
    for topic in new.topics.values():
        for wording in topic.wordings:
            if _first(new, wording) == topic.id or _first(old, wording) != topic.id:
                continue
            before, after = _first(old, wording), _first(new, wording)
            yield Regression("wording", wording, f"topics/{topic.id}", before, after)


def _first(library: Library, words: str) -> str:
    matches = library.matcher.match(words).matches
    return matches[0].id if matches else "–"


def _confirmed(
    old: Library, new: Library, confirmed: Sequence[Confirmed], at: datetime
) -> Iterator[Regression]:
    for one in confirmed:
        is_right, after = _answered(new, one, at)
        if is_right:
            continue
        was_right, before = _answered(old, one, at)
        if was_right:
            yield Regression("confirmed", one.question, one.expects, before, after)


def _answered(library: Library, one: Confirmed, at: datetime) -> tuple[bool, str]:
    """Whether a confirmed question is answered right, and what is said to it."""
    try:
        says = told(library, one.question, at)
    except Exception as fault:  # noqa: BLE001 - what an answer stumbles over is not right
        return False, _stumbled(fault)
    return _is_right(says, one.expects), _shown(says)


def _stumbled(fault: Exception) -> str:
    return f"(vấp lỗi: {type(fault).__name__} {fault})"[:SHOWN]


def told(library: Library, question: str, at: datetime) -> tuple[Say, ...]:
    """What a citizen who asks this first of all is told."""
    heard = Heard("terminal:gate", at, NOBODY, question)
    replies = respond(library, Session(), heard).replies
    return tuple(reply for reply in replies if isinstance(reply, Say))


def _is_right(says: Sequence[Say], expects: str) -> bool:
    if "#" in expects:
        return any(say.about == expects for say in says)
    return any(say.about.partition("#")[0] == expects for say in says)


def _shown(says: Sequence[Say]) -> str:
    return "\n".join(f"@{say.about}\n{say.text}" for say in says)[:SHOWN]


def _talks(
    old: Library, new: Library, talks: Sequence[tuple[str, list[Line]]]
) -> Iterator[Regression]:
    for name, lines in talks:
        after = _unheld(new, name, lines)
        if not after:
            continue
        before = _unheld(old, name, lines)
        for number, (expected, said) in after.items():
            if number not in before:
                where = f"{name}.chat dòng {number}"
                yield Regression("talk", where, expected, expected, said)


def _unheld(library: Library, name: str, lines: list[Line]) -> dict[int, tuple[str, str]]:
    """The lines of a talk that do not hold: what was expected, what was said."""
    try:
        found = play(library, lines, name)
    except Exception as fault:  # noqa: BLE001 - see above
        return {0: ("", _stumbled(fault))}
    return {one.line.number: (one.line.words, " | ".join(one.said)[:SHOWN]) for one in found}
