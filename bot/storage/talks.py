"""Leases and commits: one worker at a time has a talk, and a turn is kept whole or not at all."""

from __future__ import annotations

import secrets as tokens
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import session as sessions
from bot.messages import (
    Address,
    AddToCase,
    CancelTimer,
    Effect,
    Erased,
    Forget,
    KeepQuestion,
    OpenCase,
    RateCase,
    Reply,
    SetTimer,
    TimerRang,
)
from bot.session import Session
from bot.storage.bells import TURNS, replies, sends
from bot.storage.counting import Counting
from bot.storage.encryption import Unreadable
from bot.storage.inbox import Inbox, arrival_of, read_body
from bot.storage.models import generation, inbox, lost_sessions, outbox, talks
from bot.storage.posts import REPLIES
from bot.storage.questions import Questions
from bot.storage.records import Broken, Content, Lease, LeaseLost
from bot.storage.timers import Timers
from bot.tally import Tally
from bot.turn import Turn

LEASE_SECONDS = 10.0  # a turn takes milliseconds; what a crash left is taken over after this
MOST_TRIES = 3
UNCOUNTED = Tally()
RETRY_SECONDS = (0.5, 2.0)  # after the first and the second failure


class Talks(Questions, Timers, Inbox, Counting):
    """Who is served next, and what a turn leaves behind."""

    # ---- taking

    async def lease(
        self, channels: Collection[str] | None = None, seconds: float = LEASE_SECONDS
    ) -> Lease | None:
        """The oldest event of the talk that has waited longest, ours for some seconds.

        `channels`: only talks of these (a worker without a token leaves them to others).
        """
        async with self.writing(quick=True, lasting=False) as connection:
            while (talk := await self._take(connection, channels, seconds)) is not None:
                waiting = select(inbox).where(inbox.c.talk_id == talk.id, inbox.c.done.is_(None))
                oldest = waiting.order_by(inbox.c.id).limit(1)
                event = (await connection.execute(oldest)).one_or_none()
                if event is not None:
                    return self._lease(talk, event)
                idle = {"due": None, "lease": None, "lease_until": None}
                await connection.execute(update(talks).where(talks.c.id == talk.id).values(idle))
        return None

    async def _take(
        self, connection: AsyncConnection, channels: Collection[str] | None, seconds: float
    ) -> Row[Any] | None:
        now = self.clock()
        free = talks.c.lease_until.is_(None) | (talks.c.lease_until < now)
        longest = select(talks.c.id).where(talks.c.due <= now, free)
        if channels is not None:
            longest = longest.where(talks.c.channel.in_(sorted(channels)))
        longest = longest.order_by(talks.c.due, talks.c.id).limit(1)
        longest = longest.with_for_update(skip_locked=True)
        values = {"lease": tokens.token_hex(8), "lease_until": now + timedelta(seconds=seconds)}
        number = select(generation.c.number).where(generation.c.id == 1).scalar_subquery()
        taking = update(talks).where(talks.c.id == longest.scalar_subquery()).values(values)
        row: Row[Any] | None
        row = (await connection.execute(taking.returning(talks, number))).one_or_none()
        return row

    def _lease(self, talk: Row[Any], event: Row[Any]) -> Lease:
        return Lease(
            token=talk.lease,
            talk=talk.id,
            row=event.id,
            address=Address(talk.channel, self._talk_id(talk, event)),
            content=self._content(event),
            session=self._session(talk.session),
            arrived=event.arrived,
            tries=event.tries,
            generation=talk[-1] or 0,
            hash=talk.hash,
        )

    def _talk_id(self, talk: Row[Any], event: Row[Any]) -> str:
        """The address in clear: from the talk, else from what came in."""
        try:
            return self.unseal(talk.address, "talks.address").decode("utf-8", "surrogatepass")
        except Unreadable:
            content = self._content(event)
            match content:
                case Broken():
                    return ""
                case _ if hasattr(content, "talk"):
                    return str(content.talk)
                case _:
                    return content.address.talk

    def _content(self, event: Row[Any]) -> Content | Broken:
        try:
            return read_body(event.kind, self.unseal(event.body or b"", "inbox.body"))
        except Unreadable as fault:
            return Broken(str(fault))
        except (ValueError, KeyError, TypeError) as fault:
            return Broken(f"inbox.body: {type(fault).__name__}")

    def _session(self, sealed: bytes | None) -> Session | Broken:
        if sealed is None:
            return Session()
        try:
            return sessions.load(self.unseal(sealed, "talks.session"))
        except Unreadable as fault:
            return Broken(str(fault))
        except ValueError as fault:
            return Broken(f"talks.session: {type(fault).__name__}")

    # ---- giving back

    async def commit(
        self, lease: Lease, turn: Turn, tally: Tally = UNCOUNTED, *, park: str | None = None
    ) -> None:
        """Keep a turn whole: the raw text erased, session, effects, replies into the outbox.

        `tally`: what it adds to the figures. `park`: the event is given up for this reason (its
        raw form stays, sealed, for the people who mend it). Raises LeaseLost, and then nothing is
        kept.
        """
        async with self.writing(quick=True) as connection:
            now = self.clock()
            talk = await self._lock(connection, lease)
            await self._set_aside(connection, lease, talk, now)
            await self._finish(connection, lease, park, now)
            await self._keep_effects(connection, lease, turn.effects, now)
            await self._queue(connection, lease, turn.replies, now)
            forgets = any(isinstance(effect, Forget) for effect in turn.effects)
            kept = None if forgets else self.seal(sessions.dump(turn.session), "talks.session")
            values = {"session": kept, "touched": now} | self._send_times(talk, turn.replies, now)
            values |= self.rest_of(tally)
            bells = await self._release(connection, lease, values, now)
            if turn.replies:
                bells += [sends(talk.channel), replies(talk.hash)]
            await self.count(connection, tally, talk)
            await self.notify(connection, bells)
        self.ring(bells)

    async def skip(self, lease: Lease) -> None:
        """Nothing is to be said to this event: erase it and go on. Raises LeaseLost."""
        async with self.writing(quick=True) as connection:
            now = self.clock()
            await self._lock(connection, lease)
            await self._finish(connection, lease, None, now)
            bells = await self._release(connection, lease, {"touched": now}, now)
            await self.notify(connection, bells)
        self.ring(bells)

    async def stumble(self, lease: Lease, reason: str) -> bool:
        """The event could not be taken: again a little later, parked the third time (True)."""
        parks = lease.tries + 1 >= MOST_TRIES
        async with self.writing(quick=True) as connection:
            now = self.clock()
            await self._lock(connection, lease)
            if parks:
                await self._finish(connection, lease, reason, now)
                bells = await self._release(connection, lease, {}, now)
            else:
                again = {"tries": lease.tries + 1}
                await connection.execute(update(inbox).where(inbox.c.id == lease.row).values(again))
                later = now + timedelta(seconds=RETRY_SECONDS[min(lease.tries, 1)])
                bells = await self._release(connection, lease, {}, now, due=later)
            await self.notify(connection, bells)
        self.ring(bells)
        return parks

    # ---- the parts of a commit

    async def _lock(self, connection: AsyncConnection, lease: Lease) -> Row[Any]:
        """The talk's row, ours until the commit; later statements then see all that arrived."""
        row = select(talks).where(talks.c.id == lease.talk).with_for_update()
        talk = (await connection.execute(row)).one_or_none()
        if talk is None or talk.lease != lease.token:
            raise LeaseLost(f"inbox row {lease.row}")
        return talk

    async def _set_aside(
        self, connection: AsyncConnection, lease: Lease, talk: Row[Any], now: datetime
    ) -> None:
        """Keep a session that could not be read where staff see it, as it was found."""
        if isinstance(lease.session, Broken) and talk.session is not None:
            values = {"talk_id": lease.talk, "session": talk.session, "at": now}
            await connection.execute(insert(lost_sessions).values(values))

    async def _finish(
        self, connection: AsyncConnection, lease: Lease, park: str | None, now: datetime
    ) -> None:
        values: dict[str, Any] = {"done": now, "body": None, "talk_id": None}
        if park is not None:
            values = {"done": now, "parked": park, "tries": lease.tries + 1}
        await connection.execute(update(inbox).where(inbox.c.id == lease.row).values(values))

    async def _keep_effects(
        self, connection: AsyncConnection, lease: Lease, effects: tuple[Effect, ...], now: datetime
    ) -> None:
        for effect in effects:
            match effect:
                case OpenCase():
                    await self.open_case(connection, lease.talk, effect, now)
                case AddToCase():
                    await self.add_to_case(connection, lease.talk, effect, now)
                case RateCase():
                    await self.rate_case(connection, lease.talk, effect)
                case KeepQuestion():
                    await self.keep_question(connection, lease.talk, effect, now)
                case SetTimer():
                    await self.set_timer(connection, lease.talk, effect)
                case CancelTimer():
                    await self.cancel_timer(connection, lease.talk, effect)
                case Forget():
                    await self._forget(connection, lease, now)

    async def _forget(self, connection: AsyncConnection, lease: Lease, now: datetime) -> None:
        """Erase everything of the talk; what it was comes to its citizen as an event."""
        gone = await self.erase_talk(connection, lease.talk, now, except_waiting=True)
        await self.note(connection, "citizen", "forgot", lease.address.channel)
        counts = {name: int(number) for name, number in asdict(gone).items()}
        counted = Erased(f"erased:{lease.row}", now, lease.address, counts)
        await self.take_in(connection, [arrival_of(counted)])

    async def _queue(
        self,
        connection: AsyncConnection,
        lease: Lease,
        said: tuple[Reply, ...],
        now: datetime,
    ) -> None:
        rows = [
            {
                "talk_id": lease.talk,
                "reply": self.seal(REPLIES.dump_json(reply), "outbox.reply"),
                "proactive": isinstance(lease.content, TimerRang),
                "created": now,
                "due": now,
            }
            for reply in said
        ]
        if rows:
            await connection.execute(insert(outbox), rows)

    @staticmethod
    def _send_times(talk: Row[Any], said: tuple[Reply, ...], now: datetime) -> dict[str, datetime]:
        """When the deliverer should look: not before the channel's pace allows."""
        if not said:
            return {}
        soonest = max(now, talk.send_after or now)
        return {"send_due": soonest if talk.send_due is None else min(talk.send_due, soonest)}

    async def _release(
        self,
        connection: AsyncConnection,
        lease: Lease,
        values: dict[str, Any],
        now: datetime,
        due: datetime | None = None,
    ) -> list[str]:
        """End the lease; a talk with more to do goes to the end of the queue. Bells to ring."""
        if due is None:
            waiting = inbox.c.talk_id == lease.talk, inbox.c.done.is_(None)
            more = await connection.execute(select(inbox.c.id).where(*waiting).limit(1))
            due = now if more.first() is not None else None
        released = {"lease": None, "lease_until": None, "due": due} | values
        await connection.execute(update(talks).where(talks.c.id == lease.talk).values(released))
        return [TURNS] if due is not None else []
