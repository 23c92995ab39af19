"""Which sides of a topic a message asks for, in the order asked; and whether it is a follow-up.

The wordings stand in facets.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from knowledge.asks import (
    SHADOW,
    Ask,
    asking_phrases,
    asks_how_only,
    asks_of,
    is_trouble_told,
    outermost,
    pauses,
    span,
    wording_data,
)
from knowledge.topic import FACETS, Facet
from knowledge.typed_words import Word, clean, words_of
from knowledge.wordings import Wordings

__all__ = ["FACETS", "Facet", "facets_of", "is_follow_up"]

_LONG = 40  # words; a longer message is a story with its question somewhere in it
_LAST_QUESTIONS = 3
_SENTENCE = re.compile(r"[^.?!\n]+[.?!\n]*")
_CASE = "case"  # "… thì sao": what holds in the case that is told
_FOLLOW_WORDS = 14  # a follow-up is short


@cache
def _hinted() -> Wordings:
    ranked = {str(rank): hint["words"] for rank, hint in enumerate(wording_data()["hinted"])}
    return Wordings(
        {
            **ranked,
            SHADOW: wording_data()["shadow"]["always"],
            _CASE: wording_data()["shadow"]["case"],
        }
    )


def facets_of(text: str) -> tuple[Facet, ...]:
    """The facets that a message asks for, in the order asked; () when it asks for none."""
    question = _questions(clean(text))
    cuts = pauses(question)
    return _facets(words_of(question), cuts)


def facets_in_words(words: Sequence[Word]) -> tuple[Facet, ...]:
    """The facets that the words of a question ask for, in the order asked."""
    return _facets(words, ())


def _facets(words: Sequence[Word], cuts: Sequence[int]) -> tuple[Facet, ...]:
    if alone := _alone(words):
        return (alone,)
    asks = asks_of(words, cuts)
    if asks_how_only(asks) and _is_fault(words, asks):
        return ("trouble",)
    asked = list(dict.fromkeys(ask.facet for ask in asks))
    sure = sorted((facet for facet in FACETS if facet in asked), key=asked.index)
    return tuple(sure) or _hint(words)


def _is_fault(words: Sequence[Word], asks: Sequence[Ask]) -> bool:
    """Whether "what to do" is asked about something that went wrong."""
    stuck = asks[-1].weight == "helpless"
    return is_trouble_told(words) or (stuck and _hint(words)[:1] == ("trouble",))


def without_facets(text: str) -> list[str]:
    """The words of a text that are left when every phrase that asks for a facet is taken away."""
    words = words_of(clean(text))
    hits = asking_phrases(words)
    asking = {place for hit in hits for place in range(hit.start, hit.end)}
    return [word.text for place, word in enumerate(words) if place not in asking]


def _alone(words: Sequence[Word]) -> Facet | None:
    """The facet of a word that is the whole message: "phí?", though "phí" says little elsewhere."""
    whole = {hit.kind for hit in _bare().find(words) if span(hit) == len(words)}
    return next((facet for facet in FACETS if facet in whole), None)


@cache
def _bare() -> Wordings:
    return Wordings(wording_data()["alone"])


def _hint(words: Sequence[Word]) -> tuple[Facet, ...]:
    found = outermost(_hinted().find(words))
    hints = [hint["facet"] for hint in wording_data()["hinted"]]
    ranks = {int(hit.kind) for hit in found if hit.kind != _CASE}
    if any(hit.kind == _CASE for hit in found):
        if is_trouble_told(words):
            return ("trouble",)
        ranks = {rank for rank in ranks if hints[rank] == "trouble"}
    return tuple(facet for facet in FACETS if ranks and facet == hints[min(ranks)])


def _questions(text: str) -> str:
    """The whole message, or of a long story its last sentences that ask."""
    if text.count(" ") < _LONG:
        return text
    asking = [part for part in _SENTENCE.findall(text) if part.rstrip().endswith("?")]
    return " ".join(asking[-_LAST_QUESTIONS:]) or text


@cache
def _follow_wordings() -> Wordings:
    return Wordings(wording_data()["follow"])


def names_object(words: Sequence[Word]) -> bool:
    """Whether the words name a matter that can be asked about: a paper, an account, a dossier."""
    return any(hit.kind in {"object", "matter"} for hit in _follow_wordings().find(words))


def is_follow_up(text: str) -> bool:
    """Whether the message leans on what was said before.

    It is one bare word, it opens with "thế, còn, rồi …", or it is short, asks something and names
    no object of its own.
    """
    words = words_of(clean(text)[:400])
    if not words or len(words) > _FOLLOW_WORDS:
        return False
    found = _follow_wordings().find(words)
    if _alone(words) or any(hit.kind == "opening" and hit.start == 0 for hit in found):
        return True
    kinds = {hit.kind for hit in found}
    return "object" not in kinds and ("asking" in kinds or bool(facets_of(text)))


def without_opening(text: str) -> str:
    """What a follow-up turns to: its words after "thế còn, vậy còn …"; all when it opens so not."""
    words = words_of(clean(text)[:400])
    found = _follow_wordings().find(words)
    opening = [hit.end for hit in found if hit.kind == "opening" and hit.start == 0]
    return " ".join(word.text for word in words[max(opening, default=0) :])
