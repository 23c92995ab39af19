"""How a command ends badly: one clear line and exit code 2, never a traceback to a person."""

from __future__ import annotations

from typing import NoReturn

import typer


def fail(words: object) -> NoReturn:
    """Say what is wrong and what to do, and stop."""
    typer.echo(f"troly: {words}", err=True)
    raise typer.Exit(2)
