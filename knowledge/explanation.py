"""Why a ranking came out as it did, each term of the score in words (`troly ask --explain`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge import actions, audiences, confidence, features, weights
from knowledge.accents import language_model
from knowledge.index import Floats
from knowledge.question import Question
from knowledge.vietnamese import Syllable
from knowledge.weights import Weights

_LEAST = 0.005  # a smaller term is not worth a line


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum: what it means, its value, its weight; value x weight is its part."""

    meaning: str
    value: float
    weight: float

    @property
    def part(self) -> float:
        """What the term adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Explained:
    """One match: its score and the terms that make it, the greatest first."""

    id: str
    title: str
    score: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a message was read, how its matches scored, and how sure the decision is.

    ideas: what was said -> what the law calls it. sureness: terms of the model for the first match.
    """

    read_as: str
    ideas: tuple[tuple[str, tuple[str, ...]], ...]
    actions: tuple[str, ...]
    audiences: tuple[str, ...]
    matches: tuple[Explained, ...]
    sure: float
    near: float
    sureness: tuple[Term, ...]

    def __str__(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """The explanation as lines of Vietnamese text."""
        yield f"Đọc là: {self.read_as}"
        for said, law in self.ideas:
            yield f"  «{said}» → {' | '.join(law)}"
        if self.actions:
            yield f"Việc cần làm: {', '.join(self.actions)}"
        if self.audiences:
            yield f"Đối tượng: {', '.join(self.audiences)}"
        for rank, match in enumerate(self.matches, 1):
            yield f"{rank}. {match.id} · {match.title}: {match.score:.2f} điểm"
            yield from map(_line, match.terms)
        yield f"Xác suất kết quả đầu đúng: {self.sure:.2f}"
        yield f"Xác suất có trong ba kết quả đầu: {self.near:.2f}"
        yield from map(_line, self.sureness)


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class _Scored(confidence.Scored, Protocol):
    @property
    def bag(self) -> Floats: ...


def explain(
    question: Question,
    matches: Sequence[_Named],
    found: Sequence[_Scored],
    using: Weights,
    chances: tuple[float, float],
    situation: confidence.Situation,
) -> Explanation:
    """Put a ranking into words; found: the candidates behind the matches, in the same order."""
    return Explanation(
        read_as=question.text,
        ideas=tuple((_spoken(idea.said), tuple(map(_spoken, idea.law))) for idea in question.ideas),
        actions=actions.names(question.actions),
        audiences=audiences.names(question.audiences),
        matches=tuple(
            Explained(match.id, match.title, one.score, _terms(one, using))
            for match, one in zip(matches, found, strict=False)
        ),
        sure=chances[0],
        near=chances[1],
        sureness=_sureness(question, found, situation),
    )


def _terms(one: _Scored, using: Weights) -> tuple[Term, ...]:
    said = {name: f"{meaning} (cách hỏi)" for name, meaning in features.MEANINGS.items()}
    return _greatest(
        *_paired(features.MEANINGS, one.name, using.row),
        *_paired(said, one.wording, using.wording),
        *_paired(weights.BAG, one.bag, using.bag),
    )


def _paired(meanings: Mapping[str, str], values: Floats, factors: Floats) -> Iterator[Term]:
    for meaning, value, weight in zip(meanings.values(), values, factors, strict=True):
        yield Term(meaning, float(value), float(weight))


def _sureness(
    question: Question, found: Sequence[_Scored], situation: confidence.Situation
) -> tuple[Term, ...]:
    if not found:
        return ()
    model = confidence.models()[situation].first
    seen = confidence.signals(question, found)
    rows = zip(
        confidence.SIGNALS.values(), seen, model.means, model.spreads, model.weights, strict=True
    )
    return _greatest(*(Term(text, (x - mean) / spread, w) for text, x, mean, spread, w in rows))


def _greatest(*terms: Term) -> tuple[Term, ...]:
    heavy = [term for term in terms if abs(term.part) >= _LEAST]
    return tuple(sorted(heavy, key=lambda term: -abs(term.part)))


def _spoken(phrase: Sequence[Syllable]) -> str:
    surfaces = language_model().surfaces
    return " ".join(surfaces.get(one.accented, one.accented) for one in phrase)


def _line(term: Term) -> str:
    return f"     {term.part:+.2f}  {term.meaning} ({term.value:.2f} × {term.weight:.2f})"
