"""Canned replies: plain words with a topic's slots, for one team or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from bot.storage.models import canned
from bot.storage.noting import Noting


@dataclass(frozen=True, slots=True)
class Canned:
    """One reply; `id` 0: not kept yet. `team` None: everyone's."""

    id: int
    title: str
    words: str
    topic: str | None = None
    team: int | None = None


class CannedReplies(Noting):
    """What is often said, kept once."""

    async def canned(self, of_teams: frozenset[int] | None = None) -> list[Canned]:
        """Replies by title: everyone's, and those of some teams (None: of all)."""
        listing = select(canned).order_by(canned.c.title, canned.c.id)
        if of_teams is not None:
            ours = canned.c.team_id.is_(None), canned.c.team_id.in_(sorted(of_teams))
            listing = listing.where(or_(*ours))
        async with self.reading() as connection:
            rows = (await connection.execute(listing)).all()
        return [Canned(row.id, row.title, row.words, row.topic, row.team_id) for row in rows]

    async def put_canned(self, reply: Canned, by: str) -> int | None:
        """Keep a reply as given; its number, None when it is gone meanwhile."""
        values = {
            "title": reply.title,
            "words": reply.words,
            "topic": reply.topic,
            "team_id": reply.team,
        }
        keeping: Any = insert(canned).values(values)
        if reply.id:
            keeping = update(canned).where(canned.c.id == reply.id).values(values)
        async with self.writing() as connection:
            kept = await connection.execute(keeping.returning(canned.c.id))
            number: int | None = kept.scalar_one_or_none()
            if number is not None:
                await self.note(connection, by, "changed canned reply", reply.title)
        return number

    async def drop_canned(self, number: int, by: str) -> bool:
        """Take a reply away."""
        gone = delete(canned).where(canned.c.id == number).returning(canned.c.title)
        async with self.writing() as connection:
            title = (await connection.execute(gone)).scalar_one_or_none()
            if title is not None:
                await self.note(connection, by, "dropped canned reply", title)
        return title is not None
