"""The first page after the door: what waits for this person."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.visits import Visit


async def show(visit: Visit) -> Response:
    """What waits, and what is switched off."""
    sizes = await visit.store.sizes()
    return visit.page("home.html", sizes=sizes, off=await visit.store.switches())


PAGES: tuple[Page, ...] = (Page("", None, show=show),)
