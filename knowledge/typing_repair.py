"""Typed words -> standard words: abbreviations, messenger spelling, raw Telex and VNI, repeats."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from knowledge.vietnamese import fold

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = (("uo", "ươ"), ("u", "ư"), ("o", "ơ"), ("a", "ă"))
_SYLLABLE = re.compile(
    r"^(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"([aăâeêioôơuưy]{1,3})(ng|nh|ch|[cmnpt])?$"
)
_VNI = re.compile(r"^[a-zđ]+\d[a-z\d]*$")
_AGE = re.compile(r"^(\d{1,2})t(?:uổi|uoi)?$")
_THRICE = re.compile(r"(.)\1\1+")
_TWICE = re.compile(r"([a-z])\1+")
_LONGEST_SYLLABLE = 10  # letters with Telex marks: "nghieengs" is nine


@dataclass(frozen=True, slots=True)
class _Reading:
    """One meaning of an ambiguous abbreviation and the neighbours that it needs."""

    means: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]

    def fits(self, left: str, right: str) -> bool:
        """Whether both neighbours (folded, "" at an end) are among those asked for."""
        return (not self.before or left in self.before) and (not self.after or right in self.after)


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The tables of abbreviations.toml; `office` alone serves names of procedures."""

    office: MappingProxyType[str, tuple[str, ...]]
    plain: MappingProxyType[str, tuple[str, ...]]
    ambiguous: MappingProxyType[str, tuple[_Reading, ...]]

    def expand(self, typed: Sequence[str]) -> list[str]:
        """Standard words for typed ones; an ambiguous one is read by its neighbours."""
        found: list[str] = []
        for place, word in enumerate(typed):
            found.extend(self._read(word, place, typed))
        return [part for word in found for part in split_age(word)]

    def expand_name(self, typed: Sequence[str]) -> list[str]:
        """The same for an official name: unambiguous office abbreviations only."""
        return [part for word in typed for part in self.office.get(word, (word,))]

    def _read(self, word: str, place: int, typed: Sequence[str]) -> tuple[str, ...]:
        if word in self.ambiguous:
            left = fold(typed[place - 1]) if place else ""
            right = fold(typed[place + 1]) if place + 1 < len(typed) else ""
            fitting = (r.means for r in self.ambiguous[word] if r.fits(left, right))
            return next(fitting, (word,))
        return self.plain.get(word, (word,))


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """The tables that ship with the package."""
    source = files("knowledge").joinpath("abbreviations.toml").read_text("utf-8")
    tables: dict[str, Any] = tomllib.loads(source)
    office = {word: tuple(means.split()) for word, means in tables["office"].items()}
    spoken = {
        word: tuple(means.split())
        for table in ("chat", "region")
        for word, means in tables[table].items()
    }
    ambiguous = {
        entry["word"]: tuple(map(_reading, entry["readings"])) for entry in tables["ambiguous"]
    }
    return Abbreviations(
        MappingProxyType(office), MappingProxyType(office | spoken), MappingProxyType(ambiguous)
    )


def _reading(entry: dict[str, Any]) -> _Reading:
    return _Reading(
        tuple(entry["means"].split()),
        frozenset(entry.get("before", ())),
        frozenset(entry.get("after", ())),
    )


def split_age(word: str) -> list[str]:
    """A number glued to its unit, apart: "7t" and "7tuoi" -> "7", "tuổi"."""
    found = _AGE.match(word)
    return [found[1], "tuổi"] if found else [word]


def squeeze(word: str) -> str:
    """Three and more equal letters are one: "điiii" -> "đi"."""
    return word if word.isdigit() else _THRICE.sub(r"\1", word)


def unmarked_repair(word: str, known: Callable[[str], bool]) -> str | None:
    """A word that no list knows, decoded from VNI, Telex or doubled letters; None if nothing fits.

    `known` tells whether a spelling occurs in Vietnamese as we have read it.
    """
    if len(word) > _LONGEST_SYLLABLE or word.isdigit():
        return None
    decode = decode_vni if any(sign.isdigit() for sign in word) else decode_telex
    for guess in decode(word):
        if known(guess):
            return guess
    single = _TWICE.sub(r"\1", word)
    return single if single != word and known(single) else None


def decode_telex(word: str) -> list[str]:
    """Readings of one raw Telex syllable, the likeliest first: "ddawng" -> ["đăng"]."""
    toned = [
        (word[:place] + word[place + 1 :], _TELEX_TONES[word[place]])
        for place in range(len(word) - 1, 0, -1)
        if word[place] in _TELEX_TONES
    ]
    decoded = (_with_tone(_telex_letters(body), tone) for body, tone in [*toned, (word, "")])
    return [guess for guess in decoded if guess is not None and guess != word]


def _telex_letters(body: str) -> str:
    if body.startswith("d") and body.count("d") > 1:
        body = "đ" + body[1:].replace("d", "", 1)
    body = body.replace("uwow", "ươ").replace("uow", "ươ")
    if "w" in body:
        body = _first_replaced(body.replace("w", "", 1), _HORNS)
    for letter, hatted in _HATS.items():
        if body.count(letter) == 2:
            first, last = body.index(letter), body.rindex(letter)
            body = body[:first] + hatted + body[first + 1 : last] + body[last + 1 :]
    return body


def decode_vni(word: str) -> list[str]:
    """Readings of one raw VNI syllable: "d9ang8" -> ["đăng"]; other digits give none."""
    if not _VNI.match(word):
        return []
    tone, body = "", ""
    for sign in word:
        if sign in _VNI_TONES:
            tone = _VNI_TONES[sign]
        elif sign.isdigit():
            body = _vni_letter(body, sign)
        else:
            body += sign
    decoded = _with_tone(body, tone)
    return [decoded] if decoded is not None and decoded != word else []


def _vni_letter(body: str, digit: str) -> str:
    match digit:
        case "6":
            return _first_replaced(body, tuple(_HATS.items()))
        case "7":
            return _first_replaced(body, _HORNS[:3])
        case "8":
            return body.replace("a", "ă", 1)
        case "9":
            return body.replace("d", "đ", 1)
        case _:
            return body + digit  # 0 is no mark: the syllable will be refused


def _first_replaced(body: str, pairs: Sequence[tuple[str, str]]) -> str:
    for plain, marked in pairs:
        if plain in body:
            return body.replace(plain, marked, 1)
    return body


def _with_tone(body: str, tone: str) -> str | None:
    """The syllable with its tone on the right vowel; None where the letters are no syllable."""
    parts = _SYLLABLE.match(body)
    if parts is None:
        return None
    if not tone:
        return body
    onset, vowels, coda = parts[1] or "", parts[2], parts[3] or ""
    place = _tone_place(vowels, coda)
    toned = unicodedata.normalize("NFC", vowels[place] + tone)
    return onset + vowels[:place] + toned + vowels[place + 1 :] + coda


def _tone_place(vowels: str, coda: str) -> int:
    hatted = [place for place, sign in enumerate(vowels) if sign in "ăâêôơư"]
    if hatted:
        return hatted[-1]
    if coda:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0
