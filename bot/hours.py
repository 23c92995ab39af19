"""When staff are there: a working week, read at an instant. Pure, so that a turn can say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_PAUSE = 31  # days within which every office opens again
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

    def back_at(self, at: datetime) -> datetime | None:
        """When staff are there again (Vietnam's time); None when they are there, or never come."""
        here = at.astimezone(HERE)
        for begin, end in self._ahead(here.date()):
            if begin <= here < end:
                return None
            if here < begin:
                return begin
        return None

    def _ahead(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for number in range(LONGEST_PAUSE + 1):
            then = day + timedelta(days=number)
            if then.weekday() not in self.days or then in self.closed:
                continue
            for begin, end in self.shifts:
                yield datetime.combine(then, begin, HERE), datetime.combine(then, end, HERE)


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
