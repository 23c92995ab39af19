"""A draft being written: the form, the raw text, how it reads on each channel, a question tried."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.responses import Response

from bot.console.drafts import STATES, found, libraries, title_of, wrongs
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.curation.cells import tidy
from bot.curation.drafting import phrase_rows, phrases_text
from bot.curation.fault_words import in_vietnamese
from bot.curation.form_fields import posted, sections
from bot.curation.previews import (
    FACET_NAMES,
    Message,
    Trial,
    channels,
    facets_of,
    preview,
    try_question,
)
from bot.curation.proofs import Wrong
from bot.curation.sheets import NotToml, rows_of, written
from bot.curation.workbench import stands
from bot.privacy import mask
from bot.scene import local_day
from bot.storage.revisions import Revision

ROOM = "/nhap/{number:int}"
TAKEN = "Bản nháp này vừa có người khác lưu. Phần dưới là bản mới nhất; mời nhập lại chỗ vừa sửa."
MOST_PHRASES = 300


async def show(visit: Visit, wrong: str = "", draft: Revision | None = None) -> Response:
    """The form, or the raw text."""
    draft = draft or await found(visit)
    if draft is None:
        return visit.missing()
    if draft.state not in {"draft", "review"}:
        return visit.to(f"{HOME}/ban/{draft.id}")
    now = await stands(visit.store, draft.kind, draft.name)
    faults = await wrongs(visit, draft)
    raw = visit.asked("dang") == "toml"
    form, phrases = _form(draft, faults)
    return visit.page(
        "draft.html",
        status=422 if wrong else 200,
        draft=draft,
        title=title_of(visit, draft),
        states=STATES,
        form=form,
        phrases=phrases,
        raw=raw or (form is None and phrases is None),
        faults=faults,
        behind=draft.made_from != now.stamp,
        topics={topic.id: topic.title for topic in visit.library.topics.values()},
        channels=channels(),
        facets=_facets(visit, draft),
        facet_names=FACET_NAMES,
        wrong=wrong,
    )


def _form(draft: Revision, faults: list[Wrong]) -> tuple[object | None, object | None]:
    """The sections of a topic, or the rows of phrases; neither when it is no TOML."""
    try:
        if draft.kind == "lexicon":
            return None, [
                *phrase_rows(draft.body),
                dict.fromkeys(("said", "law", "near", "keep"), ""),
            ]
        return sections(rows_of(draft.body), faults), None
    except NotToml:
        return None, None


def _facets(visit: Visit, draft: Revision) -> tuple[str, ...]:
    topic = visit.library.topics.get(draft.name)
    return facets_of(topic) if topic and draft.kind == "topic" else ("summary",)


async def do(visit: Visit) -> Response:
    """Save, hand over for review, or put away."""
    draft = await found(visit)
    if draft is None:
        return visit.missing()
    back, by = f"{HOME}/nhap/{draft.id}", visit.me.name
    tab = "?dang=toml" if visit.given("raw") else ""
    match visit.given("act"):
        case "drop":
            await visit.store.drop_revision(draft.id, by)
            return visit.to(HOME + "/chu-de", f"Đã bỏ bản nháp #{draft.id}; vẫn xem lại được.")
        case "rebase":
            now = await stands(visit.store, draft.kind, draft.name)
            await visit.store.save_revision(
                draft.id, draft.edition, by, made_from=now.stamp, origin=now.origin
            )
            return visit.to(back, "Đã ghi: bạn đã so với bản đang dùng và giữ bản nháp này.")
        case "save" | "offer" as act:
            saved = await _saved(visit, draft)
            if isinstance(saved, str):
                return await show(visit, saved)
            return await _offer(visit, saved) if act == "offer" else visit.to(back + tab, "Đã lưu.")
        case _:
            return visit.missing()


async def _saved(visit: Visit, draft: Revision) -> Revision | str:
    """The draft as it now stands, or why it was not saved."""
    edition = visit.given("edition")
    seen = int(edition) if edition.isdigit() and len(edition) < 10 else 0
    try:
        text = _text(visit, draft)
    except NotToml as fault:
        return f"Chưa lưu được: {fault}"
    if text == draft.body and seen == draft.edition:
        return draft
    if not await visit.store.save_revision(draft.id, seen, visit.me.name, body=text):
        return TAKEN
    return replace(draft, body=text, edition=seen + 1)


def _text(visit: Visit, draft: Revision) -> str:
    """What was posted as a text: raw, as rows of phrases, or as the form of a topic."""
    if visit.given("raw"):
        return tidy(str(visit.form.get("text", ""))) + "\n"
    fields = {key: value for key, value in visit.form.items() if isinstance(value, str)}
    if draft.kind == "lexicon":
        keys = ("said", "law", "near", "keep")
        rows = [
            {key: fields.get(f"{number}.{key}", "") for key in keys}
            for number in range(MOST_PHRASES)
            if f"{number}.said" in fields
        ]
        return phrases_text(rows)
    return written(draft.body, posted(fields))


async def _offer(visit: Visit, draft: Revision) -> Response:
    """For review only what has no fault."""
    faults = await wrongs(visit, draft)
    why = visit.given("why")
    if faults or not why:
        said = (
            f"Đã lưu, chưa gửi duyệt: còn {len(faults)} lỗi phải sửa."
            if faults
            else ("Đã lưu, chưa gửi duyệt: mời ghi vì sao sửa, để người duyệt hiểu.")
        )
        return await show(visit, said, draft)
    if not await visit.store.offer_revision(draft.id, draft.edition, visit.me.name, why):
        return await show(visit, TAKEN)
    return visit.to(HOME + "/duyet", f"Bản #{draft.id} đang chờ người khác duyệt.")


# ---- how it reads


async def look(visit: Visit) -> Response:
    """What a citizen would read: of what is saved, or of what stands in the form just now."""
    draft = await found(visit)
    if draft is None or draft.kind != "topic":
        return visit.missing()
    if visit.request.method == "POST":
        try:
            draft = replace(draft, body=_text(visit, draft))
        except NotToml as fault:
            return _looked(visit, draft, {}, [str(fault)], "")
    library, faults = await libraries(visit, draft)
    facet = visit.given("facet") or visit.asked("mat") or "summary"
    shown: dict[str, list[Message]] = {}
    if library is not None:
        topic, day = library.topics[draft.name], local_day(visit.now)
        shown = {name: preview(library, topic, facet, day, name) for name in channels()}
    words = [in_vietnamese(fault.words) for fault in faults]
    return _looked(visit, draft, shown, words, facet)


def _looked(
    visit: Visit,
    draft: Revision,
    shown: dict[str, list[Message]],
    faults: list[str],
    facet: str,
) -> Response:
    return visit.page(
        "look.html", draft=draft, shown=shown, faults=faults, facet=facet, facet_names=FACET_NAMES
    )


async def trial(visit: Visit) -> Response:
    """A question put to what is in force and to the draft, side by side."""
    draft = await found(visit)
    if draft is None:
        return visit.missing()
    question = visit.asked("hoi")[:1000]
    trials: dict[str, Trial] = {}
    faults: list[str] = []
    if question:
        library, broken = await libraries(visit, draft)
        faults = [in_vietnamese(fault.words) for fault in broken]
        asked = {"Đang dùng": visit.library, **({"Bản nháp": library} if library else {})}
        for name, each in asked.items():
            trials[name] = await asyncio.to_thread(try_question, each, question, visit.now)
    return visit.page(
        "trial.html",
        draft=draft,
        title=title_of(visit, draft),
        question=question,
        trials=trials,
        faults=faults,
    )


async def confirm(visit: Visit) -> Response:
    """Staff say that the draft's answer is right: the gate asks it from now on."""
    question, expects = mask(visit.given("question")), visit.given("expects")
    draft = await found(visit)
    topic = expects.removeprefix("topics/").partition("#")[0]
    if draft is None or not question or topic not in {*visit.library.topics, draft.name}:
        return visit.missing()
    await visit.store.confirm_question(question, expects, visit.me.name)
    return visit.to(
        f"{HOME}/nhap/{draft.id}/thu",
        "Đã ghi làm câu kiểm: từ nay lần phát hành nào cũng hỏi lại câu này.",
    )


PAGES: tuple[Page, ...] = (
    Page(ROOM, "curate", show=show, do=do),
    Page(ROOM + "/xem", "curate", show=look, do=look),
    Page(ROOM + "/thu", "curate", show=trial, do=confirm),
)
