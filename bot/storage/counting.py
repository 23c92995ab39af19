"""Keeping counts: added within a turn's own transaction, stops of walks once they have rested."""

from __future__ import annotations

import secrets as chance
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hours import HERE
from bot.storage.encryption import Unreadable
from bot.storage.engine import Database
from bot.storage.models import counts, talks
from bot.tally import Count, Tally

LANES = 16  # of PostgreSQL, where many write at once; SQLite has one writer
BATCH = 200
FOLDING = "fold counts"  # writers of days gone by go one after another
_COUNTS: TypeAdapter[Count] = TypeAdapter(Count)
_KEY = ("day", "what", "channel", "place", "about", "side", "how")


class Counting(Database):
    """The writing side of the figures."""

    def rest_of(self, tally: Tally) -> dict[str, Any]:
        """What a turn says about the rest of a walk, as columns of its talk."""
        if not tally.moves:
            return {}
        if tally.stopped is None:
            return {"rests": None, "resting": None}
        stop = self.seal(_COUNTS.dump_json(tally.stopped), "talks.resting")
        return {"rests": tally.rests, "resting": stop}

    async def count(self, connection: AsyncConnection, tally: Tally, talk: Row[Any]) -> None:
        """Add what a turn counts; that a walk was resumed only where its stop was counted."""
        back = (tally.resumed,) if tally.resumed and talk.rests is None else ()
        await self.add_counts(connection, Counter((*tally.counts, *back)))

    async def add_counts(
        self, connection: AsyncConnection, found: Mapping[Count, int], lane: int | None = None
    ) -> None:
        """Add numbers to the counts: always sorted, so that no two writers wait crosswise."""
        if not found:
            return
        if lane is None:
            lane = chance.randbelow(LANES) if self.postgresql else 0
        rows = [
            {name: getattr(count, name) for name in _KEY} | {"lane": lane, "n": found[count]}
            for count in sorted(found)
        ]
        await connection.execute(self._adding, rows)

    @cached_property
    def _adding(self) -> postgresql.Insert:
        """The statement of every turn, made once."""
        adding = self.inserting(counts)
        return adding.on_conflict_do_update(
            index_elements=list(counts.primary_key.columns),
            set_={"n": counts.c.n + adding.excluded.n},
        )

    # ---- by and by

    async def count_rested(self) -> int:
        """Count each walk whose open question has rested for a day as stopped there, once."""
        stopped = 0
        while True:
            async with self.writing() as connection:
                await self.queue_up(connection, FOLDING)
                rested = await self._take_rested(connection)
                await self.add_counts(connection, Counter(self._read_stops(rested)))
            stopped += len(rested)
            if len(rested) < BATCH:
                return stopped

    async def _take_rested(self, connection: AsyncConnection) -> list[bytes]:
        due = select(talks.c.id, talks.c.resting).where(talks.c.rests <= self.clock())
        locking = due.order_by(talks.c.id).limit(BATCH).with_for_update(skip_locked=True)
        rows = (await connection.execute(locking)).all()
        if rows:
            theirs = talks.c.id.in_([row.id for row in rows])
            taken = update(talks).where(theirs).values(rests=None, resting=None)
            await connection.execute(taken)
        return [row.resting for row in rows]

    def _read_stops(self, rested: Iterable[bytes]) -> Iterable[Count]:
        for sealed in rested:
            try:
                yield _COUNTS.validate_json(self.unseal(sealed, "talks.resting"))
            except (Unreadable, ValueError):  # its key is gone: one stop fewer in the figures
                continue

    async def fold_counts(self) -> None:
        """Days that are over need no lanes: their rows become one for each thing counted.

        A turn near midnight may still write to the day before, so the last two days are left.
        """
        over = self.clock().astimezone(HERE).date() - timedelta(days=1)
        async with self.writing() as connection:
            await self.queue_up(connection, FOLDING)
            spread = delete(counts).where(counts.c.day < over, counts.c.lane != 0)
            rows = (await connection.execute(spread.returning(counts))).all()
            found: Counter[Count] = Counter()
            for row in rows:
                found[Count(*(getattr(row, name) for name in _KEY))] += row.n
            await self.add_counts(connection, found, lane=0)
