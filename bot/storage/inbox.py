"""The one door in: everything that happens is kept here, encrypted, before anyone is told so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, Event
from bot.platforms import Keep, Raw
from bot.storage.bells import TURNS
from bot.storage.engine import Database
from bot.storage.models import inbox, instant, outbox, talks
from bot.storage.records import Content, Parked

FEW = 20  # rows that are taken in without a thread on SQLite
_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row to be: where it goes, what makes it unique, what it holds."""

    address: Address
    channel: str  # the name space of `id`
    id: str
    kind: str
    body: bytes


def arrival_of(event: Event) -> Arrival:
    """An event of our own (staff, timers, tests) on its way into the inbox."""
    return Arrival(event.address, event.kind, event.id, "event", _EVENTS.dump_json(event))


def read_body(kind: str, body: bytes) -> Content:
    """What a row held. Raises ValueError when it cannot be read."""
    if kind == "raw":
        held = json.loads(body)
        return Raw(id=held["id"], talk=held["talk"], body=held["body"])
    return _EVENTS.validate_json(body)


class Inbox(Database):
    """What comes in: kept once, in the order of arrival."""

    async def put(self, event: Event) -> bool:
        """Keep an event of our own; False when its id was here before."""
        return await self._put_all([arrival_of(event)]) == 1

    async def keep(self, channel: str, raws: Sequence[Raw]) -> int:
        """Keep a batch as a channel heard it, in one commit; how many were new."""
        rows = [
            Arrival(
                Address(channel, raw.talk),
                channel,
                raw.id,
                "raw",
                json.dumps(asdict(raw)).encode(),
            )
            for raw in raws
        ]
        return await self._put_all(rows)

    def keeper(self, channel: str) -> Keep:
        """How a channel keeps what it hears."""

        async def keep(raws: list[Raw]) -> None:
            await self.keep(channel, raws)

        return keep

    async def _put_all(self, arrivals: list[Arrival]) -> int:
        async with self.writing(quick=len(arrivals) < FEW) as connection:
            kept = await self.take_in(connection, arrivals)
            if kept:
                await self.notify(connection, [TURNS])
        if kept:
            self.ring([TURNS])
        return kept

    async def take_in(self, connection: AsyncConnection, arrivals: Sequence[Arrival]) -> int:
        """Keep rows within a transaction; how many were new. The caller rings `TURNS`."""
        if not arrivals:
            return 0
        for name in sorted({arrival.channel for arrival in arrivals}):
            await self.queue_up(connection, f"inbox:{name}")
        now = self.clock()
        found = await self.find_or_add_talks(connection, [row.address for row in arrivals], now)
        rows = [
            {
                "channel": row.channel,
                "hash": self.hash("inbox", row.channel, row.id),
                "talk_id": found[row.address],
                "kind": row.kind,
                "body": self.seal(row.body, "inbox.body"),
                "arrived": now,
            }
            for row in arrivals
        ]
        adding = self.inserting(inbox).on_conflict_do_nothing().returning(inbox.c.talk_id)
        new = (await connection.execute(adding, rows)).scalars().all()
        await self._call_up(connection, {talk for talk in new if talk is not None}, now)
        return len(new)

    async def find_or_add_talks(
        self, connection: AsyncConnection, addresses: Iterable[Address], now: datetime
    ) -> dict[Address, int]:
        """The rows of these addresses in `talks`, made where missing."""
        hashes = {self.hash_address(address): address for address in addresses}
        rows = [
            {
                "channel": address.channel,
                "hash": hashed,
                "address": self.seal(
                    address.talk.encode("utf-8", "surrogatepass"), "talks.address"
                ),
                "touched": now,
            }
            for hashed, address in hashes.items()
        ]
        found = await self._find_talks(connection, hashes)
        missing = [row for row in rows if hashes[str(row["hash"])] not in found]
        if missing:
            await connection.execute(self.inserting(talks).on_conflict_do_nothing(), missing)
            found = await self._find_talks(connection, hashes)
        return found

    async def _find_talks(
        self, connection: AsyncConnection, hashes: dict[str, Address]
    ) -> dict[Address, int]:
        names = list(hashes)
        found: dict[Address, int] = {}
        for start in range(0, len(names), 500):  # SQLite bounds the variables of a statement
            some = talks.c.hash.in_(names[start : start + 500])
            finding = select(talks.c.id, talks.c.hash).where(some)
            # on PostgreSQL a sweep must not delete them before our rows stand
            finding = finding.with_for_update(read=True, key_share=True)
            for row in await connection.execute(finding):
                found[hashes[row.hash]] = row.id
        return found

    async def _call_up(self, connection: AsyncConnection, ids: set[int], now: datetime) -> None:
        """Let talks be due; one that waits already keeps its place. Locked in one order."""
        order = sorted(ids)
        for start in range(0, len(order), 500):
            some = talks.c.id.in_(order[start : start + 500])
            if self.postgresql:
                lock = select(talks.c.id).where(some).order_by(talks.c.id).with_for_update()
                await connection.execute(lock)
            due = func.coalesce(talks.c.due, instant(now))
            await connection.execute(update(talks).where(some).values(due=due))

    async def parked(self, limit: int = 100) -> list[Parked]:
        """What was given up, newest first, for staff to see."""
        coming = select(inbox).where(inbox.c.parked.is_not(None))
        going = select(outbox, talks.c.channel).join(talks).where(outbox.c.parked.is_not(None))
        async with self.reading() as connection:
            ins = await connection.execute(coming.order_by(inbox.c.id.desc()).limit(limit))
            outs = await connection.execute(going.order_by(outbox.c.id.desc()).limit(limit))
            rows = [
                Parked(row.id, "inbox", row.channel, row.arrived, row.tries, row.parked)
                for row in ins
            ] + [
                Parked(row.id, "outbox", row.channel, row.created, row.tries, row.parked)
                for row in outs
            ]
        return sorted(rows, key=lambda row: row.at, reverse=True)[:limit]

    async def unpark(self, row: int) -> bool:
        """Let a parked inbox row be tried again; False when there is none or it was erased."""
        here = inbox.c.id == row
        again = update(inbox).where(here, inbox.c.parked.is_not(None), inbox.c.body.is_not(None))
        values: dict[str, Any] = {"parked": None, "done": None, "tries": 0}
        async with self.writing() as connection:
            talk = await connection.execute(again.values(values).returning(inbox.c.talk_id))
            ids = {found for found in talk.scalars() if found is not None}
            await self._call_up(connection, ids, self.clock())
            await self.notify(connection, [TURNS])
        self.ring([TURNS])
        return bool(ids)
