"""Reading one of a few: button, number, ordinal, label, synonym, a near miss; and yes or no."""

from __future__ import annotations

import re

from flows.kinds import Choice, ChoiceKind, YesNoKind
from flows.mentions import (
    Words,
    begun,
    heads,
    is_phrase,
    names,
    nearest,
    same,
    says,
    spoken_of,
)
from flows.verdicts import Accepted, Refused, Verdict, refused
from knowledge.vietnamese import fold, syllables

LONGEST_SHORT = 6  # words of an answer that may end in its yes or no: "nhà mình thì có rồi"

_UNSURE = re.compile(
    r"\b(?:(?:khong|ko|k|kh|hong|hok|hem|chua|chang|cha)\s+(?:biet|bit|bik|nho|ro|chac|hieu)"
    r"|hinh nhu|chac la|ai ma (?:biet|nho)|mu tit|bo tay|quen(?: mat)?(?: tieu)?(?: roi)?$|tuy$"
    r"|^(?:(?:da|thoi|thi|cai nay|cau nay|toi|tui|minh|em|bac|co|chu|con|chau) ){0,3}"
    r"chiu(?: thoi| luon| roi| do| ne| a)*$)\b"
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


# who speaks of themselves so, by the word before it: "cho bác", "của cô", "tên chú"
_SELF = syllables("bác cô chú tui mình")
# these are as often somebody else; they need "chính", or to be who speaks: "bà làm cho bà"
_PERHAPS_SELF = syllables("ông bà dì cậu thím mợ em con cháu")
_TRAILERS = _POLITE | frozenset({"thoi", "luon", "do", "ne", "chu", "ma", "di", "ay"})
_MARKED_SELF = frozenset(word.accented for word in _SELF + _PERHAPS_SELF)
_I = syllables("tôi")
_FOR_ME = syllables("cho tôi")
_WRONG = syllables("sai")[0]


def is_unsure(words: str) -> bool:
    """Whether the words say that the person does not know or gives up."""
    return _UNSURE.search(fold(words).strip(" .,;:!?")) is not None


def names_choice(kind: ChoiceKind | YesNoKind, words: str) -> bool:
    """Whether the whole text is a choice's own value, label, synonym or number."""
    return isinstance(_picked(kind.choices, words), Accepted)


def read_choice(kind: ChoiceKind, words: str) -> Verdict:
    """The choice that the words mean, or a refusal that offers them all again."""
    typed = syllables(words)
    meant = _picked(kind.choices, words)
    if meant is None and is_unsure(words):
        meant = _unsure_choice(kind.choices, typed)
    elif meant is None:
        meant = _begun(kind.choices, typed) or _mentioned(kind.choices, typed)
        if meant is None and (own := _of_oneself(typed)):
            meant = _mentioned(kind.choices, own)
        if meant is None and (near := nearest(kind.choices, typed)):
            meant = _taken(near)
    return meant or refused("answer-choice-unknown", *kind.choices)


def _unsure_choice(choices: tuple[Choice, ...], typed: Words) -> Accepted | None:
    """The one choice that not knowing is a word of: "Không rõ", "Không biết là ai"."""
    doubtful = [
        choice.model_copy(update={"label": doubts[0], "words": doubts})
        for choice in choices
        if (doubts := tuple(text for text in (choice.label, *choice.words) if is_unsure(text)))
    ]
    found = spoken_of(doubtful, typed)
    return _taken(_called(choices, found[0].value)) if len(found) == 1 else None


def _called(choices: tuple[Choice, ...], value: str) -> Choice:
    return next(choice for choice in choices if choice.value == value)


def _begun(choices: tuple[Choice, ...], typed: Words) -> Accepted | None:
    """The one choice whose label begins so: "chưa" for "Chưa làm gì"."""
    found = begun(choices, _bare(typed))
    return _taken(found[0]) if len(found) == 1 else None


def _bare(typed: Words) -> Words:
    return tuple(word for word in typed if word.folded not in _POLITE)


def _of_oneself(typed: Words) -> Words | None:
    """The words with "tôi" for a last "bác", "cô" … by which people speak of themselves."""
    while typed and typed[-1].folded in _TRAILERS and typed[-1].accented not in _MARKED_SELF:
        typed = typed[:-1]
    if not typed or not _is_speaker(typed):
        return None
    before = tuple(word for word in typed[:-1] if word.folded != "chinh")
    lead = before[-1].folded if before else ""
    if lead in {"cho", "cua", "ten"}:
        return before + _I
    return None if lead else _FOR_ME


def _is_speaker(typed: Words) -> bool:
    """Whether the last word is a pronoun by which the person who types speaks of themselves."""
    last = typed[-1]
    if any(same(last, own) for own in _SELF):
        return True
    told = "chinh" in {word.folded for word in typed} or typed[0] == last
    return told and len(typed) > 1 and any(same(last, own) for own in _PERHAPS_SELF)


def read_yes_no(kind: YesNoKind, words: str) -> Verdict:
    """Yes, no, or a refusal: doubt is no answer, and "có mà chưa lấy" is asked back."""
    yes, no = kind.choices
    typed = syllables(words)
    if named := _picked(kind.choices, words):
        return named
    if is_unsure(words):
        doubt = _unsure_choice(kind.choices, typed)
        return doubt or refused("answer-yes-no-unsure", yes, no)
    if named := _mentioned(kind.choices, typed):
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
    heard = [False if same(word, _WRONG) else says(word) for word in _core(typed)]
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
    for choice, head in heads(choices):
        if is_phrase(_bare(typed), head):
            return _taken(choice)
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


def _mentioned(choices: tuple[Choice, ...], typed: Words) -> Accepted | Refused | None:
    """The one choice that a sentence speaks of; of several the person is asked which."""
    spoken = spoken_of(choices, typed)
    if len(spoken) > 1:
        return refused("answer-choice-two", *spoken)
    return _taken(spoken[0]) if spoken else None


def _taken(choice: Choice) -> Accepted:
    return Accepted(choice.value, choice.summary)
