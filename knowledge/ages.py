"""Ages in a question -> the age groups of the law ("con 8 tuổi" -> người dưới 14 tuổi)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from knowledge.lexicon import Concept, Hit
from knowledge.vietnamese import Syllable, syllables

# up to this age (years) -> wordings of the law
_GROUPS: Final[tuple[tuple[int, tuple[str, ...]], ...]] = (
    (5, ("trẻ em dưới 6 tuổi", "người dưới 14 tuổi", "cho con")),
    (13, ("người dưới 14 tuổi", "cho con")),
    (17, ("người từ đủ 14 tuổi",)),
    (59, ()),
    (120, ("người cao tuổi",)),
)
_ASIDE = 0.4  # an age tells of whom one speaks; what is wanted is said by other words
_NUMBERS: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10,
}  # fmt: skip


def find(sentence: Sequence[Syllable]) -> list[Hit]:
    """Concepts for ages said in digits or in words, where the law has a group for them."""
    hits = []
    for place in range(1, len(sentence)):
        if sentence[place].folded != "tuoi":
            continue
        length, age = _number(sentence, place)
        concept = _concepts().get(age)
        if concept is not None and not _bound(sentence, place - length):
            hits.append(Hit(place - length, length + 1, concept, official=False))
    return hits


def _bound(sentence: Sequence[Syllable], place: int) -> bool:
    """Whether the law's own wording stands there ("dưới 14 tuổi", "từ đủ 14 tuổi")."""
    return place > 0 and sentence[place - 1].folded in {"duoi", "du", "tren", "tu", "den"}


def _number(sentence: Sequence[Syllable], end: int) -> tuple[int, int]:
    """(how many words before `end`, the number they say); (1, -1) where they say none."""
    word = sentence[end - 1].folded
    if word.isdecimal() and len(word) <= 3:
        return 1, int(word)
    last = _NUMBERS.get("nam" if word == "lam" else word, -1)
    before = sentence[end - 2].folded if end > 1 else ""
    if 0 < last < 10 and before == "muoi":
        tens = _NUMBERS.get(sentence[end - 3].folded, 1) if end > 2 else 1
        return (3 if end > 2 and tens > 1 else 2), 10 * tens + last
    if last == 10 and before in _NUMBERS:
        return 2, 10 * _NUMBERS[before]
    return 1, last


@lru_cache(maxsize=1)
def _concepts() -> dict[int, Concept]:
    found: dict[int, Concept] = {}
    least = 0
    for most, laws in _GROUPS:
        if laws:
            concept = Concept(tuple(map(syllables, laws)), keep=True, weight=_ASIDE)
            found |= dict.fromkeys(range(least, most + 1), concept)
        least = most + 1
    return found
