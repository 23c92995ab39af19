"""A town in which people talk with the bot."""

from __future__ import annotations

from typing import Any

import pytest
from living import Town

from bot.library import Library


@pytest.fixture
def town(store: Any, library: Library, clock: Any) -> Town:
    return Town(store, library, clock)
