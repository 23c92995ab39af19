"""Working time: holidays with their days in lieu, due instants, minutes between two instants."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import pytest

from bot.holidays import days_off, holidays, table
from bot.hours import HERE, Hours, in_words, read_hours, written

WEEK = frozenset(range(5))


def at(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def new_moon(number: int) -> date:
    """The day in Vietnam of a new moon counted from 1900 (Meeus, Astronomical Algorithms, 49)."""
    t = number / 1236.85
    day = 2415020.75933 + 29.53058868 * number + 1.178e-4 * t**2 - 1.55e-7 * t**3
    day += 3.3e-4 * math.sin(math.radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = math.radians(359.2242 + 29.10535608 * number - 3.33e-5 * t**2)
    moon = math.radians(306.0253 + 385.81691806 * number + 0.0107306 * t**2)
    node = math.radians(21.2964 + 390.67050646 * number - 0.0016528 * t**2)
    day += (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun)
    day += -0.4068 * math.sin(moon) + 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon)
    day += 0.0104 * math.sin(2 * node) - 0.0051 * math.sin(sun + moon)
    day += -0.0074 * math.sin(moon - sun) + 0.0004 * math.sin(2 * node + sun)
    day += -0.0004 * math.sin(2 * node - sun) - 0.0006 * math.sin(2 * node + moon)
    day += 0.0010 * math.sin(2 * node - moon) + 0.0005 * math.sin(2 * moon + sun)
    day -= -0.000278 + 0.000265 * t + 0.000262 * t**2
    return date.fromordinal(int(day + 0.5 + 7 / 24) - 1721425)


def named(year: int, name: str) -> list[date]:
    return [day for day, called in holidays(year).items() if called.startswith(name)]


@pytest.mark.parametrize("year", range(2026, table()["until"] + 1))
def test_the_lunar_holidays_follow_the_new_moons_of_vietnam(year: int) -> None:
    tet = named(year, "Tết Âm lịch")
    near = round((year + 0.1 - 1900) * 12.3685)
    first, _, third = (new_moon(near + n) for n in _from_first(near, tet[1]))
    assert first == tet[1]
    assert tet == [first + timedelta(days=n) for n in range(-1, 4)]
    assert named(year, "Giỗ Tổ") == [third + timedelta(days=9)]


def _from_first(near: int, day: date) -> tuple[int, int, int]:
    """The new moons of the first three months, counted from a number near the first."""
    start = min(range(-3, 4), key=lambda n: abs((new_moon(near + n) - day).days))
    return start, start + 1, start + 2


def test_every_year_of_the_table_has_twelve_days() -> None:
    """The 11 days of article 112 (1 + 5 + 1 + 2 + 2) and the Day of Culture."""
    for year in range(2026, table()["until"] + 1):
        assert len(holidays(year)) == 12


def test_a_holiday_on_a_day_of_rest_gives_the_next_working_day_off() -> None:
    off = days_off(2027, WEEK)
    tet = [day for day in sorted(off) if day.month == 2]
    assert tet == [date(2027, 2, day) for day in range(5, 12)]  # Saturday and Sunday made up for
    assert date(2027, 5, 3) in off  # the 1st of May is a Saturday


def test_an_office_that_works_every_day_gets_nothing_in_lieu() -> None:
    everyday = frozenset(range(7))
    assert days_off(2027, everyday) == frozenset(holidays(2027))


def test_nobody_is_there_during_tet_and_the_day_after_is_told() -> None:
    week = Hours()
    assert week.back_at(at(2027, 2, 4, 17)) == at(2027, 2, 12, 7, 30)
    assert in_words(at(2027, 2, 12, 7, 30), at(2027, 2, 4, 17)) == "7 giờ 30 thứ sáu, 12/02"


def test_an_office_may_work_on_holidays_and_rest_on_days_of_its_own() -> None:
    duty = Hours(holidays=False, closed=frozenset({date(2026, 11, 25)}))
    assert duty.works_on(date(2026, 11, 24))
    assert not duty.works_on(date(2026, 11, 25))
    made_up = Hours(worked=frozenset({date(2026, 11, 28)}))
    assert made_up.works_on(date(2026, 11, 28))  # a Saturday


@pytest.mark.parametrize(
    "begin, minutes, due",
    [
        (at(2026, 11, 25, 8), 120, at(2026, 11, 25, 10)),
        (at(2026, 11, 25, 10), 120, at(2026, 11, 25, 14)),  # over noon
        (at(2026, 11, 25, 5), 120, at(2026, 11, 25, 9, 30)),  # before they come
        (at(2026, 11, 23, 16), 120, at(2026, 11, 25, 8, 30)),  # over the 24th
        (at(2026, 11, 27, 17), 450, at(2026, 11, 30, 17)),  # a whole day, after a weekend
        (at(2027, 2, 4, 16), 120, at(2027, 2, 12, 8, 30)),  # over Tết
    ],
)
def test_a_due_instant_counts_working_minutes_alone(
    begin: datetime, minutes: int, due: datetime
) -> None:
    assert Hours().due(begin, minutes) == due
    assert Hours().minutes(begin, due) == minutes


def test_minutes_are_none_backwards_and_at_night() -> None:
    assert Hours().minutes(at(2026, 11, 26), at(2026, 11, 25)) == 0
    assert Hours().minutes(at(2026, 11, 25, 18), at(2026, 11, 26, 6)) == 0


def test_who_never_works_has_no_due_instant() -> None:
    assert Hours(days=frozenset()).due(at(2026, 11, 25), 10) is None


def test_hours_are_kept_as_json_and_no_hours_are_the_usual_week() -> None:
    own = Hours(days=frozenset({0, 5}), shifts=((time(8), time(10)),), holidays=False)
    assert read_hours(written(own)) == own
    assert read_hours(None) == Hours()
    with pytest.raises(ValueError, match="json"):
        read_hours("nonsense")
