"""Short ways for tests of the store and the worker to say who wrote what, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.messages import Address, Effect, Heard, Reply, Say, Span
from bot.platforms import Raw
from bot.session import Session
from bot.storage.store import Store
from bot.turn import Turn

LAN = Address("web", "lan")
MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten o'clock in Hà Nội
OpenStore = Callable[[], Awaitable[Store]]
_numbers = count(1_000_000)  # above every number that a test names itself


class Clock:
    """Time as a test wants it; it moves a millisecond at every look, so that nothing ties."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def heard(text: str = "chào", address: Address = LAN, event: str = "") -> Heard:
    return Heard(event or f"{address.channel}:{next(_numbers)}", MORNING, address, text)


def raw(number: object, talk: str = "lan", body: str = "{}") -> Raw:
    return Raw(str(number), talk, body)


def say(text: str) -> Say:
    return Say((Span(text, "phrases/test"),), "phrases/test")


def turn(*texts: str, effects: tuple[Effect, ...] = (), session: Session | None = None) -> Turn:
    replies: tuple[Reply, ...] = tuple(say(text) for text in texts)
    return Turn(session or Session(), replies, effects)


async def words_for(store: Store, address: Address = LAN) -> list[str]:
    """The texts that wait for an address, in order."""
    return [reply.text for _, reply in await store.unread(address) if isinstance(reply, Say)]
