"""When staff are back, as a citizen is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.hours import HERE, Hours, in_words

WEEK = Hours()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026 in Vietnam; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    "now, back, words",
    [
        (at(23, 8), None, ""),
        (at(23, 7, 29), at(23, 7, 30), "7 giờ 30 hôm nay"),
        (at(23, 11, 30), at(23, 13, 30), "13 giờ 30 hôm nay"),
        (at(25, 17), at(26, 7, 30), "7 giờ 30 thứ năm"),
        (at(23, 17), at(25, 7, 30), "7 giờ 30 thứ tư"),
        (at(20, 18), at(23, 7, 30), "7 giờ 30 thứ hai"),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), at(23, 7, 30), "7 giờ 30 hôm nay"),
    ],
)
def test_the_next_shift_is_found_and_said(now: datetime, back: datetime | None, words: str) -> None:
    assert WEEK.back_at(now) == back
    if back is not None:
        assert in_words(back, now) == words


def test_a_long_holiday_is_told_with_its_date_and_no_end_is_told_as_none() -> None:
    closed = Hours(
        shifts=((time(8), time(16)),),
        closed=frozenset(date(2026, 11, day) for day in range(23, 31)),
    )
    back = closed.back_at(at(21, 9))
    assert back == datetime(2026, 12, 1, 8, tzinfo=HERE)
    assert in_words(back, at(21, 9)) == "8 giờ thứ ba, 01/12"
    assert in_words(back, at(21, 9), "en") == "08:00 on Tuesday, 01/12"
    assert in_words(at(23, 8), at(23, 7), "en") == "08:00 today"
    assert Hours(days=frozenset()).back_at(at(23, 8)) is None
