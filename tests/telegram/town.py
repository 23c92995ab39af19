"""A small town: the stand-in, the real channel, store, worker, desk and deliverer, without sockets.

Nothing runs by itself: `settle` lets everything happen that is to happen, by the test's clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from bot_api import BotApi
from talking import Clock

from bot.app import HEART
from bot.channels.telegram import Setup, TelegramChannel
from bot.channels.telegram_updates import LISTENED
from bot.delivery import Deliverer
from bot.desk.group import GroupDesk
from bot.desk.words import say_for
from bot.library import Library
from bot.messages import Address
from bot.platforms import Delivery, Raw
from bot.scene import local_day
from bot.staffroom import Posting, room
from bot.storage.records import Wait
from bot.storage.store import Store
from bot.worker import Worker

GROUP = -1001234567890
API = "http://telegram.test"
MENUS = {"": [("start", "Bắt đầu")], "en": [("start", "Start")]}


def make_channel(api: BotApi, **more: Any) -> TelegramChannel:
    """The channel, met by the stand-in without sockets."""
    setup: dict[str, Any] = {"token": api.token, "api_url": API, "staff_chat": GROUP} | more
    open_file = setup.pop("open_file", None)
    given = {"open_file": open_file} if open_file else {}
    transport = httpx.ASGITransport(app=api.app)
    return TelegramChannel(Setup(**setup), transport=transport, **given)


class Town:
    """Everything together, one step at a time."""

    def __init__(self, api: BotApi, store: Store, library: Library, clock: Clock) -> None:
        self.api, self.store, self.clock = api, store, clock
        self.channel = make_channel(api)
        store.staff_room = room("telegram", str(GROUP))
        self.offset: int | None = None
        self.worker = Worker(
            store, lambda: library, [self.channel], HEART, groups=GroupDesk(store, self.channel)
        )

        async def posted(address: Address, posting: Posting) -> Delivery:
            say = say_for(library, posting, local_day(clock.now))
            return await self.channel.post(address, posting, say)

        self.deliverer = Deliverer(
            store,
            [self.channel],
            pace=lambda _capabilities, address: self.channel.pace(address),
            posted=posted,
        )

    async def keep(self, raws: list[Raw]) -> None:
        await self.store.keep("telegram", raws)

    async def hear(self) -> None:
        """Poll once, and let pressed buttons be acknowledged."""
        heard = await self.channel._poller.once(self.keep, self.offset, LISTENED)
        self.offset = heard.offset
        await asyncio.gather(*self.channel._errands)

    async def settle(self) -> None:
        """Hear, think and send until nothing is left to do; the clock passes every pause."""
        for _ in range(200):
            await self.hear()
            while await self.worker.turn_once():
                pass
            sent = await self.deliverer.send_once("telegram")
            if isinstance(sent, Wait):
                self.clock.advance(seconds=sent.seconds + 0.01)
            elif not sent and not self.api.updates:
                return
        raise AssertionError("the town never comes to rest")

    async def say(self, user: int, text: str, **more: Any) -> list[str]:
        """Somebody writes; what the bot said since, in the same chat."""
        chat = more.get("chat", user)
        before = len(self.api.said(chat)) if chat in self.api.chats else 0
        self.api.write(user, text, **more)
        await self.settle()
        return self.api.texts(chat)[before:]

    async def press(self, user: int, label: str, chat: int | None = None) -> None:
        """Press the latest button with this label."""
        place = user if chat is None else chat
        for message in reversed(self.api.said(place)):
            for button in buttons(message):
                if button["text"] == label:
                    self.api.press(user, place, message["message_id"], button["callback_data"])
                    await self.settle()
                    return
        raise AssertionError(f"no button {label}")


def buttons(message: Mapping[str, Any]) -> list[dict[str, str]]:
    """The inline buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
