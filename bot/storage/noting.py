"""The audit grows by what is noted here, in the same transaction as the act itself."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database
from bot.storage.models import audit


class Noting(Database):
    """Who did what, about what, and why."""

    async def note(
        self, connection: AsyncConnection, who: str, did: str, about: str, why: str | None = None
    ) -> None:
        """One line of the audit: it only grows, and holds no citizen's words or address."""
        values = {"at": self.clock(), "who": who, "did": did, "about": about, "why": why}
        await connection.execute(insert(audit).values(values))
