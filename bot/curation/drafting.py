"""Drafts with one click: a wording more, a new topic from a question or from a solved case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import tomlkit

from bot.curation.columns import HEAD
from bot.curation.sheets import NotToml, rows_of, written
from bot.curation.workbench import begin, open_draft, stands
from bot.privacy import mask
from bot.scene import local_day
from bot.storage.records import Case
from bot.storage.revisions import LEXICON, Revision
from bot.storage.store import Store
from knowledge.vietnamese import fold, nfc

REVIEW_AFTER = timedelta(days=180)
LONGEST = 300  # signs of a wording


@dataclass(frozen=True, slots=True)
class Seed:
    """What a new topic is begun with."""

    title: str
    wordings: tuple[str, ...]
    answer: tuple[str, ...] = ()  # what staff answered, a statement each
    source: str = ""


async def add_wording(store: Store, topic: str, wording: str, by: str) -> int | None:
    """Put a wording into the topic's open draft, or into a new one; its number.

    None where the topic is unknown, cannot be read, or somebody saved at the same moment.
    """
    words = " ".join(nfc(wording).split())[:LONGEST]
    now = await stands(store, "topic", topic)
    if not now.text or not words:
        return None
    draft = await open_draft(store, "topic", topic)
    text = with_wording(draft.body if draft else now.text, words)
    if text is None:
        return None
    if draft is None:
        why = f"thêm cách hỏi: {words}"
        return await begin(store, "topic", topic, by, why, body=text)
    saved = await store.save_revision(draft.id, draft.edition, by, body=text)
    return draft.id if saved else None


def with_wording(text: str, words: str) -> str | None:
    """The topic with one more wording, unless it has it; None for what is no TOML."""
    try:
        head = rows_of(text)[HEAD][0]
        known = head["wordings"].split("\n")
        if fold(words) in map(fold, known):
            return text
        return written(text, {HEAD: [{"wordings": "\n".join([*filter(None, known), words])}]})
    except NotToml:
        return None


def seeded(seed: Seed, today: date) -> str:
    """A topic's text to begin with; what nobody knows yet is left for the form."""
    topic = tomlkit.document()
    topic["kind"] = "answer"
    topic["title"] = seed.title
    topic["summary"] = ""
    wordings = tomlkit.array()
    wordings.extend(seed.wordings)
    topic["wordings"] = wordings.multiline(multiline=True)
    topic["source"] = "can-bo"
    topic["reviewed"] = today
    topic["review_by"] = today + REVIEW_AFTER
    topic["confidence"] = "low"
    source = tomlkit.table()
    source["title"] = seed.source or "Cán bộ trả lời, chưa dẫn văn bản"
    source["date"] = today
    topic["sources"] = {"can-bo": source}
    statements = tomlkit.aot()
    for number, words in enumerate(seed.answer, 1):
        one = tomlkit.table()
        one["id"] = f"tra-loi-{number}"
        one["text"] = words
        statements.append(one)
    if seed.answer:
        topic["eligibility"] = statements
    return tomlkit.dumps(topic)


def of_case(case: Case) -> Seed:
    """A solved case as the beginning of a topic: masked once more, with where it came from."""
    answers = [mask(" ".join(line.text.split())) for line in case.lines if line.who == "staff"]
    question = mask(" ".join(case.question.split()))[:LONGEST]
    day = f"{local_day(case.closed or case.opened):%d/%m/%Y}"
    by = case.closed_by or "Cán bộ"
    return Seed(
        question[:80], (question,), tuple(answers), f"{by} trả lời yêu cầu {case.case}, {day}"
    )


# ---- staff's own phrases, as rows


def phrase_rows(text: str) -> list[dict[str, str]]:
    """Each meaning as texts: a phrase a line; of `near` a group a line, commas between phrases.

    Raises NotToml.
    """
    try:
        found = tomlkit.parse(text).unwrap().get("concept", [])
        return [
            {
                "said": "\n".join(one.get("said", ())),
                "law": "\n".join(one.get("law", ())),
                "near": "\n".join(", ".join(group) for group in one.get("near", ())),
                "keep": "có" if one.get("keep") else "",
            }
            for one in found
        ]
    except (ValueError, AttributeError, TypeError) as fault:
        raise NotToml(str(fault)) from fault


def phrases_text(rows: Sequence[Mapping[str, str]]) -> str:
    """The text of rows; an empty row is none."""
    concepts = tomlkit.aot()
    for row in rows:
        said, law = _lines(row.get("said", "")), _lines(row.get("law", ""))
        if not said and not law:
            continue
        one = tomlkit.table()
        one["law"], one["said"] = law, said
        if near := [_parts(line) for line in _lines(row.get("near", ""))]:
            one["near"] = near
        if row.get("keep"):
            one["keep"] = True
        concepts.append(one)
    return tomlkit.dumps({"concept": concepts}) if len(concepts) else ""


def _lines(text: str) -> list[str]:
    return [" ".join(nfc(line).split()) for line in text.splitlines() if line.strip()]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(",") if part.strip()]


async def phrases_draft(store: Store, by: str) -> Revision:
    """The draft of staff's phrases that is open, or a new one."""
    found = await open_draft(store, "lexicon", LEXICON)
    if found is not None:
        return found
    number = await begin(store, "lexicon", LEXICON, by, "sửa cách nói")
    begun = await store.revision(number)
    if begun is None:
        raise AssertionError("a draft that was just begun is gone")
    return begun
