"""Staff at work: who they are, who has which case; a turn of theirs is kept whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staffroom import Post
from bot.storage.bells import TURNS
from bot.storage.models import cases, posts, staff
from bot.storage.records import Holding, Lease, Member
from bot.storage.talks import Talks


class Desk(Talks):
    """Members of staff and their cases."""

    # ---- members

    async def add_member(self, name: str, channel: str, account: str) -> None:
        """Let an account of a platform answer cases under a name; the same name again moves it."""
        hashed = self.hash("staff", channel, account)
        values = {"channel": channel, "hash": hashed}
        async with self.writing() as connection:
            taken = (staff.c.channel == channel) & (staff.c.hash == hashed)
            await connection.execute(update(staff).where(taken).values(channel=None, hash=None))
            adding = self.inserting(staff).values(name=name, added=self.clock(), **values)
            adding = adding.on_conflict_do_update(index_elements=[staff.c.name], set_=values)
            await connection.execute(adding)
            await self.note(connection, "shell", "added staff", name)

    async def members(self) -> list[Member]:
        """Everyone who may answer, by name."""
        async with self.reading() as connection:
            known = select(staff).where(staff.c.channel.is_not(None)).order_by(staff.c.name)
            rows = await connection.execute(known)
            return [Member(row.name, row.channel, row.added) for row in rows]

    async def member(self, connection: AsyncConnection, channel: str, account: str) -> str | None:
        """The name of an account; None when it may not act."""
        hashed = self.hash("staff", channel, account)
        known = staff.c.channel == channel, staff.c.hash == hashed, staff.c.disabled.is_(False)
        name: str | None = (
            await connection.execute(select(staff.c.name).where(*known))
        ).scalar_one_or_none()
        return name

    # ---- a turn of staff

    @asynccontextmanager
    async def serving(self, lease: Lease) -> AsyncIterator[AsyncConnection]:
        """One transaction for all that staff's event leads to. Raises LeaseLost."""
        async with self.writing() as connection:
            now = self.clock()
            await self._lock(connection, lease)
            yield connection
            await self._finish(connection, lease, None, now)
            bells = [*await self._release(connection, lease, {}, now), TURNS]
            await self.notify(connection, bells)
        self.ring(bells)

    async def case_at(
        self, connection: AsyncConnection, thread: str | None, reply_to: str | None
    ) -> str | None:
        """The case that a place in the staff group belongs to: its topic, or a message about it."""
        if thread is not None:
            here = select(cases.c.case).where(cases.c.thread == thread)
            found: str | None = (await connection.execute(here)).scalars().first()
            if found is not None:
                return found
        if reply_to is None:
            return None
        about = select(cases.c.case).join(posts, posts.c.case_id == cases.c.id)
        about = about.where(posts.c.message == reply_to)
        case: str | None = (await connection.execute(about)).scalars().first()
        return case

    async def claim_case(self, case: str, by: str) -> Holding | None:
        """Reach for a case in a transaction of its own."""
        async with self.writing() as connection:
            return await self.claim_for(connection, case, by)

    async def claim_for(self, connection: AsyncConnection, case: str, by: str) -> Holding | None:
        """Reach for a case: one conditional UPDATE, one winner. None: no such case is open."""
        open_case = (cases.c.case == case) & cases.c.closed.is_(None) & cases.c.practice.is_(False)
        values = {"claimed": self.clock(), "claimed_by": by}
        reaching = update(cases).where(open_case, cases.c.claimed_by.is_(None)).values(values)
        if (await connection.execute(reaching.returning(cases.c.id))).first() is not None:
            await self.note(connection, by, "claimed", case)
            await self.post(connection, Post("claimed", case, by=by))
            return Holding(by, new=True)
        holder = select(cases.c.claimed_by).where(open_case)
        held: str | None = (await connection.execute(holder)).scalar_one_or_none()
        return None if held is None else Holding(held, new=False)

    async def hand_back(self, connection: AsyncConnection, case: str, by: str) -> bool:
        """Let a case be anyone's again; False when it is not theirs."""
        own = (cases.c.case == case) & cases.c.closed.is_(None) & (cases.c.claimed_by == by)
        own &= cases.c.practice.is_(False)
        freeing = update(cases).where(own).values(claimed=None, claimed_by=None)
        if (await connection.execute(freeing.returning(cases.c.id))).first() is None:
            return False
        await self.note(connection, by, "handed back", case)
        await self.post(connection, Post("handed-back", case, by=by))
        return True
