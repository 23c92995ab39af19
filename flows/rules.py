"""Named arithmetic of the law. Each rule tells of a stored answer whether it holds on a day.

A birth told only by month or year is a span of days: a rule holds when it holds for every day of
the span, so that nobody is told something that the missing day could make wrong.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_TO_REGISTER_A_BIRTH = 60
DAYS_TO_REGISTER_A_DEATH = 15
DAYS_TO_RECALL_PLATES = 30
DAYS_BEFORE_A_STAY_ENDS = 15
YEARS_OF_THE_JOINT_PROCEDURE = 6
YEARS_OF_OWN_CARD = 14
YEARS_OF_AN_ADULT = 18
YEARS_OF_THE_POOR_ELDERLY = 70
YEARS_OF_SOCIAL_PENSION = 75

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the kind of answer that it reads."""

    kind: str
    holds: Callable[[str, date], bool]


def span(value: str) -> tuple[date, date] | None:
    """First and last day of "2026-11-05", "2026-11" or "2026"; None when it is no such value."""
    if not _DAY.fullmatch(value):
        return None
    try:
        match [int(part) for part in value.split("-")]:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except ValueError:  # month 13, day 31 of November, year 0
        return None
    return None


def age(born: date, today: date) -> int:
    """Full years of life; who was born on 29 February turns a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def within_60_days(value: str, today: date) -> bool:
    """A birth is registered in time: Law 60/2014/QH13 on civil status, article 15.1."""
    days = span(value)
    return days is not None and today - days[0] <= timedelta(days=DAYS_TO_REGISTER_A_BIRTH)


def over_60_days(value: str, today: date) -> bool:
    """The time to register a birth has run out: Law 60/2014/QH13, article 15.1."""
    days = span(value)
    return days is not None and today - days[1] > timedelta(days=DAYS_TO_REGISTER_A_BIRTH)


def within_15_days(value: str, today: date) -> bool:
    """A death is registered in time: Law 60/2014/QH13 on civil status, article 33.1."""
    days = span(value)
    return days is not None and today - days[0] <= timedelta(days=DAYS_TO_REGISTER_A_DEATH)


def over_15_days(value: str, today: date) -> bool:
    """The time to register a death has run out: Law 60/2014/QH13, article 33.1."""
    days = span(value)
    return days is not None and today - days[1] > timedelta(days=DAYS_TO_REGISTER_A_DEATH)


def over_30_days(value: str, today: date) -> bool:
    """The seller's time to hand plates back has run out: Circular 79/2024/TT-BCA, article 6."""
    days = span(value)
    return days is not None and today - days[1] > timedelta(days=DAYS_TO_RECALL_PLATES)


def expired(value: str, today: date) -> bool:
    """The last day of a temporary residence is over: Law 68/2020/QH14 on residence, article 28."""
    days = span(value)
    return days is not None and days[1] < today


def ends_within_15_days(value: str, today: date) -> bool:
    """The days in which a temporary residence is extended: Law 68/2020/QH14, article 28.3."""
    days = span(value)
    latest = timedelta(days=DAYS_BEFORE_A_STAY_ENDS)
    return days is not None and today <= days[0] and days[1] - today <= latest


def _younger(value: str, today: date, years: int) -> bool:
    days = span(value)
    return days is not None and age(days[0], today) < years


def _reached(value: str, today: date, years: int) -> bool:
    days = span(value)
    return days is not None and age(days[1], today) >= years


def under_6_years(value: str, today: date) -> bool:
    """Young enough for the joint procedure: Decree 63/2024/NĐ-CP, article 1.

    The same age frees a child from fingerprints: Law 26/2023/QH15 on identification, article 23.
    """
    return _younger(value, today, YEARS_OF_THE_JOINT_PROCEDURE)


def over_14_years(value: str, today: date) -> bool:
    """Old enough to need a card of one's own: Law 26/2023/QH15, article 19."""
    return _reached(value, today, YEARS_OF_OWN_CARD)


def over_18_years(value: str, today: date) -> bool:
    """Of full age: Civil Code 91/2015/QH13, article 20.1."""
    return _reached(value, today, YEARS_OF_AN_ADULT)


def over_75_years(value: str, today: date) -> bool:
    """Old enough for the social pension: Law 41/2024/QH15 on social insurance, article 21."""
    return _reached(value, today, YEARS_OF_SOCIAL_PENSION)


def from_70_to_74_years(value: str, today: date) -> bool:
    """Old enough where the household is poor: Law 41/2024/QH15, article 21."""
    old_enough = _reached(value, today, YEARS_OF_THE_POOR_ELDERLY)
    return old_enough and _younger(value, today, YEARS_OF_SOCIAL_PENSION)


def under_70_years(value: str, today: date) -> bool:
    """Too young for any social pension: Law 41/2024/QH15, article 21."""
    return _younger(value, today, YEARS_OF_THE_POOR_ELDERLY)


RULES: Mapping[str, Rule] = {
    rule.__name__: Rule("date", rule)
    for rule in (
        within_60_days,
        over_60_days,
        within_15_days,
        over_15_days,
        over_30_days,
        expired,
        ends_within_15_days,
        under_6_years,
        over_14_years,
        over_18_years,
        over_75_years,
        from_70_to_74_years,
        under_70_years,
    )
}
