"""The stand-in and the town for tests of Telegram and of the staff group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from bot_api import BotApi
from town import Town, make_channel

from bot.channels import telegram_ingest
from bot.channels.telegram import TelegramChannel
from bot.library import Library
from bot.storage.store import Store


@pytest.fixture(autouse=True)
def _polls_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_ingest, "LONG_POLL", 0)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(patience=0.001)
    yield server
    await server.close()


@pytest.fixture
async def channel(api: BotApi) -> AsyncIterator[TelegramChannel]:
    made = make_channel(api)
    yield made
    await made.close()


@pytest.fixture
async def town(api: BotApi, store: Store, library: Library, clock: Any) -> AsyncIterator[Town]:
    made = Town(api, store, library, clock)
    yield made
    await made.channel.close()
