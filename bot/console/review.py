"""What waits for another person's eyes: compared, put to the gate, published or sent back."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.drafts import STATES, found, title_of, wrongs
from bot.console.pages import Page
from bot.console.topic import fields_between
from bot.console.visits import HOME, Visit
from bot.curation.comparing import line_changes
from bot.curation.fault_words import in_vietnamese
from bot.curation.gate import Verdict
from bot.curation.publishing import Blocked, examine, publish
from bot.curation.workbench import ground_of, stands
from bot.storage.revisions import Revision

ROOM = "/duyet"
KINDS = {"wording": "cách hỏi", "confirmed": "câu kiểm", "talk": "hội thoại mẫu"}
REFUSED = {
    "own": "Bạn đã viết trong bản này, nên người khác phải duyệt.",
    "gone": "Bản này vừa được sửa, bỏ hoặc đã phát hành. Mời xem lại.",
    "moved": "Vừa có bản khác được phát hành. Mời kiểm tra lại rồi phát hành.",
    "behind": "Bản đang dùng đã đổi từ khi viết bản này. Mời trả lại để người viết so lại.",
}


async def show(visit: Visit) -> Response:
    """Everything that waits, the oldest first."""
    waiting = await visit.store.revisions(None, None, "review")
    drafts = await visit.store.revisions(None, None, "draft")
    titles = {one.id: title_of(visit, one) for one in (*waiting, *drafts)}
    return visit.page("review.html", waiting=waiting[::-1], drafts=drafts, titles=titles)


async def one(visit: Visit, verdict: Verdict | None = None, wrong: str = "") -> Response:
    """A revision beside what is in force."""
    revision = await found(visit)
    if revision is None:
        return visit.missing()
    now = await stands(visit.store, revision.kind, revision.name)
    return visit.page(
        "reviewed.html",
        status=422 if wrong else 200,
        revision=revision,
        title=title_of(visit, revision),
        states=STATES,
        mine=visit.me.name in revision.hands,
        fields=fields_between(now, revision.body),
        lines=line_changes(now.text, revision.body),
        faults=await wrongs(visit, revision),
        behind=now.stamp != revision.made_from,
        verdict=verdict,
        kinds=KINDS,
        say=in_vietnamese,
        titles={topic.id: topic.title for topic in visit.library.topics.values()},
        wrong=wrong,
    )


async def do(visit: Visit) -> Response:
    """Run the gate, publish, or send back."""
    revision = await found(visit)
    if revision is None:
        return visit.missing()
    match visit.given("act"):
        case "check":
            verdict, _ = await examine(visit.store, ground_of(visit.library), revision)
            return await one(visit, verdict)
        case "publish":
            return await _publish(visit, revision)
        case "return":
            why = visit.given("why")
            if not why:
                return await one(visit, wrong="Mời ghi vì sao trả lại, để người viết biết sửa gì.")
            if not await visit.store.return_revision(revision.id, visit.me.name, why):
                return await one(visit, wrong=REFUSED["gone"])
            return visit.to(HOME + ROOM, f"Đã trả lại bản #{revision.id}.")
        case _:
            return visit.missing()


async def _publish(visit: Visit, revision: Revision) -> Response:
    by = visit.me.name
    match await publish(visit.store, ground_of(visit.library), revision, by):
        case Blocked(verdict):
            words = "Chưa phát hành: có chỗ trước đúng nay không còn đúng, hoặc còn lỗi."
            return await one(visit, verdict, words)
        case str() as refused:
            return await one(visit, wrong=REFUSED[refused])
        case _:
            title = title_of(visit, revision)
            return visit.to(HOME + ROOM, f"Đã phát hành “{title}”. Trợ lý dùng trong vài giây.")


PAGES: tuple[Page, ...] = (
    Page(ROOM, "curate", show=show, menu="Duyệt"),
    Page(ROOM + "/{number:int}", "publish", show=one, do=do),
)
