"""What is kept of a person: shown to them, or erased everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import session as sessions
from bot.messages import Address
from bot.session import Session
from bot.staffroom import Post, Thread
from bot.storage.cases import Cases
from bot.storage.encryption import Unreadable
from bot.storage.models import case_lines, cases, inbox, outbox, questions, talks, timers
from bot.storage.posts import REPLIES
from bot.storage.records import Forgotten, Kept


class People(Cases):
    """A person is an address: all that hangs on its talk."""

    async def forget(self, address: Address, *, who: str = "staff") -> Forgotten:
        """Erase everything of this address, also what waits; what was erased."""
        async with self.writing() as connection:
            talk = await self._find(connection, address)
            if talk is None:
                return Forgotten()
            now = self.clock()
            erased = await self.erase_talk(connection, talk.id, now)
            await connection.execute(delete(talks).where(talks.c.id == talk.id))
            await self.note(connection, who, "forgot", talk.channel)
        return erased

    async def export(self, address: Address) -> Kept:
        """Everything that is kept of this address. Texts that cannot be read are left out."""
        async with self.reading() as connection:
            talk = await self._find(connection, address, lock=False)
            if talk is None:
                return Kept(address)
            return await self._gather(connection, address, talk)

    async def _gather(self, connection: AsyncConnection, address: Address, talk: Row[Any]) -> Kept:
        waits = select(func.count()).where(inbox.c.talk_id == talk.id, inbox.c.body.is_not(None))
        ringing = select(timers).where(timers.c.talk_id == talk.id).order_by(timers.c.due)
        replies = select(outbox.c.reply).where(outbox.c.talk_id == talk.id)
        asked = select(questions.c.question).where(questions.c.talk_id == talk.id)
        return Kept(
            address=address,
            session=self._read_session(talk.session),
            messages=(await connection.execute(waits)).scalar_one(),
            replies=tuple(
                reply
                for text in await self._open_all(connection, replies, "outbox.reply")
                if not isinstance(reply := REPLIES.validate_json(text), Post | Thread)
            ),
            timers=tuple((row.name, row.due) for row in await connection.execute(ringing)),
            cases=tuple(await self.cases_of(connection, talk.id)),
            own=await self._typed(connection, talk.id),
            questions=tuple(
                text.decode()
                for text in await self._open_all(connection, asked, "questions.question")
            ),
        )

    async def _typed(self, connection: AsyncConnection, talk: int) -> tuple[str, ...]:
        """What they wrote to staff with name and telephone."""
        first = select(cases.c.opened, cases.c.own).where(cases.c.own.is_not(None))
        first = first.where(cases.c.talk_id == talk).order_by(cases.c.id)
        more = select(case_lines.c.at, case_lines.c.own).join(cases)
        more = more.where(cases.c.talk_id == talk, case_lines.c.own.is_not(None))
        told = await self.own_words(connection, "cases.own", first)
        told += await self.own_words(connection, "case_lines.own", more.order_by(case_lines.c.id))
        return tuple(words for _, words in told)

    async def _find(
        self, connection: AsyncConnection, address: Address, *, lock: bool = True
    ) -> Row[Any] | None:
        known = select(talks).where(
            talks.c.channel == address.channel, talks.c.hash == self.hash_address(address)
        )
        if lock:
            known = known.with_for_update()
        return (await connection.execute(known)).one_or_none()

    def _read_session(self, sealed: bytes | None) -> Session | None:
        if sealed is None:
            return None
        try:
            return sessions.load(self.unseal(sealed, "talks.session"))
        except (Unreadable, ValueError):
            return None

    async def _open_all(
        self, connection: AsyncConnection, listing: Select[Any], place: str
    ) -> Sequence[bytes]:
        opened = []
        for sealed in (await connection.execute(listing)).scalars():
            try:
                opened.append(self.unseal(sealed, place))
            except Unreadable:
                continue
        return opened
