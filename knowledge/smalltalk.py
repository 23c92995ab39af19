"""Messages that are no question of procedure: small talk, cries for help, abuse, "a real person".

Which words they are made of stands in smalltalk.toml. Every recogniser is a pure function of the
text alone; which of them goes first is decided where messages are understood.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from knowledge.facets import facets_in_words, facets_of, names_object
from knowledge.typed_words import Word, clean, words_of
from knowledge.wordings import Found, Wordings

SmallTalkKind = Literal[
    "greeting",
    "thanks",
    "bye",
    "bot?",
    "ok",
    "no",
    "laugh",
    "who-are-you",
    "what-can-you-do",
    "praise",
    "mood",
    "name",
    "lost",
    "unhappy",
    "repeat",
    "wrong",
]
EmergencyKind = Literal["police", "fire", "medical", "distress"]

# When one message holds several, the one that deserves the answer.
_SMALL_TALK_ORDER: tuple[SmallTalkKind, ...] = (
    "bot?",
    "who-are-you",
    "what-can-you-do",
    "lost",
    "repeat",
    "wrong",
    "unhappy",
    "thanks",
    "bye",
    "mood",
    "name",
    "praise",
    "greeting",
    "laugh",
    "no",
    "ok",
)
_EMERGENCY_ORDER: tuple[EmergencyKind, ...] = ("distress", "medical", "fire", "police")
_SMALL_TALK_WORDS = 16  # a longer message has something to say
_EMERGENCY_WORDS = 45
_ABUSE_WORDS = 30
_STAFF_WORDS = 30
_ALONE_WORDS = 3
_FILLER = "filler"
_HUH = "huh"  # "hả?" alone
_SPELT_OUT = re.compile(r"(?<![^\W_])([^\W\d_])[.*_\-]{1,2}(?=[^\W\d_](?![^\W_]))")
_LAUGH = re.compile(r"(?:h[aieou]+|k[ah]+){2,}h*|k{3,}|h([aieou])\1{2,}h*|(?:hj|ij)+")


@cache
def _data() -> dict[str, Any]:
    text = files("knowledge").joinpath("smalltalk.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def recogniser_words(section: str) -> dict[str, list[str]]:
    """The phrases of one section of smalltalk.toml, by kind."""
    words: dict[str, list[str]] = _data()[section]
    return words


@cache
def _small_talk_wordings() -> Wordings:
    data = _data()
    spare = {_FILLER: data["filler"]["words"], _HUH: data["huh"]["words"]}
    return Wordings(data["small_talk"] | spare)


@cache
def _wordings(section: str) -> Wordings:
    return Wordings(recogniser_words(section))


def small_talk(text: str) -> SmallTalkKind | None:
    """The kind of small talk that the *whole* message is; None when it also asks something."""
    cleaned = clean(text).strip()
    if not cleaned or (len(cleaned) == 1 and cleaned.isalnum() and cleaned.isascii()):
        return None
    words = words_of(cleaned[:400])
    if not words:
        return _signs_only(cleaned)
    if len(words) > _SMALL_TALK_WORDS:
        return None
    found = _small_talk_wordings().find(words)
    laughs = {at for at, word in enumerate(words) if _is_laugh(word)}
    covered = laughs | {at for hit in found for at in range(hit.start, hit.end)}
    if len(covered) < len(words):
        return "bye" if _is_wish(words) else None
    kinds = {hit.kind for hit in _outermost(found)} | ({"laugh"} if laughs else set())
    kind = next((kind for kind in _SMALL_TALK_ORDER if kind in kinds), None)
    if kind is None and _HUH in kinds:
        return "repeat"
    # "con tên bị sai": a name is not all that is told
    told_more = "name" in kinds and kind != "who-are-you" and bool(facets_of(cleaned))
    # "chúc ad vui, khai sinh", "chiều ghé được không"
    more = (kind == "bye" and _asks_more(words)) or (kind == "mood" and names_object(words))
    return None if told_more or more else kind


def _is_wish(words: tuple[Word, ...]) -> bool:
    found = _wordings("wish").find(words)
    kinds = {hit.kind for hit in found if hit.kind != "opening" or hit.start == 0}
    return bool(kinds) and "legal" not in kinds and not _asks_more(words)


def _asks_more(words: tuple[Word, ...]) -> bool:
    """Whether a wish or a good-bye also names a matter or asks something."""
    asked = {*facets_in_words(words)} - {"time"}  # "cuối tuần vui vẻ"
    return names_object(words) or bool(asked)


def _outermost(found: tuple[Found, ...]) -> list[Found]:
    """The phrases that say something: "đúng" in "không đúng" does not."""
    said = [hit for hit in found if hit.kind != _FILLER]
    wholes = [hit for hit in said if hit.kind != "name"]  # "em tên …" may end in a question
    return [
        hit
        for hit in said
        if not any(_inside(hit, [whole]) and not _inside(whole, [hit]) for whole in wholes)
    ]


def _is_laugh(word: Word) -> bool:
    return len(word.text) > 3 and _LAUGH.fullmatch(word.text) is not None


def _signs_only(text: str) -> SmallTalkKind | None:
    """Emoji and smileys: a nod, thanks or a laugh; punctuation alone says nothing."""
    if any(sign in "🙏❤💕🥰😍💖🌹💐" for sign in text):
        return "thanks"
    if any(sign in "😂🤣😆😁😄😅😹" for sign in text):
        return "laugh"
    if "👋" in text:
        return "greeting"
    if any(ord(sign) >= 0x2190 for sign in text):
        return "ok"
    return "laugh" if ":)" in text or "=)" in text or ":d" in text.lower() else None


def emergency(text: str) -> EmergencyKind | None:
    """Something that happens *now* and needs 113, 114, 115 or a person at once.

    A past event with a paper, a benefit or a rule asked about is not one.
    """
    words = words_of(clean(text)[:1000])
    if not words or len(words) > _EMERGENCY_WORDS:
        return None
    found = _wordings("emergency").find(words)
    elsewhere = [hit for hit in found if hit.kind == "elsewhere"]
    kinds = [hit.kind for hit in found if not _inside(hit, elsewhere)]
    if kinds.count("calm") > kinds.count("now"):
        return None
    event = next((kind for kind in _EMERGENCY_ORDER if kind in kinds), None)
    cried = "cry" in kinds and "calm" not in kinds
    return event or ("police" if cried else None)


def abuse(text: str) -> bool:
    """Whether the message is there to insult.

    A report of an insult is not, nor is anger about a matter that is clearly asked about.
    """
    words = words_of(_SPELT_OUT.sub(r"\1", clean(text)[:1000]))
    if not words or len(words) > _ABUSE_WORDS:
        return False
    found = _wordings("abuse").find(words)
    innocent = [hit for hit in found if hit.kind == "innocent"]
    kinds = {"words", "alone"} if len(words) <= _ALONE_WORDS else {"words"}
    insults = [hit for hit in found if hit.kind in kinds and not _inside(hit, innocent)]
    return bool(insults) and not _asks_something(words, insults)


def _asks_something(words: tuple[Word, ...], insults: list[Found]) -> bool:
    """Whether the words beside the insults name a matter and ask for a side of it."""
    said = {at for hit in insults for at in range(hit.start, hit.end)}
    rest = tuple(word for at, word in enumerate(words) if at not in said)
    return names_object(rest) and bool(facets_in_words(rest))


def _inside(hit: Found, others: list[Found]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def wants_staff(text: str) -> bool:
    """Whether the citizen asks to talk with a person now (not where or whom to see)."""
    words = words_of(clean(text)[:1000])
    if not words or len(words) > _STAFF_WORDS:
        return False
    kinds = {hit.kind for hit in _wordings("staff").find(words)}
    return "plain" in kinds or ("wanted" in kinds and "question" not in kinds)


assert set(_SMALL_TALK_ORDER) == set(get_args(SmallTalkKind))  # noqa: S101 - data and code agree
