"""What a case's clocks say: how far the ladder of reminders has come, in working time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.routing import Team

# steps of the ladder, as they are kept in `cases.warned`
FIRST_SOON, FIRST_LATE, SOLVE_SOON, SOLVE_LATE = 1, 2, 3, 4
SILENT_MINUTES = 120  # working minutes after which a case goes back to the queue
FIRST_NOTICE, SOLVE_NOTICE = 30, 120  # working minutes before the end at which staff are reminded

Light = Literal["done", "calm", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one open case."""

    first_due: datetime | None = None
    solve_due: datetime | None = None
    answered: datetime | None = None  # staff's first words
    waits: datetime | None = None  # since when the citizen waits for staff; None: staff spoke last
    claimed: datetime | None = None


def step_of(times: Times, team: Team, now: datetime) -> int:
    """The highest step of the ladder that has been reached; 0: none."""
    step = 0
    if times.answered is None and times.first_due is not None:
        step = _step(times.first_due, FIRST_NOTICE, FIRST_SOON, team, now)
    if times.solve_due is not None:
        step = max(step, _step(times.solve_due, SOLVE_NOTICE, SOLVE_SOON, team, now))
    return step


def _step(due: datetime, notice: int, soon: int, team: Team, now: datetime) -> int:
    if now >= due:
        return soon + 1
    return soon if team.hours.minutes(now, due) <= min(notice, _quarter(soon, team)) else 0


def _quarter(soon: int, team: Team) -> int:
    """Who promises an answer within half an hour is not reminded before they could begin."""
    whole = team.first_minutes if soon == FIRST_SOON else team.solve_minutes
    return whole // 4


def is_silent(times: Times, team: Team, now: datetime) -> bool:
    """Whether who claimed the case has let the citizen wait for too long."""
    if times.claimed is None or times.waits is None:
        return False
    since = max(times.claimed, times.waits)
    return team.hours.minutes(since, now) >= SILENT_MINUTES


def light_of(times: Times, team: Team, now: datetime) -> tuple[Light, datetime | None]:
    """How the next clock stands, and when it ends: for the colour and the words beside it."""
    due = times.solve_due if times.answered is not None else times.first_due
    if due is None:
        return "calm", None
    step = step_of(times, team, now)
    if now >= due:
        return "late", due
    return ("soon" if step in {FIRST_SOON, SOLVE_SOON} else "calm"), due
