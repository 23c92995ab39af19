"""Offices' own data, as they were imported: one row a place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from bot.storage.engine import Database
from bot.storage.models import offices


class Offices(Database):
    """The overlay by place that the library reads beside the topics."""

    async def put_office(self, place: str, body: str) -> bool:
        """Keep a place's data (JSON); False when it was just so before."""
        known = select(offices.c.body).where(offices.c.place == place)
        adding = self.inserting(offices).values(place=place, body=body, changed=self.clock())
        changed = {"body": body, "changed": self.clock()}
        async with self.writing() as connection:
            if (await connection.execute(known)).scalar_one_or_none() == body:
                return False
            await connection.execute(
                adding.on_conflict_do_update(index_elements=[offices.c.place], set_=changed)
            )
        return True

    async def drop_office(self, place: str) -> bool:
        """Take a place's data back; False when there was none."""
        async with self.writing() as connection:
            gone = delete(offices).where(offices.c.place == place).returning(offices.c.place)
            return (await connection.execute(gone)).scalar_one_or_none() is not None

    async def offices(self) -> Mapping[str, str]:
        """Every place's data (JSON) by place."""
        async with self.reading() as connection:
            rows = await connection.execute(select(offices.c.place, offices.c.body))
            return {row.place: row.body for row in rows}
