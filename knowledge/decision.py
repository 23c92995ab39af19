"""Answer, offer a choice, or say that it is unknown: the thresholds stand here."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.matcher import Match, Ranking


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to answer about this match."""

    match: Match


@dataclass(frozen=True, slots=True)
class Choose:
    """Unsure: at most three distinct matches to choose from, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits well enough to be offered."""


CHOICES = 3
Decision = Answer | Choose | Unknown


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot answers, and from which it offers a choice.

    Read off the curve that `make bench-matching` prints: of what is answered, 94 of 100 are right.
    """

    answer_at: float = 0.75
    choose_at: float = 0.20


def decide(ranking: Ranking, thresholds: Thresholds = Thresholds()) -> Decision:
    """Answer when the first is likely meant, offer three when one of them is, else unknown."""
    if not ranking.matches:
        return Unknown()
    if ranking.sure >= thresholds.answer_at:
        return Answer(ranking.matches[0])
    if ranking.near >= thresholds.choose_at:
        return Choose(ranking.matches[:CHOICES])
    return Unknown()
