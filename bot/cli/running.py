"""Commands that run and look after the service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

keys = typer.Typer(help="The keys that encrypt what is kept.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (run, worker, migrate, backup, restore):
        app.command()(command)
    app.add_typer(keys, name="keys")


def run() -> None:
    """Serve everything in one process: web chat, channels, worker."""
    from bot.serving import serve
    from bot.settings import read_settings

    log_to_stderr()
    _until_stopped(serve(read_settings()))


def worker() -> None:
    """Serve talks without HTTP; any number may run beside PostgreSQL."""
    from bot.serving import work
    from bot.settings import read_settings

    log_to_stderr()
    _until_stopped(work(read_settings()))


def migrate() -> None:
    """Bring the database to the present form."""
    from bot.cli.opening import bring_up
    from bot.settings import read_settings

    bring_up(read_settings())
    typer.echo("the database is in its present form")


def backup(to: Annotated[Path, typer.Argument(help="a new file")]) -> None:
    """Copy the SQLite database and its keys into one file, while the bot runs."""
    from bot.settings import read_settings
    from bot.storage.backup import back_up

    back_up(read_settings(), to)
    typer.echo(f"{to}: written; it holds the keys, keep it safe")


def restore(source: Annotated[Path, typer.Argument(help="a file made by backup")]) -> None:
    """Put a backup back into an empty data folder."""
    from bot.settings import read_settings
    from bot.storage import backup as copies

    copies.restore(read_settings(), source, datetime.now(UTC))
    typer.echo("restored")


@keys.command()
def make() -> None:
    """Print a fresh key for TROLY_DATA_KEYS."""
    from bot.storage.encryption import make_key

    typer.echo(make_key())


@keys.command()
def rotate() -> None:
    """Make a new key and encrypt everything with it, while the bot runs."""
    from bot.cli.opening import with_store

    done = with_store(lambda store: store.rotate())
    typer.echo(f"{done.resealed} cells encrypted anew")
    if done.broken:
        typer.echo(f"{done.broken} cells open with no key that is here; they stay as they are")


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(work)


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
