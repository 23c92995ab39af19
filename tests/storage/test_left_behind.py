"""A connection that a cancelled stream left behind is closed, and its thread ends."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path

from bot.storage.sqlite import Connection


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
