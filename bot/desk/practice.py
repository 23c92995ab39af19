"""Practice: invented citizens (practice.toml) answer staff line by line, far from real cases."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.messages import OpenCase
from bot.references import reference
from bot.storage.store import Store
from knowledge.topic import Record, Slug, Words

REASON = "practice:"  # then the scenario's id


class Citizen(Record):
    """Somebody invented, with what they say."""

    id: Slug
    title: Words
    about: Words  # who they are, for whoever practises
    question: Words
    transcript: tuple[Words, ...] = ()
    replies: tuple[Words, ...]
    watch: tuple[Words, ...]  # what a good answer does
    language: str = "vi"
    topic: Slug | None = None
    place: str | None = None


@cache
def citizens() -> dict[str, Citizen]:
    """Everybody who can be practised with, by id."""
    read = tomllib.loads(files("bot.desk").joinpath("practice.toml").read_text("utf-8"))
    found = [Citizen.model_validate(row) for row in read["citizen"]]
    return {citizen.id: citizen for citizen in found}


def citizen_of(reason: str) -> Citizen | None:
    """Who a practice case is with; None when they are no longer in the file."""
    return citizens().get(reason.removeprefix(REASON))


async def begin(store: Store, who: str, by: str) -> str | None:
    """Open a practice case; its code, None when nobody is called so."""
    citizen = citizens().get(who)
    if citizen is None:
        return None
    code = reference(f"practice:{who}:{by}:{store.clock().isoformat()}")
    opened = OpenCase(
        case=code,
        question=citizen.question,
        transcript=citizen.transcript,
        reason=REASON + citizen.id,
        topic=citizen.topic,
        place=citizen.place,
        language=citizen.language,
    )
    await store.open_practice(opened, by)
    return code


async def say(store: Store, case: str, text: str, by: str) -> bool:
    """Say something to the invented citizen; False when no such practice of theirs is open."""
    found = await store.case(case)
    citizen = citizen_of(found.reason) if found and found.practice else None
    if citizen is None:
        return False
    return await store.practise(case, text, by, citizen.replies)
