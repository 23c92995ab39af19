"""What in a message asks, how plainly, and what beside it outweighs it.

The last question decides more than what is told before it, and an exact question more than a
general one; knowledge/facets.py makes of it the facets that are answered. The wordings stand in
facets.toml.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from knowledge.typed_words import Word, words_of
from knowledge.wordings import Found, Wordings

_PAUSE = re.compile(r"[,;:?!\n()]+|\.(?=\s|$)|\s[-–]\s")
_ELLIPTIC = 5  # words; a side that is named in fewer is asked for: "lệ phí, nộp ở đâu"
_MOST = 60  # the last phrases that are weighed; nobody asks more
_AND = {"và", "va"}
_ELIGIBLE = "eligibility"
_ALLOWED = {f"may {_ELIGIBLE}", f"must {_ELIGIBLE}"}
_HOW = {"how", "helpless"}
_WED = {"hôn", "hon"}
_WEDDING = {"kết", "ket", "ly", "tái", "tai"}
SHADOW = "shadow"
_TOLD_ACROSS = {"asked trouble", "asked status", SHADOW}


@dataclass(frozen=True, slots=True)
class Ask:
    """A phrase that asks: how plainly (asked, named, how, helpless, may, must), for what, where."""

    weight: str
    facet: str
    at: int
    clause: int  # from pause to pause
    part: int  # from pause or "và" to the next
    is_told: bool  # in so many words that it is no question of its own


@cache
def wording_data() -> dict[str, Any]:
    """All of facets.toml."""
    text = files("knowledge").joinpath("facets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _opened(phrases: Iterable[str]) -> list[str]:
    """The phrases with `{paper}` and the like replaced by the words of the class."""
    classes: dict[str, str] = wording_data()["classes"]
    return [phrase.format_map(classes) for phrase in phrases]


@cache
def _asking() -> Wordings:
    """All that asks, each kind a weight and a facet: "named fee"."""
    data = wording_data()
    shadows = [words for part in data["shadow"].values() for words in part]
    kinds = {
        f"{weight} {facet}": _opened(phrases)
        for weight in ("asked", "named", "how", "helpless")
        for facet, phrases in data[weight].items()
    }
    allowed = {kind: _opened(data[kind.split(" ")[0]]["words"]) for kind in _ALLOWED}
    return Wordings({**kinds, **allowed, SHADOW: shadows})


@cache
def _context() -> Wordings:
    return Wordings({kind: _opened(words) for kind, words in wording_data()["context"].items()})


def asking_phrases(words: Sequence[Word]) -> list[Found]:
    """Every phrase that asks for a side; whether something is allowed asks for none by itself."""
    return outermost(hit for hit in _asking().find(words) if hit.kind not in _ALLOWED)


def pauses(text: str) -> list[int]:
    """Before which words a comma or the like stands."""
    return list(accumulate(len(words_of(part)) for part in _PAUSE.split(text)))


def asks_of(words: Sequence[Word], cuts: Sequence[int]) -> list[Ask]:
    """What a message asks, in its order, without what something more exact outweighs."""
    found = [
        hit
        for hit in _asking().find(words)
        if (hit.kind in _TOLD_ACROSS or not _is_cut(hit, cuts))
        and not (hit.kind in _ALLOWED and _ends_wed(words[hit.start : hit.end]))
    ]
    context = _context().find(words) if found else ()
    ands = [at for at, word in enumerate(words) if word.text in _AND]
    asks = [_ask(hit, context, cuts, ands, len(words)) for hit in _apart(found)[-_MOST:]]
    return sorted(
        (ask for ask in asks if not _is_outweighed(ask, asks)),
        key=lambda ask: _is_led_up_to(ask, asks),
    )


def is_trouble_told(words: Sequence[Word]) -> bool:
    """Whether something went wrong, told in words that ask nothing."""
    return any(hit.kind == "told" for hit in _context().find(words))


def asks_how_only(asks: Sequence[Ask]) -> bool:
    """Whether all that is asked is what to do."""
    return bool(asks) and {ask.weight for ask in asks} <= _HOW


def _is_cut(hit: Found, cuts: Sequence[int]) -> bool:
    return bisect_right(cuts, hit.start) != bisect_right(cuts, hit.end - 1)


def _ends_wed(words: Sequence[Word]) -> bool:
    """Whether "hôn" is a wedding, not how the South types "không": "được đăng ký kết hôn"."""
    return len(words) > 1 and words[-1].text in _WED and words[-2].text in _WEDDING


def _apart(found: Sequence[Found]) -> list[Found]:
    """The outermost phrases; "phải … không" hides no exact question that stands in it."""
    exact = outermost(hit for hit in found if hit.kind not in _ALLOWED)
    allowed = [hit for hit in outermost(found) if hit.kind in _ALLOWED]
    return sorted([*exact, *allowed], key=lambda hit: hit.start)


def _ask(
    hit: Found, context: Sequence[Found], cuts: Sequence[int], ands: Sequence[int], end: int
) -> Ask:
    weight, facet = hit.kind.split(" ")
    clause = bisect_right(cuts, hit.start)
    first = cuts[clause - 1] if clause else 0
    last = cuts[clause] if clause < len(cuts) else end
    within = {one.kind for one in context if first <= one.start and one.end <= last}
    tagged = any(one.kind == "tag" and first <= one.start <= last for one in context)
    return Ask(
        weight=weight,
        facet=_allowed(within) if weight == "may" else facet,
        at=hit.start,
        clause=clause,
        part=clause + bisect_right(ands, hit.start),
        is_told=last - first > _ELLIPTIC and not tagged,
    )


def _allowed(context: set[str]) -> str:
    """What "được không" asks: whether there, whether that way, or whether at all."""
    if "here" in context:
        return "where"
    return "steps" if "remote" in context else _ELIGIBLE


def _is_outweighed(ask: Ask, asks: Sequence[Ask]) -> bool:
    """Whether this only names a side, or asks in general, beside something more exact."""
    beside = [other for other in asks if other.part == ask.part and other is not ask]
    weights = {other.weight for other in beside}
    named = [other.at for other in beside if other.weight == "named"]
    match ask.weight:
        case "named":
            musts = any(other.weight == "must" and other.at > ask.at for other in beside)
            ways = any(other.weight == "may" and other.facet != _ELIGIBLE for other in beside)
            later = any(other.part > ask.part and other.weight != "named" for other in asks)
            return "asked" in weights or musts or ways or (ask.is_told and later)
        case "how" | "helpless":
            return bool(weights - _HOW)
        case "may":
            return "asked" in weights or (ask.facet == _ELIGIBLE and bool(named))
        case "must":
            return "asked" in weights or any(at > ask.at for at in named)
    return False


def _is_led_up_to(ask: Ask, asks: Sequence[Ask]) -> bool:
    """Whether it comes to something else: "May I? If so, what papers?" is answered by papers."""
    return (
        ask.weight in {"may", "must"}
        and ask.facet == _ELIGIBLE
        and any(other.clause > ask.clause and other.facet != _ELIGIBLE for other in asks)
    )


def outermost(found: Iterable[Found]) -> list[Found]:
    """The phrases that stand in no longer one, in their order; shadows are gone too."""
    kept: list[Found] = []
    furthest, widest = -1, None
    for hit in sorted(found, key=lambda each: (each.start, -each.end, each.kind)):
        inside = hit.end <= furthest and widest is not None and span(widest) > span(hit)
        if inside:
            continue
        kept.append(hit)
        if hit.end > furthest:
            furthest, widest = hit.end, hit
    return [hit for hit in kept if hit.kind != SHADOW]


def span(hit: Found) -> int:
    """How many words a phrase covers."""
    return hit.end - hit.start
