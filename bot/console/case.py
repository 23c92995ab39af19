"""One case: the talk, the answer, and all that staff may do with it."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import handing
from bot.console.case_view import WHO, shown
from bot.console.cases import BACK, ROOM
from bot.console.pages import Page
from bot.console.visits import Visit
from bot.desk.canned import Filled, fill
from bot.desk.suggesting import Suggestion, suggest
from bot.scene import local_day
from bot.storage.canned import Canned
from bot.storage.records import Case, Holding, Revealed
from bot.voice import Voice

LONGEST = 3_500  # signs of one answer
GONE = "Việc này đã đóng, hoặc người dân đã xoá dữ liệu: lời này chưa gửi."


async def show(
    visit: Visit,
    wrong: str = "",
    text: str | None = None,
    revealed: Revealed | None = None,
) -> Response:
    """The case with everything beside it; `text` stands in the answer box."""
    case = await visit.store.case(visit.path["case"])
    if case is None or case.practice:
        return visit.missing("Không có việc mang mã này.")
    if not may_see(visit, case):
        return visit.refused("Việc này của tổ khác. Cần xem thì nhờ tổ đó chuyển sang.")
    teams = {team.id: team for team in await visit.store.teams()}
    canned = await visit.store.canned(visit.me.teams("cases"))
    if text is None:
        text, wrong = _prefilled(visit, case, canned, wrong)
    return visit.page(
        "case.html",
        status=422 if wrong else 200,
        row=shown(case, visit.library, teams, visit.now),
        who=WHO,
        others=await visit.store.look(case.case, visit.me.name),
        mine=case.claimed_by == visit.me.name,
        text=text,
        wrong=wrong,
        canned=canned,
        suggestion=suggestion(visit, case),
        asked=visit.asked("hoi"),
        revealed=revealed,
        hand=await handing.choices(visit, case, teams),
        topics={topic.id: topic.title for topic in visit.library.topics.values()},
        same=await handing.alike(visit, case),
    )


async def live(visit: Visit) -> Response:
    """What changes while the page is open, read every few seconds: lines, clock, who is here."""
    case = await visit.store.case(visit.path["case"])
    if case is None or case.practice or not may_see(visit, case):
        return visit.missing()
    teams = {team.id: team for team in await visit.store.teams()}
    return visit.page(
        "case_live.html",
        row=shown(case, visit.library, teams, visit.now),
        who=WHO,
        others=await visit.store.look(case.case, visit.me.name),
        mine=case.claimed_by == visit.me.name,
    )


def may_see(visit: Visit, case: Case) -> bool:
    """Cases of one's teams, of no team, and those one holds."""
    return case.team is None or visit.may("cases", case.team) or case.claimed_by == visit.me.name


def suggestion(visit: Visit, case: Case) -> Suggestion | None:
    """What the bot would say to what was asked, or to what staff type to look something up."""
    asked = visit.asked("hoi") or case.question
    if case.closed is not None or not asked:
        return None
    topic = None if visit.asked("hoi") else case.topic
    return suggest(visit.library, asked, visit.now, topic=topic, place=case.place)


def _prefilled(visit: Visit, case: Case, canned: list[Canned], wrong: str) -> tuple[str, str]:
    """The answer box as a canned reply or the suggestion fills it, or what is missing."""
    if visit.asked("dung") == "goi-y":
        found = suggestion(visit, case)
        return (found.text if found else ""), wrong
    chosen = next((one for one in canned if str(one.id) == visit.asked("mau")), None)
    if chosen is None:
        return "", wrong
    voice = Voice(visit.library, local_day(visit.now), "vi", case.place)
    filled = fill(voice, chosen.words, chosen.topic or case.topic)
    if isinstance(filled, Filled):
        return filled.text, wrong
    named = ", ".join(f"{{{slot}}}" for slot in filled.slots)
    return "", f"Câu mẫu “{chosen.title}” nhắc tới {named}, nay không còn. Mời sửa câu mẫu trước."


# ---- acts


async def do(visit: Visit) -> Response:  # noqa: C901 - a table of acts
    """One act on the case, by the form that was sent."""
    case = await visit.store.case(visit.path["case"])
    if case is None or case.practice:
        return visit.missing("Không có việc mang mã này.")
    if not may_see(visit, case):
        return visit.refused("Việc này của tổ khác.")
    match visit.given("act"):
        case "claim":
            return await _claim(visit, case)
        case "answer":
            return await _answer(visit, case)
        case "close":
            return await _close(visit, case)
        case "back":
            done = await visit.store.give_back(case.case, visit.me.name)
            said = "Đã trả lại hàng chờ." if done else "Việc này không do bạn giữ."
            return visit.to(BACK, said)
        case "note":
            return await _note(visit, case)
        case "reveal":
            return await _reveal(visit, case)
        case "corrected":
            return await _correct(visit, case)
        case "give" | "merge" as act:
            done_or_why = await handing.obey(visit, case, act)
            return (
                done_or_why if isinstance(done_or_why, Response) else await show(visit, done_or_why)
            )
        case _:
            return visit.missing()


def _at(case: Case) -> str:
    return f"{BACK}/{case.case}"


def _not_ours(visit: Visit, held: Holding | None) -> str:
    """Why it was not done; empty when it was."""
    if held is None:
        return GONE
    return "" if held.by == visit.me.name else f"{held.by} đang giữ việc này: lời này chưa gửi."


async def _claim(visit: Visit, case: Case) -> Response:
    held = await visit.store.claim_case(case.case, visit.me.name)
    if held is None:
        return visit.to(BACK, "Việc này đã đóng.")
    if held.by != visit.me.name:
        return visit.to(_at(case), f"{held.by} đã nhận trước.")
    return visit.to(_at(case), "Bạn đã nhận việc này.")


async def _answer(visit: Visit, case: Case) -> Response:
    text = visit.given("text").replace("\r\n", "\n")
    if not text:
        return await show(visit, "Mời viết câu trả lời.", "")
    if len(text) > LONGEST:
        return await show(visit, f"Dài quá {LONGEST} chữ. Mời chia làm hai lần gửi.", text)
    wrong = _not_ours(visit, await visit.store.speak(case.case, text, visit.me.name))
    return await show(visit, wrong, text) if wrong else visit.to(_at(case), "Đã gửi.")


async def _close(visit: Visit, case: Case) -> Response:
    wrong = _not_ours(visit, await visit.store.finish(case.case, visit.me.name))
    if wrong:
        return await show(visit, wrong)
    return visit.to(BACK, f"Đã xong mã {case.case}. Người dân đang được hỏi thấy thế nào.")


async def _note(visit: Visit, case: Case) -> Response:
    text = visit.given("note")
    if not text:
        return await show(visit, "Mời viết ghi chú.")
    await visit.store.note_in(case.case, text[:LONGEST], visit.me.name)
    return visit.to(_at(case), "Đã ghi chú. Người dân không thấy.")


async def _correct(visit: Visit, case: Case) -> Response:
    """The machine should have known: the question goes to those who write the topics."""
    topic = visit.given("topic")
    meant = topic if topic in visit.library.topics else None
    await visit.store.keep_corrected(case, meant, visit.me.name)
    return visit.to(_at(case), "Đã gửi câu này cho người biên tập. Cảm ơn bạn.")


async def _reveal(visit: Visit, case: Case) -> Response:
    """Shown once, on this page alone; the reason is in the audit before anything is shown."""
    if not visit.may("reveal", case.team):
        return visit.refused("Tài khoản này không có quyền mở phần che.")
    why = visit.given("reason")
    if len(why) < handing.SHORTEST:
        return await show(visit, "Mời ghi lý do mở, ví dụ: gọi lại vì người dân không thấy tin.")
    return await show(visit, revealed=await visit.store.reveal(case.case, visit.me.name, why))


PAGES: tuple[Page, ...] = (
    Page(ROOM + "/{case}", "cases", show=show, do=do),
    Page(ROOM + "/{case}/loi", "cases", show=live),
)
