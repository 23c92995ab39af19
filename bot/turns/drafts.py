"""Walks of which nothing is kept: one's own, or a draft for each person who is helped."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import CancelTimer, Effect
from bot.session import Run, Session

TIMER = "helper-wipe"  # then `:<number>` for what is done for others; bare for an unkept walk


def timer_of(run: Run) -> str:
    """The timer that wipes a walk a day after it began."""
    return f"{TIMER}:{run.number}" if run.number else TIMER


def drafts(session: Session) -> tuple[Run, ...]:
    """What is half done for others, the open one among them."""
    run = session.run
    mine = (run,) if run and run.helping and run.asked else ()
    return (*mine, *session.drafts)


def set_aside(session: Session) -> Session:
    """Nobody's walk is lost: the own one waits apart, one for somebody else with their draft."""
    run = session.run
    if run is None:
        return session
    if not run.helping:
        return replace(session, run=None, own=run)
    waiting = (*session.drafts, run) if run.asked else session.drafts
    return replace(session, run=None, drafts=waiting)


def next_number(session: Session) -> int:
    """A number that no draft has; their timers are told apart by it."""
    taken = {run.number for run in drafts(session)}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def let_go(session: Session, run: Run) -> Session:
    """Nothing of the walk stays; who helped somebody has their own walk back."""
    if run.helping:
        return replace(session, run=session.own, helping=False, whom="", own=None)
    return replace(session, run=None)


def wiped(run: Run) -> tuple[Effect, ...]:
    """What is over need not be wiped any more."""
    return (CancelTimer(timer_of(run)),)
