"""Changing the data keys while everything runs: what an old key sealed is sealed anew, in steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Select, Table, func, select, update

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
        key = table.primary_key.columns.values()[0]
        place = f"{table.name}.{column.name}"
        old = func.substr(column, 1, NAME_BYTES) != self.keyring.names[0]
        listing = select(key, column).where(column.is_not(None), old).order_by(key).limit(BATCH)
        resealed, broken, rows = 0, 0, await self._read(listing)
        while rows:
            for name, sealed in rows:
                anew = self._anew(place, sealed)
                if anew is None:
                    broken += 1
                    continue
                change = update(table).where(key == name, column == sealed)
                # one row at a time: a worker that wants it never waits, nor finds it taken
                async with self.writing(quick=True, lasting=False) as connection:
                    resealed += await count(connection, change.values({column.name: anew}))
            rows = await self._read(listing.where(key > rows[-1][0]))
        return resealed, broken

    async def _read(self, listing: Select[Any]) -> Sequence[Any]:
        async with self.reading() as connection:
            rows: Sequence[Any] = (await connection.execute(listing)).all()
            return rows

    def _anew(self, place: str, sealed: bytes) -> bytes | None:
        """The same content under the newest key; None when no key opens it."""
        try:
            return self.seal(self.unseal(sealed, place), place)
        except Unreadable:
            return None

    async def _names_used(self) -> set[bytes]:
        """The names of all keys that sealed something that is still there."""
        used: set[bytes] = set()
        async with self.reading() as connection:
            for _table, column in SEALED:
                names = select(func.substr(column, 1, NAME_BYTES)).where(column.is_not(None))
                used |= set((await connection.execute(names.distinct())).scalars())
        return used
