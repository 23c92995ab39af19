"""How cases meet the staff group: who may act, and what claiming, answering and closing do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.platforms import Raw
from bot.staffroom import GroupHeard, Post, StaffChannel, What, group_of, room
from bot.storage.records import Lease
from bot.storage.store import Store

NOTE = "//"  # words that begin so are among staff, and stay there
COMMANDS = {"/nhan": "claim", "/tra": "back", "/xong": "done"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody in the group wants: an act on a case, or words for the citizen."""

    act: str  # claim | back | done | say | help | none
    case: str | None = None


class GroupDesk:
    """Answers what is said in groups; everything of one event is kept in one transaction."""

    def __init__(self, store: Store, channel: StaffChannel) -> None:
        self._store, self._channel = store, channel

    def read(self, raw: Raw, at: datetime) -> GroupHeard | None:
        """What was said in a group; None for private talks."""
        return self._channel.read_group(raw, at)

    async def take(self, lease: Lease, heard: GroupHeard) -> None:
        """Do what was asked. Raises LeaseLost, and then nothing is kept."""
        async with self._store.serving(lease) as connection:
            own = self._store.staff_room
            if own is None or group_of(own) != heard.group:
                await self._elsewhere(connection, heard)
                return
            wish = await self._wish(connection, heard)
            if wish.act != "none":
                await self._obey(connection, heard, wish)

    async def _elsewhere(self, connection: AsyncConnection, heard: GroupHeard) -> None:
        """In other groups: only that talk of private matters belongs in private."""
        told = Post("other-group", words=heard.group, reply_to=heard.message, thread=heard.thread)
        there = room(self._channel.name, heard.group)
        await self._store.post(connection, told, to=there)

    # ---- understanding

    async def _wish(self, connection: AsyncConnection, heard: GroupHeard) -> Wish:
        if heard.pressed is not None:
            return _pressed(heard.pressed)
        said = heard.text.strip()
        case = await self._store.case_at(connection, heard.thread, heard.reply_to)
        command = said.partition(" ")[0].partition("@")[0].lower()
        if command in COMMANDS:
            return Wish(COMMANDS[command], case)
        if command.startswith("/") and not said.startswith(NOTE):
            return Wish("help")
        if case is None or said.startswith(NOTE):
            return Wish("none")
        return Wish("say", case)

    # ---- doing

    async def _obey(self, connection: AsyncConnection, heard: GroupHeard, wish: Wish) -> None:
        name = await self._store.member(connection, self._channel.name, heard.by)
        if name is None:
            await self._tell(connection, heard, "stranger", wish.case, heard.name, heard.by)
            return
        if wish.act == "help":
            await self._tell(connection, heard, "help", None, name)
            return
        if wish.case is None:
            await self._tell(connection, heard, "unknown-case", None, name)
            return
        await self._act(connection, heard, wish.act, wish.case, name)

    async def _act(
        self, connection: AsyncConnection, heard: GroupHeard, act: str, case: str, name: str
    ) -> None:
        """The case's holder acts; a free case is claimed by the first who acts on it."""
        store = self._store
        if act == "back":
            if not await store.hand_back(connection, case, name):
                await self._tell(connection, heard, "unclaimed", case, name)
            return
        held = await store.claim_for(connection, case, name)
        if held is None:
            await self._tell(connection, heard, "is-closed", case, name)
        elif held.by != name:
            await self._tell(connection, heard, "held", case, held.by)
        elif act == "done":
            await store.end(connection, case, name, who=name)
        elif act == "say" and heard.text.strip():
            await store.answer(connection, case, heard.text.strip(), name, who=name)
        elif act == "say":
            await self._tell(connection, heard, "words-only", case, name)
        elif not held.new:
            await self._tell(connection, heard, "taken", case, name)

    async def _tell(
        self,
        connection: AsyncConnection,
        heard: GroupHeard,
        what: What,
        case: str | None,
        by: str,
        words: str = "",
    ) -> None:
        """Answer the person where they are."""
        told = Post(
            what,
            case or "",
            by=by,
            words=words,
            thread=heard.thread,
            reply_to=heard.message or heard.reply_to,
        )
        await self._store.post(connection, told)


def _pressed(value: str) -> Wish:
    """A button's value `c:<act>:<case>`; it is untrusted text."""
    kind, _, rest = value.partition(":")
    act, _, case = rest.partition(":")
    if kind != "c" or act not in COMMANDS.values() or not case:
        return Wish("help")
    return Wish(act, case)
