"""Questions that were not answered well: gathered, and dealt with by one click each."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.console.drafts import fresh_name
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.curation.clusters import clusters
from bot.curation.drafting import Seed, add_wording, seeded
from bot.curation.workbench import begin, fields
from bot.privacy import mask
from bot.scene import local_day

ROOM = "/cau-hoi"
MOST_KEPT, SHOWN = 5_000, 40
NOTHING = "nothing"
REACTIONS = {
    "unknown": "không hiểu",
    "none-of-these": "không phải các mục đưa ra",
    "wrong": "người dân báo chưa đúng",
    "corrected": "cán bộ sửa lại",
    "aside": "hỏi chen khi đang làm từng bước",
    "choose": "phải chọn",
}


async def show(visit: Visit, wrong: str = "") -> Response:
    """The largest clusters first."""
    kept = await visit.store.unanswered(MOST_KEPT)
    found = await asyncio.to_thread(clusters, kept)
    return visit.page(
        "questions.html",
        status=422 if wrong else 200,
        clusters=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        reactions=REACTIONS,
        titles={topic.id: topic.title for topic in visit.library.topics.values()},
        fields=fields(),
        wrong=wrong,
    )


async def do(visit: Visit) -> Response:
    """A wording more, a new topic, or nothing to do; the cluster is settled."""
    alike = visit.all_given("alike")
    match visit.given("act"):
        case "wording":
            return await _wording(visit, alike)
        case "topic":
            return await _topic(visit, alike)
        case "nothing":
            await visit.store.settle_questions(alike, NOTHING, visit.me.name)
            return visit.to(HOME + ROOM, "Đã ghi: không cần làm gì với nhóm câu hỏi này.")
        case _:
            return visit.missing()


async def _wording(visit: Visit, alike: list[str]) -> Response:
    topic, words = visit.given("topic"), mask(visit.given("words"))
    if topic not in visit.library.topics or not words:
        return await show(visit, "Mời chọn chủ đề trong danh sách và ghi cách hỏi.")
    number = await add_wording(visit.store, topic, words, visit.me.name)
    if number is None:
        return await show(visit, "Bản nháp của chủ đề vừa có người sửa. Mời bấm lại.")
    if visit.given("confirm"):
        await visit.store.confirm_question(words, f"topics/{topic}", visit.me.name)
    await visit.store.settle_questions(alike, f"wording {topic}", visit.me.name)
    title = visit.library.topics[topic].title
    return visit.to(HOME + ROOM, f"Đã thêm cách hỏi vào bản nháp #{number} của “{title}”.")


async def _topic(visit: Visit, alike: list[str]) -> Response:
    title, field = " ".join(visit.given("title").split()), visit.given("field")
    name = await fresh_name(visit, visit.given("name"))
    if name is None or not title or field not in fields():
        return await show(
            visit,
            "Mời ghi tên, chọn lĩnh vực, và một mã chưa dùng, chỉ gồm chữ không dấu và gạch nối.",
        )
    wordings = tuple(dict.fromkeys(mask(words) for words in visit.all_given("example")))
    text = seeded(Seed(title, wordings), local_day(visit.now))
    why = "từ câu hỏi của người dân"
    number = await begin(visit.store, "topic", name, visit.me.name, why, body=text, field=field)
    await visit.store.settle_questions(alike, f"topic {name}", visit.me.name)
    return visit.to(f"{HOME}/nhap/{number}", "Đã mở bản nháp. Mời điền tiếp nội dung và nguồn.")


async def confirmed(visit: Visit) -> Response:
    """What staff said is right: the publish gate asks each again."""
    found = await visit.store.confirmed_questions()
    return visit.page("confirmed.html", questions=list(reversed(found)))


async def unconfirm(visit: Visit) -> Response:
    """Take one back."""
    await visit.store.unconfirm_question(visit.given("question"), visit.me.name)
    return visit.to(f"{HOME}{ROOM}/da-dung", "Đã bỏ câu kiểm.")


PAGES: tuple[Page, ...] = (
    Page(ROOM, "curate", show=show, do=do, menu="Câu hỏi"),
    Page(ROOM + "/da-dung", "curate", show=confirmed, do=unconfirm),
)
