"""Which publish is in force: one number, raised by whatever workers have to take over."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database
from bot.storage.models import generation


class Generation(Database):
    """The number of the latest publish. Every worker sees it at its next lease."""

    async def generation(self) -> int:
        """Which publish is in force; 0 before the first."""
        number = select(generation.c.number).where(generation.c.id == 1)
        async with self.reading() as connection:
            return (await connection.execute(number)).scalar_one_or_none() or 0

    async def raise_generation(self) -> int:
        """Tell every worker that something was published; the new number."""
        async with self.writing() as connection:
            return await self.raise_generation_in(connection)

    async def raise_generation_in(self, connection: AsyncConnection) -> int:
        """The same within the transaction that publishes."""
        first = self.inserting(generation).values(id=1, number=1)
        raised = {"number": generation.c.number + 1}
        raising = first.on_conflict_do_update(index_elements=[generation.c.id], set_=raised)
        number = raising.returning(generation.c.number)
        return int((await connection.execute(number)).scalar_one())
