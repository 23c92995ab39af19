"""Canned replies: kept once, with the slots of a topic, tried as they would be sent today."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.desk.canned import Filled, fill
from bot.scene import local_day
from bot.storage.canned import Canned
from bot.voice import Voice

ROOM = "/cau-mau"
LONGEST_TITLE, LONGEST = 80, 2_000


async def show(visit: Visit) -> Response:
    """Every reply that this person may change, and how it reads today."""
    mine = visit.me.teams("cases.manage")
    replies = await visit.store.canned(mine)
    return visit.page(
        "canned.html",
        rows=[(reply, *_tried(visit, reply)) for reply in replies],
        teams=await visit.store.team_names(),
        may_change=lambda reply: mine is None or reply.team is not None,
    )


async def one(visit: Visit, wrong: str = "", given: Canned | None = None) -> Response:
    """The form of one reply; number 0 is a new one."""
    reply = given or await _found(visit)
    if reply is None:
        return visit.missing()
    topics = {topic.id: topic.title for topic in visit.library.topics.values()}
    teams = await visit.store.team_names()
    mine = visit.me.teams("cases.manage")
    return visit.page(
        "canned_one.html",
        status=422 if wrong else 200,
        reply=reply,
        wrong=wrong,
        tried=_tried(visit, reply),
        topics=topics,
        teams={team: name for team, name in teams.items() if mine is None or team in mine},
        everywhere=mine is None,
        facts=_facts(visit, reply.topic),
    )


async def do(visit: Visit) -> Response:
    """Keep or drop a reply; one whose slots name nothing is not kept."""
    known = await _found(visit)
    if known is None:
        return visit.missing()
    if visit.given("act") == "drop":
        await visit.store.drop_canned(known.id, visit.me.name)
        return visit.to(HOME + ROOM, "Đã xoá câu mẫu.")
    team = visit.given("team")
    reply = Canned(
        known.id,
        visit.given("title")[:LONGEST_TITLE],
        visit.given("words").replace("\r\n", "\n")[:LONGEST],
        visit.given("topic") or None,
        int(team) if team.isascii() and team.isdigit() else None,
    )
    if wrong := await _wrong(visit, reply):
        return await one(visit, wrong, reply)
    await visit.store.put_canned(reply, visit.me.name)
    return visit.to(HOME + ROOM, "Đã lưu câu mẫu.")


async def _wrong(visit: Visit, reply: Canned) -> str:
    if not reply.title or not reply.words:
        return "Mời ghi tên và lời của câu mẫu."
    if reply.team is None and visit.me.teams("cases.manage") is not None:
        return "Mời chọn tổ dùng câu này."
    if reply.team is not None and not (
        reply.team in await visit.store.team_names() and visit.may("cases.manage", reply.team)
    ):
        return "Không có tổ này, hoặc bạn không quản việc của tổ này."
    if reply.topic is not None and reply.topic not in visit.library.topics:
        return "Không có chủ đề này."
    read, whole = _tried(visit, reply)
    return "" if whole else read


async def _found(visit: Visit) -> Canned | None:
    number = visit.path["number"]
    if number == 0:
        return Canned(0, "", "")
    mine = visit.me.teams("cases.manage")
    found = next((one for one in await visit.store.canned(mine) if one.id == number), None)
    if found is not None and found.team is None and mine is not None:
        return None  # everyone's: changed by who manages every team
    return found


def _tried(visit: Visit, reply: Canned) -> tuple[str, bool]:
    """How the reply reads today, and whether it is whole; else what is missing."""
    voice = Voice(visit.library, local_day(visit.now), "vi")
    match fill(voice, reply.words, reply.topic):
        case Filled(text):
            return text, True
        case missing:
            named = ", ".join(f"{{{slot}}}" for slot in missing.slots)
            return f"Không có hoặc không còn: {named}", False


def _facts(visit: Visit, topic: str | None) -> list[str]:
    """Slots that a topic offers, to be copied into the words."""
    known = visit.library.topics.get(topic or "")
    if known is None:
        return []
    sections = ("documents", "fee", "time", "where")
    today = local_day(visit.now)
    return [
        f"{{{section}.{fact.id}}}"
        for section in sections
        for fact in getattr(known, section)
        if fact.holds(today)
    ]


PAGES: tuple[Page, ...] = (
    Page(ROOM, "cases.manage", show=show, menu="Câu mẫu"),
    Page(ROOM + "/{number:int}", "cases.manage", show=one, do=do),
)
