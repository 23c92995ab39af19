"""What one turn adds to the figures: what was heard, asked, missed, listed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.hours import HERE
from bot.messages import Event, Heard, KeepQuestion, Say
from bot.session import Papers, Session
from bot.tally import Count, Note, Tally
from bot.turn import Turn
from bot.understanding import offered_value
from bot.walk_counts import standing, walked, why_at_rest

VISIT = timedelta(hours=4)  # who writes again after this long begins another visit
REST = timedelta(hours=24)  # a question that nobody answers for so long was left
_WAYS = ("online", "counter", "phone", "all")
_SITES = "domains#site."
_TELLING = ("documents.", "trouble.", "eligibility.")  # facts written for a circumstance


def counted(before: Session, turn: Turn, event: Event) -> Tally:
    """What an event and its turn add to the figures. Practice is no turn: it never comes here."""
    note = Note(before, turn, event)
    heard = isinstance(event, Heard)
    was, here = standing(before), standing(turn.session)
    counts = (*walked(note), *_listed(note))
    if isinstance(event, Heard):
        counts = (*counts, *_heard(note, event))
    stop = note.count("stop", here.flow, here.asked or "", why_at_rest(note)) if here else None
    return Tally(
        counts=counts,
        resumed=note.step(was, "resumed") if heard and was else None,
        stopped=stop,
        rests=event.at + REST if here else None,
        moves=heard or here is None,
    )


# ---- what was asked


def _heard(note: Note, event: Heard) -> Iterator[Count]:
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


def _asked(note: Note, say: Say, value: str | None) -> Iterator[Count]:
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


def _listed(note: Note) -> Iterator[Count]:
    """The papers of somebody's case: put on their list, ticked off, the tick taken back."""
    for flow, papers in note.turn.session.lists.items():
        old = note.before.lists.get(flow, Papers(()))
        was, now = set(old.ticked), set(papers.ticked)
        changes = (
            ("listed", set(papers.papers) - set(old.papers)),
            ("ticked", now - was),
            ("unticked", was - now),
        )
        for how, some in changes:
            for address in sorted(some):
                where, _, paper = address.partition("#")
                yield note.count("paper", where.removeprefix("topics/"), paper, how)
