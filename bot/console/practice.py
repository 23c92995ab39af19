"""Practice: talk with an invented citizen who answers, far from the real queue and its figures."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.case_view import WHO
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.desk import practice
from bot.desk.suggesting import suggest
from bot.storage.records import Case
from knowledge.languages import language_name

ROOM = "/tap"
LONGEST = 3_500


async def show(visit: Visit) -> Response:
    """Everybody invented, and one's own practice so far."""
    return visit.page(
        "practice.html",
        citizens=practice.citizens().values(),
        known=practice.citizens(),
        reason=practice.REASON,
        language_name=language_name,
        mine=await visit.store.practices(visit.me.name),
    )


async def begin(visit: Visit) -> Response:
    """Open a practice case with somebody."""
    case = await practice.begin(visit.store, visit.given("who"), visit.me.name)
    return visit.to(f"{HOME}{ROOM}/{case}") if case else visit.missing()


async def one(visit: Visit, wrong: str = "") -> Response:
    """The talk, the answer box; what to look for once it is over."""
    case = await _own(visit)
    citizen = practice.citizen_of(case.reason) if case else None
    if case is None or citizen is None:
        return visit.missing("Không có lượt tập này, hoặc lượt tập của người khác.")
    said = sum(line.who == "staff" for line in case.lines)
    return visit.page(
        "practice_one.html",
        status=422 if wrong else 200,
        case=case,
        citizen=citizen,
        who=WHO,
        wrong=wrong,
        over=case.closed is not None,
        silent=said >= len(citizen.replies),
        suggestion=suggest(
            visit.library, case.question, visit.now, topic=case.topic, place=case.place
        ),
    )


async def do(visit: Visit) -> Response:
    """Say something, or end the practice."""
    case = await _own(visit)
    if case is None:
        return visit.missing("Không có lượt tập này, hoặc lượt tập của người khác.")
    here = f"{HOME}{ROOM}/{case.case}"
    if visit.given("act") == "end":
        await visit.store.end_practice(case.case, visit.me.name)
        return visit.to(here, "Đã xong lượt tập. Mời xem lại các điểm bên dưới.")
    text = visit.given("text")[:LONGEST]
    if not text:
        return await one(visit, "Mời viết câu trả lời.")
    if not await practice.say(visit.store, case.case, text, visit.me.name):
        return await one(visit, "Lượt tập này đã xong. Mời bắt đầu lượt mới.")
    return visit.to(here)


async def _own(visit: Visit) -> Case | None:
    case = await visit.store.case(visit.path["case"])
    ours = case is not None and case.practice and case.claimed_by == visit.me.name
    return case if ours else None


PAGES: tuple[Page, ...] = (
    Page(ROOM, "cases", show=show, do=begin, menu="Tập"),
    Page(ROOM + "/{case}", "cases", show=one, do=do),
)
