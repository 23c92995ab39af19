"""Phrases found in messages as people type them; the phrases themselves are data (TOML).

People type without diacritics, in teencode, in raw Telex or VNI, with letters drawn out.

A phrase is a line of words. `=word` must be typed with exactly its marks ("=chó" is never "cho"),
`*` stands for up to three words, `a|b` for one word of several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]", re.UNICODE)
_BREAKS = frozenset(".?!;,:\n…")
_GAP = 3  # the most words that `*` skips
_LOOSE = "~"  # goes before a key that leaves marks out
_LONGEST = 24  # no Vietnamese syllable, drawn out or not, needs to be read beyond this


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: where it stands, how it may be read, and the clause it belongs to."""

    text: str
    start: int
    readings: frozenset[str]
    clause: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of `kind` that covers the words `start` to `end` (end not included)."""

    kind: str
    start: int
    end: int


def clean(text: str) -> str:
    """NFC without control, zero-width and direction signs (Cc, Cf); line breaks become spaces."""
    shown = (
        " " if sign in "\n\r\t" else sign
        for sign in text
        if sign in "\n\r\t" or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    return nfc("".join(shown))


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
def _lenient(word: str) -> frozenset[str]:
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


class Wordings:
    """Phrases of several kinds in one tree of words, found in one pass over a message.

    The work is bounded by the words of the message times the longest phrase, whatever is typed.
    """

    def __init__(
        self, kinds: Mapping[str, Iterable[str]], shorthand: Mapping[str, Sequence[str]]
    ) -> None:
        self._shorthand = {
            mark_key(short): frozenset(mark_key(word) for word in meant if " " not in word)
            for short, meant in shorthand.items()
        }
        self._expanded = {
            mark_key(short): tuple(phrase.split())
            for short, meant in shorthand.items()
            for phrase in meant
            if " " in phrase
        }
        self._edges: list[dict[str, list[int]]] = [{}]
        self._ends: list[set[str]] = [set()]
        self._gaps: list[int | None] = [None]
        self._nodes: dict[tuple[int, str], int] = {}
        for kind, phrases in kinds.items():
            for phrase in phrases:
                self._add(kind, phrase)

    def _step(self, node: int, word: str) -> int:
        known = self._nodes.get((node, word))
        if known is not None:
            return known
        self._edges.append({})
        self._ends.append(set())
        self._gaps.append(None)
        after = self._nodes[node, word] = len(self._edges) - 1
        if word == "*":
            self._gaps[node] = after
            return after
        for choice in word.split("|"):
            strict = choice.startswith("=")
            exact = mark_key(choice[1:] if strict else choice)
            loose = frozenset() if strict else _lenient(choice)
            for key in {exact} | {_LOOSE + key for key in loose}:
                self._edges[node].setdefault(key, []).append(after)
        return after

    def _add(self, kind: str, phrase: str) -> None:
        node = 0
        for word in phrase.lower().split():
            node = self._step(node, word)
        self._ends[node].add(kind)

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of a message, lower case, each with its possible readings."""
        found: list[Word] = []
        clause, lowered = 0, text.lower()
        loose = not _is_marked(lowered)
        for match in _TOKEN.finditer(lowered):
            token = match.group()
            if not token[0].isalnum():
                clause += token in _BREAKS
                continue
            for part in self._expanded.get(mark_key(token), (token,)):
                readings = self._readings(part)
                if loose:
                    readings |= {_LOOSE + reading for reading in readings}
                found.append(Word(part, match.start(), readings, clause))
        return tuple(found)

    def _readings(self, token: str) -> frozenset[str]:
        if len(token) > _LONGEST:
            return frozenset({token})
        key = mark_key(token)
        squeezed = _squeeze(token)
        readings = {key, mark_key(squeezed), key.translate(_HOOK_AND_TILDE)}
        readings |= self._shorthand.get(key, frozenset())
        readings |= self._shorthand.get(mark_key(squeezed), frozenset())
        for decoded in (_telex(token), _telex(squeezed), _vni(token)):
            if decoded is not None:
                readings |= {decoded, _without_shape(decoded)}
        return frozenset(readings)

    def find(self, words: Sequence[Word]) -> tuple[Found, ...]:
        """Every phrase that stands in the words, in the order of their first word."""
        found: dict[Found, None] = {}
        for start in range(len(words)):
            for kind, end in self._from(words, start):
                found[Found(kind, start, end)] = None
        return tuple(found)

    def _from(self, words: Sequence[Word], start: int) -> Iterable[tuple[str, int]]:
        reached = self._next(0, words[start])
        at = start + 1
        standing = {(node, 0) for node in reached}
        while standing:
            for node, _ in standing:
                for kind in sorted(self._ends[node]):
                    yield kind, at
            if at >= len(words):
                return
            standing = self._advance(standing, words[at])
            at += 1

    def _advance(self, standing: set[tuple[int, int]], word: Word) -> set[tuple[int, int]]:
        """One word further; the second number counts the words that a gap has already skipped."""
        after: set[tuple[int, int]] = set()
        for node, skipped in standing:
            after.update((reached, 0) for reached in self._next(node, word))
            gap = self._gaps[node]
            if gap is not None:
                after.update((reached, 0) for reached in self._next(gap, word))
                after.add((gap, 1))
            if skipped and skipped < _GAP:
                after.add((node, skipped + 1))
        return after

    def _next(self, node: int, word: Word) -> set[int]:
        edges = self._edges[node]
        return {after for key in word.readings for after in edges.get(key, ())}
