"""Commands that run and look after the service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.failing import fail

if TYPE_CHECKING:
    from bot.settings import Settings

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
    from bot.storage.migrate import migrate_url
    from bot.storage.store import database_url

    asyncio.run(migrate_url(database_url(settings())))
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
    from bot.storage.backup import BackupFault, put_back

    try:
        put_back(settings(), source)
    except BackupFault as fault:
        fail(fault)
    typer.echo("restored")


@keys.command()
def rotate() -> None:
    """Make a new key and encrypt everything with it, while the bot runs."""
    from bot.storage.store import open_store

    async def turn() -> int:
        store = await open_store(settings())
        try:
            return await store.rotate()
        finally:
            await store.close()

    typer.echo(f"{asyncio.run(turn())} rows encrypted anew")


def _until_stopped(work: object) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(work)  # type: ignore[arg-type]


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
