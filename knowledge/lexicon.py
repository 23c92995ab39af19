"""How people say it -> how the law says it: concepts in a sentence, the longest saying first."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from knowledge.vietnamese import Syllable, syllables

Phrase = tuple[Syllable, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: the official wordings, and the conditions under which a saying means it.

    near: of each group of phrases one must stand in the same sentence. keep: the said words are
    official words too, so they keep their full weight. weight: how much it says of what is wanted.
    """

    law: tuple[Phrase, ...]
    near: tuple[tuple[Phrase, ...], ...] = ()
    keep: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a sentence: from which word, how many words.

    official: the said words are themselves wording of the law.
    """

    start: int
    length: int
    concept: Concept
    official: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sayings by their first two folded syllables, the longest and most conditional first."""

    sayings: dict[tuple[str, str], tuple[tuple[Phrase, Concept], ...]]
    law_pairs: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Concept]]) -> Lexicon:
        """Index sayings; one without any word is ignored."""
        table: defaultdict[tuple[str, str], list[tuple[Phrase, Concept]]] = defaultdict(list)
        law_pairs: set[tuple[str, str]] = set()
        for said, concept in pairs:
            phrase = syllables(said)
            for law in concept.law:
                law_pairs.update(_pairs(law))
            if phrase:
                table[phrase[0].folded, phrase[1].folded if len(phrase) > 1 else ""].append(
                    (phrase, concept)
                )
        for rows in table.values():
            rows.sort(key=_precedence)
        sayings = {first: tuple(rows) for first, rows in table.items()}
        return cls(sayings, frozenset(law_pairs))

    def joined(self, more: Lexicon) -> Lexicon:
        """These sayings and others'; of equally long ones the others' come first."""
        sayings = dict(self.sayings)
        for first, rows in more.sayings.items():
            both = (*rows, *sayings.get(first, ()))
            sayings[first] = tuple(sorted(both, key=_precedence))
        return Lexicon(sayings, self.law_pairs | more.law_pairs)

    def find(self, sentence: Sequence[Syllable], unsure: Sequence[bool]) -> list[Hit]:
        """Concepts in reading order. `unsure` marks words whose accents were only restored.

        A word with its accents must equal the saying's; in a saying of three words and more some
        unsure ones may also fit by their folded form. After a concept that keeps its words the
        next may overlap.
        """
        hits: list[Hit] = []
        place = 0
        while place < len(sentence):
            hit = self._at(sentence, unsure, place)
            if hit is None:
                place += 1
                continue
            hits.append(hit)
            place += 1 if hit.concept.keep else hit.length
        return hits

    def _at(self, sentence: Sequence[Syllable], unsure: Sequence[bool], place: int) -> Hit | None:
        first = sentence[place].folded
        second = sentence[place + 1].folded if place + 1 < len(sentence) else ""
        rows = self.sayings.get((first, second), ()) if second else ()
        for phrase, concept in (*rows, *self.sayings.get((first, ""), ())):
            if _stands(phrase, sentence, unsure, place) and _near(concept, sentence, unsure):
                official = len(phrase) > 1 and self.law_pairs.issuperset(_pairs(phrase))
                return Hit(place, len(phrase), concept, official)
        return None


def _precedence(row: tuple[Phrase, Concept]) -> tuple[int, int]:
    """The longest saying first, of those the one under most conditions."""
    return -len(row[0]), -len(row[1].near)


def _stands(
    phrase: Phrase, sentence: Sequence[Syllable], unsure: Sequence[bool], place: int
) -> bool:
    if place + len(phrase) > len(sentence):
        return False
    misread = (len(phrase) - 1) // 2  # words whose guessed marks may be wrong
    for offset, wanted in enumerate(phrase):
        word = sentence[place + offset]
        if word.accented == wanted.accented:
            continue
        if misread == 0 or not unsure[place + offset] or word.folded != wanted.folded:
            return False
        misread -= 1
    return True


def _pairs(phrase: Phrase) -> Iterable[tuple[str, str]]:
    return ((a.accented, b.accented) for a, b in pairwise(phrase))


def _near(concept: Concept, sentence: Sequence[Syllable], unsure: Sequence[bool]) -> bool:
    return all(
        any(
            _stands(phrase, sentence, unsure, place)
            for phrase in group
            for place in range(len(sentence))
        )
        for group in concept.near
    )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The sayings that ship with the package."""
    return parse(files("knowledge").joinpath("lexicon.toml").read_text("utf-8"))


def parse(source: str) -> Lexicon:
    """Read lexicon.toml; raises tomllib.TOMLDecodeError or KeyError on a malformed one."""
    entries: Sequence[Mapping[str, Any]] = tomllib.loads(source)["concept"]
    return Lexicon.of((said, concept(entry)) for entry in entries for said in entry["said"])


def concept(entry: Mapping[str, Any]) -> Concept:
    """The meaning that a table of lexicon.toml holds."""
    return Concept(
        law=tuple(syllables(law) for law in entry["law"]),
        near=tuple(tuple(map(syllables, group)) for group in entry.get("near", ())),
        keep=bool(entry.get("keep", False)),
    )
