"""The console on the real store, and somebody of each role at its door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Street, street
from desk_at import Hall
from serving import served, settings_in

from bot.library import Library
from bot.settings import Settings
from bot.storage.encryption import make_key


@pytest.fixture
async def hall(store: Any, library: Library) -> AsyncIterator[Hall]:
    hall = Hall(store, library)
    yield hall
    await hall.close()


# ---- at real browsers


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a house on each database."""
    if database_url.startswith("sqlite"):
        return settings_in(tmp_path)
    return settings_in(tmp_path, TROLY_DATABASE_URL=database_url, TROLY_DATA_KEYS=make_key())


@pytest.fixture
def address(house: Settings, open_another: object) -> Iterator[str]:
    """The house served; `open_another` has emptied the database."""
    with served(house) as at:
        yield at


@pytest.fixture
async def town(address: str, house: Settings) -> AsyncIterator[Street]:
    async with street(address, house) as there:
        yield there
