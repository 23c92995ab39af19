"""Which publish is in force: one number, raised by whatever workers have to take over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

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
        return int((await connection.execute(self._raising(None))).scalar_one())

    async def raise_generation_from(self, connection: AsyncConnection, seen: int) -> int | None:
        """The same, only if nothing was published since the generation `seen`; else None."""
        raised = await connection.execute(self._raising(generation.c.number == seen))
        number: int | None = raised.scalar_one_or_none()
        return number

    def _raising(self, unmoved: ColumnElement[bool] | None) -> ReturningInsert[Any]:
        first = self.inserting(generation).values(id=1, number=1)
        raised = {"number": generation.c.number + 1}
        raising = first.on_conflict_do_update(
            index_elements=[generation.c.id], set_=raised, where=unmoved
        )
        return raising.returning(generation.c.number)
