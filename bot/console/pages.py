"""What a room of the console gives to the table of routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.visits import Visit
from bot.rights import Right

Handler = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """A path under /console. `right` None: everybody who is signed in and has a role."""

    path: str
    right: Right | None
    show: Handler | None = None  # GET
    do: Handler | None = None  # POST; the form's token was proved before it is called
    menu: str = ""  # its label in the menu; empty: not there
