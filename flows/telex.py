"""Names typed in Telex or VNI while the keyboard did not convert: what they probably mean.

Sure cases only: a word that is no Vietnamese syllable as it stands, and a name of which every
word becomes one. Foreign names are left alone.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge.vietnamese import fold, nfc

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_NUCLEUS = (
    "(?:uye|uya|uyu|oai|oay|oao|oeo|uay|uoi|uou|ieu|yeu|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
)
_SYLLABLE = re.compile(rf"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_SHAPES = (
    ("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"),
    ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư"),
)  # fmt: skip
_VNI_SHAPES = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}  # hat, horn, breve
_MARKED = "âăêôơư"


def unconverted(name: str) -> str | None:
    """The name that was meant, or None when it does not look like raw Telex or VNI."""
    words = name.lower().split()
    if all(word.isalpha() and _is_syllable(word) for word in words):
        return None
    for convert in (_from_telex, _from_vni):
        meant = [word if _is_syllable(word) else convert(word) for word in words]
        if all(_is_syllable(word) for word in meant) and meant != words:
            return " ".join(word.capitalize() for word in meant)
    return None


def _is_syllable(word: str) -> bool:
    return _SYLLABLE.fullmatch(fold(word)) is not None


def _from_telex(word: str) -> str:
    tone, letters = "", ""
    for sign in word:
        if sign in _TELEX_TONES and re.search("[aeiouyw]", letters):
            tone = _TELEX_TONES[sign]
        else:
            letters += sign
    for keys, letter in _TELEX_SHAPES:
        letters = letters.replace(keys, letter)
    return _toned(letters, tone)


def _from_vni(word: str) -> str:
    tone, letters = "", ""
    for sign in word:
        if sign == "9":
            letters = letters.replace("d", "đ", 1)
        elif sign in _VNI_TONES:
            tone = _VNI_TONES[sign]
        elif sign in _VNI_SHAPES:
            letters = _shaped(letters, sign)
        else:
            letters += sign
    return _toned(letters, tone)


def _shaped(letters: str, key: str) -> str:
    """Give the last vowel that can carry it its hat, horn or breve; "uo" takes two horns."""
    if key == "7" and letters.endswith("uo"):
        return letters[:-2] + "ươ"
    takes = {"6": "aeo", "7": "uo", "8": "a"}[key]
    at = max(letters.rfind(vowel) for vowel in takes)
    return (
        letters
        if at < 0
        else letters[:at] + nfc(letters[at] + _VNI_SHAPES[key]) + letters[at + 1 :]
    )


def _toned(word: str, tone: str) -> str:
    """Put the tone where Vietnamese spelling puts it: Nguyễn, Hòa, Quý, Thủy."""
    if not tone:
        return word
    start = 2 if re.match("qu|gi[aeiouyâăêôơư]", word) else 0
    vowels = [at for at, sign in enumerate(word) if at >= start and sign in "aeiouy" + _MARKED]
    marked = [at for at in vowels if word[at] in _MARKED]
    if not vowels:
        return word
    if marked:
        at = marked[-1]
    elif len(vowels) > 2 or (len(vowels) == 2 and vowels[-1] < len(word) - 1):
        at = vowels[1]
    else:
        at = vowels[0]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])
