"""When staff are there: a working week with its holidays. Pure, so that a turn can say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.holidays import days_off, made_up

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_PAUSE = 31  # days within which every office opens again
LONGEST_DUE = 400  # days; whoever works less than this has no clock
_DAYS = {
    "vi": ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """Days of the week (Monday is 0), shifts within a day, and days on which nobody is there."""

    days: frozenset[int] = frozenset(range(5))
    shifts: tuple[tuple[time, time], ...] = (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17, 0)),
    )
    closed: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()  # days of rest that are worked all the same
    holidays: bool = True  # whether public holidays are days of rest

    def works_on(self, day: date) -> bool:
        """Whether anybody is there on a day."""
        if day in self.closed:
            return False
        if day in self.worked or (self.holidays and day in made_up()):
            return True
        rests = self.holidays and day in days_off(day.year, self.days)
        return day.weekday() in self.days and not rests

    def back_at(self, at: datetime) -> datetime | None:
        """When staff are there again (Vietnam's time); None when they are there, or never come."""
        here = at.astimezone(HERE)
        for begin, end in self._ahead(here.date(), LONGEST_PAUSE):
            if begin <= here < end:
                return None
            if here < begin:
                return begin
        return None

    def due(self, at: datetime, minutes: int) -> datetime | None:
        """When so many working minutes have passed since; None for who never works."""
        here, left = at.astimezone(HERE), timedelta(minutes=minutes)
        for begin, end in self._ahead(here.date(), LONGEST_DUE):
            begin = max(begin, here)
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta())
        return None

    def minutes(self, begin: datetime, end: datetime) -> int:
        """Working minutes between two instants; 0 when they come the other way round."""
        first, last = begin.astimezone(HERE), end.astimezone(HERE)
        worked = timedelta()
        for opens, shuts in self._ahead(first.date(), max(0, (last.date() - first.date()).days)):
            worked += max(min(shuts, last) - max(opens, first), timedelta())
        return worked // timedelta(minutes=1)

    def _ahead(self, day: date, most: int) -> Iterator[tuple[datetime, datetime]]:
        for number in range(most + 1):
            then = day + timedelta(days=number)
            if not self.works_on(then):
                continue
            for begin, end in self.shifts:
                yield datetime.combine(then, begin, HERE), datetime.combine(then, end, HERE)


_ADAPTER: TypeAdapter[Hours] = TypeAdapter(Hours)


def read_hours(text: str | None) -> Hours:
    """The hours as JSON; none is the usual week. Raises ValueError when it cannot be read."""
    return _ADAPTER.validate_json(text) if text else Hours()


def written(hours: Hours) -> str:
    """The hours as JSON."""
    return _ADAPTER.dump_json(hours).decode()


def in_words(back: datetime, at: datetime, language: Literal["vi", "en"] = "vi") -> str:
    """An instant as people say it, seen from another: "13 giờ 30 hôm nay", "7 giờ 30 thứ hai"."""
    here = at.astimezone(HERE)
    today = back.date() == here.date()
    day = _DAYS[language][back.weekday()]
    if back.date() - here.date() > timedelta(days=6):
        day += f", {back:%d/%m}"
    if language == "en":
        return f"{back:%H:%M}{' today' if today else f' on {day}'}"
    clock = f"{back.hour} giờ" + (f" {back.minute:02}" if back.minute else "")
    return f"{clock} {'hôm nay' if today else day}"
