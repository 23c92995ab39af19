"""Changing the data keys while everything runs: what an old key sealed is sealed anew, in steps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table, func, select, update

from bot.storage.encryption import NAME_BYTES, Unreadable
from bot.storage.engine import Database
from bot.storage.erasing import count
from bot.storage.models import SEALED, audit
from bot.storage.records import Rotated

BATCH = 200


class Rotation(Database):
    """`troly keys rotate`."""

    async def rotate(self, *, who: str = "operator") -> Rotated:
        """Make a new key (where the keys stand in a file) and seal everything with the newest.

        Rows that change meanwhile are left to their writer and looked at again. With keys from a
        setting, put the new one first there, restart, then rotate.
        """
        self.keyring.renew()
        resealed, broken = 0, 0
        while True:
            some, broken = await self._pass()
            resealed += some
            if not some:
                break
        self.keyring.retire(await self._names_used())
        async with self.writing() as connection:
            values = {"at": self.clock(), "who": who, "did": "rotated keys", "about": str(resealed)}
            await connection.execute(audit.insert().values(values))
        return Rotated(resealed, broken)

    async def _pass(self) -> tuple[int, int]:
        resealed, broken = 0, 0
        for table, column in SEALED:
            some, bad = await self._reseal(table, column)
            resealed, broken = resealed + some, broken + bad
        return resealed, broken

    async def _reseal(self, table: Table, column: Column[Any]) -> tuple[int, int]:
        """Every cell of a column that an older key sealed: (sealed anew, not readable)."""
        place, (key,) = f"{table.name}.{column.name}", table.primary_key.columns
        newest, resealed, broken = self.keyring.names[0], 0, 0
        old = func.substr(column, 1, NAME_BYTES) != newest
        last: Any = None
        while True:
            listing = select(key, column).where(column.is_not(None), old)
            listing = listing.order_by(key).limit(BATCH)
            if last is not None:
                listing = listing.where(key > last)
            async with self.reading() as connection:
                rows = (await connection.execute(listing)).all()
            if not rows:
                return resealed, broken
            last = rows[-1][0]
            for name, sealed in rows:
                try:
                    anew = self.seal(self.unseal(sealed, place), place)
                except Unreadable:
                    broken += 1
                    continue
                change = update(table).where(key == name, column == sealed)
                async with self.writing() as connection:
                    resealed += await count(connection, change.values({column.name: anew}))

    async def _names_used(self) -> set[bytes]:
        """The names of all keys that sealed something that is still there."""
        used: set[bytes] = set()
        async with self.reading() as connection:
            for _table, column in SEALED:
                names = select(func.substr(column, 1, NAME_BYTES)).where(column.is_not(None))
                used |= set((await connection.execute(names.distinct())).scalars())
        return used
