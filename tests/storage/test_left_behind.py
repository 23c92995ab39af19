"""A connection that a cancelled stream left behind is closed, and its thread ends."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from pathlib import Path

from bot.storage.sqlite import Connection
from bot.storage.store import Store


async def test_a_connection_left_to_the_collector_is_closed_and_its_thread_ends(
    tmp_path: Path,
) -> None:
    file = tmp_path / "left.db"
    connection = await Connection(lambda: sqlite3.connect(file, check_same_thread=False), 64)
    thread = connection._thread
    del connection
    gc.collect()
    thread.join(10)
    assert not thread.is_alive()


async def test_the_store_closes_after_the_last_connection_came_back(store: Store) -> None:
    lent, done = asyncio.Event(), asyncio.Event()

    async def borrow() -> None:
        async with store.engine.connect():
            lent.set()
            await done.wait()

    borrowing = asyncio.create_task(borrow())
    await lent.wait()
    asyncio.get_running_loop().call_later(0.05, done.set)
    await store.close()
    assert done.is_set()
    await borrowing
