"""A talk with the content that ships, and one in a small garden of our own."""

from __future__ import annotations

import pytest
from garden import garden
from talk import Talk

from bot.library import Library


@pytest.fixture
def talk(library: Library) -> Talk:
    return Talk(library)


@pytest.fixture
def walk(library: Library) -> Talk:
    """A talk with a small topic and a flow that asks every kind of thing."""
    return Talk(garden(library))
