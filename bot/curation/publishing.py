"""The way into force: a reviewed revision, the gate, and the one transaction that publishes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.curation.gate import Verdict, judge
from bot.curation.overlay import overlay
from bot.curation.workbench import stands
from bot.library import Library
from bot.rehearsal import Line, shipped_talks, talks
from bot.storage.revisions import Refusal, Revision
from bot.storage.store import Store
from knowledge.pack import Fault

# "behind": something else was put in force since the draft was begun from it
Outcome = Refusal | Literal["behind"] | int


@dataclass(frozen=True, slots=True)
class Blocked:
    """It may not be published: why, side by side."""

    verdict: Verdict


def candidate(
    ground: Library, in_force: Sequence[Revision], revision: Revision
) -> tuple[Library | None, tuple[Fault, ...]]:
    """The library as it would be with the revision in force; None with the faults that forbid."""
    others = [one for one in in_force if (one.kind, one.name) != (revision.kind, revision.name)]
    laid = overlay(ground, [*others, revision])
    left = [one for one in laid.left_out if one.revision == revision.id]
    if left:
        return None, tuple(one.fault for one in left)
    return laid.library, ()


async def examine(store: Store, ground: Library, revision: Revision) -> tuple[Verdict, int]:
    """Run the gate in a thread; its verdict and the generation that it was run against."""
    generation = await store.generation()
    in_force = await store.in_force()
    confirmed = await store.confirmed_questions()
    at = store.clock()

    def run() -> Verdict:
        new, faults = candidate(ground, in_force, revision)
        if new is None:
            return Verdict((), faults, {})
        old = overlay(ground, in_force).library
        changed = (revision.name,) if revision.kind == "topic" else ()
        return judge(old, new, confirmed, _shipped(), at, changed)

    return await asyncio.to_thread(run), generation


async def publish(store: Store, ground: Library, revision: Revision, by: str) -> Outcome | Blocked:
    """Publish if the gate lets it: the new generation, or why not."""
    if (await stands(store, revision.kind, revision.name)).stamp != revision.made_from:
        return "behind"
    verdict, generation = await examine(store, ground, revision)
    if not verdict.is_open:
        return Blocked(verdict)
    return await store.publish_revision(revision.id, revision.edition, by, generation)


def _shipped() -> list[tuple[str, list[Line]]]:
    return list(talks(shipped_talks()))
