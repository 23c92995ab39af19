"""The vocabulary between us and a platform: what a channel can do, hears, and says came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.messages import Address, Event, Reply


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show and do; rendering adapts, content is checked against the tightest."""

    delivery: Literal["push", "pull"]
    text_limit: int  # in the channel's own units
    utf16: bool = False  # whether those units are UTF-16
    buttons: int = 0  # most buttons under one message; 0: numbered choices instead
    button_label: int = 64
    files_out: bool = False
    files_in: bool = False
    edit: bool = False
    retract: bool = False
    typing: bool = False
    per_second: float = 0.0  # messages a second over all talks; 0: no limit
    per_talk_second: float = 0.0  # messages a second in one talk; 0: no limit


@dataclass(frozen=True, slots=True)
class Raw:
    """What a channel heard, as the platform sent it; `id` is the platform's own."""

    id: str
    talk: str
    body: str  # JSON


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took the reply; `message` is its id there."""

    message: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """The platform asks to wait, or could not be reached; nothing was sent that we know of."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """It cannot be delivered: blocked, gone, refused."""

    reason: str


Delivery = Sent | Later | Never
Keep = Callable[[list[Raw]], Awaitable[object]]  # commits a batch to the inbox before it returns


class Channel(Protocol):
    """A place where citizens talk. It knows its platform and these records, nothing else."""

    name: str
    capabilities: Capabilities

    def read(self, raw: Raw, at: datetime) -> Event | None:
        """Turn a kept raw form into an Event; None when there is nothing to say to it."""


class PushChannel(Channel, Protocol):
    """A channel whose platform is written to; of a pull channel the citizen's side reads itself."""

    async def listen(self, keep: Keep) -> None:
        """Hear until cancelled; what was heard is kept before the platform is told."""

    async def deliver(self, address: Address, reply: Reply) -> Delivery:
        """Send one reply."""
