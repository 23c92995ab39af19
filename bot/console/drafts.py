"""What the rooms of curation share: a draft found, its library beside the present one, its name."""

from __future__ import annotations

import asyncio
import re

from bot.console.visits import Visit
from bot.curation.proofs import Wrong, faults_of_phrases, faults_of_topic
from bot.curation.publishing import candidate
from bot.curation.workbench import ground_of, original_of
from bot.library import Library
from bot.storage.revisions import Revision
from knowledge.pack import Fault

STATES = {
    "draft": "bản nháp",
    "review": "chờ duyệt",
    "published": "đang dùng",
    "retired": "đã thay",
    "dropped": "đã bỏ",
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 48  # a button's value holds it


async def fresh_name(visit: Visit, name: str) -> str | None:
    """An id that no topic and no draft has; None when it will not do."""
    if not _SLUG.fullmatch(name) or len(name) > LONGEST_NAME or name in visit.library.topics:
        return None
    if original_of("topic", name)[0] or await visit.store.revisions("topic", name):
        return None
    return name


async def found(visit: Visit) -> Revision | None:
    """The revision that the path names."""
    return await visit.store.revision(visit.path["number"])


async def libraries(visit: Visit, revision: Revision) -> tuple[Library | None, tuple[Fault, ...]]:
    """The library with the draft in force (None, with the faults that forbid); in a thread."""
    in_force = await visit.store.in_force()
    present = visit.library

    def lay() -> tuple[Library | None, tuple[Fault, ...]]:
        return candidate(ground_of(present), in_force, revision)

    return await asyncio.to_thread(lay)


async def wrongs(visit: Visit, revision: Revision) -> list[Wrong]:
    """Every fault of a draft; in a thread."""
    if revision.kind == "lexicon":
        return [Wrong("lexicon", None, None, words) for words in faults_of_phrases(revision.body)]
    given = revision.body, revision.name, revision.field
    return await asyncio.to_thread(faults_of_topic, visit.library, *given)


def title_of(visit: Visit, revision: Revision) -> str:
    """What staff call it."""
    if revision.kind == "lexicon":
        return "Cách nói của người dân"
    topic = visit.library.topics.get(revision.name)
    return topic.title if topic else revision.name
