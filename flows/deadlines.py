"""Days until which something must be done, and the day to be reminded of it: pure arithmetic."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flows.rules import span
from knowledge.topic import Duration

DAYS_AHEAD = 7  # a reminder comes so many days before the last one, or half of what is left
MONTHS = {"month": 1, "year": 12}
UNITS = ("day", *MONTHS)  # those that lead to one certain day
ROLES = ("deadline", "validity")


@dataclass(frozen=True, slots=True)
class Term:
    """The last day, and the first on which it can be done where that is not at once."""

    ends: date
    opens: date | None = None


def term(value: str, allowed: Duration, *, before: bool = False) -> Term | None:
    """The time that a stored day leaves; None unless day, month and year are known.

    `before`: the day itself is the last, and `allowed` lies before it.
    """
    days = span(value)
    if days is None or days[0] != days[1] or allowed.amount is None:
        return None
    try:
        if before:
            return Term(days[0], _moved(days[0], -allowed.amount, allowed.unit))
        return Term(_moved(days[0], allowed.amount, allowed.unit))
    except (OverflowError, ValueError):  # beyond the years that a calendar has
        return None


def _moved(day: date, amount: int, unit: str) -> date:
    """So many days, months or years on; the 31st becomes the last day of a shorter month."""
    if unit not in MONTHS:
        return day + timedelta(days=amount)
    year, month = divmod(day.year * 12 + day.month - 1 + amount * MONTHS[unit], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reminder(time: Term, today: date) -> date | None:
    """The day of the reminder, always after today; None when the last day is here or over."""
    left = (time.ends - today).days
    if left < 1:
        return None
    if time.opens is not None and time.opens > today:
        return time.opens
    return time.ends - timedelta(days=min(DAYS_AHEAD, left // 2))


def last_reminder(ends: date, today: date) -> date | None:
    """The day before the last day, for whom has been reminded once; None when it is not ahead."""
    eve = ends - timedelta(days=1)
    return eve if eve > today else None
