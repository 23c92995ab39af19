"""What a place name is and how it is compared: its key, its marks, its word of kind, near misses.

A key has no marks and no spaces ("Mỹ Tho" -> "mitho"), so that every way of typing meets it; marks
are compared apart, because they tell Tân Đông from Tấn Đông.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.vietnamese import fold, nfc

TITLES = {
    "tinh": "tỉnh",
    "thanh-pho": "thành phố",
    "quan": "quận",
    "huyen": "huyện",
    "thi-xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi-tran": "thị trấn",
    "dac-khu": "đặc khu",
}

COMMUNE_KINDS = {
    ("xa",): "xa",
    ("x",): "xa",
    ("phuong",): "phuong",
    ("p",): "phuong",
    ("f",): "phuong",
    ("thi", "tran"): "thi-tran",
    ("tt",): "thi-tran",
    ("dac", "khu"): "dac-khu",
    ("dk",): "dac-khu",
}
DISTRICT_KINDS = {
    ("huyen",): "huyen",
    ("h",): "huyen",
    ("quan",): "quan",
    ("q",): "quan",
    ("thi", "xa"): "thi-xa",
    ("tx",): "thi-xa",
    ("thanh", "pho"): "thanh-pho",
    ("tp",): "thanh-pho",
}
PROVINCE_KINDS = {
    ("tinh",): "tinh",
    ("t",): "tinh",
    ("thanh", "pho"): "thanh-pho",
    ("tp",): "thanh-pho",
}

ROMAN = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "i": "1"}
TONES = "\u0300\u0301\u0303\u0309\u0323"

_PIECE = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*|[,;:/()\n]")
_NUMBERED = re.compile(r"(p|q|f|phuong|quan)(\d+)")
_FINAL_Y = re.compile(r"(?<![aeiouăâêôơư])y$|(?<=^qu)y$")

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: `bare` (no marks, final y as i), `marked` (tone last), `opens` a new part."""

    bare: str
    marked: str
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A name of a province: `former` is the old province ("tỉnh Long An"), or "" for today's.

    `namesake` is the old province of the same name as today's one: a district named beside it lay
    there.
    """

    kinds: frozenset[str]
    province: str
    former: str = ""
    namesake: str = ""


@dataclass(frozen=True, slots=True)
class District:
    """A district of old: "huyện Tân Châu" of "tỉnh Tây Ninh", now in "tay-ninh", and its heirs."""

    kind: str
    words: str
    home: str
    province: str
    becomes: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """With its province of old: "huyện Tân Châu, tỉnh Tây Ninh"."""
        return f"{self.words}, {self.home}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune of today, or a unit of old: what it is called and the places that it means.

    `districts`: the old district where it lay, or those that today's commune took land from.
    """

    words: str
    kinds: frozenset[str]
    province: str
    districts: frozenset[int]
    becomes: tuple[str, ...]

    @property
    def today(self) -> bool:
        """Whether this is a commune of today: it has no address of old."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Called(Generic[Named]):
    """What is called so, and its name as words with their marks.

    No marks: a name from before 2025, of what had been merged into this (its marks are not known).
    """

    what: Named
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index(Generic[Named]):
    """The names of one level: key -> all that bear it, and the words of kind of that level."""

    named: Mapping[str, Sequence[Called[Named]]]
    kinds: Mapping[tuple[str, ...], str]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """Words that are no part of a name: said before it, after it, or of what lies below a commune.

    `sayings` are whole messages (keys) that only sound like a place.
    """

    before: frozenset[str]
    after: frozenset[str]
    below: frozenset[str]
    sayings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names, read once and never changed.

    `district_names` gives (place in `districts`, kind): a name may be older than its kind.
    """

    regions: Index[Region]
    districts: Sequence[District]
    district_names: Index[tuple[int, str]]
    units: Index[Unit]
    talk: Talk


@lru_cache(maxsize=8192)
def _bare(piece: str) -> str:
    """Folded; "mỹ" and "mĩ" alike, "01" and "1" alike."""
    bare = re.sub(r"['’ʼ]", "", fold(piece))
    return bare.lstrip("0") or "0" if bare.isdigit() else _FINAL_Y.sub("i", bare)


@lru_cache(maxsize=8192)
def _marked(piece: str) -> str:
    """Hats kept, the tone moved to the end, so that "hoà" equals "hòa"; "01" equals "1"."""
    if piece.isdigit():
        return _bare(piece)
    signs = unicodedata.normalize("NFD", re.sub(r"['’ʼ]", "", piece.lower()))
    tone = "".join(sign for sign in signs if sign in TONES)
    letters = nfc("".join(sign for sign in signs if sign not in TONES))
    return _FINAL_Y.sub("i", letters) + tone


def words_of(text: str) -> tuple[Word, ...]:
    """Split into words; "p1" becomes two, a comma or bracket is remembered on the next word."""
    words: list[Word] = []
    opens = False
    for piece in _PIECE.findall(nfc(text)):
        if not piece[0].isalnum():
            opens = True
            continue
        bare = _bare(piece)
        if numbered := _NUMBERED.fullmatch(bare):
            kind, number = numbered.groups()
            words += [Word(kind, kind, opens), Word(_bare(number), _bare(number))]
        else:
            words.append(Word(bare, _marked(piece), opens))
        opens = False
    return tuple(words)


def key_of(words: Iterable[Word]) -> str:
    """The words without marks and spaces, y as i; a lone Roman numeral is its number."""
    key = "".join([word.bare for word in words]).replace("y", "i")
    return ROMAN.get(key, key)


def marks_of(words: Iterable[Word]) -> tuple[str, ...]:
    """The words with their marks, for telling two names of one key apart."""
    return tuple(word.marked for word in words)


@lru_cache(maxsize=16384)
def spelling(name: str) -> tuple[str, tuple[str, ...]]:
    """(key, marks) of an official name: as key_of and marks_of its words, but quicker."""
    pieces = _PIECE.findall(name)
    key = "".join([_bare(piece) for piece in pieces]).replace("y", "i")
    return ROMAN.get(key, key), tuple([_marked(piece) for piece in pieces])


def is_marked(words: Iterable[Word]) -> bool:
    """Whether the person types with diacritics at all."""
    return any(word.marked != word.bare for word in words)


def agree(name: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether each typed word equals the name's, or was typed without marks."""
    return len(name) == len(typed) and all(
        said == mark or said == _bare(mark) for mark, said in zip(name, typed, strict=True)
    )


def kinds_at(
    words: Sequence[Word], table: Mapping[tuple[str, ...], str]
) -> Iterator[tuple[str | None, int]]:
    """Ways to begin: with no word of kind, or with one; yields (kind, words used).

    A typed mark must be the right one: "phương" is not "phường".
    """
    yield None, 0
    for size in (1, 2):
        head = words[:size]
        kind = table.get(tuple(word.bare for word in head))
        if kind and len(words) > size:
            title = marks_of(words_of(TITLES[kind]))
            if not is_marked(head) or agree(title, marks_of(head)):
                yield kind, size


def near(key: str, keys: Sequence[str], *, titled: bool) -> list[tuple[str, int]]:
    """The keys within one or two typing slips of `key`, with their count; numbers must be the same.

    Short names forgive less, and less still without a word of kind. The first letter must stand
    among the first two: slips there are rare, and ordinary words are many.
    """
    one, two = (4, 8) if titled else (6, 9)
    misses = (len(key) >= one) + (len(key) >= two)
    if not misses:
        return []
    digits = "".join(sign for sign in key if sign.isdigit())
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=misses, limit=None)
    return [
        (other, int(distance))
        for other, distance, _ in found
        if "".join(sign for sign in other if sign.isdigit()) == digits
        and (other[0] == key[0] or other[:2] == key[1::-1])
    ]


def turned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The parts in the other order, for those who write "Tây Ninh, Tân Châu, Tân Đông"."""
    tables = (COMMUNE_KINDS, DISTRICT_KINDS, PROVINCE_KINDS)
    parts: list[list[Word]] = []
    for at, word in enumerate(words):
        named = any(kind for table in tables for kind, _ in kinds_at(words[at : at + 3], table))
        after_kind = parts and len(parts[-1]) == 1 and parts[-1][0].bare in ("thi", "thanh")
        if not parts or word.opens or (named and not after_kind):
            parts.append([])
        parts[-1].append(word)
    return tuple(
        replace(word, opens=at == 0) for part in reversed(parts) for at, word in enumerate(part)
    )
