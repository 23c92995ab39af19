"""Files at the moment of delivery: a form filled, what is kept of a person; made, kept nowhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date

from bot.export import as_json, as_text
from bot.library import Library
from bot.messages import Address, FileRef
from bot.storage.records import Kept
from bot.turns.memory import JSON, OF_A_PERSON
from flows.forms import FilledForm, fill, page_of

OpenFile = Callable[[FileRef], Awaitable[bytes]]
KeptOf = Callable[[Address], Awaitable[Kept]]
WORD = "wordprocessingml"


class NoSuchFile(LookupError):  # noqa: N818 - named for what is wrong
    """Nothing can be rendered for the reference: the form or its flow is gone."""


def opener(present: Callable[[], Library], kept: KeptOf) -> OpenFile:
    """A function that gives a file's bytes; `kept` reads the store. It raises NoSuchFile."""

    async def open_file(ref: FileRef) -> bytes:
        if ref.source == OF_A_PERSON:
            return await _exported(present(), ref, kept)
        filled = filled_form(present(), ref)
        return await asyncio.to_thread(_rendered, filled, ref.media_type)

    return open_file


async def _exported(library: Library, ref: FileRef, kept: KeptOf) -> bytes:
    """What is kept of the person who gets the file, to be read or for machines."""
    told = json.loads(ref.data)
    found = await kept(Address(told["channel"], told["talk"]))
    if ref.media_type == JSON:
        return as_json(found)
    return as_text(library, found, date.fromisoformat(told["day"])).encode()


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
