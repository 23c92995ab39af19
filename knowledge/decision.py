"""Answer, offer a choice, or say that it is unknown: the thresholds stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from knowledge.matcher import Match, Ranking


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to answer about this match."""

    match: Match


@dataclass(frozen=True, slots=True)
class Choose:
    """Unsure: one to three distinct matches to choose from, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits well enough to be offered."""


CHOICES = 3
WORTH = 0.02  # what is meant less often than this would only puzzle whoever reads the choice
RIVAL = 0.03  # the second and third together are hardly meant below this
Decision = Answer | Choose | Unknown


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot answers, and from which it offers a choice.

    unrivalled_at: from here it also answers when no other match comes into question, for a choice
    would then offer nothing. Never where it is 1. Figures: `make bench-matching`.
    """

    answer_at: float = 0.87
    choose_at: float = 0.25
    unrivalled_at: float = 1.0


# Each read off its own curve, of labelled questions judged by models fitted on others: of what is
# answered, 95 of 100 are right with the catalogue, 97 on the topics alone.
WITH_CATALOGUE: Final = Thresholds(0.87, 0.25, 0.75)
TOPICS_ALONE: Final = Thresholds(0.70, 0.25)


def decide(ranking: Ranking, thresholds: Thresholds = WITH_CATALOGUE) -> Decision:
    """Answer when the first is likely meant, offer three when one of them is, else unknown."""
    if not ranking.matches:
        return Unknown()
    sure = ranking.sure >= thresholds.answer_at or _unrivalled(ranking, thresholds)
    if sure and not ranking.twin:
        return Answer(ranking.matches[0])
    if ranking.near >= thresholds.choose_at:
        first, *others = ranking.matches[:CHOICES]
        return Choose((first, *(match for match in others if match.confidence >= WORTH)))
    return Unknown()


def _unrivalled(ranking: Ranking, thresholds: Thresholds) -> bool:
    at = thresholds.unrivalled_at
    return at < 1.0 and ranking.sure >= at and ranking.near - ranking.sure <= RIVAL
