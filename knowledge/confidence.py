"""How likely the first match is right, and one of the first three: two logistic models."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from knowledge.question import Question


class Scored(Protocol):
    """A candidate with its score."""

    @property
    def score(self) -> float:
        """The score of the ranking."""


def probabilities(question: Question, found: Sequence[Scored]) -> tuple[float, float]:
    """(first is right, one of the first three is right)."""
    if not found:
        return 0.0, 0.0
    top = found[0].score
    gap = top - (found[1].score if len(found) > 1 else 0.0)
    sure = 1 / (1 + math.exp(-(0.35 * (top - 14) + 0.4 * gap)))
    return sure, min(1.0, sure + 0.25 * min(1.0, question.length / 3))
