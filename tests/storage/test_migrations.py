"""The migrations make exactly the tables of the models, on both databases, once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import read_settings
from bot.storage.encryption import make_key
from bot.storage.engine import make_engine
from bot.storage.migrate import FOLDER, HEAD, NotMigrated, expect_migrated, migrate
from bot.storage.models import metadata
from bot.storage.store import open_store


@pytest.fixture
async def empty(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine on a database without any table."""
    if database_url.startswith("sqlite"):
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        await engine.dispose()
        return
    admin = make_engine(database_url)
    async with admin.connect() as connection:
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await free.execute(text("DROP DATABASE IF EXISTS empty_troly"))
        await free.execute(text("CREATE DATABASE empty_troly"))
    await admin.dispose()
    engine = make_engine(database_url.replace("/postgres?", "/empty_troly?"))
    yield engine
    await engine.dispose()


def differences(connection: Connection) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


def index_statements(connection: Connection) -> set[str]:
    """Indexes as the database keeps them, with their conditions."""
    if connection.dialect.name == "sqlite":
        listing = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        listing = "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    rows = connection.execute(text(listing)).scalars()
    return {re.sub(r"\s+", " ", row) for row in rows if "alembic" not in row}


async def test_all_migrations_make_the_tables_of_the_models(empty: AsyncEngine) -> None:
    await migrate(empty)
    await expect_migrated(empty)
    async with empty.connect() as connection:
        assert await connection.run_sync(differences) == []
        migrated = await connection.run_sync(index_statements)
    async with empty.begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        made = await connection.run_sync(index_statements)
    assert migrated == made


async def test_processes_that_start_together_migrate_once(empty: AsyncEngine) -> None:
    other = make_engine(empty.url.render_as_string(hide_password=False))
    with pytest.raises(NotMigrated):
        await expect_migrated(empty)
    await asyncio.gather(*(migrate(engine) for engine in (empty, other, empty)))
    await migrate(empty)
    async with empty.connect() as connection:
        stamps = (await connection.execute(text("SELECT version_num FROM alembic_version"))).all()
    await other.dispose()
    assert [tuple(row) for row in stamps] == [(HEAD,)]


def test_files_of_migrations_are_numbered_in_one_row_up_to_the_head() -> None:
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert names[-1][:4] == HEAD
    for number, name in enumerate(names, 1):
        written = (FOLDER / "versions" / name).read_text("utf-8")
        before = f'"{number - 1:04}"' if number > 1 else "None"
        assert f'revision = "{number:04}"' in written
        assert f"down_revision = {before}" in written


async def test_a_store_opens_on_an_empty_folder_and_again_on_a_full_one(tmp_path: Path) -> None:
    settings = read_settings(env_file=None, data_dir=tmp_path / "var")
    for _ in range(2):
        store = await open_store(settings)
        await store.migrate()
        assert await store.generation() == 0
        assert store.clock().tzinfo is not None
        await store.close()
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert (tmp_path / "var" / "keys").stat().st_mode & 0o777 == 0o600


async def test_postgresql_that_was_not_migrated_is_told_so(
    empty: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if empty.dialect.name == "sqlite":
        return
    url = empty.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TROLY_DATABASE_URL", url)
    monkeypatch.setenv("TROLY_DATA_KEYS", make_key())
    settings = read_settings(env_file=None)
    with pytest.raises(NotMigrated, match="troly migrate"):
        await open_store(settings)
    await migrate(empty)
    store = await open_store(settings)
    await store.close()


async def test_a_store_that_does_not_open_closes_what_it_opened(tmp_path: Path) -> None:
    settings = read_settings(env_file=None, data_dir=tmp_path / "var")
    store = await open_store(settings)
    await store.close()
    (tmp_path / "var" / "keys").write_text(make_key())
    from bot.storage.encryption import Unreadable

    with pytest.raises(Unreadable):
        await open_store(settings)


async def test_a_filled_database_of_the_version_before_keeps_its_cases_and_staff(
    empty: AsyncEngine,
) -> None:
    from alembic import command
    from alembic.config import Config

    def up_to(connection: Connection, version: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, version)

    async with empty.begin() as connection:
        await connection.run_sync(up_to, "0002")
        for row in (
            "INSERT INTO cases (id, \"case\", opened, reason) VALUES (7, 'KH7M2P4X', 0, 'asked')",
            "INSERT INTO posts (case_id, message) VALUES (7, '12')",
            "INSERT INTO staff (name, channel, hash, added) VALUES ('Hoa', 'telegram', 'h', 0)",
        ):
            await connection.execute(text(row))
    await migrate(empty)
    async with empty.connect() as connection:
        for table in ("cases", "posts", "staff"):
            counted = await connection.execute(text(f"SELECT count(*) FROM {table}"))
            assert counted.scalar_one() == 1
