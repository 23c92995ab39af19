"""The composition root: the only place that knows all parts and puts them together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

import structlog
from pydantic import ValidationError

from bot import conversation
from bot.channels.terminal import TerminalChannel
from bot.channels.web import WebChannel
from bot.content import read_content
from bot.delivery import Deliverer
from bot.library import Library
from bot.messages import Channel, PushChannel
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage.records import Periods
from bot.storage.store import Store, open_store
from bot.worker import Heart, Worker
from knowledge.office import Office

log = structlog.get_logger("app")

HEART: Heart[Library] = Heart(conversation.respond, conversation.session_lost, conversation.sorry)


class Shelf:
    """Where the present library stands; a publish swaps the one reference, between two turns."""

    def __init__(self, settings: Settings, store: Store, library: Library) -> None:
        self._settings, self._store, self._library = settings, store, library

    def present(self) -> Library:
        """The library that the next turn reads."""
        return self._library

    async def reload(self, generation: int) -> None:
        """Read everything anew, in a thread, and swap."""
        fresh = await asyncio.to_thread(read_content, self._settings)
        offices = await read_offices(self._store)
        self._library = replace(fresh, offices=offices, generation=generation)


async def read_offices(store: Store) -> dict[str, Office]:
    """The offices' own data, by place; what no longer fits the schema is left out."""
    found: dict[str, Office] = {}
    for place, body in (await store.offices()).items():
        try:
            found[place] = Office.model_validate_json(body)
        except ValidationError as fault:
            log.warning("office unreadable", place=place, faults=fault.error_count())
    return found


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs, put together once."""

    settings: Settings
    store: Store
    shelf: Shelf
    metrics: Metrics
    web: WebChannel
    pushing: tuple[PushChannel, ...]
    worker: Worker[Library]
    deliverer: Deliverer

    async def work(self) -> None:
        """Serve talks until cancelled: hear, think, send."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.worker.run())
            tasks.create_task(self.deliverer.run())
            for channel in self.pushing:
                tasks.create_task(channel.listen(partial(self.store.keep, channel.name)))


@asynccontextmanager
async def open_house(settings: Settings, library: Library | None = None) -> AsyncIterator[House]:
    """Open the store, read the content, and put the parts together; closed at the end."""
    if library is None:
        library = await asyncio.to_thread(read_content, settings)
    store = await open_store(settings)
    try:
        generation = await store.generation()
        offices = await read_offices(store)
        yield _build(settings, replace(library, offices=offices, generation=generation), store)
    finally:
        await store.close()


def _periods(settings: Settings) -> Periods:
    return Periods(
        answers=settings.retention_answers_days,
        transcripts=settings.retention_transcripts_days,
        audit=settings.retention_audit_days,
    )


def _build(settings: Settings, library: Library, store: Store) -> House:
    shelf, metrics = Shelf(settings, store, library), Metrics()
    web = WebChannel(partial(store.keep, "web"), store.stream, store.acknowledge)
    pushing: tuple[PushChannel, ...] = ()
    channels: tuple[Channel, ...] = (web, TerminalChannel(), *pushing)
    worker = Worker(
        store,
        shelf.present,
        channels,
        HEART,
        metrics=metrics,
        periods=_periods(settings),
        generation=library.generation,
        reload=shelf.reload,
    )
    deliverer = Deliverer(store, pushing, night=settings.night, metrics=metrics)
    return House(settings, store, shelf, metrics, web, pushing, worker, deliverer)
