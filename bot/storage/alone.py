"""What only one process may do at a time, however many share the database: to poll a platform."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database

LOOK_AGAIN_SECONDS = 3.0


class Alone(Database):
    """Locks of sessions: they end with the process, however it ends."""

    async def do_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do it while no other process does; wait for its end, and take over. SQLite has one."""
        if not self.postgresql:
            await work()
            return
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        while True:
            with suppress(OSError, DBAPIError):
                async with self.engine.connect() as connection:
                    held = await connection.execution_options(isolation_level="AUTOCOMMIT")
                    if await self._take_lock(held, number):
                        await self._while_connected(held, work)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    @staticmethod
    async def _take_lock(connection: AsyncConnection, number: int) -> bool:
        trying = text("SELECT pg_try_advisory_lock(:n)")
        return bool((await connection.execute(trying, {"n": number})).scalar_one())

    @staticmethod
    async def _while_connected(
        connection: AsyncConnection, work: Callable[[], Awaitable[None]]
    ) -> None:
        """Work until it ends or the connection breaks, and with it the lock."""
        gone = asyncio.Event()
        driver = cast("Any", (await connection.get_raw_connection()).driver_connection)
        driver.add_termination_listener(lambda _connection: gone.set())
        working = asyncio.ensure_future(work())
        waiting = asyncio.ensure_future(gone.wait())
        try:
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            for task in (working, waiting):
                task.cancel()
            await asyncio.gather(working, waiting, return_exceptions=True)
            await connection.invalidate()  # the lock goes with the connection
