"""The real house served over loopback, for tests that meet it as a browser does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.serving import serve
from bot.settings import Settings, read_settings


def settings_in(folder: Path, **more: Any) -> Settings:
    """Settings of a house of its own, on any free port."""
    return read_settings(None, TROLY_DATA_DIR=str(folder), TROLY_HTTP_PORT="0", **more)


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address at which a house is served, in a thread of its own, until the block ends."""
    port: Future[int] = Future()
    loop = asyncio.new_event_loop()
    running = loop.create_task(serve(settings, port.set_result))

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(running)
        except asyncio.CancelledError:
            pass
        except BaseException as fault:  # noqa: BLE001 - told to the test, which waits for the port
            if not port.done():
                port.set_exception(fault)
        finally:
            _end(loop)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port.result(timeout=60)}"
    finally:
        loop.call_soon_threadsafe(running.cancel)
        thread.join(timeout=30)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Let what still runs (a stream that a browser holds) end, as `asyncio.run` does."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@asynccontextmanager
async def browser_of(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client that has opened the page and holds its cookie."""
    async with httpx.AsyncClient(base_url=address, timeout=10) as client:
        await client.get("/")
        yield client


async def listen(client: httpx.AsyncClient, wanted: int, seen: int = 0) -> list[tuple[int, str]]:
    """Read (id, data) of so many replies from the stream."""
    heard: list[tuple[int, str]] = []
    headers = {"Last-Event-ID": str(seen)} if seen else {}
    async with client.stream("GET", "/chat/stream", headers=headers) as stream:
        number = 0
        async for line in stream.aiter_lines():
            if line.startswith("id:"):
                number = int(line[3:])
            elif line.startswith("data:"):
                heard.append((number, line[5:].strip()))
                if len(heard) == wanted:
                    break
    return heard
