"""The whole house over loopback TCP: it polls or is pushed to, answers, and says how it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from bot_api import BotApi
from sqlalchemy import text
from talking import OpenStore
from town import GROUP

from bot.app import telegram_channel
from bot.channels import telegram_ingest
from bot.channels.telegram_calls import no_file
from bot.library import Library
from bot.serving import serve
from bot.settings import SettingsFault, read_settings
from bot.storage.store import Store, open_store

LAN, HOA = 701, 801


@asynccontextmanager
async def standing_in(api: BotApi) -> AsyncIterator[str]:
    config = uvicorn.Config(api.app, port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag alone
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


@asynccontextmanager
async def house(folder: Path, api: BotApi, url: str, **more: str) -> AsyncIterator[str]:
    settings = read_settings(
        None,
        TROLY_DATA_DIR=str(folder),
        TROLY_HTTP_PORT="0",
        TELEGRAM_TOKEN=api.token,
        TELEGRAM_API_URL=url,
        TELEGRAM_STAFF_CHAT_ID=str(GROUP),
        **more,
    )
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(settings, port.set_result))
    try:
        yield f"http://127.0.0.1:{await asyncio.wait_for(port, 60)}"
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def answers(api: BotApi, chat: int, wanted: int) -> list[str]:
    """Wait for so many messages of the bot."""
    came = asyncio.Event()

    def taken(method: str, params: dict[str, Any], _lost: bool) -> None:
        if method == "sendMessage":
            came.set()

    api.taken = taken
    async with asyncio.timeout(30):
        while len(api.said(chat)) < wanted:
            came.clear()
            if len(api.said(chat)) < wanted:
                await came.wait()
                await asyncio.sleep(0)
    return api.texts(chat)


async def test_the_served_bot_polls_answers_and_hands_over(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_ingest, "LONG_POLL", 1)
    api.group(GROUP, forum=True, admin=True)
    async with standing_in(api) as url, house(tmp_path, api, url) as address:
        api.write(LAN, "xin giấy phép nuôi voi")
        await answers(api, LAN, 1)
        api.write(LAN, "gặp cán bộ")
        assert "mã" in (await answers(api, LAN, 2))[-1]
        assert "voi" in (await answers(api, GROUP, 1))[0]
        async with httpx.AsyncClient() as client:
            told = (await client.get(f"{address}/health")).json()
            assert (await client.post(f"{address}/webhook/telegram")).status_code == 404
    assert told["channels"]["telegram"] == {
        "mode": "polling",
        "reachable": True,
        "webhook_as_set": True,
        "pending": 0,
    }
    assert {"all_private_chats/", "all_private_chats/vi", "all_private_chats/en"} == set(
        api.commands
    )


async def test_the_served_bot_is_pushed_to(api: BotApi, tmp_path: Path) -> None:
    public = "https://troly.example.vn"
    more = {"TELEGRAM_MODE": "webhook", "TROLY_PUBLIC_URL": public}
    async with standing_in(api) as url, house(tmp_path, api, url, **more) as address:

        async def forward(request: httpx.Request) -> httpx.Response:
            """The reverse proxy in front."""
            there = str(request.url).replace(public, address)
            async with httpx.AsyncClient() as client:
                return await client.post(there, content=request.content, headers=request.headers)

        await api.client.aclose()
        api.client = httpx.AsyncClient(transport=httpx.MockTransport(forward))
        api.write(LAN, "menu")
        assert await answers(api, LAN, 1)
    assert api.webhook is not None
    assert api.webhook.url == f"{public}/webhook/telegram"
    assert api.updates == []


def test_a_webhook_without_an_address_is_a_fault_that_names_its_key(library: Library) -> None:
    settings = read_settings(None, TELEGRAM_TOKEN="1:a", TELEGRAM_MODE="webhook")
    with pytest.raises(SettingsFault, match="TROLY_PUBLIC_URL"):
        telegram_channel(settings, lambda: library, no_file)
    assert telegram_channel(read_settings(None), lambda: library, no_file) is None


async def test_staff_are_posted_to_from_any_process_that_knows_the_group(tmp_path: Path) -> None:
    given = {"TELEGRAM_STAFF_CHAT_ID": str(GROUP), "TROLY_DATA_DIR": str(tmp_path)}
    for token, talk in (("1:a", f"{GROUP}/desk"), ("", None)):
        store = await open_store(read_settings(None, TELEGRAM_TOKEN=token, **given))
        assert (store.staff_room.talk if store.staff_room else None) == talk
        await store.close()


async def test_one_process_polls_and_the_next_takes_over(
    store: Store, open_another: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage import alone

    monkeypatch.setattr(alone, "LOOK_AGAIN_SECONDS", 0.02)
    other, begun = await open_another(), {"one": asyncio.Event(), "two": asyncio.Event()}

    def work(name: str) -> Any:
        async def poll() -> None:
            begun[name].set()
            if store.postgresql:
                await asyncio.Event().wait()

        return poll

    first = asyncio.create_task(store.do_alone("listen:x", work("one")))
    await asyncio.wait_for(begun["one"].wait(), 10)
    second = asyncio.create_task(other.do_alone("listen:x", work("two")))
    if store.postgresql:
        await asyncio.sleep(0.1)
        assert not begun["two"].is_set()
        async with store.engine.connect() as connection:  # the connection that holds it breaks
            held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            await connection.execute(text(held))
        first.cancel()
    await asyncio.wait_for(begun["two"].wait(), 10)
    for task in (first, second):
        task.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def test_work_that_fails_alone_is_a_fault_of_the_whole(store: Store) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.do_alone("listen:y", broken)
