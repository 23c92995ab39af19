"""How cases go: why they were opened, how soon staff answered, how citizens mark them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from statistics import median

from bot.figures import names
from bot.figures.names import Names
from bot.figures.tables import Cell, Chart, Column, Table, ranked
from bot.hours import Hours, read_hours
from bot.storage.figures import CaseTimes

_COLUMNS = (
    Column("Yêu cầu"),
    Column("Đã trả lời"),
    Column("Trả lời đúng hạn"),
    Column("Tỷ lệ trả lời đúng hạn", "share", of=(3, 2)),
    Column("Trung vị phút trả lời đầu", "mean", weighs=2),
    Column("Đã đóng"),
    Column("Đóng đúng hạn"),
    Column("Tỷ lệ đóng đúng hạn", "share", of=(7, 6)),
    Column("Trung vị phút giải quyết", "mean", weighs=6),
    Column("Mở lại"),
)
NOTE = (
    "Tính theo ngày mở yêu cầu; không tính buổi tập, yêu cầu gộp chỉ tính một. Thời gian là phút "
    "làm việc (giờ hành chính, trừ ngày lễ); chỉ tính lời của cán bộ, không tính lời của máy. "
    "Đúng hạn là trước hạn mà tổ đã đặt."
)


def reasons(cases: Sequence[CaseTimes]) -> Table:
    """Cases by why they were opened."""
    grouped: defaultdict[str, list[CaseTimes]] = defaultdict(list)
    for case in cases:
        grouped[case.reason].append(case)
    rows = [(names.REASONS.get(reason, reason), *_times(some)) for reason, some in grouped.items()]
    columns = (Column("Lý do", "text"), *_COLUMNS)
    return Table(
        "cases", "Yêu cầu chuyển cán bộ", NOTE, columns, ranked(rows), sums=True, chart=Chart(1)
    )


def topics(cases: Sequence[CaseTimes], called: Names) -> Table:
    """Cases by topic."""
    grouped: defaultdict[str, list[CaseTimes]] = defaultdict(list)
    for case in cases:
        grouped[case.topic].append(case)
    rows = [
        (called.topic(topic) if topic else "Chưa rõ chủ đề", *_times(some))
        for topic, some in grouped.items()
    ]
    columns = (Column("Chủ đề", "text"), *_COLUMNS)
    return Table("case-topics", "Yêu cầu theo chủ đề", NOTE, columns, ranked(rows), 1, sums=True)


def marks(cases: Sequence[CaseTimes]) -> Table:
    """What citizens gave, one to five."""
    given = Counter(case.mark for case in cases if case.mark)
    rows = tuple((f"{mark} điểm", given[mark]) for mark in range(5, 0, -1))
    note = "Điểm người dân chấm sau khi yêu cầu được đóng, từ 1 đến 5. Không bắt buộc chấm."
    columns = (Column("Điểm", "text"), Column("Lượt chấm"))
    return Table("marks", "Mức hài lòng", note, columns, rows, sums=True, chart=Chart(1))


def mean_mark(cases: Sequence[CaseTimes]) -> tuple[int, float | None]:
    """How many marks, and their mean."""
    given = [case.mark for case in cases if case.mark]
    return len(given), sum(given) / len(given) if given else None


def answered_in_time(case: CaseTimes) -> bool:
    """Whether staff's first words came before they were due."""
    return _before(case.answered, case.first_due)


def closed_in_time(case: CaseTimes) -> bool:
    """Whether it was closed before it was due."""
    return _before(case.closed, case.solve_due)


def _before(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and due is not None and done <= due


def _times(some: Sequence[CaseTimes]) -> tuple[Cell, ...]:
    answered = [case for case in some if case.answered]
    closed = [case for case in some if case.closed]
    return (
        len(some),
        len(answered),
        sum(map(answered_in_time, answered)),
        None,
        _middle([_minutes(case, case.answered) for case in answered if case.answered]),
        len(closed),
        sum(map(closed_in_time, closed)),
        None,
        _middle([_minutes(case, case.closed) for case in closed if case.closed]),
        sum(case.reopened is not None for case in some),
    )


def _minutes(case: CaseTimes, until: datetime) -> int:
    """Working minutes of the team that has it."""
    return _week(case.hours).minutes(case.opened, until)


@lru_cache(maxsize=256)
def _week(hours: str | None) -> Hours:
    try:
        return read_hours(hours)
    except ValueError:  # a team's week that cannot be read is the usual one
        return Hours()


def _middle(minutes: Sequence[int]) -> float | None:
    return float(median(minutes)) if minutes else None
