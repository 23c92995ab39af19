"""A talk in a test, in short verbs: a citizen says and presses, time passes, replies are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, settings

from bot.conversation import respond
from bot.library import Library
from bot.messages import (
    Address,
    CaseClosed,
    Choice,
    Event,
    FileRef,
    Heard,
    OpenCase,
    Say,
    StaffSaid,
    TimerRang,
)
from bot.rehearsal import BEGIN
from bot.session import Session
from bot.turn import Turn

TODAY = date(2026, 11, 22)
HOME = Address("web", "an")
STEADY = settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(slots=True)
class Talk:
    """One citizen's talk with the heart of the bot; the last turn is at hand."""

    library: Library
    session: Session = field(default_factory=Session)
    at: datetime = BEGIN
    turn: Turn = field(default_factory=lambda: Turn(Session(), (), ()))
    events: int = 0

    def happen(self, event: Event) -> Talk:
        self.turn = respond(self.library, self.session, event)
        self.session = self.turn.session
        return self

    def next_id(self) -> str:
        self.events += 1
        return f"web:{self.events}"

    def says(self, *lines: str) -> Talk:
        """The citizen types each line; the last one's turn stays."""
        for words in lines:
            event = self.next_id()
            self.happen(Heard(event, self.at, HOME, words, message=event))
        return self

    def presses(self, *values: str) -> Talk:
        for value in values:
            self.happen(Heard(self.next_id(), self.at, HOME, "", pressed=value))
        return self

    def sends_a_file(self, words: str = "") -> Talk:
        photo = FileRef("anh.jpg", "image/jpeg", "web:1")
        return self.happen(Heard(self.next_id(), self.at, HOME, words, files=(photo,)))

    def waits(self, **span: float) -> Talk:
        self.at += timedelta(**span)
        return self

    def staff_says(self, words: str, case: str = "") -> Talk:
        told = case or self.session.case or ""
        return self.happen(StaffSaid(self.next_id(), self.at, HOME, told, words, "Lan"))

    def staff_closes(self, case: str = "") -> Talk:
        told = case or self.session.case or ""
        return self.happen(CaseClosed(self.next_id(), self.at, HOME, told, "Lan"))

    def staff_merges(self, into: str) -> Talk:
        told = self.session.case or ""
        return self.happen(CaseClosed(self.next_id(), self.at, HOME, told, "Lan", into))

    def rings(self, timer: str) -> Talk:
        return self.happen(TimerRang(self.next_id(), self.at, HOME, timer))

    @property
    def said(self) -> list[Say]:
        return [reply for reply in self.turn.replies if isinstance(reply, Say)]

    @property
    def text(self) -> str:
        return "\n".join(say.text for say in self.said)

    @property
    def about(self) -> list[str]:
        return [say.about for say in self.said]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return next((say.choices for say in reversed(self.said) if say.choices), ())

    @property
    def values(self) -> list[str]:
        return [choice.value for choice in self.choices]

    @property
    def kept(self) -> list[str]:
        return [effect.kind for effect in self.turn.effects]

    @property
    def cases(self) -> list[OpenCase]:
        return [effect for effect in self.turn.effects if isinstance(effect, OpenCase)]

    @property
    def asked(self) -> str | None:
        return self.session.run.asked if self.session.run else None
