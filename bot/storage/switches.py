"""What is switched off: the whole bot, a channel, a topic or a walk, with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.cases import Cases
from bot.storage.models import switches


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that does not answer until it is switched on again."""

    scope: str  # all | channel:<name> | topic:<id> | flow:<id>
    why: str
    by: str
    since: datetime


class Switches(Cases):
    """The off switch. Workers notice it at their next lease, as they notice a publish."""

    async def switch_off(self, scope: str, why: str, by: str) -> None:
        """Stop answering; the reason is kept. Switching off again changes the reason."""
        values = {"why": why, "by": by, "since": self.clock()}
        adding = self.inserting(switches).values(scope=scope, **values)
        adding = adding.on_conflict_do_update(index_elements=[switches.c.scope], set_=values)
        async with self.writing() as connection:
            await connection.execute(adding)
            await self.raise_generation_in(connection)
            await self.note(connection, by, "switched off", scope, why)

    async def switch_on(self, scope: str, by: str) -> bool:
        """Answer again; False when it was not off."""
        gone = delete(switches).where(switches.c.scope == scope).returning(switches.c.scope)
        async with self.writing() as connection:
            if (await connection.execute(gone)).scalar_one_or_none() is None:
                return False
            await self.raise_generation_in(connection)
            await self.note(connection, by, "switched on", scope)
        return True

    async def switches(self) -> list[Switch]:
        """What is off now, the latest first."""
        async with self.reading() as connection:
            rows = await connection.execute(select(switches).order_by(switches.c.since.desc()))
            return [Switch(row.scope, row.why, row.by, row.since) for row in rows]
