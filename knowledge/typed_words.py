"""Words as they are typed, each with every way it may be read.

People type without diacritics, in teencode (shorthand.toml), in raw Telex or VNI, and draw letters
out. A reading is a key: the word without its tone, then the tone; "~" before it leaves marks out.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from knowledge.vietnamese import nfc

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_KEYS = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))  # Telex
_TONE_DIGITS = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))  # VNI
_SHAPE_KEYS = (
    ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"),
)  # fmt: skip
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_SHAPE_DIGITS = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_VOWELS = frozenset("aeiouyâăêôơư")
_HOOK_AND_TILDE = str.maketrans("\u0309\u0303", "\u0303\u0309")  # hỏi for ngã, as many speak
_TOKEN = re.compile(r"[^\W_]+")
LOOSE = "~"  # goes before a key that leaves marks out
_LONGEST = 24  # no Vietnamese syllable, drawn out or not, needs to be read beyond this


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word, lower case, and the keys that it may be read as."""

    text: str
    readings: frozenset[str]


def clean(text: str) -> str:
    """NFC without control, zero-width and direction signs (Cc, Cf); line breaks become spaces."""
    if text.isprintable():  # the common case: nothing to drop
        return nfc(text)
    shown = (
        " " if sign in "\n\r\t" else sign
        for sign in text
        if sign in "\n\r\t" or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    return nfc("".join(shown))


@lru_cache(maxsize=16384)
def mark_key(word: str) -> str:
    """The word with its tone at the end, so that "hoà" and "hòa" are one: both "hoa" + grave."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = "".join(sign for sign in decomposed if sign in _TONES)
    return nfc("".join(sign for sign in decomposed if sign not in _TONES)) + tones[:1]


def _without_shape(key: str) -> str:
    bare = unicodedata.normalize("NFD", key.rstrip(_TONES))
    shapeless = "".join(sign for sign in bare if unicodedata.category(sign) != "Mn")
    return shapeless.replace("đ", "d")


@lru_cache(maxsize=8192)
def lenient_keys(word: str) -> frozenset[str]:
    """Every way in which the word of a phrase may be typed: marks left out, in part or wholly."""
    key = mark_key(word)
    toneless = key.rstrip(_TONES)
    bare = _without_shape(key)
    tone = key[len(toneless) :]
    return frozenset({key, toneless, bare, bare + tone})


def _is_marked(text: str) -> bool:
    """Whether the message is typed with its marks: then "gia" is not a bare "giá"."""
    syllables = [part for part in text.split() if part.isalpha()]
    marked = sum(not part.isascii() for part in syllables)
    return marked * 5 >= len(syllables) * 2 and marked > 1


def _squeeze(word: str) -> str:
    return "".join(sign for at, sign in enumerate(word) if at == 0 or word[at - 1] != sign)


def _telex(word: str) -> str | None:
    """The key of a word in raw Telex, "chaof" for "chào"; None when it holds no Telex key."""
    if not word.isascii() or not word.isalpha():
        return None
    tone = ""
    letters: list[str] = []
    for at, sign in enumerate(word):
        if sign in _TONE_KEYS and any(earlier in _VOWELS for earlier in word[:at]):
            tone = _TONE_KEYS[sign]
        elif sign == "w":
            _put_horn(letters)
        else:
            letters.append(sign)
    shaped = "".join(letters)
    for keys, letter in _SHAPE_KEYS:
        shaped = shaped.replace(keys, letter)
    return None if shaped == word else shaped + tone


def _put_horn(letters: list[str]) -> None:
    """Telex "w", typed anywhere after its vowel: "nguoiw" is "ngươi", "canw" is "căn"."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in _HORNS:
            letters[at] = _HORNS[letters[at]]
            if letters[at] == "ơ" and at and letters[at - 1] == "u":
                letters[at - 1] = "ư"
            return
    letters.append("ư")


def _vni(word: str) -> str | None:
    """The key of a word in raw VNI, "cha2o" for "chào"; None when it is none."""
    if word.isalpha() or not word.isascii() or not word[0].isalpha():
        return None
    tone = ""
    letters: list[str] = []
    for sign in word:
        if sign in _TONE_DIGITS:
            tone = _TONE_DIGITS[sign]
        elif sign in _SHAPE_DIGITS:
            for at in range(len(letters) - 1, -1, -1):
                if letters[at] in _SHAPE_DIGITS[sign]:
                    letters[at] = _SHAPE_DIGITS[sign][letters[at]]
                    break
        elif sign.isalpha():
            letters.append(sign)
        else:
            return None
    return "".join(letters) + tone


@lru_cache(maxsize=16384)
def _readings(token: str) -> frozenset[str]:
    """Every key that a typed word may stand for, whatever way of typing it is."""
    if len(token) > _LONGEST:
        return frozenset({token})
    key, squeezed = mark_key(token), mark_key(_squeeze(token))
    readings = {key, squeezed, key.translate(_HOOK_AND_TILDE)}
    for decoded in (_telex(token), _telex(_squeeze(token)), _vni(token)):
        if decoded is not None:
            readings |= {decoded, _without_shape(decoded)}
    short = _shorthand()
    return frozenset(readings) | short.get(key, frozenset()) | short.get(squeezed, frozenset())


@lru_cache(maxsize=16384)
def _with_loose(token: str) -> frozenset[str]:
    readings = _readings(token)
    return readings | {LOOSE + reading for reading in readings}


@cache
def _table() -> dict[str, list[str]]:
    text = files("knowledge").joinpath("shorthand.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)["shorthand"]
    return table


@cache
def _shorthand() -> dict[str, frozenset[str]]:
    """Short words that stand for one word: for each, the keys of all that it may mean."""
    return {
        mark_key(short): frozenset(mark_key(word) for word in meant if " " not in word)
        for short, meant in _table().items()
    }


@cache
def _expansions() -> dict[str, tuple[str, ...]]:
    """Short words that stand for several: "cb" is "cán bộ"."""
    return {
        mark_key(short): tuple(phrase.split())
        for short, meant in _table().items()
        for phrase in meant
        if " " in phrase
    }


@lru_cache(maxsize=1)  # several recognisers read one message after another
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a message in their order; punctuation and signs are left out."""
    found: list[Word] = []
    lowered = text.lower()
    read = _readings if _is_marked(lowered) else _with_loose
    for token in _TOKEN.findall(lowered):
        if token.isdecimal() and len(token) > 3:  # no phrase holds it; no number is remembered
            found.append(Word("#", frozenset({"#"})))
            continue
        parts = _expansions().get(mark_key(token), (token,))
        found += [Word(part, read(part)) for part in parts]
    return tuple(found)
