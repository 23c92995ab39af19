"""How walks go, turn by turn: a question put, answered, stumbled over, left and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.messages import Forget, KeepQuestion, OpenCase, TimerRang
from bot.session import Confirming, Run, Session
from bot.tally import Count, Note

MOST_REFUSALS = 3  # wrong answers in a row to one question: a person is offered


def standing(session: Session) -> Run | None:
    """The run whose question is open."""
    run = session.run
    return run if run and run.asked and session.doing.kind in {"walking", "resuming"} else None


def walked(note: Note) -> Iterator[Count]:
    """Where a run stood and where it stands: put, answered, stumbled over, left."""
    was, here = standing(note.before), standing(note.turn.session)
    match was, here:
        case None, None:
            yield from _not_agreed(note)
        case None, Run():
            yield note.step(here, _how_begun(note, here))
        case Run(), None:
            yield from _ended(note, was, _why_left(note, was))
        case Run(), Run() if not _is_same(was, here):
            why = "restarted" if was.flow == here.flow else "switched"
            yield from _ended(note, was, why)
            yield note.step(here, _how_begun(note, here))
        case Run(), Run() if was.asked != here.asked:
            yield note.step(was, "answered" if was.asked in here.answers else "returned")
            yield note.step(here, "asked")
        case Run(), Run():
            for how in _stumbles(note, was, here):
                yield note.step(here, how)


def _how_begun(note: Note, here: Run) -> str:
    """Begun now, gone on with after it was left, or opened again after its end."""
    kept = (note.before.run, note.before.own, *note.before.drafts)
    same = [old for old in kept if old and _is_same(old, here)]
    if not same:
        return "started"
    return "resumed" if same[0].asked else "reopened"


def _is_same(one: Run, other: Run) -> bool:
    """Whether two states are of one way through a flow."""
    return (one.flow, one.since, one.number) == (other.flow, other.since, other.number)


def _not_agreed(note: Note) -> Iterator[Count]:
    """Somebody would not be asked about people: the walk never began."""
    match note.before.doing:
        case Confirming("consent", flow) if "phrases/consent-refused" in note.abouts:
            yield note.count("step", flow, "", "not-agreed")


def _ended(note: Note, was: Run, why: str) -> Iterator[Count]:
    if why != "finished":
        yield note.count("stop", was.flow, was.asked or "", why)
        return
    yield note.step(was, "answered")
    yield note.count("stop", was.flow, _outcome(note, was), why)


def _outcome(note: Note, was: Run) -> str:
    """The outcome that was reached; none where a sheet is looked through before it is made."""
    mine = f"flows/{was.flow}/"
    return next((about.removeprefix(mine) for about in note.abouts if about.startswith(mine)), "")


def _why_left(note: Note, was: Run) -> str:
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


def _stumbles(note: Note, was: Run, here: Run) -> Iterator[str]:
    """What happened while the same question stayed open."""
    if here.refusals > was.refusals:
        yield "refused"
        if here.refusals == MOST_REFUSALS:
            yield "refused-thrice"
    elif note.has(OpenCase):
        yield "staff"
    elif note.answered or note.has(KeepQuestion):
        yield "aside"


def why_at_rest(note: Note) -> str:
    """Why a question is left, should nothing be heard any more: what happened last at it."""
    was, here = standing(note.before), standing(note.turn.session)
    if here and here.refusals >= MOST_REFUSALS:
        return "refused-thrice"
    stayed = was and here and was.asked == here.asked and _is_same(was, here)
    last = list(_stumbles(note, was, here)) if stayed and was and here else []
    return last[-1] if last and last[-1] != "refused" else "silence"
