"""The off switch: stop the bot answering, all of it or one part, with a reason that is kept."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.library import Library

ROOM = "/tam-dung"
CHANNELS = {"web": "trang web", "telegram": "Telegram", "terminal": "dòng lệnh"}
SHORTEST = 5  # signs of a reason that says anything


def scopes(library: Library) -> dict[str, str]:
    """What can be switched off, and how it is called."""
    return {
        "all": "Toàn bộ trợ lý",
        **{f"channel:{name}": f"Kênh {words}" for name, words in CHANNELS.items()},
        **{f"topic:{topic.id}": f"Chủ đề: {topic.title}" for topic in library.topics.values()},
        **{f"flow:{flow.id}": f"Hướng dẫn: {flow.title}" for flow in library.flows.values()},
    }


async def show(visit: Visit) -> Response:
    """What is off, and the form that switches off."""
    off = await visit.store.switches()
    return visit.page("switch.html", off=off, scopes=scopes(visit.library), wrong="")


async def do(visit: Visit) -> Response:
    """Switch something off or on again."""
    scope, why = visit.given("scope"), visit.given("why")
    if visit.given("act") == "on":
        await visit.store.switch_on(scope, visit.me.name)
        return visit.to(HOME + ROOM, "Đã bật lại. Trợ lý trả lời như trước trong vài giây.")
    known = scopes(visit.library)
    if scope not in known or len(why) < SHORTEST:
        off = await visit.store.switches()
        wrong = "Mời chọn phần cần dừng và ghi lý do, ví dụ: lệ phí vừa đổi, đang kiểm tra."
        return visit.page("switch.html", status=422, off=off, scopes=known, wrong=wrong)
    await visit.store.switch_off(scope, why, visit.me.name)
    return visit.to(HOME + ROOM, "Đã tạm dừng. Người dân được mời gặp cán bộ.")


PAGES: tuple[Page, ...] = (Page(ROOM, "switch", show=show, do=do, menu="Tạm dừng"),)
