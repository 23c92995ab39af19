"""Reading a day: "5/10/2026", "05102026", "mồng 3 tháng 2 năm 2026", "hôm qua".

What is not one sure day of the solar calendar is refused with the reason: a day that the month
does not have, a weekday, "tuần trước", the lunar calendar, a missing year.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flows.daywords import DAY, MONTH, YEAR, full_year, small_number, year_number
from flows.kinds import Choice, DateKind
from flows.verdicts import Accepted, Verdict, refused
from knowledge.vietnamese import fold

OLDEST_YEAR = 1900
FURTHEST_AHEAD = 20  # years; for days to come, such as an expiry

_GAP = r"\s*[/\-.,]\s*|\s+"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_NUMERIC = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:{_GAP})(\d{{1,2}})(?:{_GAP}|\s+nam\s+)(\d{{4}}|\d{{2}})(?!\d)"
)
_RUN = re.compile(r"(?<!\d)(\d{8}|\d{6})(?!\d)")
_SPOKEN = re.compile(
    rf"\b({DAY})\s+thang\s+({MONTH})\b(?:[\s,]+(?:nam\s+({YEAR})|(\d{{4}}|\d{{2}}))\b)?"
)
_MONTH_YEAR = re.compile(
    rf"\bthang\s+({MONTH})(?:\s*[/\-.]\s*|[\s,]+nam\s+|\s+(?=\d{{4}}))({YEAR})\b"
    r"|(?<![\d/.-])(\d{1,2})\s*[/\-.]\s*(\d{4})(?!\d)"
)
_DAY_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/\-.]\s*(\d{1,2})(?![\d/.-])")
_MONTH_ONLY = re.compile(rf"\bthang\s+({MONTH})\b")
_YEAR_ONLY = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})(?![\d/.-])")
_LUNAR = re.compile(r"\b(?:am lich|lich am|al|gieng|chap|ram|nhuan)\b")
_RELATIVE = (
    (re.compile(r"\b(?:hom kia|bua kia)\b"), -2),
    (re.compile(r"\b(?:hom qua|bua qua|toi qua|dem qua|chieu qua|sang qua|ngay hom qua)\b"), -1),
    (re.compile(r"\b(?:hom nay|bua nay|sang nay|trua nay|chieu nay|toi nay|nay)\b"), 0),
    (re.compile(r"\b(?:ngay mai|mai)\b"), 1),
    (re.compile(r"\b(?:ngay kia|mot nua)\b"), 2),
)
_NEAR_YEAR = re.compile(r"\bnam\s+(nay|ngoai|truoc|roi)\b")
_NEAR_MONTH = re.compile(
    rf"(?:\b(ngay|mung|mong)\s+)?(?:\b({DAY})\s+)?\bthang\s+(nay|truoc|roi|vua roi)\b"
)
_AGO = re.compile(
    rf"\b({DAY})\s+(?:ngay|hom|bua)\s+(?:truoc|roi|qua)\b|\bcach day\s+({DAY})\s+ngay\b"
)
_VAGUE = re.compile(
    r"\b(?:tuan|thang|nam)\s+(?:truoc|roi|ngoai|vua roi|qua|nay|sau|toi)\b|"
    r"\bhom\s+(?:no|truoc|roi)\b|\b(?:moi day|gan day|may ngay|vai ngay|lau roi)\b"
)
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3,
    "sau": 4, "6": 4, "bay": 5, "7": 5,
}  # fmt: skip
_WEEKDAY = re.compile(r"\bthu\s+(hai|ba|tu|nam|sau|bay|[2-7])\b|\b(chu nhat|cn)\b")


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands in the words: a day, a month or a year, some parts perhaps missing."""

    day: int | None = None
    month: int | None = None
    year: int | None = None


def read_date(kind: DateKind, words: str, today: date) -> Verdict:
    """The day that was meant, or why it is not sure."""
    text = _anchored(fold(words), today)
    latest = today.year + (0 if kind.when == "past" else FURTHEST_AHEAD)
    told = list(dict.fromkeys(_told(_WEEKDAY.sub(" ", text), latest)))
    if _LUNAR.search(text):
        return refused("answer-date-lunar")
    if len(told) > 1:
        return refused("answer-date-two", *_options(kind, told, today))
    if told:
        return _judged(kind, told[0], today)
    return _without_figures(kind, text, today)


def date_label(value: str) -> str:
    """A stored date as it stands on papers: "05/10/2026", "11/2026", "2026"."""
    return "/".join(reversed(value.split("-")))


def _anchored(text: str, today: date) -> str:
    """Put figures for "năm ngoái" and "tháng này"; "3 tháng trước" is no third of a month."""

    def month(match: re.Match[str]) -> str:
        marker, day, near = match.groups()
        if day and not marker and near != "nay":
            return match.group()
        then = today.replace(day=1) - timedelta(days=0 if near == "nay" else 1)
        return f"{day or ''} thang {then.month} nam {then.year}"

    def year(match: re.Match[str]) -> str:
        return f"nam {today.year if match.group(1) == 'nay' else today.year - 1}"

    return _NEAR_MONTH.sub(month, _NEAR_YEAR.sub(year, text))


def _told(text: str, latest: int) -> Iterator[_Told]:
    """Every date that the text tells; the fullest way of telling wins."""
    for read in (_full_dates, _half_dates):
        found = list(read(text, latest))
        if found:
            yield from found
            return


def _full_dates(text: str, latest: int) -> Iterator[_Told]:
    for match in _ISO.finditer(text):
        year, month, day = match.groups()
        yield _Told(int(day) if day else None, int(month), int(year))
    for match in _NUMERIC.finditer(_ISO.sub(" ", text)):
        day, month, year = match.groups()
        yield _Told(int(day), int(month), year_number(year, latest))
    for match in _SPOKEN.finditer(text):
        day, month, spoken, figures = match.groups()
        year = spoken or figures
        its_year = year_number(year, latest) if year else None
        yield _Told(small_number(day), small_number(month), its_year)
    for match in _RUN.finditer(text):
        yield _from_run(match.group(1), latest)


def _half_dates(text: str, latest: int) -> Iterator[_Told]:
    if match := _MONTH_YEAR.search(text):
        spoken, its_year, month, year = match.groups()
        yield _Told(None, small_number(spoken or month), year_number(its_year or year, latest))
    elif match := _DAY_MONTH.search(text):
        yield _Told(int(match.group(1)), int(match.group(2)))
    elif match := _MONTH_ONLY.search(text):
        yield _Told(None, small_number(match.group(1)))
    elif match := _YEAR_ONLY.search(text):
        yield _Told(None, None, int(match.group(1)))


def _from_run(digits: str, latest: int) -> _Told:
    """A run of digits: ddmmyyyy or yyyymmdd; ddmmyy or, where that is no day, mmyyyy."""
    first, second, third = int(digits[:2]), int(digits[2:4]), digits[4:]
    if len(digits) == 8:
        if _exists(first, second, int(third)) or not _exists(
            int(digits[6:]), int(digits[4:6]), int(digits[:4])
        ):
            return _Told(first, second, int(third))
        return _Told(int(digits[6:]), int(digits[4:6]), int(digits[:4]))
    if second > 12 and 1 <= first <= 12:
        return _Told(None, first, int(digits[2:]))
    return _Told(first, second, full_year(int(third), latest))


def _exists(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]


def _judged(kind: DateKind, told: _Told, today: date) -> Verdict:
    month, year = told.month, told.year
    if month is not None and not 1 <= month <= 12:
        return _no_such_month(kind, told, today)
    if told.day is not None and month is not None:
        longest = monthrange(year or 2024, month)[1] if (year or 2024) > 0 else 31
        if not 1 <= told.day <= longest:
            return _no_such_day(kind, told, longest, today)
    if year is None:
        return refused("answer-date-year", *_options(kind, _years_for(told, kind, today), today))
    if not OLDEST_YEAR <= year <= 9999:
        return refused("answer-date-old", year=str(year))
    value = "-".join(
        [f"{year:04}", *(f"{part:02}" for part in (month, told.day) if part is not None)]
    )
    if told.day is None and not kind.partial:
        return refused("answer-date-incomplete", typed=date_label(value))
    return _in_time(kind, value, today)


def _in_time(kind: DateKind, value: str, today: date) -> Verdict:
    """Refuse what lies on the wrong side of today."""
    now = today.isoformat()[: len(value)]
    if kind.when == "past" and value > now:
        year_before = f"{int(value[:4]) - 1:04}{value[4:]}"
        options = [Choice(value=year_before, label=date_label(year_before))]
        sensible = year_before <= now and _real(year_before)
        return refused(
            "answer-date-future",
            *(options if sensible else []),
            typed=date_label(value),
            today=date_label(today.isoformat()),
        )
    if kind.when == "future" and value < now:
        return refused(
            "answer-date-past", typed=date_label(value), today=date_label(today.isoformat())
        )
    return Accepted(value, date_label(value))


def _real(value: str) -> bool:
    parts = [int(part) for part in value.split("-")]
    return len(parts) < 3 or _exists(parts[2], parts[1], parts[0])


def _no_such_month(kind: DateKind, told: _Told, today: date) -> Verdict:
    """Refuse month 25 of "10/25/2026"; perhaps day and month changed places."""
    swapped = _Told(told.month, told.day, told.year)
    sensible = told.year is not None and told.day is not None and 1 <= told.day <= 12
    options = _options(kind, [swapped], today) if sensible else ()
    return refused("answer-date-month", *options, month=str(told.month))


def _no_such_day(kind: DateKind, told: _Told, longest: int, today: date) -> Verdict:
    month = told.month or 1
    year = told.year or today.year
    if told.year is None and kind.when == "past" and (month, longest) > (today.month, today.day):
        year -= 1
    if month == 2 and told.day == 29:
        return refused("answer-date-leap", year=str(year), example=f"28/02/{year:04}")
    return refused(
        "answer-date-day",
        month=str(month),
        days=str(longest),
        typed=str(told.day),
        example=f"{longest:02}/{month:02}/{year:04}",
    )


def _years_for(told: _Told, kind: DateKind, today: date) -> list[_Told]:
    """The two nearest years in which a day or month without a year makes sense."""
    step = 1 if kind.when == "future" else -1
    found = []
    for year in range(today.year, today.year + 9 * step, step):
        if told.day == 29 and told.month == 2 and not isleap(year):
            continue
        candidate = _Told(told.day, told.month, year)
        if isinstance(_judged(kind, candidate, today), Accepted):
            found.append(candidate)
    return found[:2]


def _options(kind: DateKind, told: list[_Told], today: date) -> tuple[Choice, ...]:
    verdicts = [_judged(kind, candidate, today) for candidate in told]
    return tuple(
        Choice(value=verdict.value, label=verdict.label)
        for verdict in verdicts
        if isinstance(verdict, Accepted)
    )


def _without_figures(kind: DateKind, text: str, today: date) -> Verdict:
    if match := _WEEKDAY.search(text):
        return refused("answer-date-weekday", *_that_weekday(kind, match, today))
    if match := _AGO.search(text):
        ago = small_number(match.group(1) or match.group(2))
        return _in_time(kind, (today - timedelta(days=ago)).isoformat(), today)
    if _VAGUE.search(text):
        return refused("answer-date-vague", example=date_label(today.isoformat()))
    for pattern, days in _RELATIVE:
        if pattern.search(text):
            return _in_time(kind, (today + timedelta(days=days)).isoformat(), today)
    return refused("answer-date-unknown", example=date_label(today.isoformat()))


def _that_weekday(kind: DateKind, match: re.Match[str], today: date) -> tuple[Choice, ...]:
    """The two nearest days of that name."""
    wanted = 6 if match.group(2) else _WEEKDAYS[match.group(1)]
    step = 1 if kind.when == "future" else -1
    near = [today + timedelta(days=step * ahead) for ahead in range(14)]
    return tuple(
        Choice(value=day.isoformat(), label=date_label(day.isoformat()))
        for day in near
        if day.weekday() == wanted
    )
