"""Telegram: updates become Events, replies become calls. Its library gives `Bot` and types only."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

import httpx
import structlog
from starlette.routing import BaseRoute, Route
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, WebhookInfo
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram_calls import Caller, OpenFile, no_file
from bot.channels.telegram_ingest import Hook, Poller
from bot.channels.telegram_updates import (
    CHANNEL,
    LISTENED,
    Me,
    query_of,
    read,
    read_group,
    wrap,
)
from bot.messages import Address, Event, FileRef, Reply, Say
from bot.platforms import Capabilities, Delivery, Keep, Raw
from bot.staffroom import GroupHeard, Posting, group_of

WEBHOOK = "/webhook/telegram"
CAPABILITIES = Capabilities(
    delivery="push",
    text_limit=4096,
    utf16=True,
    buttons=12,
    files_out=True,
    files_in=True,
    edit=True,
    retract=True,
    typing=True,
    per_second=30.0,
    per_talk_second=1.0,
)
GROUP_SECONDS = 3.0  # twenty a minute in a group
CALL_SECONDS, UPLOAD_SECONDS = 15.0, 20.0
HEALTH_SECONDS = 15.0  # for so long an answer of /health stands
WATCH_SECONDS = 600.0  # how often a webhook is looked after
LONGEST_PAUSE = 300.0

log = structlog.get_logger("telegram")

Menus = Mapping[str, Sequence[tuple[str, str]]]  # language -> (command, what it does)


@dataclass(frozen=True, slots=True)
class Setup:
    """What the operator decided, as this channel needs it."""

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_url: str | None = None  # None: polling
    secret: str = field(default="", repr=False)
    staff_chat: int | None = None
    menus: Menus = field(default_factory=dict)

    @property
    def shared_secret(self) -> str:
        """What Telegram must show at the webhook; made of the token where none was set."""
        return self.secret or hashlib.sha256(f"webhook:{self.token}".encode()).hexdigest()

    @property
    def bot_id(self) -> int:
        """The number before the colon of a token."""
        number = self.token.partition(":")[0]
        return int(number) if number.isascii() and number.isdigit() else 0


class TelegramChannel:
    """A push channel for private chats, and the room in which staff are met."""

    name = CHANNEL

    def __init__(
        self,
        setup: Setup,
        *,
        open_file: OpenFile = no_file,
        transport: httpx.AsyncBaseTransport | None = None,
        capabilities: Capabilities = CAPABILITIES,
    ) -> None:
        """`open_file` gives the bytes of files that are not Telegram's own."""
        os.environ["PTB_TIMEDELTA"] = "true"  # how its errors tell spans, without a warning
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, with the token
        self.capabilities = capabilities
        self._setup = setup
        self._me = Me(setup.bot_id, staff_chat=setup.staff_chat)
        api = setup.api_url.rstrip("/")
        self._bot = Bot(
            setup.token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=_request(transport),
            get_updates_request=_request(transport),
        )
        self._http = httpx.AsyncClient(transport=transport)
        self._caller = Caller(self._bot, open_file)
        self._poller = Poller(
            self._http, f"{api}/bot{setup.token}", self._wrap, self._acknowledge, self._unhook
        )
        self._errands: set[asyncio.Task[None]] = set()
        self._health: tuple[float, dict[str, object]] | None = None

    # ---- hearing

    def _wrap(self, update: object) -> Raw | None:
        return wrap(update, self._me)

    def read(self, raw: Raw, at: datetime) -> Event | None:
        """A kept update of a private chat. Raises when it is damaged."""
        return read(raw, at)

    def read_group(self, raw: Raw, at: datetime) -> GroupHeard | None:
        """A kept update of a group. Raises when it is damaged."""
        return read_group(raw, at)

    async def listen(self, keep: Keep) -> None:
        """Poll, or see to it that Telegram pushes to `routes`; until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_until_done(self._introduce))
            if self._setup.webhook_url is None:
                tasks.create_task(self._poller.listen(keep, LISTENED))
            else:
                tasks.create_task(self._look_after_webhook(self._setup.webhook_url))

    def routes(self, keep: Keep) -> list[BaseRoute]:
        """Where Telegram pushes to; nothing when polling."""
        if self._setup.webhook_url is None:
            return []
        hook = Hook(self._setup.shared_secret, self._wrap, self._acknowledge, keep)
        return [Route(WEBHOOK, hook.hear, methods=["POST"])]

    async def _introduce(self) -> None:
        """Learn our own name, and show the menus of commands."""
        me = await self._bot.get_me()
        self._me = replace(self._me, username=me.username or "")
        for language, menu in self._setup.menus.items():
            listed = [BotCommand(command, words) for command, words in menu]
            scope = BotCommandScopeAllPrivateChats()
            await self._bot.set_my_commands(listed, scope, language_code=language or None)

    async def _look_after_webhook(self, url: str) -> None:
        """Set it; Telegram takes one away that was refused for a day, then set it again."""
        while True:
            await _until_done(lambda: self._hook_up(url))
            await asyncio.sleep(WATCH_SECONDS)

    async def _hook_up(self, url: str) -> None:
        if (await self._bot.get_webhook_info()).url != url:
            secret = self._setup.shared_secret
            await self._bot.set_webhook(
                url, max_connections=1, allowed_updates=list(LISTENED), secret_token=secret
            )

    async def _unhook(self) -> None:
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as fault:
            log.warning("webhook stays", fault=type(fault).__name__)

    def _acknowledge(self, updates: Sequence[object]) -> None:
        """A pressed button stops waiting at once, whenever its turn comes."""
        for query in filter(None, map(query_of, updates)):
            errand = asyncio.create_task(self._answer_query(query))
            self._errands.add(errand)
            errand.add_done_callback(self._errands.discard)

    async def _answer_query(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as fault:
            log.info("button not acknowledged", fault=type(fault).__name__)

    # ---- saying

    async def deliver(self, address: Address, reply: Reply) -> Delivery:
        """Send one reply to a private chat, or take a posting back from a group."""
        return await self._caller.carry_out(group_of(address), reply)

    async def post(self, address: Address, posting: Posting, say: Say) -> Delivery:
        """Post to a group."""
        return await self._caller.post(group_of(address), posting, say)

    def pace(self, address: Address) -> float:
        """Seconds between two messages to one chat: groups take fewer."""
        most = self.capabilities.per_talk_second
        if not most:
            return 0.0
        return GROUP_SECONDS if address.talk.startswith("-") else 1 / most

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a citizen's file (at most 20 MB). Raises TelegramError."""
        found = await self._bot.get_file(file.source.removeprefix(f"{CHANNEL}:"))
        return bytes(await found.download_as_bytearray())

    # ---- how it is

    async def health(self) -> dict[str, object]:
        """What Telegram says of our webhook and of what waits there, for `/health`."""
        now = monotonic()
        if self._health is None or now - self._health[0] > HEALTH_SECONDS:
            self._health = now, await self._ask_health()
        return self._health[1]

    async def _ask_health(self) -> dict[str, object]:
        mode = "polling" if self._setup.webhook_url is None else "webhook"
        try:
            info = await self._bot.get_webhook_info(read_timeout=3, connect_timeout=3)
        except TelegramError as fault:
            return {"mode": mode, "reachable": False, "fault": type(fault).__name__}
        return {"mode": mode, "reachable": True, **_shown(info, self._setup.webhook_url)}

    async def close(self) -> None:
        """Let running errands end, and close connections."""
        await asyncio.gather(*self._errands, return_exceptions=True)
        for request in self._bot._request:  # noqa: SLF001 - Bot.shutdown asks for an initialised Bot
            await request.shutdown()
        await self._http.aclose()


def _shown(info: WebhookInfo, wanted: str | None) -> dict[str, object]:
    shown: dict[str, object] = {
        "webhook_as_set": info.url == (wanted or ""),
        "pending": info.pending_update_count,
    }
    if info.last_error_message:
        shown["last_error"] = info.last_error_message
    return shown


def _request(transport: httpx.AsyncBaseTransport | None) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=16,
        read_timeout=CALL_SECONDS,
        write_timeout=CALL_SECONDS,
        connect_timeout=5.0,
        pool_timeout=5.0,
        media_write_timeout=UPLOAD_SECONDS,
        httpx_kwargs={"transport": transport} if transport is not None else None,
    )


async def _until_done(work: Callable[[], Awaitable[None]]) -> None:
    """Do it, again after a pause while Telegram is out of reach."""
    wait = 1.0
    while True:
        try:
            await work()
        except TelegramError as fault:
            log.warning("telegram not ready", fault=type(fault).__name__, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(LONGEST_PAUSE, wait * 2)
        else:
            return
