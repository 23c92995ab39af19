"""What commands open: the settings, the store. Imported when a command runs, for it is dear."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.settings import Settings, read_settings
from bot.storage.engine import make_engine
from bot.storage.migrate import migrate
from bot.storage.revisions import Revision
from bot.storage.store import DATABASE_FILE, Store, database_url, open_store

T = TypeVar("T")


def with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with the store of the settings."""

    async def use() -> T:
        store = await open_store(read_settings())
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(use())


def published() -> list[Revision]:
    """The revisions in force; none where no database was made yet."""
    settings = read_settings()
    given = settings.database_url.get_secret_value()
    if not given and not (settings.data_dir / DATABASE_FILE).exists():
        return []
    return with_store(lambda store: store.in_force())


def bring_up(settings: Settings) -> None:
    """Bring the database of the settings to its present form."""

    async def go() -> None:
        engine = make_engine(database_url(settings))
        try:
            await migrate(engine)
        finally:
            await engine.dispose()

    if not settings.database_url.get_secret_value():
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    asyncio.run(go())
