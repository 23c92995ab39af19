"""The database underneath: SQLite or PostgreSQL by the same statements; keys, clock, bells."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from bot.messages import Address
from bot.storage.bells import Bells
from bot.storage.encryption import Keyring
from bot.storage.models import secrets
from bot.storage.sqlite import make_sqlite_engine, set_manner

Clock = Callable[[], datetime]
NOTIFY_CHANNEL = "troly"


def make_engine(url: str) -> AsyncEngine:
    """An engine for a URL as people write it: sqlite:///file or postgresql://host/name."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return make_sqlite_engine(address)
    return create_async_engine(
        address.set(drivername="postgresql+asyncpg"), pool_pre_ping=True, pool_size=10
    )


PATIENCE = 2  # seconds that a connection which is still lent is waited for at the end


class Database:
    """Connections, sealing, hashing and waking: what every part of the store stands on."""

    def __init__(self, engine: AsyncEngine, keyring: Keyring, clock: Clock) -> None:
        self.engine = engine
        self.keyring = keyring
        self.clock = clock
        self.bells = Bells()
        self.postgresql = engine.dialect.name == "postgresql"
        self._turnstile = nullcontext() if self.postgresql else asyncio.Lock()
        self._pepper = b""
        self._listener: asyncio.Task[None] | None = None

    # ---- transactions

    @asynccontextmanager
    async def writing(
        self, *, quick: bool = False, lasting: bool = True
    ) -> AsyncIterator[AsyncConnection]:
        """One transaction that writes. On SQLite our own queue is fairer than its busy handler.

        `quick`: every statement touches a few rows by their keys, and may run without a thread.
        `lasting`: on the disk when this returns. A lease or a claim need not be: a crash of the
        process loses nothing, a power cut at worst lets a reply be read twice.
        """
        async with self._turnstile, self.engine.connect() as connection:
            if not self.postgresql:
                await set_manner(connection, quick=quick, lasting=lasting)
            async with connection.begin():
                if self.postgresql and not lasting:
                    await connection.execute(text("SET LOCAL synchronous_commit TO off"))
                yield connection

    @asynccontextmanager
    async def reading(self, *, quick: bool = False) -> AsyncIterator[AsyncConnection]:
        """One transaction that only reads; `quick` as in `writing`."""
        async with self.engine.connect() as connection:
            await connection.execution_options(troly_reads=True)
            if not self.postgresql:
                await set_manner(connection, quick=quick, lasting=True)
            async with connection.begin():
                yield connection

    def inserting(self, table: Table) -> postgresql.Insert:
        """INSERT with ON CONFLICT: both dialects write it alike."""
        if self.postgresql:
            return postgresql.insert(table)
        return cast("postgresql.Insert", sqlite.insert(table))

    async def queue_up(self, connection: AsyncConnection, name: str) -> None:
        """Let writers of one name go one after another until their commit (PostgreSQL)."""
        if self.postgresql:
            number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
            await connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": number})

    # ---- sealing and hashing

    def seal(self, data: bytes, place: str) -> bytes:
        """Encrypt for a column ("talks.session")."""
        return self.keyring.seal(data, place)

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Decrypt a column's bytes. Raises Unreadable."""
        return self.keyring.open(sealed, place)

    def unseal_text(self, sealed: bytes | None, place: str) -> str:
        """The text of a column; empty when it was erased."""
        return "" if sealed is None else self.unseal(sealed, place).decode()

    def hash(self, *parts: str) -> str:
        """A keyed hash: the same words give the same 32 signs, and tell nothing without the key."""
        message = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._pepper, message, hashlib.sha256).hexdigest()[:32]

    def hash_address(self, address: Address) -> str:
        """How an address is found, and how it stands in logs."""
        return self.hash("address", address.channel, address.talk)

    async def learn_pepper(self) -> None:
        """Read the key of all hashes, or make it.

        It lives in the database, sealed, and stays when the data keys change.
        """
        async with self.writing() as connection:
            made = self.seal(os.urandom(32), "secrets.value")
            new = self.inserting(secrets).values(name="pepper", value=made)
            await connection.execute(new.on_conflict_do_nothing())
            value = select(secrets.c.value).where(secrets.c.name == "pepper")
            sealed = (await connection.execute(value)).scalar_one()
        self._pepper = self.unseal(sealed, "secrets.value")

    # ---- waking

    async def notify(self, connection: AsyncConnection, names: Iterable[str]) -> None:
        """Ring bells in other processes when this transaction commits (PostgreSQL)."""
        if self.postgresql and (listed := sorted(set(names))):
            ringing = text(
                "SELECT pg_notify(:channel, name) FROM unnest(CAST(:names AS text[])) name"
            )
            await connection.execute(ringing, {"channel": NOTIFY_CHANNEL, "names": listed})

    def ring(self, names: Iterable[str]) -> None:
        """Ring bells in this process, after the commit."""
        for name in set(names):
            self.bells.ring(name)

    def start_listening(self) -> None:
        """Hear the bells of other processes (PostgreSQL) until `close`."""
        if self.postgresql and self._listener is None:
            self._listener = asyncio.create_task(self._listen_for_ever())

    async def _listen_for_ever(self) -> None:
        while True:
            with suppress(OSError, DBAPIError):
                await self._listen()
            await asyncio.sleep(1)  # the connection broke; until it is back, the clock wakes

    async def _listen(self) -> None:
        gone = asyncio.Event()
        async with self.engine.connect() as connection:
            driver = cast("Any", (await connection.get_raw_connection()).driver_connection)
            driver.add_termination_listener(lambda _connection: gone.set())
            await driver.add_listener(NOTIFY_CHANNEL, self._on_notify)
            try:
                await gone.wait()
            finally:
                await connection.invalidate()  # never back to the pool with a listener on it

    def _on_notify(self, _connection: object, _pid: int, _channel: str, name: object) -> None:
        self.bells.ring(str(name))

    async def close(self) -> None:
        """Stop listening and close every connection."""
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener
            self._listener = None
        await self._all_returned()
        await self.engine.dispose()

    async def _all_returned(self) -> None:
        """Give turns and streams that were just cancelled the time to return their connections."""
        pool = cast("QueuePool", self.engine.pool)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while pool.checkedout():  # noqa: ASYNC110 - a pool rings no bell
                    await asyncio.sleep(0.01)
