"""Vietnamese as typed, made comparable: NFC, tone placement, syllables with and without marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[0-9a-zà-ɏḀ-ỿ]+")
_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
_FINAL_Y = re.compile(r"^(h|k|l|m|s|t|v|qu)y$")
_WHITESPACE_AND_BREAKS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_WORD = 40  # signs; longer runs are no word of any language that is asked in


class Syllable(NamedTuple):
    """One typed word: `accented` has its tone moved to the end (hoà = hòa = hoa2, ký = kí).

    An empty `accented` means that the marks are unknown (typed without them).
    """

    accented: str
    folded: str


def nfc(text: str) -> str:
    """Compose the text (NFC); decomposed input comes from phones and file names."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without any diacritic: "Đăng ký" -> "dang ky"."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


def words(text: str) -> list[str]:
    """The words of a text in lower case and NFC, without punctuation; very long runs are cut."""
    plain = _WHITESPACE_AND_BREAKS.sub("", nfc(text).lower())
    return [word[:LONGEST_WORD] for word in _WORD.findall(nfc(plain))]


@lru_cache(maxsize=65_536)
def syllable(word: str) -> Syllable:
    """The comparable form of one lower-case word."""
    decomposed = unicodedata.normalize("NFD", word)
    tone = "".join(_TONES[sign] for sign in decomposed if sign in _TONES)[:1]
    shape = "".join(sign for sign in decomposed if sign not in _TONES)
    bare = "".join(sign for sign in shape if not unicodedata.combining(sign)).replace("đ", "d")
    accented = _FINAL_Y.sub(r"\1i", unicodedata.normalize("NFC", shape))
    return Syllable(accented + tone, _FINAL_Y.sub(r"\1i", bare))


def syllables(text: str) -> tuple[Syllable, ...]:
    """Every word of a text in comparable form."""
    return tuple(syllable(word) for word in words(text))


def marked(word: str) -> bool:
    """Whether a word carries any Vietnamese mark (tone, hat, hook or đ)."""
    return not word.isascii()
