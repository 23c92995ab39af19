"""A reply that is too long or holds too much for a channel becomes several.

Each is one message of the platform, so that order, pace and repetition are counted in messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.messages import Reply, Say, Span
from bot.platforms import Capabilities

# where a text is cut, best first: between paragraphs, lines, sentences, words
_SEAMS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"[.!?…;:]\s"), re.compile(r"\s"))


def utf16(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def parts(reply: Reply, capabilities: Capabilities) -> tuple[Reply, ...]:
    """The messages that a reply becomes; choices stand under the last of its words."""
    if not isinstance(reply, Say):
        return (reply,)
    alone = replace(reply, files=()) if capabilities.files_out else reply
    written = tuple(_written(alone, capabilities)) if alone.text else ()
    files = reply.files if capabilities.files_out else ()
    attached = (Say((), reply.about, files=(file,)) for file in files)
    return (*written, *attached) or (reply,)


def _written(say: Say, capabilities: Capabilities) -> Iterator[Say]:
    size = utf16 if capabilities.utf16 else len
    pieces = list(pieces_of(say.text, capabilities.text_limit, size))
    for number, (start, end) in enumerate(pieces, 1):
        cut = replace(say, spans=_between(say.spans, start, end))
        yield cut if number == len(pieces) else replace(cut, choices=(), files=())


def pieces_of(text: str, limit: int, size: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Where each piece of at most `limit` units begins and ends, without the space between."""
    start = 0
    while size(text[start:]) > limit:
        end = _seam(text, start, start + _longest(text[start : start + limit], limit, size))
        yield start, start + len(text[start:end].rstrip())
        start = end + len(text[end:]) - len(text[end:].lstrip())
    if start < len(text) or not text:
        yield start, len(text)


def _longest(text: str, limit: int, size: Callable[[str], int]) -> int:
    """How many signs fit."""
    fitting = len(text)
    while size(text[:fitting]) > limit:
        fitting -= max(1, (size(text[:fitting]) - limit) // 2)
    return fitting


def _seam(text: str, start: int, end: int) -> int:
    """The last good place to cut before `end`, in the second half of the piece; else `end`."""
    half = start + (end - start) // 2
    for seam in _SEAMS:
        found = [match.end() for match in seam.finditer(text, half, end)]
        if found:
            return found[-1]
    return end


def _between(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans of a stretch of the text; each keeps the address of what it came from."""
    kept, at = [], 0
    for span in spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            kept.append(Span(text, span.address))
        at += len(span.text)
    return tuple(kept)
