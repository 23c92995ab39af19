"""SQLite without needless waiting: aiosqlite crosses to its thread four times a statement.

Here a statement crosses once (with its rows), and short ones of a quick transaction not at all:
they take microseconds, a crossing takes longer. Waiting for the lock and for the disk (BEGIN,
COMMIT) is always the thread's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import aiosqlite
from aiosqlite import core
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

# WAL + FULL: a commit is on the disk when it returns. secure_delete: erased means overwritten.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
)
WAITING = ("BEGIN", "PRAGMA")  # statements that may wait for others


class Cursor(aiosqlite.Cursor):
    """A cursor that brings its rows along."""

    _conn: Connection
    _rows: list[Any] | None = None

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        """Run a statement and fetch its rows, in one crossing or none."""
        if self._conn.quick and not sql.startswith(WAITING):
            self._rows = self._run(sql, parameters or ())
        else:
            crossing: Any = self._execute
            self._rows = await crossing(self._run, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        """Run a statement for several rows; it gives none back."""
        if self._conn.quick:
            self._cursor.executemany(sql, parameters)
        else:
            await super().executemany(sql, parameters)
        return self

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchall() if self._cursor.description else []

    async def fetchall(self) -> list[Any]:
        """The rows that came with the statement."""
        return self._rows or []

    async def close(self) -> None:
        """Let go of it; nothing waits."""
        self._cursor.close()


class Connection(aiosqlite.Connection):
    """A connection whose short statements may run where they are asked for."""

    quick = False
    lasting = True

    def __del__(self) -> None:
        """End what a cancelled stream left behind; the loop that it belonged to may be gone."""
        if self._connection is not None:
            self._tx.put_nowait((None, self._connection.close))
            self._tx.put_nowait((None, lambda: core._STOP_RUNNING_SENTINEL))  # noqa: SLF001 - its thread's own sign

    def cursor(self) -> Cursor:  # type: ignore[override] # SQLAlchemy enters it at once
        """A new cursor; making one waits for nothing."""
        return Cursor(self, self._conn.cursor())

    async def rollback(self) -> None:
        """Undo; the pool asks for it after every commit too, when nothing is left to undo."""
        if self._conn.in_transaction:
            await super().rollback()

    def set_synchronous(self, level: str) -> None:
        """Between transactions: whether a commit waits for the disk."""
        self._conn.execute(f"PRAGMA synchronous={level}")


def make_sqlite_engine(url: URL) -> AsyncEngine:
    """An engine on a file. The write lock is taken at BEGIN, so that nothing fails half-way."""
    path = Path(url.database or "")

    def connect() -> sqlite3.Connection:
        # one statement at a time, whichever thread runs it; BEGIN is ours
        return sqlite3.connect(path, check_same_thread=False, isolation_level=None)

    async def create() -> aiosqlite.Connection:
        connection = Connection(connect, iter_chunk_size=64)
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with its own
        return await connection

    engine = create_async_engine(url.set(drivername="sqlite+aiosqlite"), async_creator=create)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Any) -> None:
    """Take the write lock at once: a read that becomes a write later could only fail."""
    reads = connection.get_execution_options().get("troly_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


async def set_manner(connection: AsyncConnection, *, quick: bool, lasting: bool) -> None:
    """How the next transaction goes: with short statements only; on the disk when it returns."""
    driver = cast("Connection", (await connection.get_raw_connection()).driver_connection)
    driver.quick = quick
    if driver.lasting != lasting:
        driver.lasting = lasting
        driver.set_synchronous("FULL" if lasting else "NORMAL")
