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
]
EmergencyKind = Literal["police", "fire", "medical", "distress"]

# When one message holds several, the one that deserves the answer.
_SMALL_TALK_ORDER: tuple[SmallTalkKind, ...] = (
    "bot?",
    "who-are-you",
    "what-can-you-do",
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
_SPELT_OUT = re.compile(r"(?<![^\W_])([^\W\d_])[.*_\-]{1,2}(?=[^\W\d_](?![^\W_]))")
_SMILES = frozenset(":)(;=^_<3dDpPxX-'*vVTtoO0 .,!~?/\\|@")
_LAUGH = re.compile(r"[hk]*(?:h[aieou]+|k+|j+|hj+)+h*")


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
    return Wordings(data["small_talk"] | {"filler": data["filler"]["words"]})


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
    kinds = {hit.kind for hit in found if hit.kind != "filler"}
    laughs = {at for at, word in enumerate(words) if _is_laugh(word)}
    if laughs:
        kinds.add("laugh")
    covered = laughs | {at for hit in found for at in range(hit.start, hit.end)}
    if len(covered) < len(words):
        return None
    return next((kind for kind in _SMALL_TALK_ORDER if kind in kinds), None)


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
    kinds = [hit.kind for hit in _wordings("emergency").find(words)]
    if kinds.count("calm") > kinds.count("now"):
        return None
    event = next((kind for kind in _EMERGENCY_ORDER if kind in kinds), None)
    cried = "cry" in kinds and "calm" not in kinds
    return event or ("police" if cried else None)


def abuse(text: str) -> bool:
    """Whether the message is there to insult; a report of an insult is not."""
    joined = _SPELT_OUT.sub(r"\1", clean(text)[:1000])
    words = words_of(joined)
    if not words or len(words) > _ABUSE_WORDS:
        return False
    found = _wordings("abuse").find(words)
    innocent = [hit for hit in found if hit.kind == "innocent"]
    kinds = {"words", "alone"} if len(words) <= _ALONE_WORDS else {"words"}
    return any(hit.kind in kinds and not _inside(hit, innocent) for hit in found)


def _inside(hit: Found, others: list[Found]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def wants_staff(text: str) -> bool:
    """Whether the citizen asks to talk with a person now (not where or whom to see)."""
    words = words_of(clean(text)[:1000])
    if not words or len(words) > _STAFF_WORDS:
        return False
    kinds = {hit.kind for hit in _wordings("staff").find(words)}
    return "wanted" in kinds and "question" not in kinds


assert set(_SMALL_TALK_ORDER) == set(get_args(SmallTalkKind))  # noqa: S101 - data and code agree
