"""What one turn adds to the figures: numbers of events, never of a person. Pure.

Every word of a count comes from our own content (a topic, a facet, a step, a place of the tables),
none from what was typed: a count can tell of nobody, and is kept for as long as it is of use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.hours import HERE
from bot.messages import Event, Forget, Heard, KeepQuestion, OpenCase, Say, TimerRang
from bot.session import Confirming, Run, Session
from bot.turn import Turn
from bot.understanding import offered_value

What = Literal["visit", "heard", "asked", "missed", "told", "guide", "online", "step", "stop"]

VISIT = timedelta(hours=4)  # who writes again after this long begins another visit
REST = timedelta(hours=24)  # a question that nobody answers for so long was left
MOST_REFUSALS = 3  # wrong answers in a row to one question: a person is offered
_WAYS = ("online", "counter", "phone", "all")
_SITES = "domains#site."
_TELLING = ("documents.", "trouble.", "eligibility.")  # facts written for a circumstance


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
    step    about: flow, side: question, how: started | asked | resumed | reopened (put) ·
            answered | returned (went on) · refused | refused-thrice | aside | staff (in between)
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


def counted(before: Session, turn: Turn, event: Event) -> Tally:
    """What an event and its turn add to the figures. Practice is no turn: it never comes here."""
    note = _Note(before, turn, event)
    heard = isinstance(event, Heard)
    here = standing(turn.session)
    was = standing(before)
    counts = (*_walked(note), *(_heard(note, event) if isinstance(event, Heard) else ()))
    return Tally(
        counts=counts,
        resumed=note.step(was, "resumed") if heard and was else None,
        stopped=note.count("stop", here.flow, here.asked or "", _rest(note)) if here else None,
        rests=event.at + REST if here else None,
        moves=heard or here is None,
    )


def standing(session: Session) -> Run | None:
    """The run whose question is open."""
    run = session.run
    return run if run and run.asked and session.doing.kind in {"walking", "resuming"} else None


@dataclass(frozen=True, slots=True)
class _Note:
    """One turn as it is looked at."""

    before: Session
    turn: Turn
    event: Event

    def count(self, what: What, about: str = "", side: str = "", how: str = "") -> Count:
        place = "" if what == "heard" else self.turn.session.place or self.before.place or ""
        day = self.event.at.astimezone(HERE).date()
        return Count(day, what, self.event.address.channel, place, about, side, how)

    def step(self, run: Run, how: str) -> Count:
        return self.count("step", run.flow, run.asked or "", how)

    @property
    def says(self) -> tuple[Say, ...]:
        return tuple(reply for reply in self.turn.replies if isinstance(reply, Say))

    @property
    def abouts(self) -> tuple[str, ...]:
        return tuple(say.about for say in self.says)

    @property
    def answered(self) -> Say | None:
        """The first reply that tells of a topic or a row of the catalogue."""
        found = (say for say in self.says if say.about.startswith(("topics/", "catalogue/")))
        return next(found, None)

    def has(self, *kinds: type) -> bool:
        return any(isinstance(effect, kinds) for effect in self.turn.effects)


# ---- what was asked


def _heard(note: _Note, event: Heard) -> Iterator[Count]:
    """A message: when and how it was understood, what it asked, what nobody could answer."""
    at, last = event.at.astimezone(HERE), note.before.last
    if last is None or event.at - last >= VISIT:
        yield note.count("visit", how=note.turn.session.language)
    yield note.count("heard", side=f"{at:%H}", how=note.turn.understanding or "other")
    value = event.pressed
    if value is None and note.turn.understanding == "pressed":
        value = offered_value(note.before, event.text.strip())
    if say := note.answered:
        yield from _asked(note, say, value)
    if "phrases/choose" in note.abouts:
        yield note.count("missed", how="choose")
    for effect in note.turn.effects:
        if isinstance(effect, KeepQuestion):
            about = effect.nearest[0] if effect.nearest else ""
            yield note.count("missed", about=about, how=effect.understood)
    if any(say.files for say in note.says):
        run = note.before.run
        yield note.count("online", about=run.flow if run else "", how="sheet")


def _asked(note: _Note, say: Say, value: str | None) -> Iterator[Count]:
    about, facet = _topic_of(say)
    guide = _guide_step(value)
    how = "guide" if guide else "answer" if value is None else "pressed"
    yield note.count("asked", about, facet, how)
    if value is None and (fact := _told(say)):
        yield note.count("told", about, fact)
    match guide:
        case ["missing", *_]:
            yield note.count("guide", about, how="missing")
        case ["stuck", way, number, *_] if way in _WAYS and _is_small(number):
            yield note.count("guide", about, f"{way}.{int(number)}", "stuck")
        case ["online", "0", *_]:
            yield note.count("online", about, how="way")
    if facet == "steps" and not guide:
        yield note.count("online", about, how="steps")
    if any(span.address.startswith(_SITES) for span in say.spans):
        yield note.count("online", about, how="link")


def _topic_of(say: Say) -> tuple[str, str]:
    """The topic and facet that a reply is about; the whole topic has none."""
    where, _, facet = say.about.partition("#")
    return where.removeprefix("topics/"), "" if facet == "summary" else facet


def _told(say: Say) -> str | None:
    """The fact that a reply opens with because its circumstance was told.

    In a list a fact opens with its mark ("– ", "1. "); told first, with its words.
    """
    if not say.spans:
        return None
    first = say.spans[0]
    fact = first.address.partition("#")[2]
    listed = first.text.strip(" .–0123456789") == ""
    return fact if fact.startswith(_TELLING) and not listed else None


def _guide_step(value: str | None) -> list[str] | None:
    """The step of `b:<topic>:<step>`, cut at its dots; the value is untrusted text."""
    kind, *rest = (value or "").split(":", 2)
    return rest[1].split(".") if kind == "b" and len(rest) == 2 else None


def _is_small(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= 2


# ---- how walks go


def _walked(note: _Note) -> Iterator[Count]:
    """Where a run stood and where it stands: put, answered, stumbled over, left."""
    was, here = standing(note.before), standing(note.turn.session)
    match was, here:
        case None, None:
            return
        case None, Run():
            yield note.step(here, _how_begun(note, here))
        case Run(), None:
            yield from _ended(note, was, _why_left(note, was))
        case Run(), Run() if was.flow != here.flow or was.since != here.since:
            why = "restarted" if was.flow == here.flow else "switched"
            yield from _ended(note, was, why)
            yield note.step(here, _how_begun(note, here))
        case Run(), Run() if was.asked != here.asked:
            yield note.step(was, "answered" if was.asked in here.answers else "returned")
            yield note.step(here, "asked")
        case Run(), Run():
            for how in _stumbles(note, was, here):
                yield note.step(here, how)


def _how_begun(note: _Note, here: Run) -> str:
    """Begun now, gone on with after it was left, or opened again after its end."""
    kept = (note.before.run, note.before.own)
    same = [old for old in kept if old and (old.flow, old.since) == (here.flow, here.since)]
    if not same:
        return "started"
    return "resumed" if same[0].asked else "reopened"


def _ended(note: _Note, was: Run, why: str) -> Iterator[Count]:
    if why != "finished":
        yield note.count("stop", was.flow, was.asked or "", why)
        return
    yield note.step(was, "answered")
    yield note.count("stop", was.flow, _outcome(note, was), why)


def _outcome(note: _Note, was: Run) -> str:
    """The outcome that was reached; none where a sheet is looked through before it is made."""
    mine = f"flows/{was.flow}/"
    return next((about.removeprefix(mine) for about in note.abouts if about.startswith(mine)), "")


def _why_left(note: _Note, was: Run) -> str:
    """Why the open question is open no more."""
    doing = note.turn.session.doing
    if note.has(Forget):
        return "forgot"
    if _outcome(note, was) or "phrases/sheet-review" in note.abouts:
        return "finished"
    if "phrases/walk-cancelled" in note.abouts:
        return "cancelled"
    if note.turn.understanding == "emergency":
        return "emergency"
    if note.has(OpenCase) or doing == Confirming("staff"):
        return "staff"
    if isinstance(note.event, TimerRang):  # what was done for someone else is wiped
        return "silence"
    return "aside" if note.answered or "phrases/choose" in note.abouts else "left"


def _stumbles(note: _Note, was: Run, here: Run) -> Iterator[str]:
    """What happened while the same question stayed open."""
    if here.refusals > was.refusals:
        yield "refused"
        if here.refusals == MOST_REFUSALS:
            yield "refused-thrice"
    elif note.has(OpenCase):
        yield "staff"
    elif note.answered or note.has(KeepQuestion):
        yield "aside"


def _rest(note: _Note) -> str:
    """Why a question is left, should nothing be heard any more: what happened last at it."""
    was, here = standing(note.before), standing(note.turn.session)
    if here and here.refusals >= MOST_REFUSALS:
        return "refused-thrice"
    stayed = was and here and was.asked == here.asked and was.since == here.since
    last = list(_stumbles(note, was, here)) if stayed and was and here else []
    return last[-1] if last and last[-1] != "refused" else "silence"
