"""A case as the pages show it: names for codes, a colour and words for its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clocks import Light, light_of
from bot.library import Library
from bot.routing import UNASSIGNED, Team
from bot.storage.records import Case
from knowledge.languages import language_name

REASONS = {
    "asked": "xin gặp cán bộ",
    "unknown-twice": "máy chưa hiểu",
    "outcome": "hướng dẫn chuyển tới",
    "emergency": "khẩn cấp",
    "three-refusals": "mắc ở một câu hỏi",
}
CHANNELS = {"web": "trang web", "telegram": "Telegram", "terminal": "dòng lệnh"}
WHO = {"citizen": "Người dân", "bot": "Máy", "staff": "Cán bộ", "note": "Ghi chú nội bộ"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row and a page say of a case."""

    case: Case
    title: str  # of the topic
    place: str
    channel: str
    language: str  # empty: Vietnamese
    reason: str
    light: Light
    clock: str
    due: datetime | None

    @property
    def urgent(self) -> bool:
        """Whether somebody may be in danger."""
        return self.case.reason == "emergency"


def shown(case: Case, library: Library, teams: Mapping[int, Team], now: datetime) -> Shown:
    """The case with everything in words."""
    team = teams.get(case.team or 0, UNASSIGNED)
    light, due = light_of(case.times, team, now)
    place = library.places.by_id(case.place) if case.place else None
    over = case.closed is not None
    return Shown(
        case=case,
        title=title_of(case.topic, library),
        place=place.full_name if place else "chưa rõ nơi ở",
        channel=CHANNELS.get(case.origin or "", case.origin or "–"),
        language="" if case.language == "vi" else language_name(case.language),
        reason=REASONS.get(case.reason, case.reason),
        light="done" if over else "late" if case.reason == "emergency" else light,
        clock="đã đóng" if over else clock_words(case, team, light, due, now),
        due=None if over else due,
    )


def title_of(topic: str | None, library: Library) -> str:
    """A topic's title, or that of a row of the catalogue."""
    if not topic:
        return "chưa rõ chủ đề"
    if known := library.topics.get(topic):
        return known.title
    row = library.row(topic.removeprefix("catalogue/"))
    return row.name if row else topic


def clock_words(case: Case, team: Team, light: Light, due: datetime | None, now: datetime) -> str:
    """The clock in words: "còn 1 giờ 20 phút để trả lời", "quá hạn trả lời 35 phút"."""
    if due is None:
        return "không đặt hạn"
    what = "trả lời" if case.answered is None else "giải quyết"
    if light == "late":
        return f"quá hạn {what} {spelt(team.hours.minutes(due, now))}"
    return f"còn {spelt(team.hours.minutes(now, due))} để {what}"


def spelt(minutes: int) -> str:
    """Working time: "45 phút", "3 giờ", "1 giờ 20 phút"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} phút"
    return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"


def order(each: Shown) -> tuple[bool, float, str]:
    """Danger first, then whose time ends first."""
    ends = each.due.timestamp() if each.due else float("inf")
    return not each.urgent, ends, each.case.case
