"""Commands that run and look after the service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.failing import fail

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.records import Rotated

keys = typer.Typer(help="The keys that encrypt what is kept.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (run, worker, migrate, backup, restore):
        app.command()(command)
    app.add_typer(keys, name="keys")


def settings() -> Settings:
    """The settings, or one kind line for each bad key."""
    from bot.settings import SettingsFault, read_settings

    try:
        return read_settings()
    except SettingsFault as fault:
        fail(fault)


def run() -> None:
    """Serve everything in one process: web chat, channels, worker."""
    from bot.serving import serve

    log_to_stderr()
    _until_stopped(serve(settings()))


def worker() -> None:
    """Serve talks without HTTP; any number may run beside PostgreSQL."""
    from bot.serving import work

    log_to_stderr()
    _until_stopped(work(settings()))


def migrate() -> None:
    """Bring the database to the present form."""
    from bot.storage.engine import make_engine
    from bot.storage.migrate import migrate as bring_up
    from bot.storage.store import database_url

    async def go() -> None:
        engine = make_engine(database_url(settings()))
        try:
            await bring_up(engine)
        finally:
            await engine.dispose()

    asyncio.run(go())
    typer.echo("the database is in its present form")


def backup(to: Annotated[Path, typer.Argument(help="a new file")]) -> None:
    """Copy the SQLite database and its keys into one file, while the bot runs."""
    from bot.storage.backup import BackupFault, back_up

    try:
        back_up(settings(), to)
    except BackupFault as fault:
        fail(fault)
    typer.echo(f"{to}: written; it holds the keys, keep it safe")


def restore(source: Annotated[Path, typer.Argument(help="a file made by backup")]) -> None:
    """Put a backup back into an empty data folder."""
    from bot.storage import backup as copies

    try:
        copies.restore(settings(), source, datetime.now(UTC))
    except copies.BackupFault as fault:
        fail(fault)
    typer.echo("restored")


@keys.command()
def make() -> None:
    """Print a fresh key for TROLY_DATA_KEYS."""
    from bot.storage.encryption import make_key

    typer.echo(make_key())


@keys.command()
def rotate() -> None:
    """Make a new key and encrypt everything with it, while the bot runs."""
    from bot.storage.store import open_store

    async def turn() -> Rotated:
        store = await open_store(settings())
        try:
            return await store.rotate()
        finally:
            await store.close()

    done = asyncio.run(turn())
    typer.echo(f"{done.resealed} cells encrypted anew")
    if done.broken:
        typer.echo(f"{done.broken} cells open with no key that is here; they stay as they are")


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until Ctrl-C; content or a catalogue that cannot be served is told, not traced."""
    from bot.library import UnfitContent
    from knowledge.catalogue import CatalogueError

    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(work)
    except (UnfitContent, CatalogueError) as fault:
        fail(fault)


def log_to_stderr(level: int = logging.INFO) -> None:
    """One JSON line an event, on standard error."""
    import structlog

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
