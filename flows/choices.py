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
LONGEST_SHORT = 6  # words of an answer in which a yes or no anywhere is meant
SHORTEST_NEAR = 5  # signs; shorter words are one slip away from anything

_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_POLITE = frozenset({"a", "ah", "nhe", "nha", "nhen", "hen", "thua", "oi"})
_YES_WORDS = "co roi u uh um uhm uk vang da ok oke okie okay dung phai y yes yep dr dc duoc chuan"
_NO_WORDS = "khong ko k kh hong hok hem hg khum kg no n chua chang"
_YES = frozenset(_YES_WORDS.split())
_NO = frozenset(_NO_WORDS.split())
# typed with marks, a word must be this very word: "hồng" is no "hông", "cơ" no "có"
_YES_MARKED = frozenset({"có", "rồi", "ừ", "ừm", "vâng", "dạ", "đúng", "phải", "được", "chuẩn"})
_NO_MARKED = frozenset({"không", "hông", "hổng", "hỏng", "chưa", "chửa", "chẳng"})
_BRIDGES = frozenset({"phai", "co", "o", "la"})  # "không phải nhà thuê"
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
    text = _bare(words)
    meant = _picked(kind.choices, words)
    if meant is None and not UNSURE.search(fold(words)):
        meant = _mentioned(kind.choices, text) or _near(kind.choices, text)
    return meant or refused("answer-choice-unknown", *kind.choices)


def read_yes_no(kind: YesNoKind, words: str) -> Verdict:
    """Yes, no, or a refusal: doubt is no answer, and "có mà chưa lấy" is asked back."""
    yes, no = kind.choices
    if UNSURE.search(fold(words)):
        return refused("answer-yes-no-unsure", yes, no)
    named = _picked(kind.choices, words) or _mentioned(kind.choices, _bare(words))
    if named:
        return named
    match _tendency(words):
        case True:
            return Accepted(yes.value, yes.summary)
        case False:
            return Accepted(no.value, no.summary)
        case None:
            return refused("answer-yes-no-unclear", yes, no)


def _tendency(words: str) -> bool | None:
    """Whether a sentence says yes or no; None when it says neither, both, or asks."""
    tokens = [token for token in _TOKEN.findall(words.lower()) if fold(token) not in _POLITE]
    if len(tokens) > 1 and fold(tokens[0]) in {"da", "vang"}:
        tokens = tokens[1:]  # "dạ chưa" is a polite no
    heard = [_says(token) for token in tokens]
    said = [meaning for meaning in heard if meaning is not None]
    if not said or "?" in words:
        return None
    if heard[0] is False:
        return False
    if heard[0] is True:
        return True if all(said) else None
    short = len(tokens) <= LONGEST_SHORT  # in a long story "có" and "không" are just words
    return said[0] if short and len(set(said)) == 1 else None


def _says(token: str) -> bool | None:
    bare = token.isascii()
    if token in (_YES if bare else _YES_MARKED):
        return True
    return False if token in (_NO if bare else _NO_MARKED) else None


def _bare(words: str) -> str:
    return " ".join(_TOKEN.findall(fold(words)))


def _picked(choices: tuple[Choice, ...], words: str) -> Accepted | Refused | None:
    """The choice that the whole text names: by value, label, synonym or place in the list."""
    text = _bare(words)
    for wanted in (
        [choice for choice in choices if words.lower() in _spelt(choice)],
        [choice for choice in choices if text in {_bare(choice.value), *_phrases(choice)}],
    ):
        if len(wanted) == 1:
            return _taken(wanted[0])
    at = _position(fold(words), len(choices))
    if at is None:
        return None
    if 1 <= at <= len(choices):
        return _taken(choices[at - 1])
    return refused("answer-choice-number", *choices, most=str(len(choices)))


def _taken(choice: Choice) -> Accepted:
    return Accepted(choice.value, choice.summary)


def _spelt(choice: Choice) -> set[str]:
    return {text.lower() for text in (choice.value, choice.label, *choice.words)}


def _phrases(choice: Choice) -> set[str]:
    return {_bare(text) for text in (choice.label, *choice.words)}


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
    """The choice that the sentence speaks of; a bare "có" or "không" in it says nothing yet.

    A phrase inside a longer one does not count ("giấy" in "không có giấy"); of two choices that
    are both spoken of, the person is asked which.
    """
    tokens = text.split()
    spans = [
        (start, start + length, choice)
        for choice in choices
        for phrase in _phrases(choice)
        if (length := len(phrase.split())) > 1 or phrase not in _YES | _NO
        for start in _found_at(phrase.split(), tokens)
    ]
    outer = [
        choice
        for start, end, choice in spans
        if not any(
            other is not choice and first <= start and end <= last and last - first > end - start
            for first, last, other in spans
        )
    ]
    spoken = [choice for choice in choices if choice in outer]
    if len(spoken) > 1:
        return refused("answer-choice-two", *spoken)
    return _taken(spoken[0]) if spoken else None


def _found_at(phrase: list[str], tokens: list[str]) -> list[int]:
    """Where a phrase stands without "không" or "không phải" before it."""
    return [
        start
        for start in range(len(tokens) - len(phrase) + 1)
        if phrase and tokens[start : start + len(phrase)] == phrase and not _denied(tokens[:start])
    ]


def _denied(before: list[str]) -> bool:
    while before and before[-1] in _BRIDGES:
        before = before[:-1]
    return bool(before) and before[-1] in _NO


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
