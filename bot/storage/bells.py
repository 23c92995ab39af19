"""Who waits is woken at once: bells within the process, LISTEN/NOTIFY between PostgreSQL's.

A missed ring is never more than a second's delay: everyone who waits also looks by the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

TURNS = "turns"


def sends(channel: str) -> str:
    """The bell of a channel's outbox."""
    return f"sends:{channel}"


def replies(hashed: str) -> str:
    """The bell of one address (by its hash): its stream of replies."""
    return f"replies:{hashed}"


class Bells:
    """Named bells; each waiter holds an asyncio.Event of its own, so that no ring is lost."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def ring(self, name: str) -> None:
        """Wake everyone who waits for this name."""
        for bell in self._waiting.get(name, ()):
            bell.set()

    @contextmanager
    def listening(self, name: str) -> Iterator[asyncio.Event]:
        """A bell that rings for the name while the block runs. Clear it, look, then wait."""
        bell = asyncio.Event()
        self._waiting.setdefault(name, set()).add(bell)
        try:
            yield bell
        finally:
            self._waiting[name].discard(bell)
            if not self._waiting[name]:
                del self._waiting[name]


async def heard_within(bell: asyncio.Event, seconds: float) -> None:
    """Wait for the bell, but no longer than this."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
