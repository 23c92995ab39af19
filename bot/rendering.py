"""Files at the moment of delivery: a form is filled and rendered in a thread, kept nowhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date

from bot.library import Library
from bot.messages import FileRef
from flows.forms import FilledForm, fill, page_of

OpenFile = Callable[[FileRef], Awaitable[bytes]]
WORD = "wordprocessingml"


class NoSuchFile(LookupError):  # noqa: N818 - named for what is wrong
    """Nothing can be rendered for the reference: the form or its flow is gone."""


def opener(present: Callable[[], Library]) -> OpenFile:
    """A function that gives a file's bytes. It raises NoSuchFile."""

    async def open_file(ref: FileRef) -> bytes:
        filled = filled_form(present(), ref)
        return await asyncio.to_thread(_rendered, filled, ref.media_type)

    return open_file


def filled_form(library: Library, ref: FileRef) -> FilledForm:
    """The form that a reference names, filled. Raises NoSuchFile."""
    form = library.forms.get(ref.source.removeprefix("form:"))
    told = json.loads(ref.data or "{}")
    flow = library.flows.get(told.get("flow", ""))
    if form is None or flow is None:
        raise NoSuchFile(ref.source)
    topic = library.topics.get(flow.topic)
    day = date.fromisoformat(told["day"])
    page = page_of(topic) if topic else ""
    return fill(form, flow, told["answers"], library.places, day, page)


def _rendered(filled: FilledForm, media_type: str) -> bytes:
    from bot import documents  # noqa: PLC0415 - dear to import, needed for files alone

    return documents.docx(filled) if WORD in media_type else documents.pdf(filled)
