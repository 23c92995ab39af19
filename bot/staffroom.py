"""The vocabulary of the staff group: what is heard in groups, and what is posted to staff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.messages import Address, FileRef, Say
from bot.platforms import Delivery, Raw


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """Somebody wrote or pressed in a group. The desk answers it, never the conversation."""

    id: str
    at: datetime
    group: str  # the platform's id of the group
    by: str  # the platform's id of the person
    name: str  # as the platform shows them
    text: str = ""  # empty: a picture or file without words
    pressed: str | None = None
    thread: str | None = None  # the forum topic
    reply_to: str | None = None  # the message that was answered
    message: str | None = None


What = Literal[
    "opened", "added", "file", "answered", "claimed", "handed-back", "closed", "rated", "forgotten",
    "taken", "held", "unclaimed", "is-closed", "unknown-case", "stranger", "other-group", "help",
    "words-only", "reopened", "merged", "moved", "soon", "late", "returned", "language", "placed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """Something that staff are told; its words are put together when it is sent."""

    what: What
    case: str = ""  # whose thread it goes to
    by: str = ""
    words: str = ""  # masked already
    lines: tuple[str, ...] = ()  # a transcript: "citizen: …", "bot: …"
    topic: str | None = None
    team: str = ""  # whose case it is
    language: str = "vi"  # that the citizen asked for
    due: datetime | None = None
    mark: int = 0
    file: FileRef | None = None
    thread: str | None = None
    reply_to: str | None = None
    kind: Literal["post"] = "post"


@dataclass(frozen=True, slots=True)
class Thread:
    """A forum topic of a case is opened, closed, opened again or deleted, where there are any."""

    act: Literal["open", "close", "reopen", "drop"]
    case: str
    title: str = ""
    thread: str | None = None
    kind: Literal["thread"] = "thread"


Posting = Post | Thread
Posted = Callable[[Address, Posting], Awaitable[Delivery]]


def room(channel: str, group: str) -> Address:
    """Where postings to a group wait: an address of their own, so that they have one order.

    What is heard in the group waits under the group's plain id.
    """
    return Address(channel, f"{group}/desk")


def group_of(address: Address) -> str:
    """The group that a `room` is of."""
    return address.talk.removesuffix("/desk")


class StaffChannel(Protocol):
    """A channel that has groups."""

    name: str

    def read_group(self, raw: Raw, at: datetime) -> GroupHeard | None:
        """What was said in a group; None when the raw form is of a private talk or says nothing."""

    async def post(self, address: Address, posting: Posting, say: Say) -> Delivery:
        """Post to the group that the address names."""
