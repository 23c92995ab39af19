"""What a message says it is not: "không phải mất, bị hỏng cơ"; "(trừ nhà đầu tư nước ngoài)"."""

from __future__ import annotations

import re
from typing import Final

from knowledge.vietnamese import marked, syllable, words
from knowledge.words import word_classes

_OBLIGED = "nộp|nop|đóng|dong|làm|lam|đi|di|ra|mang|có|co|trả|tra|thi|về|ve|khai|xin|lên|len"
_DENIED = re.compile(
    r"(?:\b(?:không|khong|ko|k|hổng|hông|hong) (?:phải|phai)(?: (?:là|la))?"
    rf" (?!(?:{_OBLIGED})\b)[^,.;?!]{{2,40}}?(?:,| (?:mà|ma)\b)(?=.*\w)"
    r"|\b(?:chứ|chu) (?:không|khong|ko)(?: (?:phải|phai))?(?: (?:là|la))?"
    rf" (?!(?:{_OBLIGED})\b)[^,.;?!]{{2,40}}?(?=,|[.;!?]|$))"
)
_DENIED_DOING = re.compile(
    r"\b(?:không|khong|ko|k|hổng|hông|hong) (?:phải|phai)(?: (?:là|la|bị|bi|làm|lam))* (\w+)"
)
_SPARED = re.compile(
    r"\((?:trừ|ngoại trừ|không bao gồm)\b[^()]*\)"
    r"|\b(?:ngoại trừ|trừ (?:các )?trường hợp|không bao gồm)\b[^();.?!,]*"
)
_DOINGS: Final = frozenset(
    {
        "mat",
        "hong",
        "hu",
        "rach",
        "sai",
        "gay",
        "mo",
        "cu",
        "doi",
        "cap",
        "gia",
        "han",
        "het",
        "lai",
    }
)


def without_denied(text: str) -> str:
    """Lower-case text without what it says it is not; the whole text where nothing were left."""
    spared = _SPARED.sub(" ", text)
    kept = _DENIED.sub(" ", spared)
    if kept != spared and not _names_something(kept):
        kept = _DENIED_DOING.sub(" ", spared)  # the object was named beside what is denied
    return kept if len(words(kept)) >= 2 else text


def _names_something(text: str) -> bool:
    """Whether a word is left that is neither a stop word nor a mere doing."""
    classes = word_classes()
    return any(
        one.folded not in _DOINGS
        and classes.asked(one.accented if marked(word) else "", one.folded) == 1.0
        for word in words(text)
        for one in [syllable(word)]
    )
