"""The console on the real store, and somebody of each role at its door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from desk_at import Hall

from bot.library import Library


@pytest.fixture
async def hall(store: Any, library: Library) -> AsyncIterator[Hall]:
    hall = Hall(store, library)
    yield hall
    await hall.close()
