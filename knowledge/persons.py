"""Persons in a text: where a name, a day of birth or a house stands. Used to mask them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice

from knowledge.digits import flat
from knowledge.vietnamese import nfc

_NAME_WORD = re.compile(r"[^\W\d_]+")
_PERSON = (
    r"(?:toi|tui|em|minh|con|chau|be|bo|me|vo|chong|cha|ba|ma|ong|bac|chu ho|chu|con trai|con gai)"
)
# After these a name may be typed in small letters …
_NAME_CUE = re.compile(
    rf"\b(?:ho (?:va )?ten(?: day du)?(?: (?:la|{_PERSON}))?|ten {_PERSON}(?: {_PERSON})? la"
    rf"|{_PERSON}(?: (?:toi|em|minh|chau))? ten(?: la)?|ten la)\b[ :]{{0,3}}"
)
# … after these only with capitals: "đứng tên trên sổ" names nobody.
_CAPITAL_CUE = re.compile(
    rf"\b(?:ten (?:{_PERSON}|khai sinh|day du|that)(?: {_PERSON})?|mang ten|dung ten"
    rf"|(?:co|di|cau) ten(?: la)?)\b[ :]{{0,3}}"
)
_BIRTH = re.compile(
    r"(?<=sinh )(?:(?:ngay|nam|thang) ){0,2}\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|(?<=sinh )ngay \d{1,2} thang \d{1,2} nam \d{4}"
)
_HOUSE = re.compile(
    r"(?:\b(?:so nha|nha so|hem|ngo|ngach|kiet|can ho|phong so|lo so)\s{1,2}(?:so )?"
    r"[a-z]?\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?){0,5}"
    r"|\b\d{1,5}[a-z]?(?:/\d{1,4}[a-z]?){0,5}(?= (?:duong|pho) ))"
    r"(?:,? {1,2}(?:ap|thon|to|khu pho|kp|xom|ban|doi|hem|ngo|ngach|kiet|to dan pho) (?:so )?"
    r"\d{1,4}[a-z]?){0,4}"
    r"|\b(?:ap|thon|to dan pho|khu pho|kp|xom) (?:so )?\d{1,4}\b"
)


@cache
def _words() -> dict[str, frozenset[str]]:
    text = files("knowledge").joinpath("persons.toml").read_text(encoding="utf-8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items()}


def names(text: str) -> Iterator[tuple[int, int]]:
    """Names told as such ("tôi tên …"), and full names with a Vietnamese family name in front."""
    bare = flat(text)
    for cue in (*_NAME_CUE.finditer(bare), *_CAPITAL_CUE.finditer(bare)):
        end = _end_of_name(text, bare, cue.end())
        small = cue.re is _CAPITAL_CUE and not text[cue.end() : end].istitle()
        if end > cue.end() and not small:
            yield cue.end(), end
    yield from _full_names(text, bare)


def _full_names(text: str, bare: str) -> Iterator[tuple[int, int]]:
    words, before = _words(), ""
    end = 0
    for match in _NAME_WORD.finditer(text):
        if match.start() < end:
            continue
        needed = 1 if match.group() in words["surnames"] else 2
        told = match.group() in words["rare_surnames"] and before in words["person_before"]
        known = match.group() in words["surnames"] or told
        if known and before not in words["place_before"]:
            end = _end_of_name(text, bare, match.start())
            whole = text[match.start() : end]
            if whole.count(" ") >= needed and whole not in words["not_persons"]:
                yield match.start(), end
        before = bare[match.start() : match.end()]


def _end_of_name(text: str, bare: str, start: int) -> int:
    """Where a name of at most five words ends: capitals are any word, small letters no stopword."""
    end = start
    capital = text[start : start + 1].isupper()
    for match in islice(_NAME_WORD.finditer(bare, start), 5):
        at = match.start()
        if at != start and (at != end + 1 or text[end] != " "):
            break
        stops = not capital and _ends_name(text[at : match.end()])
        if text[at].isupper() != capital or stops:
            break
        end = match.end()
    return end


def _ends_name(word: str) -> bool:
    """Whether a small word is no part of a name: "báo" is none, "bảo" may be, "bao" is taken so."""
    return nfc(word) in _words()["no_name"] or (word.isascii() and word in _bare_no_name())


@cache
def _bare_no_name() -> frozenset[str]:
    return frozenset(flat(word) for word in _words()["no_name"])


def births(text: str) -> Iterator[tuple[int, int]]:
    """Days of birth that are told as such ("sinh ngày …")."""
    for match in _BIRTH.finditer(flat(text)):
        yield match.span()


def houses(text: str) -> Iterator[tuple[int, int]]:
    """House numbers and hamlets; communes and provinces stay readable."""
    for match in _HOUSE.finditer(flat(text)):
        yield match.span()
