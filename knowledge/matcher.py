"""Which topic or catalogue row a message means: one ranking of both, every term explainable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge import confidence, explanation, features, topic_index, weights
from knowledge.catalogue_store import CatalogueIndex
from knowledge.explanation import Explanation
from knowledge.features import Fits
from knowledge.index import Floats, Index
from knowledge.lexicon import Lexicon
from knowledge.question import Question, read
from knowledge.topic_index import Entry, Owned, TopicIndex
from knowledge.weights import Weights

__all__ = ["Candidate", "Entry", "Match", "Matcher", "Ranking", "has_twin"]

ROWS, SAID, FORMS = 50, 50, 80  # documents taken from each index
KEPT = 40  # candidates of each kind that are worth telling
SHOWN = 5
TWIN = 1.7  # points between two procedures of one core within which the case decides


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

    name, wording, bag: features of its best official name, of its best wording and of all ways to
    call it together; zeros where none is near. core: rows whose names differ only in the cases
    that they are for share it; -1 for a topic.
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
        """The best targets (at most KEPT of the topics and of the rows), best first."""
        found = self._topics(question)
        if self.catalogue is not None:
            found += self._rows(question, self.catalogue)
        return sorted(found, key=lambda one: (-one.score, one.number))

    def _rows(self, question: Question, catalogue: CatalogueIndex) -> list[Candidate]:
        """Each group that no topic stands for, by its best name and its best wording."""
        said = features.fits(catalogue.said, question, SAID)
        wordings = _best(catalogue.said, said, self.weights.wording)
        heard = np.array([catalogue.groups[group][0] for group in wordings], np.int32)
        fits = features.fits(catalogue.index, question, ROWS, heard)
        names = _best(catalogue.index, fits, self.weights.row)
        groups = [group for group in names if group not in self.owned]
        rows = fits.documents[[names[group] for group in groups]]
        table = _Table(
            _taken(fits, names, groups),
            _taken(said, wordings, groups),
            _gathered(catalogue.bags, question, groups, topic=False),
        )
        cores = catalogue.index.arrays["same_core"][rows]
        return table.best((-1 - rows).tolist(), cores.tolist(), self.weights)

    def _topics(self, question: Question) -> list[Candidate]:
        """Each topic by its best official name, its best wording and all wordings together."""
        forms = self.topics.forms
        fits = features.fits(forms, question, FORMS)
        spoken = forms.arrays["spoken"][fits.documents]
        names = _best(forms, fits, self.weights.row, ~spoken)
        wordings = _best(forms, fits, self.weights.wording, spoken)
        topics = sorted({*names, *wordings})
        table = _Table(
            _taken(fits, names, topics),
            _taken(fits, wordings, topics),
            _gathered(self.topics.bags, question, topics, topic=True),
        )
        return table.best(topics, [-1] * len(topics), self.weights)

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


@dataclass(frozen=True, slots=True)
class _Table:
    """Features of targets, one row each: of the best name, the best wording, all ways together."""

    names: Floats
    wordings: Floats
    bags: Floats

    def best(self, numbers: Sequence[int], cores: Sequence[int], using: Weights) -> list[Candidate]:
        """The KEPT targets with the greatest scores."""
        scores = self.names @ using.row + self.wordings @ using.wording + self.bags @ using.bag
        return [
            Candidate(
                numbers[place],
                float(scores[place]),
                self.names[place],
                self.wordings[place],
                self.bags[place],
                cores[place],
            )
            for place in np.argsort(-scores, kind="stable")[:KEPT].tolist()
        ]


def _taken(fits: Fits, places: Mapping[int, int], targets: Sequence[int]) -> Floats:
    """The features of each target's document; zeros where it has none."""
    taken = np.zeros((len(targets), len(features.NAMES)), np.float32)
    has = [place for place, target in enumerate(targets) if target in places]
    taken[has] = fits.values[[places[targets[place]] for place in has]]
    return taken


def _gathered(bags: Index, question: Question, targets: Sequence[int], *, topic: bool) -> Floats:
    """len(targets) x len(BAG_NAMES)."""
    found = features.gathered(bags, question, np.array(targets, np.int32))
    return np.column_stack((found, np.full(len(targets), topic, np.float32)))


def _best(
    index: Index, fits: Fits, using: Floats, among: NDArray[np.bool_] | None = None
) -> dict[int, int]:
    """For each target the place of its best-scored document among those allowed."""
    scores = fits.values @ using
    order = np.argsort(scores, kind="stable")  # the best of a target comes last
    if among is not None:
        order = order[among[order]]
    targets = index.arrays["target"][fits.documents[order]]
    return dict(zip(targets.tolist(), order.tolist(), strict=True))


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
