"""Public holidays of Việt Nam, as data (holidays.toml), with the days off that make up for them."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The file: `source`, `checked`, `yearly`, `dated`, `swaps`."""
    return tomllib.loads(files("bot").joinpath("holidays.toml").read_text("utf-8"))


@cache
def holidays(year: int) -> dict[date, str]:
    """The holidays of a year by day, with their names; the lunar ones as far as the file goes."""
    found: dict[date, str] = {}
    for row in table()["yearly"]:
        if year >= row.get("since", 0):
            found[date.fromisoformat(f"{year}-{row['day']}")] = row["name"]
    for row in table()["dated"]:
        found |= {day: row["name"] for day in row["days"] if day.year == year}
    return dict(sorted(found.items()))


@cache
def days_off(year: int, week: frozenset[int]) -> frozenset[date]:
    """Days of a year on which an office with these working days (Monday is 0) rests.

    A holiday on a day of rest gives the next working day off (Labour Code 2019, article 111.3).
    """
    off = set(holidays(year)) | {day for day in table()["swaps"]["extra"] if day.year == year}
    for day in holidays(year):
        if week and day.weekday() not in week:
            off.add(_next_working(day, week, off))
    return frozenset(off)


def _next_working(day: date, week: frozenset[int], off: set[date]) -> date:
    after = day + timedelta(days=1)
    while after.weekday() not in week or after in off:
        after += timedelta(days=1)
    return after


@cache
def made_up() -> frozenset[date]:
    """Days of rest that were worked in exchange for another day, as announced."""
    return frozenset(table()["swaps"]["worked"])


table()  # read with the program, not in the middle of a turn
