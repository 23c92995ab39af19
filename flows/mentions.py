"""Which phrases a sentence contains: with or without marks, denied or not, or nearly.

A word typed with marks must be that very word ("chưa" is never "chùa"); one typed without may be
any of those that it could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from flows.kinds import Choice
from knowledge.vietnamese import Syllable, fold, syllables

# a near miss counts from here on: "ong ba" for "ông bà nội" must not, "nha cua mnh" must
NEAR = 86.0
CLEARLY = 6.0  # points by which the best must lead
SHORTEST_NEAR = 5  # signs; shorter words are one slip away from anything

_YES_WORDS = "có rồi ừ ừm vâng dạ đúng phải được chuẩn"
_YES_TYPED = "u uh um uhm uk ok oke okie okay y yes yep dr dc"
_NO_WORDS = "không hông hổng hỏng chưa chửa chẳng khum"
_NO_TYPED = "ko k kh hok hem hg kg no n hong"
_BRIDGES = frozenset({"phai", "co", "o", "la"})  # "không phải nhà thuê"

_SELF = frozenset({"toi", "tui", "minh", "em", "to"})
_POINTS_AT_SELF = frozenset({"cho", "cua", "ten", "chinh", "la"})
_PLAIN = frozenset({"con", "ba", "cha", "cho"})  # words of their own also without marks
_POLITE_OPENERS = frozenset({"", "da", "vang", "thua"})
LONGEST_SELF = 2  # words of an answer that is all about oneself: "dạ tôi"

Words = tuple[Syllable, ...]


def same(typed: Syllable, meant: Syllable) -> bool:
    """Tell whether a typed word may be the word that was meant; typed without marks, it may."""
    return typed.folded == meant.folded and typed.accented in {typed.folded, meant.accented}


def says(word: Syllable) -> bool | None:
    """Yes, no, or neither."""
    if any(same(word, other) for other in _YES):
        return True
    return False if any(same(word, other) for other in _NO) else None


_YES = syllables(f"{_YES_WORDS} {_YES_TYPED}")
_NO = syllables(f"{_NO_WORDS} {_NO_TYPED}")


def names(choice: Choice) -> Iterator[Words]:
    """Every phrase that stands for a choice: its label and its synonyms."""
    for text in (choice.label, *choice.words):
        if phrase := syllables(text):
            yield phrase


def heads(choices: Sequence[Choice]) -> Iterator[tuple[Choice, Words]]:
    """The part of a label before its comma ("Người già yếu"), where it is no other's name."""
    for choice in choices:
        head, comma, _ = choice.label.partition(",")
        phrase = syllables(head)
        others = (other for other in choices if other is not choice)
        if comma and phrase and not any(_begins(other, phrase) for other in others):
            yield choice, phrase


def _begins(choice: Choice, phrase: Words) -> bool:
    """Whether the phrase opens the label or is a synonym of a choice."""
    label = syllables(choice.label)
    return is_phrase(phrase, label[: len(phrase)]) or any(
        is_phrase(phrase, name) for name in names(choice)
    )


def begun(choices: Sequence[Choice], typed: Words) -> list[Choice]:
    """The choices whose label begins with the typed words."""
    return [
        choice
        for choice in choices
        if typed and is_phrase(typed, syllables(choice.label)[: len(typed)])
    ]


def is_phrase(typed: Words, phrase: Words) -> bool:
    """Tell whether the whole sentence is the phrase."""
    return len(typed) == len(phrase) and all(map(same, typed, phrase))


def spoken_of(choices: Sequence[Choice], typed: Words) -> list[Choice]:
    """The choices that a sentence speaks of; a bare "có" or "không" in it says nothing yet.

    A phrase inside a longer one does not count ("có giấy" in "không có giấy").
    """
    spans = [
        (start, start + len(phrase), choice)
        for choice in choices
        for phrase in names(choice)
        if len(phrase) > 1 or says(phrase[0]) is None
        for start in _found_at(phrase, typed)
    ]
    outer = {
        choice.value
        for start, end, choice in spans
        if not any(
            other is not choice and first <= start and end <= last and last - first > end - start
            for first, last, other in spans
        )
    }
    return [choice for choice in choices if choice.value in outer]


def _found_at(phrase: Words, typed: Words) -> list[int]:
    """Where a phrase stands without "không" or "không phải" before it."""
    return [
        start
        for start in range(len(typed) - len(phrase) + 1)
        if is_phrase(typed[start : start + len(phrase)], phrase)
        and not _denied(typed[:start])
        and not _is_beside(phrase, typed, start)
    ]


def _is_beside(phrase: Words, typed: Words, start: int) -> bool:
    """Whether a single word stands there for something else.

    "mẹ tôi" is not "tôi"; and who types "của con tôi" with its marks does not mean "còn".
    """
    if len(phrase) > 1:
        return False
    meant, said = phrase[0], typed[start]
    if meant.folded in _SELF:
        before = typed[start - 1].folded if start else ""
        short = len(typed) <= LONGEST_SELF and before in _POLITE_OPENERS
        return before not in _POINTS_AT_SELF and not short
    if said.accented not in _PLAIN or meant.accented == said.accented:
        return False
    return any(word.accented != word.folded for word in typed)


def _denied(before: Words) -> bool:
    while before and before[-1].folded in _BRIDGES:
        before = before[:-1]
    return bool(before) and says(before[-1]) is False


def nearest(choices: Sequence[Choice], typed: Words) -> Choice | None:
    """The choice whose label or synonym is written almost so, where it clearly leads."""
    text = " ".join(word.folded for word in typed)
    if len(text) < SHORTEST_NEAR:
        return None
    scores = sorted(
        (
            (max(_likeness(text, typed, phrase) for phrase in names(choice)), at)
            for at, choice in enumerate(choices)
        ),
        reverse=True,
    )
    (best, at), (second, _) = scores[0], scores[1]
    return choices[at] if best >= NEAR and best - second >= CLEARLY else None


def _likeness(text: str, typed: Words, phrase: Words) -> float:
    """Points from 0 to 100; a "không" on one side only makes the two unlike."""
    if any(says(word) is False for word in typed) != any(says(word) is False for word in phrase):
        return 0.0
    return fuzz.ratio(text, fold(" ".join(word.folded for word in phrase)))
