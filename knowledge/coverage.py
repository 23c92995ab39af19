"""How far a question and names explain each other: shares of the words and pairs of both."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from knowledge.index import Floats, Index, Ints
from knowledge.question import Question
from knowledge.vietnamese import Syllable

_STRANGE_KNOWN = 0.37  # share of the greatest rarity that a word outside all names weighs
_STRANGE = 0.25  # and a word that nobody has read yet
_STRANGE_PAIR = 0.5  # most pairs of a question stand nowhere: such a one weighs less
_STRANGE_SAID = 3.0  # what such a word weighs inside a concept
_LEAST = 0.05
_BACKGROUND = 0.2  # a story names many things by the way: those cover a name only in part
_HEAVIEST_IDEA = 14.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the term numbers of one index; place: the row of each word in `numbers`."""

    index: Index
    question: Question
    numbers: Ints
    place: dict[str, int]
    weights: Floats
    content: Floats
    marks: list[tuple[int, float]]

    @property
    def norm(self) -> float:
        """The factor that makes scores of short and long questions comparable."""
        heavy = self.weights > 0.1
        mass = float((self.weights * self.index.name.idf[self.numbers])[heavy].sum())
        return 8.0 / (2.0 * math.pow(mass, 0.7) + 8.0)


def asked_of(index: Index, question: Question) -> Asked:
    """The question's words that stand in some document of the index."""
    known = [(word, index.folded[word]) for word in question.folded if word in index.folded]
    numbers = np.array([number for _, number in known], np.int32)
    return Asked(
        index,
        question,
        numbers,
        {word: at for at, (word, _) in enumerate(known)},
        np.array([question.folded[word] for word, _ in known], np.float32),
        index.arrays["content"][numbers],
        [
            (index.accented[word], weight)
            for word, weight in question.accented.items()
            if word in index.accented
        ],
    )


def held_by(asked: Asked, documents: Ints) -> Floats:
    """Which of the asked words each document holds: len(documents) x len(numbers), 0 or 1."""
    return _presence(asked.index, "name", documents, asked.numbers, len(asked.index.folded))


def question_covered(asked: Asked, held: Floats) -> Floats:
    """Share of the question that each document explains, each concept as a whole."""
    question = asked.question
    covered = np.zeros(len(held), np.float32)
    mass = 1e-6
    for idea in question.ideas:
        share, weight = _idea(idea.said, idea.law, asked, held)
        covered += idea.weight * weight * share * share
        mass += idea.weight * weight
    said = {one.folded for idea in question.ideas for one in idea.said}
    rarest = float(asked.index.name.idf.max())
    own = np.zeros(len(asked.numbers), np.float32)
    for word, weight in question.own.items():
        if weight < _LEAST or word in said:
            continue
        if word in asked.place:
            own[asked.place[word]] = weight
        elif weight >= 0.3:
            mass += weight * rarest * (_STRANGE_KNOWN if word.isalpha() else _STRANGE)
    covered += held @ (own * asked.content)
    return np.asarray(covered / (mass + float(own @ asked.content)), np.float32)


def names_covered(asked: Asked, held: Floats, documents: Ints) -> tuple[Floats, Floats]:
    """Share of each name that was said, and of its core, before the cases that it is for."""
    index = asked.index
    said = np.clip((asked.weights - _BACKGROUND) * 1.3, 0.0, 1.0) * asked.content
    whole = np.minimum(1.0, held @ said / index.arrays["name_mass"][documents])
    terms, starts = index.rows("name", documents)
    row = np.repeat(np.arange(len(documents)), np.diff(np.append(starts, len(terms))))
    first = np.arange(len(terms)) - starts[row] < index.arrays["core"][documents][row]
    row, terms = row[first], terms[first]
    heard = np.zeros(len(index.folded), np.float32)
    heard[asked.numbers] = said
    mass = np.bincount(row, index.arrays["content"][terms], len(documents)) + 1e-6
    core = np.bincount(row, heard[terms], len(documents)) / mass
    return whole, np.minimum(1.0, core).astype(np.float32)


def marks_covered(asked: Asked, documents: Ints) -> Floats:
    """Share of the question's words that each document holds with exactly their marks."""
    index = asked.index
    heavy = [(number, weight) for number, weight in asked.marks if weight > _LEAST]
    if not heavy:
        return np.zeros(len(documents), np.float32)
    numbers = np.array([number for number, _ in heavy], np.int32)
    weights = np.array([weight for _, weight in heavy], np.float32) * index.exact.idf[numbers]
    held = _presence(index, "exact", documents, numbers, len(index.accented))
    total = sum(weight for weight in asked.question.accented.values() if weight > _LEAST)
    strange = total - sum(weight for _, weight in heavy)
    mass = weights.sum() + _STRANGE_KNOWN * strange * float(index.exact.idf.max())
    return np.asarray(held @ weights / mass, np.float32)


def pairs_covered(asked: Asked, documents: Ints) -> tuple[Floats, Floats]:
    """Pairs of words that a name and the question share: their share of the name's, and of ours."""
    index = asked.index
    exact = dict(index.pair_terms(asked.question.exact_pairs))
    own = dict(index.pair_terms(asked.question.own_pairs))
    numbers = np.array(sorted({*exact, *own}), np.int32)
    if not len(numbers):
        return np.zeros(len(documents), np.float32), np.zeros(len(documents), np.float32)
    rarity = index.pairs.idf[numbers]
    held = _presence(index, "pairs", documents, numbers, len(index.arrays["pair_keys"]))
    named = np.array([exact.get(n, 0.0) for n in numbers.tolist()], np.float32) * rarity
    ours = np.array([own.get(n, 0.0) for n in numbers.tolist()], np.float32) * rarity
    share = np.minimum(1.0, held @ named / index.arrays["pairs_mass"][documents])
    strange = sum(asked.question.own_pairs.values()) - sum(own.values())
    rarest = float(index.pairs.idf.max(initial=0.0))
    answered = held @ ours / (ours.sum() + _STRANGE_PAIR * strange * rarest + 1e-6)
    return np.asarray(share, np.float32), np.asarray(answered, np.float32)


def _presence(index: Index, kind: str, documents: Ints, numbers: Ints, size: int) -> Floats:
    """Which of the terms each document holds: len(documents) x len(numbers), 0 or 1."""
    terms, starts = index.rows(kind, documents)
    place = np.full(size, -1, np.int32)
    place[numbers] = np.arange(len(numbers))
    at = place[terms]
    row = np.repeat(np.arange(len(documents)), np.diff(np.append(starts, len(terms))))
    found = at >= 0
    held = np.zeros((len(documents), len(numbers)), np.float32)
    held[row[found], at[found]] = 1.0
    return held


def _idea(
    said: Iterable[Syllable], law: Iterable[Iterable[Syllable]], asked: Asked, held: Floats
) -> tuple[Floats, float]:
    """Best share of a concept that each name holds, by the said or any official words; its mass."""
    best, said_mass = _phrase({one.folded for one in said}, asked, held, _STRANGE_SAID)
    law_mass = 0.0
    for phrase in law:
        share, mass = _phrase({one.folded for one in phrase}, asked, held, 0.0)
        best = np.maximum(best, share)
        law_mass = max(law_mass, mass)
    return best, min(max(said_mass, 0.6 * law_mass), _HEAVIEST_IDEA)


def _phrase(phrase: set[str], asked: Asked, held: Floats, strange: float) -> tuple[Floats, float]:
    places = sorted(asked.place[word] for word in phrase if word in asked.place)
    mass = float(asked.content[places].sum()) + strange * (len(phrase) - len(places)) + 1e-6
    return held[:, places] @ asked.content[places] / np.float32(mass), mass
