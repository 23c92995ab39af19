"""What pages are written on: the templates, the words for instants, the headers of safety."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.scene import HERE

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    # not "no-referrer": a form would then come with the origin "null", as from another site
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",  # phones are borrowed: nothing of a page stays in a browser
}
_DAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def clock(at: datetime | None) -> str:
    """An instant in Việt Nam: "10:05 thứ hai, 30/11/2026"; a dash for none."""
    if at is None:
        return "–"
    here = at.astimezone(HERE)
    return f"{here:%H:%M} {_DAYS[here.weekday()]}, {here:%d/%m/%Y}"


def short_clock(at: datetime | None) -> str:
    """An instant in a table: "30/11 10:05"; a dash for none."""
    return "–" if at is None else f"{at.astimezone(HERE):%d/%m %H:%M}"


def day(value: date | None) -> str:
    """A day: "30/11/2026"; a dash for none."""
    return "–" if value is None else f"{value:%d/%m/%Y}"


class Paper:
    """The console's templates; a name that a template uses and nobody gave is a fault."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"clock": clock, "short_clock": short_clock, "day": day}

    def page(self, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
        """A whole page."""
        words = self._environment.get_template(template).render(context)
        return HTMLResponse(words, status, HEADERS)
