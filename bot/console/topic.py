"""One topic: what is in force, its versions, and what an upgrade brought instead."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.drafts import STATES
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.curation.comparing import Change, changes, line_changes
from bot.curation.sheets import NotToml
from bot.curation.workbench import (
    Standing,
    begin,
    keep_own,
    open_draft,
    original_of,
    restore,
    stands,
    take_original,
)
from bot.scene import local_day
from bot.voice import Voice
from knowledge.topic import Topic

ROOM = "/chu-de/{name:str}"


async def show(visit: Visit) -> Response:
    """What is in force and every version of it."""
    name = visit.path["name"]
    now = await stands(visit.store, "topic", name)
    versions = await visit.store.revisions("topic", name)
    if not now.text and not versions:
        return visit.missing()
    confirmed = [
        one
        for one in await visit.store.confirmed_questions()
        if one.expects.partition("#")[0] == f"topics/{name}"
    ]
    topic = visit.library.topics.get(name)
    return visit.page(
        "topic.html",
        topic=topic,
        summary=_summary(visit, topic) if topic else "",
        now=now,
        versions=versions,
        states=STATES,
        confirmed=confirmed,
        upgrade=_between(now.original, now.text) if now.differs else None,
    )


def _summary(visit: Visit, topic: Topic) -> str:
    """The summary as citizens read it."""
    voice = Voice(visit.library, local_day(visit.now), "vi")
    return "".join(span.text for span in voice.prose(topic.summary, "", topic.id))


async def do(visit: Visit) -> Response:
    """Begin a draft: from what is in force, from an old version, or as the wheel has it."""
    name, by = visit.path["name"], visit.me.name
    match visit.given("act"):
        case "edit":
            draft = await open_draft(visit.store, "topic", name)
            if draft is not None:
                return visit.to(f"{HOME}/nhap/{draft.id}", "Đang có bản nháp này, mời sửa tiếp.")
            now = await stands(visit.store, "topic", name)
            number = await begin(visit.store, "topic", name, by, "") if now.text else None
        case "original":
            number = await take_original(visit.store, "topic", name, by)
        case "keep":
            number = await keep_own(visit.store, "topic", name, by)
        case "restore":
            number = await _restored(visit, name)
        case _:
            return visit.missing()
    if number is None:
        return visit.missing()
    return visit.to(f"{HOME}/nhap/{number}", f"Đã mở bản nháp #{number}.")


async def _restored(visit: Visit, name: str) -> int | None:
    given = visit.given("revision")
    old = await visit.store.revision(int(given)) if given.isdigit() and len(given) < 10 else None
    if old is None or (old.kind, old.name) != ("topic", name):
        return None
    return await restore(visit.store, old, visit.me.name)


async def compare(visit: Visit) -> Response:
    """A version beside what is in force; `so=goc`: beside the wheel's file."""
    revision = await visit.store.revision(visit.path["number"])
    if revision is None:
        return visit.missing()
    now = await stands(visit.store, revision.kind, revision.name)
    original = original_of(revision.kind, revision.name)[0]
    beside = visit.asked("so")
    other = original if beside == "goc" else now.text
    return visit.page(
        "compare.html",
        revision=revision,
        states=STATES,
        beside="bản gốc" if beside == "goc" else "bản đang dùng",
        has_original=bool(original) and revision.kind == "topic",
        now=now,
        fields=_between(other, revision.body) if revision.kind == "topic" else [],
        lines=line_changes(other, revision.body),
    )


def _between(before: str, after: str) -> list[Change]:
    """Field by field; nothing when one of them is no TOML: the lines then tell it."""
    try:
        return changes(before, after)
    except NotToml:
        return []


def fields_between(now: Standing, after: str) -> list[Change]:
    """What a revision changes of what is in force."""
    return _between(now.text, after) if now.kind == "topic" else []


PAGES: tuple[Page, ...] = (
    Page("/ban/{number:int}", "curate", show=compare),
    Page(ROOM, "curate", show=show, do=do),
)
