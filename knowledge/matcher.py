"""Which topic or catalogue row a message means: one ranking of both, every term explainable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge import confidence, explanation, features, topic_index, weights
from knowledge.catalogue_store import CatalogueIndex
from knowledge.explanation import Explanation
from knowledge.index import Floats, Ints
from knowledge.lexicon import Lexicon
from knowledge.question import Question, read
from knowledge.topic_index import Entry, Owned, TopicIndex
from knowledge.weights import BAG_NAMES, Weights

__all__ = ["Candidate", "Entry", "Match", "Matcher", "Ranking", "has_twin"]

ROWS, FORMS = 100, 100  # candidates taken from each index
SHOWN = 5
TWIN = 1.7  # points between two procedures of one core within which the case decides
NO_WORDING: Final = np.zeros(len(features.NAMES), np.float32)
NO_BAG: Final = np.zeros(len(BAG_NAMES), np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """A topic or catalogue row found for a question; confidence is a probability.

    The id of a catalogue row is its code; codes hold the same procedure at other levels too, for
    a topic after its own codes.
    """

    id: str
    kind: Literal["topic", "catalogue"]
    codes: tuple[str, ...]
    confidence: float
    title: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored target: a topic (number >= 0) or the best row of a group (-1 - row number).

    name: features of its best official name. wording, bag: of a topic's best wording and of all
    its wordings together; zeros for a row. core: rows whose names differ only in the cases that
    they are for share it; -1 for a topic.
    """

    number: int
    score: float
    name: Floats
    wording: Floats
    bag: Floats
    core: int = -1


@dataclass(frozen=True, slots=True)
class Ranking:
    """Matches best first (at most 5).

    sure: probability that the first is meant; near: that one of the first three is. twin: another
    procedure, for other cases, has nearly the same name and score: one of them must be chosen.
    """

    matches: tuple[Match, ...]
    sure: float
    near: float
    question: Question = field(repr=False, compare=False)
    candidates: tuple[Candidate, ...] = field(repr=False, compare=False, default=())
    twin: bool = False


@dataclass(frozen=True, slots=True)
class Matcher:
    """Topics and, where one was imported, the catalogue; immutable after building."""

    entries: tuple[Entry, ...]
    topics: TopicIndex = field(repr=False)
    catalogue: CatalogueIndex | None = field(repr=False)
    owned: frozenset[int] = field(repr=False)
    codes: tuple[tuple[str, ...], ...] = field(repr=False)
    weights: Weights = field(repr=False)
    sayings: Lexicon | None = field(repr=False, default=None)  # None: those that ship

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        catalogue: CatalogueIndex | None = None,
        using: Weights | None = None,
        sayings: Lexicon | None = None,
    ) -> Matcher:
        """Index the topics; the catalogue's own index is taken as it is.

        A group of rows of which a topic owns one is found as that topic alone.
        """
        groups = [_groups(entry, catalogue) for entry in entries]
        return cls(
            tuple(entries),
            topic_index.build(entries, [_owned(found, catalogue) for found in groups]),
            catalogue,
            frozenset(group for found in groups for group in found),
            tuple(_codes(*pair, catalogue) for pair in zip(entries, groups, strict=True)),
            using or weights.weights(),
            sayings,
        )

    @property
    def situation(self) -> confidence.Situation:
        """Which of the fitted models of confidence judges this matcher."""
        return "alone" if self.catalogue is None else "with_catalogue"

    def match(self, text: str) -> Ranking:
        """The best five targets for a message, with the probabilities of a decision."""
        question = read(text, sayings=self.sayings)
        found = tuple(self.candidates(question)[:10])
        sure, near = confidence.probabilities(question, found, self.situation)
        matches = _with_confidence([self._match(one) for one in found[:SHOWN]], found, sure, near)
        return Ranking(tuple(matches), sure, near, question, found, has_twin(found))

    def explain(self, text: str) -> Explanation:
        """Each term of the scores of the best matches, in words."""
        ranking = self.match(text)
        return explanation.explain(
            ranking.question,
            ranking.matches,
            ranking.candidates,
            self.weights,
            (ranking.sure, ranking.near),
            self.situation,
        )

    def candidates(self, question: Question) -> list[Candidate]:
        """All targets that share something with the question, best first."""
        found = self._topics(question)
        if self.catalogue is not None:
            found += self._rows(question, self.catalogue)
        return sorted(found, key=lambda one: (-one.score, one.number))

    def _rows(self, question: Question, catalogue: CatalogueIndex) -> list[Candidate]:
        """The best row of each group that no topic stands for."""
        fits = features.fits(catalogue.index, question, ROWS)
        scores = fits.values @ self.weights.row
        best: dict[int, Candidate] = {}
        targets = catalogue.index.arrays["target"][fits.documents].tolist()
        for place, group in enumerate(targets):
            score = float(scores[place])
            if group not in self.owned and (group not in best or score > best[group].score):
                row = int(fits.documents[place])
                core = int(catalogue.index.arrays["same_core"][row])
                name = fits.values[place]
                best[group] = Candidate(-1 - row, score, name, NO_WORDING, NO_BAG, core)
        return list(best.values())

    def _topics(self, question: Question) -> list[Candidate]:
        """Each topic by its best official name, its best wording and all wordings together."""
        fits = features.fits(self.topics.forms, question, FORMS)
        arrays = self.topics.forms.arrays
        spoken = arrays["spoken"][fits.documents]
        targets = arrays["target"][fits.documents]
        names = _best(targets, fits.values @ self.weights.row, ~spoken)
        wordings = _best(targets, fits.values @ self.weights.wording, spoken)
        topics = sorted({*names, *wordings})
        bags = features.covered(self.topics.bags, question, np.array(topics, np.int32))
        return [
            self._topic(
                topic,
                fits.values[names[topic]] if topic in names else NO_WORDING,
                fits.values[wordings[topic]] if topic in wordings else NO_WORDING,
                np.array([bags[0][place], bags[1][place], 1.0], np.float32),
            )
            for place, topic in enumerate(topics)
        ]

    def _topic(self, topic: int, name: Floats, wording: Floats, bag: Floats) -> Candidate:
        score = name @ self.weights.row + wording @ self.weights.wording + bag @ self.weights.bag
        return Candidate(topic, float(score), name, wording, bag)

    def _match(self, one: Candidate) -> Match:
        if one.number >= 0:
            entry = self.entries[one.number]
            return Match(entry.id, "topic", self.codes[one.number], 0.0, entry.title)
        if self.catalogue is None:
            raise AssertionError("a row was found without a catalogue")
        code = self.catalogue.codes[-1 - one.number]
        name = self.catalogue.names[-1 - one.number]
        return Match(code, "catalogue", self.catalogue.variants(code), 0.0, name)


def has_twin(found: Sequence[Candidate]) -> bool:
    """Whether the first row has a rival of the same core, for other cases, close behind."""
    return any(
        one.core >= 0 and one.core == found[0].core and found[0].score - one.score < TWIN
        for one in found[1:]
    )


def _best(targets: Ints, scores: Floats, among: NDArray[np.bool_]) -> dict[int, int]:
    """For each target the place of its best-scored candidate among those allowed."""
    best: dict[int, int] = {}
    for place in np.flatnonzero(among).tolist():
        target = int(targets[place])
        if target not in best or scores[place] > scores[best[target]]:
            best[target] = place
    return best


def _groups(entry: Entry, catalogue: CatalogueIndex | None) -> list[int]:
    """The groups of rows that a topic stands for."""
    if catalogue is None:
        return []
    target = catalogue.index.arrays["target"]
    rows = [catalogue.numbers[code] for code in entry.owns if code in catalogue.numbers]
    return list(dict.fromkeys(int(target[row]) for row in rows))


def _codes(
    entry: Entry, groups: Sequence[int], catalogue: CatalogueIndex | None
) -> tuple[str, ...]:
    """The topic's own codes, then those of the same procedure at other levels and offices."""
    if catalogue is None:
        return entry.codes
    rows = (row for group in groups for row in catalogue.groups[group])
    return tuple(dict.fromkeys((*entry.codes, *(catalogue.codes[row] for row in rows))))


def _owned(groups: Sequence[int], catalogue: CatalogueIndex | None) -> Owned:
    """Names and offices of the groups that a topic stands for."""
    if catalogue is None:
        return Owned()
    rows = [row for group in groups for row in catalogue.groups[group]]
    offices = 0
    for issued in catalogue.index.arrays["offices"][rows].tolist() if rows else ():
        offices |= issued
    return Owned(tuple(dict.fromkeys(catalogue.names[row] for row in rows)), offices)


def _with_confidence(
    matches: Sequence[Match], found: Sequence[Candidate], sure: float, near: float
) -> list[Match]:
    """The first is as likely as `sure`; the others share what is left, by their scores."""
    if not matches:
        return []
    scores = np.array([one.score for one in found[1 : len(matches)]])
    shares = np.exp(scores - scores.max(initial=0.0)) if len(scores) else scores
    shares = shares / shares.sum() if len(shares) else shares
    left = max(near - sure, 0.0) / max(float(shares[:2].sum()), 1e-6)
    rest = [min(sure, float(share) * left) for share in shares]
    return [
        replace(match, confidence=round(value, 4))
        for match, value in zip(matches, [sure, *rest], strict=True)
    ]
