"""Talks as files (`.chat`): read, played through the heart of the bot, compared, written.

    at: 2026-11-22 09:00
    citizen: lam khai sinh cho con can gi
    bot: @topics/dang-ky-khai-sinh#documents
    citizen: Làm từng bước
    bot: sinh ngày nào

`bot: @…` compares where a reply comes from, other words must stand in it. `staff:` and `closed:`
are what people at the desk do; `wait: 5h` lets time pass; `effect:` names what was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.conversation import respond
from bot.library import Library
from bot.messages import (
    Address,
    CaseClosed,
    Effect,
    Event,
    Heard,
    Reply,
    Retract,
    Say,
    SetTimer,
    StaffSaid,
    TimerRang,
)
from bot.scene import HERE
from bot.session import Session

BEGIN = datetime(2026, 11, 22, 9, 0, tzinfo=HERE)
PACE = timedelta(seconds=30)  # between two lines
_LINE = re.compile(r"(citizen|bot|staff|closed|wait|at|timer|effect)\s*:\s*(.*)")
_WAIT = re.compile(r"(\d+)\s*(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class UnreadableTalk(ValueError):  # noqa: N818 - named for what is wrong
    """A line of a talk is none; says which and what may stand there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk: who, what, and where it stands in the file."""

    who: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected and what was said instead."""

    line: Line
    said: tuple[str, ...]

    def __str__(self) -> str:
        """One line for a report."""
        return f"line {self.line.number}: expected {self.line.words!r}, said: {list(self.said)}"


@dataclass(slots=True)
class Stage:
    """A talk being played: the session, the clock and what came of the last line."""

    library: Library
    session: Session
    at: datetime
    name: str
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    turns: int = 0
    timers: tuple[SetTimer, ...] = ()

    def happen(self, event: Event) -> None:
        """Let the bot respond to an event."""
        turn = respond(self.library, self.session, event)
        self.session, self.replies, self.effects = turn.session, turn.replies, turn.effects
        self.timers += tuple(effect for effect in turn.effects if isinstance(effect, SetTimer))

    def step(self, line: Line) -> None:
        """Play one line that is not the bot's."""
        self.turns += 1
        self.at += PACE
        event, address = f"{self.name}:{self.turns}", Address("terminal", self.name)
        match line.who:
            case "citizen":
                self.happen(Heard(event, self.at, address, line.words, message=event))
            case "staff":
                case = self.session.case or ""
                self.happen(StaffSaid(event, self.at, address, case, line.words, "Lan"))
            case "closed":
                case = self.session.case or ""
                self.happen(CaseClosed(event, self.at, address, case, "Lan"))
            case "timer":
                self.happen(TimerRang(event, self.at, address, line.words))
            case "at":
                self.at = datetime.fromisoformat(line.words).replace(tzinfo=HERE)
            case _:
                self.at += _span(line)


def _span(line: Line) -> timedelta:
    found = _WAIT.fullmatch(line.words)
    if found is None:
        raise UnreadableTalk(f"line {line.number}: wait: 30m, 5h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def read_talk(text: str) -> list[Line]:
    """The lines of a talk; `#` opens a comment. Raises UnreadableTalk."""
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        bare = row.strip()
        if not bare or bare.startswith("#"):
            continue
        found = _LINE.fullmatch(bare)
        if found is None:
            raise UnreadableTalk(f"line {number}: {row!r} begins with none of citizen:, bot: …")
        lines.append(Line(found[1], found[2], number))
    return lines


def play(library: Library, lines: list[Line], name: str, at: datetime = BEGIN) -> list[Difference]:
    """Play a talk from a fresh session; what was said otherwise than expected."""
    stage = Stage(library, Session(), at, name)
    differences = []
    for line in lines:
        if line.who == "bot":
            if not any(_fits(line.words, reply) for reply in stage.replies):
                differences.append(Difference(line, tuple(_told(stage.replies))))
        elif line.who == "effect":
            if not any(effect.kind == line.words for effect in stage.effects):
                kinds = tuple(effect.kind for effect in stage.effects)
                differences.append(Difference(line, kinds))
        else:
            stage.step(line)
    return differences


def _fits(expected: str, reply: Reply) -> bool:
    match reply:
        case Say():
            if expected.startswith("@"):
                return reply.about == expected[1:]
            offered = " ".join(f"[{choice.label}]" for choice in reply.choices)
            return expected in f"{reply.text} {offered}"
        case Retract():
            return expected == "@retract"
        case _:
            return False


def _told(replies: tuple[Reply, ...]) -> Iterator[str]:
    for reply in replies:
        if isinstance(reply, Say):
            yield f"@{reply.about} {reply.text}"
        else:
            yield reply.kind


def write_talk(heard: list[tuple[str, tuple[Say, ...]]]) -> str:
    """A talk as it was had, with where each reply came from, to be kept as a test."""
    rows = []
    for words, says in heard:
        rows.append(f"citizen: {words}")
        rows += [f"bot: @{say.about}" for say in says]
    return "\n".join(rows) + "\n"


def shipped_talks() -> Path:
    """The folder of the talks that ship: beside this file in a wheel, in a checkout the tests'."""
    packed = Path(__file__).parent / "talks"
    return packed if packed.is_dir() else Path(__file__).parents[1] / "tests" / "conversations"


def talks(folder: Path) -> Iterator[tuple[str, list[Line]]]:
    """Every talk of a folder, by name."""
    for file in sorted(folder.rglob("*.chat")):
        yield file.stem, read_talk(file.read_text(encoding="utf-8"))
