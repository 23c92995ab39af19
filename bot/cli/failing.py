"""How a command ends badly: one clear line and exit code 2, never a traceback to a person."""

from __future__ import annotations

from typing import NoReturn

import typer


def fail(words: object) -> NoReturn:
    """Say what is wrong and what to do, and stop."""
    typer.echo(f"troly: {words}", err=True)
    raise typer.Exit(2)


def told(fault: Exception) -> str | None:
    """The line for what a person can put right; None for what is a fault of the program."""
    from bot.library import UnfitContent
    from bot.settings import SettingsFault
    from bot.storage.backup import BackupFault
    from bot.storage.encryption import KeyFault, Unreadable
    from bot.storage.migrate import NotMigrated
    from knowledge.catalogue import CatalogueError

    match fault:
        case UnfitContent() | SettingsFault() | BackupFault() | NotMigrated() | CatalogueError():
            return str(fault)
        case KeyFault():
            return f"TROLY_DATA_KEYS, or the file data.key: {fault}"
        case Unreadable():
            return f"the keys are not those of this database ({fault}); see TROLY_DATA_KEYS"
        case OSError():
            return f"{fault.strerror or fault}: {fault.filename or ''}".rstrip(": ")
        case _ if type(fault).__module__.startswith(("sqlalchemy", "sqlite3", "asyncpg")):
            return f"the database cannot be used ({type(fault).__name__}); `troly migrate`?"
        case _:
            return None
