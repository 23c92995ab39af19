"""Which sides of a topic a message asks for, in the order asked; and whether it is a follow-up.

The wordings stand in facets.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.topic import FACETS, Facet
from knowledge.typed_words import Word, clean, words_of
from knowledge.wordings import Found, Wordings

__all__ = ["FACETS", "Facet", "facets_of", "is_follow_up"]

_LONG = 40  # words; a longer message is a story with its question somewhere in it
_LAST_QUESTIONS = 3
_SENTENCE = re.compile(r"[^.?!\n]+[.?!\n]*")
_SHADOW = "shadow"
_FOLLOW_WORDS = 14  # a follow-up is short


@cache
def _data() -> dict[str, Any]:
    text = files("knowledge").joinpath("facets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _asked() -> Wordings:
    data = _data()
    return Wordings({**data["asked"], _SHADOW: data["shadow"]["words"]})


@cache
def _hinted() -> Wordings:
    hints = enumerate(_data()["hinted"])
    return Wordings({str(rank): hint["words"] for rank, hint in hints})


def facets_of(text: str) -> tuple[Facet, ...]:
    """The facets that a message asks for, in the order asked; () when it asks for none."""
    question = _questions(clean(text))
    words = words_of(question)
    asked = list(dict.fromkeys(hit.kind for hit in _outermost(_asked().find(words))))
    sure = sorted((facet for facet in FACETS if facet in asked), key=asked.index)
    return tuple(sure) or _hint(words)


def _hint(words: tuple[Word, ...]) -> tuple[Facet, ...]:
    found = _hinted().find(words)
    if not found:
        return ()
    best = min(int(hit.kind) for hit in found)
    return tuple(facet for facet in FACETS if facet == _data()["hinted"][best]["facet"])


def _questions(text: str) -> str:
    """The whole message, or of a long story its last sentences that ask."""
    if text.count(" ") < _LONG:
        return text
    asking = [part for part in _SENTENCE.findall(text) if part.rstrip().endswith("?")]
    return " ".join(asking[-_LAST_QUESTIONS:]) or text


def _outermost(found: tuple[Found, ...]) -> list[Found]:
    """The phrases that stand in no longer one, in their order; shadows are gone too."""
    kept: list[Found] = []
    furthest, widest = -1, None
    for hit in sorted(found, key=lambda each: (each.start, -each.end)):
        inside = hit.end <= furthest and widest is not None and _span(widest) > _span(hit)
        if inside:
            continue
        kept.append(hit)
        if hit.end > furthest:
            furthest, widest = hit.end, hit
    return [hit for hit in kept if hit.kind != _SHADOW]


def _span(hit: Found) -> int:
    return hit.end - hit.start


@cache
def _follow_wordings() -> Wordings:
    return Wordings(_data()["follow"])


def is_follow_up(text: str) -> bool:
    """Whether the message leans on what was said before.

    It opens with "thế, còn, rồi …", or it is short, asks something and names no object of its own.
    """
    words = words_of(clean(text)[:400])
    if not words or len(words) > _FOLLOW_WORDS:
        return False
    found = _follow_wordings().find(words)
    if any(hit.kind == "opening" and hit.start == 0 for hit in found):
        return True
    kinds = {hit.kind for hit in found}
    return "object" not in kinds and ("asking" in kinds or bool(facets_of(text)))
