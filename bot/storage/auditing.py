"""Reading the audit: what staff did, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.storage.engine import Database
from bot.storage.models import audit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the audit."""

    id: int
    at: datetime
    who: str
    did: str
    about: str
    why: str | None


class Auditing(Database):
    """The audit is written by `Noting.note`; a trigger of the database refuses to change a line."""

    async def audited(
        self, *, before: int | None = None, who: str = "", about: str = "", limit: int = PAGE
    ) -> list[Noted]:
        """Lines before a number (a page of them), by who did it or what it was about."""
        listing = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            listing = listing.where(audit.c.id < before)
        if who:
            listing = listing.where(audit.c.who == who)
        if about:
            listing = listing.where(audit.c.about == about)
        async with self.reading() as connection:
            rows = await connection.execute(listing)
            return [Noted(row.id, row.at, row.who, row.did, row.about, row.why) for row in rows]
