"""Counts: numbers of events, never of a person; and one turn as it is looked at to be counted.

Every word of a count comes from our own content (a topic, a facet, a step, a place of the tables),
none from what was typed: a count can tell of nobody, and is kept for as long as it is of use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.hours import HERE
from bot.messages import Event, Say
from bot.session import Run, Session
from bot.turn import Turn

What = Literal[
    "visit", "heard", "asked", "missed", "told", "guide", "online", "paper", "step", "stop"
]


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """One event for the figures; equal ones are added up.

    visit   how: language
    heard   side: hour ("09"), how: understanding; of no place
    asked   about: topic or `catalogue/<code>`, side: facet, how: answer | pressed | guide
    missed  about: nearest topic, how: unknown | choose | none-of-these | aside | wrong
    told    about: topic, side: the fact written for the circumstance that was told
    guide   about: topic, side: way and click, how: missing | stuck
    online  about: topic or flow, how: way | steps | link | sheet
    paper   about: topic, side: a paper of somebody's list, how: listed | ticked | unticked
    step    about: flow, side: question, how: started | asked | resumed | reopened (put) ·
            answered | returned (went on) · refused | refused-thrice | aside | staff (in between) ·
            not-agreed (to being asked of people: it never began; of no question)
    stop    about: flow, side: question or outcome, how: finished | silence | cancelled | switched
            | restarted | refused-thrice | aside | staff | emergency | forgot | left
    """

    day: date  # in Việt Nam
    what: What
    channel: str
    place: str = ""
    about: str = ""
    side: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a turn adds at once, and what depends on a walk's rest.

    `resumed` counts only if the rest before this turn was counted as a stop; `stopped` counts if
    nothing is heard until `rests`. `moves`: whether the turn says anything about a rest at all.
    """

    counts: tuple[Count, ...] = ()
    resumed: Count | None = None
    stopped: Count | None = None
    rests: datetime | None = None
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One turn as it is looked at: the session before it, the event, what it led to."""

    before: Session
    turn: Turn
    event: Event

    def count(self, what: What, about: str = "", side: str = "", how: str = "") -> Count:
        """One event of this turn's day, channel and place; hours are of no place."""
        place = "" if what == "heard" else self.turn.session.place or self.before.place or ""
        day = self.event.at.astimezone(HERE).date()
        return Count(day, what, self.event.address.channel, place, about, side, how)

    def step(self, run: Run, how: str) -> Count:
        """Something that happened at a run's open question."""
        return self.count("step", run.flow, run.asked or "", how)

    @property
    def says(self) -> tuple[Say, ...]:
        """What was said, without edits and the like."""
        return tuple(reply for reply in self.turn.replies if isinstance(reply, Say))

    @property
    def abouts(self) -> tuple[str, ...]:
        """What each reply is about."""
        return tuple(say.about for say in self.says)

    @property
    def answered(self) -> Say | None:
        """The first reply that tells of a topic or a row of the catalogue."""
        found = (say for say in self.says if say.about.startswith(("topics/", "catalogue/")))
        return next(found, None)

    def has(self, *kinds: type) -> bool:
        """Whether the turn keeps something of a kind."""
        return any(isinstance(effect, kinds) for effect in self.turn.effects)
