"""Messages a second and p95 over loopback TCP: the whole bot beside a bare `telegram` echo.

Run: PYTHONPATH=tests/telegram:tests .venv/bin/python tests/telegram/bench_echo.py. In one run, on
the same stand-in; paces are lifted, so that the path itself is measured. Nothing is asserted.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from bot_api import BotApi
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from bot.app import HEART
from bot.channels.telegram import CAPABILITIES, Setup, TelegramChannel
from bot.delivery import Deliverer
from bot.library import read_library
from bot.platforms import Raw
from bot.settings import read_settings
from bot.storage.store import open_store
from bot.worker import Worker

ROUND = (
    "lam giay khai sinh cho con can gi",
    "the bao nhieu tien",
    "mất căn cước làm lại ở đâu",
    "cảm ơn em",
    "menu",
)
PEOPLE, MESSAGES, SINGLE = 40, 600, 60


@asynccontextmanager
async def served(api: BotApi) -> AsyncIterator[str]:
    """The stand-in over loopback TCP, in this process."""
    config = uvicorn.Config(api.app, port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag alone
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task
    await api.close()


class Answers:
    """When each chat was answered for the n-th time."""

    def __init__(self, api: BotApi) -> None:
        self.times: dict[int, list[float]] = {}
        self.count = 0
        self.came = asyncio.Event()
        api.taken = self.note

    def note(self, method: str, params: dict[str, Any], _lost: bool) -> None:
        """A hook of the stand-in."""
        if method == "sendMessage":
            self.times.setdefault(int(params["chat_id"]), []).append(time.perf_counter())
            self.count += 1
            self.came.set()

    async def reach(self, wanted: int) -> None:
        """Wait for so many answers."""
        while self.count < wanted:
            self.came.clear()
            await self.came.wait()


async def measure(serve: Callable[[str, BotApi], Awaitable[None]]) -> tuple[float, float, float]:
    """Messages a second under load; median and p95 milliseconds of one at a time."""
    api = BotApi()
    answers = Answers(api)
    async with served(api) as url:
        serving = asyncio.ensure_future(serve(url, api))
        api.write(1, "menu")
        await answers.reach(1)
        waits = []
        for number in range(SINGLE):
            before = answers.count
            begun = time.perf_counter()
            api.write(1, ROUND[number % len(ROUND)])
            await answers.reach(before + 1)
            waits.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(0.01)
        before, begun = answers.count, time.perf_counter()
        for number in range(MESSAGES):
            api.write(100 + number % PEOPLE, ROUND[number // PEOPLE % len(ROUND)])
        await answers.reach(before + MESSAGES)
        rate = MESSAGES / (time.perf_counter() - begun)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return rate, statistics.median(waits), sorted(waits)[int(len(waits) * 0.95)]


async def echo(url: str, api: BotApi) -> None:
    """What the library does alone: poll, repeat the words; nothing is kept or understood."""
    request, polling = HTTPXRequest(connection_pool_size=16), HTTPXRequest()
    async with Bot(api.token, f"{url}/bot", request=request, get_updates_request=polling) as bot:
        offset = None
        while True:
            updates: tuple[Update, ...] = await bot.get_updates(offset, timeout=30)
            for update in updates:
                offset = update.update_id + 1
            told = [update.message for update in updates if update.message is not None]
            for start in range(0, len(told), 4):  # as many at once as our deliverer sends
                some = told[start : start + 4]
                await asyncio.gather(*(bot.send_message(m.chat_id, m.text or "") for m in some))


async def whole(url: str, api: BotApi) -> None:
    """The bot: kept encrypted, understood, committed, delivered; on SQLite."""
    library = read_library()
    free = replace(CAPABILITIES, per_second=0.0, per_talk_second=0.0)
    channel = TelegramChannel(Setup(api.token, url), capabilities=free)
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(read_settings(None, TROLY_DATA_DIR=str(Path(folder) / "var")))

        async def keep(raws: list[Raw]) -> None:
            await store.keep("telegram", raws)

        try:
            async with asyncio.TaskGroup() as tasks:
                worker = Worker(store, lambda: library, [channel], HEART)
                tasks.create_task(worker.run())
                tasks.create_task(Deliverer(store, [channel]).run())
                tasks.create_task(channel.listen(keep))
        finally:
            await channel.close()
            await store.close()


def main() -> None:
    """Print both."""
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.stdout.write(f"{'':28}{'messages/s':>12}{'median ms':>12}{'p95 ms':>10}\n")
    for name, serve in (("bare telegram echo", echo), ("the whole bot, SQLite", whole)):
        rate, median, p95 = asyncio.run(measure(serve))
        sys.stdout.write(f"{name:28}{rate:>12.0f}{median:>12.1f}{p95:>10.1f}\n")


if __name__ == "__main__":
    main()
