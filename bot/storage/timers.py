"""Timers: a due one becomes an inbox row exactly once, however many workers look."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, CancelTimer, SetTimer, TimerRang
from bot.storage.bells import TURNS
from bot.storage.encryption import Unreadable
from bot.storage.inbox import Inbox, arrival_of
from bot.storage.models import EPOCH, MICROSECOND, talks, timers

BATCH = 100  # timers that one look rings


class Timers(Inbox):
    """What was asked to happen at a time."""

    async def set_timer(self, connection: AsyncConnection, talk: int, effect: SetTimer) -> None:
        """Set or move a timer of a talk."""
        payload = self.seal(effect.payload.encode(), "timers.payload")
        values = {"talk_id": talk, "name": effect.timer, "due": effect.at, "payload": payload}
        moved = {"due": effect.at, "payload": payload}
        setting = self.inserting(timers).values(values)
        setting = setting.on_conflict_do_update(
            index_elements=[timers.c.talk_id, timers.c.name], set_=moved
        )
        await connection.execute(setting)

    async def cancel_timer(
        self, connection: AsyncConnection, talk: int, effect: CancelTimer
    ) -> None:
        """Take a timer back; one that is not there is no fault."""
        named = timers.c.talk_id == talk, timers.c.name == effect.timer
        await connection.execute(delete(timers).where(*named))

    async def ring_timers(self) -> int:
        """Put every due timer into the inbox, in one transaction with taking it; how many."""
        now = self.clock()
        async with self.reading(quick=True) as connection:
            due = select(timers.c.talk_id).where(timers.c.due <= now)
            ids = (await connection.execute(due.order_by(timers.c.due).limit(BATCH))).scalars()
            some = set(ids)
        if not some:
            return 0
        async with self.writing() as connection:
            rang = await self._ring(connection, some)
            await self.notify(connection, [TURNS])
        self.ring([TURNS])
        return rang

    async def _ring(self, connection: AsyncConnection, some: set[int]) -> int:
        """The talks are locked first (as everywhere); those that another ringer has are left."""
        lock = select(talks).where(talks.c.id.in_(some)).order_by(talks.c.id)
        lock = lock.with_for_update(skip_locked=True)
        found = {talk.id: talk for talk in await connection.execute(lock)}
        due = timers.c.talk_id.in_(found), timers.c.due <= self.clock()
        taken = (await connection.execute(delete(timers).where(*due).returning(timers))).all()
        rang = []
        for timer in sorted(taken, key=lambda timer: (timer.due, timer.id)):
            talk = found[timer.talk_id]
            try:
                address = self.unseal(talk.address, "talks.address").decode()
                payload = self.unseal_text(timer.payload, "timers.payload")
            except Unreadable:
                continue  # whom or what for is lost with its key: there is nobody to tell
            when = (timer.due - EPOCH) // MICROSECOND
            rang.append(
                TimerRang(
                    id=f"timer:{timer.id}:{when}",
                    at=timer.due,
                    address=Address(talk.channel, address),
                    timer=timer.name,
                    payload=payload,
                )
            )
        return await self.take_in(connection, [arrival_of(event) for event in rang])
