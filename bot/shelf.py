"""Where the present library stands; a publish swaps the one reference, between two turns."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter

import structlog
from pydantic import ValidationError

from bot.content import catalogue_digest, read_content
from bot.curation.overlay import overlay
from bot.library import Library
from bot.settings import Settings
from bot.storage.store import Store
from knowledge.office import Office

log = structlog.get_logger("shelf")


class Shelf:
    """The library that turns read: the wheel's content under offices' data and revisions."""

    def __init__(self, settings: Settings, store: Store, ground: Library) -> None:
        """`ground`: what ships, with the catalogue; it answers until the first `reload`."""
        self._settings, self._store = settings, store
        self._ground = self._library = ground
        self._digest = catalogue_digest(settings)

    def present(self) -> Library:
        """The library that the next turn reads."""
        return self._library

    async def reload(self, generation: int) -> None:
        """Take a publish over. What ships is read anew only where the catalogue is another."""
        begun = perf_counter()
        if (digest := catalogue_digest(self._settings)) != self._digest:
            self._ground = await asyncio.to_thread(read_content, self._settings)
            self._digest = digest
        revisions = await self._store.in_force()
        overlaid = await asyncio.to_thread(overlay, self._ground, revisions)
        for left in overlaid.left_out:
            log.error("revision left out", revision=left.revision, name=left.name, why=left.why)
        fresh = await with_kept(overlaid.library, self._store)
        self._library = replace(fresh, generation=generation)
        log.info("library ready", revisions=len(overlaid.own), ms=_since(begun))


async def with_kept(library: Library, store: Store) -> Library:
    """The content with what the database holds beside it: offices, teams, what is switched off."""
    off = frozenset(switch.scope for switch in await store.switches())
    by_place = any(team.places for team in await store.teams())
    return replace(library, offices=await read_offices(store), by_place=by_place, off=off)


async def read_offices(store: Store) -> dict[str, Office]:
    """The offices' own data, by place; what no longer fits the schema is left out."""
    found: dict[str, Office] = {}
    for place, body in (await store.offices()).items():
        try:
            found[place] = Office.model_validate_json(body)
        except ValidationError as fault:
            log.warning("office unreadable", place=place, faults=fault.error_count())
    return found


def _since(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)
