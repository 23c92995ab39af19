"""The composition root: the only place that knows all parts and puts them together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

from starlette.routing import BaseRoute

from bot import conversation
from bot.channels.terminal import TerminalChannel
from bot.channels.web import WebChannel
from bot.console.routes import Console
from bot.content import read_content
from bot.delivery import Deliverer
from bot.desk.group import GroupDesk
from bot.desk.words import say_for
from bot.library import Library
from bot.messages import Address, FileRef
from bot.metrics import Metrics
from bot.platforms import Channel, Delivery, Keep, PushChannel, Raw
from bot.rendering import OpenFile, opener
from bot.scene import local_day
from bot.server import Told
from bot.settings import Settings, SettingsFault
from bot.shelf import Shelf
from bot.staffroom import Posted, Posting, StaffChannel
from bot.storage.records import Periods
from bot.storage.store import Store, open_store
from bot.worker import Heart, Worker

HEART: Heart[Library] = Heart(conversation.respond, conversation.session_lost, conversation.sorry)


class Platform(PushChannel, Protocol):
    """A channel of somebody else's network: it may push to us, and it can be asked how it is."""

    def routes(self, keep: Keep) -> list[BaseRoute]:
        """Its webhooks."""

    def pace(self, address: Address) -> float:
        """Seconds between two messages to an address."""

    async def health(self) -> Mapping[str, object]:
        """What it says of itself."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs, put together once."""

    settings: Settings
    store: Store
    shelf: Shelf
    metrics: Metrics
    web: WebChannel
    platforms: tuple[Platform, ...]
    worker: Worker[Library]
    deliverer: Deliverer

    async def work(self) -> None:
        """Serve talks until cancelled: hear, think, send."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.worker.run())
            tasks.create_task(self.deliverer.run())
            for channel in self.platforms:
                hearing = partial(channel.listen, self.keeping(channel.name))
                tasks.create_task(self.store.do_alone(f"listen:{channel.name}", hearing))

    async def open_file(self, file: FileRef) -> bytes:
        """A file at the moment of its delivery. Raises LookupError."""
        return await opener(self.shelf.present, self.store.export)(file)

    def keeping(self, channel: str) -> Keep:
        """How a channel keeps what it hears."""

        async def keep(raws: list[Raw]) -> None:
            await self.store.keep(channel, raws)

        return keep

    def routes(self) -> list[BaseRoute]:
        """The web chat, the platforms' webhooks and the console."""
        hooks = [each.routes(self.keeping(each.name)) for each in self.platforms]
        console = Console(self.store, self.shelf.present)
        return [*chain.from_iterable(hooks), *console.routes(), *self.web.routes()]

    def told(self) -> dict[str, Told]:
        """What each platform says of itself, for `/health`."""
        return {each.name: each.health for each in self.platforms}

    async def close(self) -> None:
        """Let go of connections to platforms."""
        for each in self.platforms:
            await each.close()


@asynccontextmanager
async def open_house(settings: Settings, library: Library | None = None) -> AsyncIterator[House]:
    """Open the store, read the content, and put the parts together; closed at the end."""
    if library is None:
        library = await asyncio.to_thread(read_content, settings)
    store = await open_store(settings)
    try:
        shelf = Shelf(settings, store, library)
        await shelf.reload(await store.generation())
        house = _build(settings, shelf, store)
        try:
            yield house
        finally:
            await house.close()
    finally:
        await store.close()


def _periods(settings: Settings) -> Periods:
    return Periods(
        answers=settings.retention_answers_days,
        transcripts=settings.retention_transcripts_days,
        audit=settings.retention_audit_days,
    )


class Telegram(Platform, StaffChannel, Protocol):
    """The platform on which staff are met."""


def telegram_channel(
    settings: Settings, present: Callable[[], Library], open_file: OpenFile
) -> Telegram | None:
    """The channel, where there is a token. Raises SettingsFault for a webhook without address."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    from bot.channels.telegram import WEBHOOK, Setup, TelegramChannel  # noqa: PLC0415 - dear

    hooked = settings.telegram_mode == "webhook"
    if hooked and settings.public_url is None:
        raise SettingsFault("TROLY_PUBLIC_URL: TELEGRAM_MODE=webhook needs the public address")
    url = str(settings.public_url).rstrip("/") + WEBHOOK if hooked else None
    setup = Setup(
        token=token,
        api_url=str(settings.telegram_api_url),
        webhook_url=url,
        secret=settings.telegram_webhook_secret.get_secret_value(),
        staff_chat=settings.telegram_staff_chat_id,
        menus=_menus(present()),
    )
    return TelegramChannel(setup, open_file=open_file)


def _menus(library: Library) -> dict[str, list[tuple[str, str]]]:
    """The commands that Telegram lists, by language; the first is for all others."""
    phrases = library.phrasebook.phrases
    named = {
        language: [
            (key.removeprefix("menu-"), words)
            for key, words in phrases[language].items()
            if key.startswith("menu-")
        ]
        for language in ("vi", "en")
    }
    return {"": named["vi"], **named}


def _build(settings: Settings, shelf: Shelf, store: Store) -> House:
    metrics = Metrics()
    open_file = opener(shelf.present, store.export)
    web = WebChannel(partial(store.keep, "web"), store.stream, store.acknowledge, open_file)
    phone = telegram_channel(settings, shelf.present, open_file)
    platforms: tuple[Platform, ...] = (phone,) if phone else ()
    paces = {each.name: each.pace for each in platforms}
    channels: tuple[Channel, ...] = (web, TerminalChannel(), *platforms)
    worker = Worker(
        store,
        shelf.present,
        channels,
        HEART,
        metrics=metrics,
        periods=_periods(settings),
        generation=shelf.present().generation,
        reload=shelf.reload,
        groups=GroupDesk(store, phone) if phone else None,
    )
    deliverer = Deliverer(
        store,
        platforms,
        night=settings.night,
        metrics=metrics,
        pace=lambda _capabilities, address: paces[address.channel](address),
        posted=_posting(store, shelf, phone) if phone else None,
    )
    return House(settings, store, shelf, metrics, web, platforms, worker, deliverer)


def _posting(store: Store, shelf: Shelf, phone: StaffChannel) -> Posted:
    """Postings are put into words when they are sent: any process may queue one."""

    async def post(address: Address, posting: Posting) -> Delivery:
        say = say_for(shelf.present(), posting, local_day(store.clock()))
        return await phone.post(address, posting, say)

    return post
