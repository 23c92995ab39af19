"""Every topic with its freshness, certainty, open points and drafts; new ones are begun here."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from bot.console.drafts import fresh_name
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.curation.drafting import Seed, of_case, seeded
from bot.curation.fault_words import in_vietnamese
from bot.curation.overlay import LeftOut, overlay
from bot.curation.workbench import begin, differing, fields, ground_of
from bot.scene import local_day
from bot.storage.revisions import Revision
from knowledge.topic import Topic
from knowledge.vietnamese import fold

ROOM = "/chu-de"
SOON = timedelta(days=30)
FILTERS = {
    "": "Tất cả",
    "qua-han": "Quá hạn rà lại",
    "sap-han": "Sắp đến hạn rà",
    "nhap": "Có bản nháp, chờ duyệt",
    "khac-goc": "Khác bản gốc",
    "chua-chac": "Còn điều chưa chắc",
}
CONFIDENCE = {"high": "cao", "medium": "vừa", "low": "thấp"}


@dataclass(frozen=True, slots=True)
class Row:
    """One topic in the list. `fresh`: "late" past its review date, "soon" near it."""

    topic: Topic
    fresh: str
    own: Revision | None
    open: tuple[Revision, ...]
    differs: bool


async def show(visit: Visit, wrong: str = "") -> Response:
    """The list, those past their review date first."""
    rows = await _rows(visit)
    wanted, words = visit.asked("loc"), fold(visit.asked("tim"))
    shown = [row for row in rows if _fits(row, wanted) and words in fold(_spoken(row.topic))]
    return visit.page(
        "topics.html",
        status=422 if wrong else 200,
        rows=shown,
        counts={key: sum(_fits(row, key) for row in rows) for key in FILTERS},
        new=await _unpublished(visit),
        left_out=await _left_out(visit),
        say=in_vietnamese,
        filters=FILTERS,
        chosen=wanted,
        words=visit.asked("tim"),
        confidence=CONFIDENCE,
        fields=fields(),
        case=visit.asked("viec"),
        wrong=wrong,
    )


async def _rows(visit: Visit) -> list[Row]:
    in_force = await visit.store.in_force()
    own = {one.name: one for one in in_force if one.kind == "topic"}
    other = {one.name for one in differing(in_force)}
    writing: defaultdict[str, list[Revision]] = defaultdict(list)
    for one in await visit.store.revisions("topic", None, "draft", "review"):
        writing[one.name].append(one)
    today = local_day(visit.now)
    rows = [
        Row(topic, _fresh(topic, today), own.get(name), tuple(writing[name]), name in other)
        for name, topic in visit.library.topics.items()
    ]
    return sorted(rows, key=lambda row: (row.topic.review_by, row.topic.id))


def _fresh(topic: Topic, today: date) -> str:
    if topic.review_by < today:
        return "late"
    return "soon" if topic.review_by - today <= SOON else ""


def _fits(row: Row, wanted: str) -> bool:
    match wanted:
        case "qua-han":
            return row.fresh == "late"
        case "sap-han":
            return row.fresh == "soon"
        case "nhap":
            return bool(row.open)
        case "khac-goc":
            return row.differs
        case "chua-chac":
            return bool(row.topic.unverified)
        case _:
            return True


def _spoken(topic: Topic) -> str:
    return f"{topic.id} {topic.title} {' '.join(topic.codes)}"


async def _left_out(visit: Visit) -> tuple[LeftOut, ...]:
    """Published revisions that an upgrade made unfit: the wheel's file answers instead."""
    in_force = await visit.store.in_force()
    if not in_force:
        return ()
    present = visit.library
    laid = await asyncio.to_thread(lambda: overlay(ground_of(present), in_force))
    return laid.left_out


async def _unpublished(visit: Visit) -> Sequence[Revision]:
    """Drafts of topics that are not in force yet."""
    found = await visit.store.revisions("topic", None, "draft", "review")
    return [one for one in found if one.name not in visit.library.topics]


async def create(visit: Visit) -> Response:
    """Begin a new topic, empty or from a solved case."""
    title, field = " ".join(visit.given("title").split()), visit.given("field")
    name = await fresh_name(visit, visit.given("name"))
    if name is None or field not in fields():
        return await show(
            visit, "Mời chọn lĩnh vực và một mã chưa dùng, chỉ gồm chữ không dấu, số và gạch nối."
        )
    seed = Seed(title, (title,) if title else ())
    if number := visit.given("case"):
        case = await visit.store.case(number.upper())
        if case is None or case.closed is None:
            return await show(visit, f"Không có yêu cầu nào đã xong mang mã {number}.")
        solved = of_case(case)
        seed = Seed(title or solved.title, solved.wordings, solved.answer, solved.source)
    if not seed.title:
        return await show(visit, "Mời ghi tên chủ đề.")
    text = seeded(seed, local_day(visit.now))
    why = f"từ yêu cầu {number.upper()}" if number else "chủ đề mới"
    begun = await begin(visit.store, "topic", name, visit.me.name, why, body=text, field=field)
    return visit.to(f"{HOME}/nhap/{begun}", "Đã mở bản nháp. Mời điền tiếp nội dung và nguồn.")


PAGES: tuple[Page, ...] = (Page(ROOM, "curate", show=show, do=create, menu="Chủ đề"),)
