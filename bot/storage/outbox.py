"""The one way out: replies wait here, sealed, in order per address, until they are delivered."""

from __future__ import annotations

import secrets as tokens
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Row, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, Reply
from bot.staffroom import Post, Posting, Thread
from bot.storage.bells import heard_within, replies, sends
from bot.storage.encryption import Unreadable
from bot.storage.engine import Database
from bot.storage.models import outbox, paces, talks
from bot.storage.posts import REPLIES, recorded, threaded
from bot.storage.records import Broken, Claim, Wait

CLAIM_SECONDS = 35.0  # longer than any delivery may take
LOOK_SECONDS = 5.0  # a stream is woken by its bell; this is for a bell that was missed


class Outbox(Database):
    """Push channels claim and settle; pull channels read and acknowledge."""

    # ---- push: claim, then settle

    async def claim(self, channel: str, *, per_second: float = 0.0) -> Claim | Wait | None:
        """The next reply of a channel that is due, ours for a while.

        `per_second` is the channel's pace over all talks and all processes (0: none); Wait says
        how long until the next message may go. None: nothing waits.
        """
        async with self.writing(quick=True, lasting=False) as connection:
            now = self.clock()
            wait = await self._slot(connection, channel, per_second, now)
            if wait is not None:
                return wait
            while (talk := await self._take_sender(connection, channel, now)) is not None:
                row = (await connection.execute(_head(talk.id, now))).one_or_none()
                if row is not None:
                    await self._use_slot(connection, channel, per_second, now)
                    return await self._claim(connection, talk, row)
                await self._free(connection, talk.id, now)
            return await self._next(connection, channel, now)

    async def _next(self, connection: AsyncConnection, channel: str, now: datetime) -> Wait | None:
        """When the next talk of the channel is due."""
        unclaimed = talks.c.send_until.is_(None) & (talks.c.channel == channel)
        soonest = func.min(talks.c.send_due, type_=talks.c.send_due.type)
        due = (await connection.execute(select(soonest).where(unclaimed))).scalar_one()
        return None if due is None else Wait(max(0.0, (due - now).total_seconds()))

    async def _slot(
        self, connection: AsyncConnection, channel: str, per_second: float, now: datetime
    ) -> Wait | None:
        if not per_second:
            return None
        first = self.inserting(paces).values(channel=channel, next=now)
        await connection.execute(first.on_conflict_do_nothing())
        slot = select(paces.c.next).where(paces.c.channel == channel).with_for_update()
        free_at = (await connection.execute(slot)).scalar_one()
        return Wait((free_at - now).total_seconds(), paced=True) if free_at > now else None

    async def _use_slot(
        self, connection: AsyncConnection, channel: str, per_second: float, now: datetime
    ) -> None:
        if per_second:
            after = now + timedelta(seconds=1 / per_second)
            used = update(paces).where(paces.c.channel == channel).values(next=after)
            await connection.execute(used)

    async def _take_sender(
        self, connection: AsyncConnection, channel: str, now: datetime
    ) -> Row[Any] | None:
        free = talks.c.send_until.is_(None) | (talks.c.send_until < now)
        due = select(talks.c.id).where(talks.c.channel == channel, talks.c.send_due <= now, free)
        due = due.order_by(talks.c.send_due, talks.c.id).limit(1).with_for_update(skip_locked=True)
        until = now + timedelta(seconds=CLAIM_SECONDS)
        values = {"send_lease": tokens.token_hex(8), "send_until": until}
        taking = update(talks).where(talks.c.id == due.scalar_subquery()).values(values)
        row: Row[Any] | None = (await connection.execute(taking.returning(talks))).one_or_none()
        return row

    async def _claim(self, connection: AsyncConnection, talk: Row[Any], row: Row[Any]) -> Claim:
        reply = self._read_reply(row.reply)
        if isinstance(reply, Post | Thread):
            reply = await threaded(connection, reply)
        return Claim(
            token=talk.send_lease,
            talk=talk.id,
            row=row.id,
            address=self._read_address(talk),
            reply=reply,
            proactive=row.proactive,
            created=row.created,
            tries=row.tries,
            faults=row.faults,
            hash=talk.hash,
        )

    def _read_address(self, talk: Row[Any]) -> Address | Broken:
        try:
            text = self.unseal(talk.address, "talks.address")
        except Unreadable as fault:
            return Broken(str(fault))
        return Address(talk.channel, text.decode("utf-8", "surrogatepass"))

    def _read_reply(self, sealed: bytes) -> Reply | Posting | Broken:
        try:
            return REPLIES.validate_json(self.unseal(sealed, "outbox.reply"))
        except Unreadable as fault:
            return Broken(str(fault))
        except ValueError as fault:
            return Broken(f"outbox.reply: {type(fault).__name__}")

    async def sent(self, claim: Claim, pace: float = 0.0, message: str | None = None) -> None:
        """The platform took it: erase it; nothing more to this talk for `pace` seconds.

        `message`: its id there, by which answers of staff to a posting find their case.
        """
        after = self.clock() + timedelta(seconds=pace)
        first = recorded(claim.reply, message)
        await self._settle(claim, delete(outbox), after if pace else None, first)

    async def postpone(self, claim: Claim, seconds: float, *, fault: bool = False) -> None:
        """Try again later; the whole talk waits, so that its order stays."""
        more = {"tries": claim.tries + 1, "faults": claim.faults + fault}
        after = self.clock() + timedelta(seconds=seconds)
        await self._settle(claim, update(outbox).values(more), after)

    async def hold(self, claim: Claim, until: datetime) -> None:
        """Let one reply wait (the night); later answers may overtake it."""
        await self._settle(claim, update(outbox).values(due=until), None)

    async def park(self, claim: Claim, reason: str) -> None:
        """Give one reply up, with the reason that staff read."""
        given_up = {"parked": reason, "tries": claim.tries + 1}
        await self._settle(claim, update(outbox).values(given_up), None)

    async def _settle(
        self, claim: Claim, change: Any, after: datetime | None, first: Executable | None = None
    ) -> None:
        async with self.writing(quick=True, lasting=False) as connection:
            now = self.clock()
            if first is not None:  # a case, which is locked before the room it is posted in
                await connection.execute(first)
            lock = select(talks).where(talks.c.id == claim.talk).with_for_update()
            talk = (await connection.execute(lock)).one_or_none()
            await connection.execute(change.where(outbox.c.id == claim.row))
            if talk is not None and talk.send_lease == claim.token:
                waiting = await self._free(connection, talk.id, after or now)
                bells = [sends(talk.channel)] if waiting and after is None else []
                await self.notify(connection, bells)
            else:
                bells = []  # forgotten, or taken over: the other one goes on
        self.ring(bells)

    async def _free(self, connection: AsyncConnection, talk: int, after: datetime) -> bool:
        """End the claim; when the talk is due again, if anything waits."""
        rest = select(func.min(outbox.c.due, type_=outbox.c.due.type)).where(*_waiting(talk))
        first = (await connection.execute(rest)).scalar_one()
        values = {
            "send_due": None if first is None else max(first, after),
            "send_after": after,
            "send_lease": None,
            "send_until": None,
        }
        await connection.execute(update(talks).where(talks.c.id == talk).values(values))
        return first is not None

    # ---- pull: read, then acknowledge

    async def unread(self, address: Address, after: int = 0) -> list[tuple[int, Reply]]:
        """What waits for an address: (row id, reply), oldest first, with ids above `after`."""
        rows = select(outbox).join(talks).where(self._at(address), outbox.c.parked.is_(None))
        rows = rows.where(outbox.c.id > after).order_by(outbox.c.id)
        async with self.reading(quick=True) as connection:
            found = [
                (row.id, self._read_reply(row.reply)) for row in await connection.execute(rows)
            ]
        return [
            (id_, reply) for id_, reply in found if not isinstance(reply, Broken | Post | Thread)
        ]

    async def acknowledge(self, address: Address, upto: int) -> int:
        """The citizen's side has these: erase them; how many."""
        async with self.writing(quick=True, lasting=False) as connection:
            lock = select(talks.c.id).where(self._at(address)).with_for_update()
            talk = (await connection.execute(lock)).scalar_one_or_none()
            if talk is None:
                return 0
            seen = delete(outbox).where(*_waiting(talk), outbox.c.id <= upto)
            erased = (await connection.execute(seen.returning(outbox.c.id))).all()
            await self._free(connection, talk, self.clock())
        return len(erased)

    async def stream(self, address: Address, after: int = 0) -> AsyncIterator[tuple[int, Reply]]:
        """Replies as they come, without end, each once; the reader acknowledges."""
        seen = after
        with self.bells.listening(replies(self.hash_address(address))) as bell:
            while True:
                bell.clear()
                for row, reply in await self.unread(address, seen):
                    seen = row
                    yield row, reply
                await heard_within(bell, LOOK_SECONDS)

    def _at(self, address: Address) -> Any:
        known = talks.c.hash == self.hash_address(address)
        return (talks.c.channel == address.channel) & known


def _waiting(talk: int) -> tuple[Any, ...]:
    return outbox.c.talk_id == talk, outbox.c.parked.is_(None)


def _head(talk: int, now: datetime) -> Select[Any]:
    due = select(outbox).where(*_waiting(talk), outbox.c.due <= now)
    return due.order_by(outbox.c.id).limit(1)
