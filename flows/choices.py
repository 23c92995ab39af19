"""Reading one of a few: button, number, ordinal, label, synonym, a near miss; and yes or no."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from flows.kinds import Choice, ChoiceKind, YesNoKind
from flows.verdicts import Accepted, Refused, Verdict, refused
from knowledge.vietnamese import fold

# a near miss counts from here on: "ong ba" for "ông bà nội" must not, "nha cua mnh" must
NEAR = 86.0
CLEARLY = 6.0  # points by which the best must lead
SHORTEST_NEAR = 5  # signs; shorter words are one slip away from anything

_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_POLITE = frozenset({"a", "ah", "nhe", "nha", "nhen", "hen", "thua", "oi"})
_YES_WORDS = "co roi u uh um uhm uk vang da ok oke okie okay dung phai y yes yep dr dc duoc chuan"
_NO_WORDS = "khong ko k kh hong hok hem hg khum kg no n chua chang"
_YES = frozenset(_YES_WORDS.split())
_NO = frozenset(_NO_WORDS.split())
UNSURE = re.compile(
    r"\b(?:(?:khong|ko|k|kh|hong|chua|chang)\s+(?:biet|bit|bik|nho|ro|chac|hieu)|hinh nhu|chac la|"
    r"quen(?: mat)?(?: roi)?$|tuy$|chiu$)\b"
)
_LEAD = (
    r"(?:(?:da|toi|em|chau|minh|con)\s+)?"
    r"(?:(?:chon|lay|la|cai|so|muc|cau|y|o|nut|phuong an|truong hop)\s+)*"
)
_NUMBER = re.compile(rf"{_LEAD}(\d{{1,2}})\s*[.)]?")
_ORDINAL = re.compile(
    rf"{_LEAD}(?:thu\s+)?"
    r"(dau tien|dau|nhat|mot|hai|nhi|ba|tu|bon|nam|sau|bay|tam|cuoi cung|cuoi|chot)"
)
_PLACES = {
    "dau tien": 1, "dau": 1, "nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4,
    "nam": 5, "sau": 6, "bay": 7, "tam": 8, "cuoi cung": -1, "cuoi": -1, "chot": -1,
}  # fmt: skip


def read_choice(kind: ChoiceKind, words: str) -> Verdict:
    """The choice that the words mean, or a refusal that offers them all again."""
    return _matched(kind.choices, words) or refused("answer-choice-unknown", *kind.choices)


def read_yes_no(kind: YesNoKind, words: str) -> Verdict:
    """Yes, no, or a refusal: doubt is no answer, and "có mà chưa lấy" is asked back."""
    yes, no = kind.choices
    if UNSURE.search(fold(words)):
        return refused("answer-yes-no-unsure", yes, no)
    named = _matched(kind.choices, words)
    if isinstance(named, Accepted):
        return named
    match _tendency(fold(words)):
        case True:
            return Accepted(yes.value, yes.summary)
        case False:
            return Accepted(no.value, no.summary)
        case None:
            return named or refused("answer-yes-no-unclear", yes, no)


def _tendency(text: str) -> bool | None:
    """Whether a sentence says yes or no; None when it says neither, both, or asks."""
    tokens = [token for token in _TOKEN.findall(text) if token not in _POLITE]
    if len(tokens) > 1 and tokens[0] in {"da", "vang"}:
        tokens = tokens[1:]  # "dạ chưa" is a polite no
    said = [token in _YES for token in tokens if token in _YES or token in _NO]
    if not said or "?" in text:
        return None
    first = tokens[0]
    if first in _NO:
        return False
    if first in _YES:
        return True if all(said) else None
    short = len(tokens) <= 6  # in a long story "có" and "không" are just words
    return said[0] if short and len(set(said)) == 1 else None


def _matched(choices: tuple[Choice, ...], words: str) -> Accepted | Refused | None:
    text = " ".join(_TOKEN.findall(fold(words)))
    for wanted in (
        [choice for choice in choices if words.lower() in _spelt(choice)],
        [choice for choice in choices if text in _phrases(choice)],
    ):
        if len(wanted) == 1:
            return _taken(wanted[0])
    at = _position(fold(words), len(choices))
    if at is not None:
        fits = 1 <= at <= len(choices)
        most = str(len(choices))
        return (
            _taken(choices[at - 1])
            if fits
            else refused("answer-choice-number", *choices, most=most)
        )
    return _mentioned(choices, text) or _near(choices, text)


def _taken(choice: Choice) -> Accepted:
    return Accepted(choice.value, choice.summary)


def _spelt(choice: Choice) -> set[str]:
    return {text.lower() for text in (choice.value, choice.label, *choice.words)}


def _phrases(choice: Choice) -> set[str]:
    return {
        " ".join(_TOKEN.findall(fold(text))) for text in (choice.value, choice.label, *choice.words)
    }


def _position(text: str, many: int) -> int | None:
    """The place that "2", "số 2", "cái đầu tiên", "thứ ba" stand for; None when they name none."""
    text = " ".join(word for word in text.split() if word.strip(".,!") not in _POLITE).strip(" .,!")
    if found := _NUMBER.fullmatch(text):
        return int(found.group(1))
    if found := _ORDINAL.fullmatch(text):
        at = _PLACES[found.group(1)]
        return many if at < 0 else at
    return None


def _mentioned(choices: tuple[Choice, ...], text: str) -> Accepted | Refused | None:
    """The choice that the sentence speaks of; the longest phrase wins, two alike are asked back."""
    lengths = {choice.value: _longest_mention(choice, text) for choice in choices}
    longest = max(lengths.values())
    best = [choice for choice in choices if lengths[choice.value] == longest]
    if longest == 0:
        return None
    return _taken(best[0]) if len(best) == 1 else refused("answer-choice-two", *best)


def _longest_mention(choice: Choice, text: str) -> int:
    tokens = text.split()
    longest = 0
    for phrase in _phrases(choice):
        parts = phrase.split()
        for start in range(len(tokens) - len(parts) + 1):
            denied = start > 0 and tokens[start - 1] in _NO
            if parts and tokens[start : start + len(parts)] == parts and not denied:
                longest = max(longest, len(phrase))
    return longest


def _near(choices: tuple[Choice, ...], text: str) -> Accepted | None:
    if len(text) < SHORTEST_NEAR:
        return None
    scores = sorted(
        (
            (max(_likeness(text, phrase) for phrase in _phrases(choice)), at)
            for at, choice in enumerate(choices)
        ),
        reverse=True,
    )
    (best, at), (second, _) = scores[0], scores[1]
    return _taken(choices[at]) if best >= NEAR and best - second >= CLEARLY else None


def _likeness(text: str, phrase: str) -> float:
    """Points from 0 to 100; a "không" on one side only makes the two unlike."""
    if bool(_NO & set(text.split())) != bool(_NO & set(phrase.split())):
        return 0.0
    return fuzz.ratio(text, phrase)
