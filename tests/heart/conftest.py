"""A talk with the content that ships, and one in a small garden of our own."""

from __future__ import annotations

import pytest
from garden import garden
from talk import Talk

from bot.library import Library
from bot.session import Session


@pytest.fixture(scope="session")
def grounds(library: Library) -> Library:
    """The real content with the small topic and its flow beside it."""
    return garden(library)


@pytest.fixture
def talk(library: Library) -> Talk:
    return Talk(library)


@pytest.fixture
def walk(grounds: Library) -> Talk:
    """A talk in the garden, whose flow asks every kind of thing; its citizen agreed to that."""
    return Talk(grounds, Session(consent=True))
