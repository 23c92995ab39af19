"""Reading one of a few: button, number, ordinal, label, synonym, a near miss; and yes or no."""

from __future__ import annotations

import re

from flows.kinds import Choice, ChoiceKind, YesNoKind
from flows.mentions import Words, is_phrase, names, nearest, same, says, spoken_of
from flows.verdicts import Accepted, Refused, Verdict, refused
from knowledge.vietnamese import fold, syllables

LONGEST_SHORT = 6  # words of an answer that may end in its yes or no: "nhà mình thì có rồi"

UNSURE = re.compile(
    r"\b(?:(?:khong|ko|k|kh|hong|chua|chang)\s+(?:biet|bit|bik|nho|ro|chac|hieu)|hinh nhu|chac la|"
    r"quen(?: mat)?(?: roi)?$|tuy$|chiu$)\b"
)
_POLITE = frozenset({"a", "ah", "nhe", "nha", "nhen", "hen", "thua", "oi"})
_OPENERS = frozenset(
    {
        "da",
        "vang",
        "thi",
        "toi",
        "tui",
        "minh",
        "em",
        "chau",
        "con",
        "bac",
        "anh",
        "chi",
        "nha",
        "ma",
    }
)
_LEADS = _OPENERS | frozenset({"chon", "lay", "la", "cai", "so", "muc", "cau", "y", "nut", "thu"})
_DIGITS = re.compile(r"\d{1,2}")
_PLACES = {
    syllables(words): at
    for words, at in {
        "đầu tiên": 1, "đầu": 1, "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4,
        "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "cuối cùng": -1, "cuối": -1, "chót": -1,
    }.items()
}  # fmt: skip


def read_choice(kind: ChoiceKind, words: str) -> Verdict:
    """The choice that the words mean, or a refusal that offers them all again."""
    meant = _picked(kind.choices, words)
    if meant is None and not UNSURE.search(fold(words)):
        meant = _mentioned(kind.choices, words)
        if meant is None and (near := nearest(kind.choices, syllables(words))):
            meant = _taken(near)
    return meant or refused("answer-choice-unknown", *kind.choices)


def read_yes_no(kind: YesNoKind, words: str) -> Verdict:
    """Yes, no, or a refusal: doubt is no answer, and "có mà chưa lấy" is asked back."""
    yes, no = kind.choices
    if UNSURE.search(fold(words)):
        return refused("answer-yes-no-unsure", yes, no)
    if named := _picked(kind.choices, words) or _mentioned(kind.choices, words):
        return named
    match _tendency(words):
        case True:
            return _taken(yes)
        case False:
            return _taken(no)
        case None:
            return refused("answer-yes-no-unclear", yes, no)


def _tendency(words: str) -> bool | None:
    """Whether a sentence says yes or no; None when it says neither, both, or asks.

    The first word decides ("chưa, tuần sau mới cưới"), or the last of a short sentence ("giấy thì
    có"); in between they are just words ("otp không về").
    """
    typed = syllables(words)
    heard = [says(word) for word in _core(typed)]
    if "?" in words or not heard or (len(heard) > LONGEST_SHORT and says(typed[0]) is None):
        return None
    if heard[0] is False:
        return False
    said = [meaning for meaning in heard if meaning is not None]
    if heard[0] is True:
        return True if all(said) else None
    if heard[-1] is None:
        return None
    if heard[-2:] == [False, True]:  # "giấy thì chưa có"
        return False
    return said[-1] if len(set(said)) == 1 else None


def _core(typed: Words) -> Words:
    """The sentence without polite words, and without who speaks before what is said."""
    kept = tuple(word for word in typed if word.folded not in _POLITE)
    while len(kept) > 1 and kept[0].folded in _OPENERS and says(kept[1]) is not None:
        kept = kept[1:]
    return kept


def _picked(choices: tuple[Choice, ...], words: str) -> Accepted | Refused | None:
    """The choice that the whole text names: by value, label, synonym or place in the list."""
    typed = syllables(words)
    for wanted in (
        [choice for choice in choices if words.lower() in _spelt(choice)],
        [choice for choice in choices if any(is_phrase(typed, name) for name in names(choice))],
    ):
        if len(wanted) == 1:
            return _taken(wanted[0])
    at = _position(typed, len(choices))
    if at is None:
        return None
    if 1 <= at <= len(choices):
        return _taken(choices[at - 1])
    return refused("answer-choice-number", *choices, most=str(len(choices)))


def _spelt(choice: Choice) -> set[str]:
    return {text.lower() for text in (choice.value, choice.label, *choice.words)}


def _position(typed: Words, many: int) -> int | None:
    """The place that "2", "số 2", "cái đầu tiên", "thứ ba" stand for; None when they name none."""
    typed = tuple(word for word in typed if word.folded not in _POLITE)
    for length in (1, 2):
        lead, last = typed[:-length], typed[-length:]
        if not last or any(word.folded not in _LEADS for word in lead):
            continue
        if length == 1 and _DIGITS.fullmatch(last[0].folded):
            return int(last[0].folded)
        for name, at in _PLACES.items():
            if len(name) == len(last) and all(map(same, last, name)):
                return many if at < 0 else at
    return None


def _mentioned(choices: tuple[Choice, ...], words: str) -> Accepted | Refused | None:
    """The one choice that a sentence speaks of; of several the person is asked which."""
    spoken = spoken_of(choices, syllables(words))
    if len(spoken) > 1:
        return refused("answer-choice-two", *spoken)
    return _taken(spoken[0]) if spoken else None


def _taken(choice: Choice) -> Accepted:
    return Accepted(choice.value, choice.summary)
