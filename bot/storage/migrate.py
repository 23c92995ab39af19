"""Bringing the tables to their present form; Alembic is read only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

HEAD = "0003"  # the latest file of migrations/versions (a test holds it to them)
FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_284_501_113  # one migrating process at a time on PostgreSQL; any fixed number


class NotMigrated(Exception):  # noqa: N818 - read by operators; the message says what to do
    """The tables are not in the form that this version needs."""


async def migrate(engine: AsyncEngine) -> None:
    """Apply every migration that is missing, in one transaction, one process at a time."""
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        await connection.run_sync(_upgrade)


async def expect_migrated(engine: AsyncEngine) -> None:
    """Check at start that the tables are in their present form. Raises NotMigrated."""
    async with engine.connect() as connection:
        if await connection.run_sync(_stamp) != HEAD:
            raise NotMigrated("the database is not in its present form: run `troly migrate` once")


def _stamp(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    if _stamp(connection) == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - dear to import, and rarely needed
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
