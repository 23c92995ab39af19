"""Which topic a message means: the forms of every topic are ranked by shared words (BM25, folded)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.vietnamese import fold

_WORD = re.compile(r"\w+")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of a topic."""

    id: str
    title: str
    wordings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    kind: str = "procedure"


@dataclass(frozen=True, slots=True)
class Match:
    """A topic or catalogue row found for a question; confidence is a probability."""

    id: str
    kind: Literal["topic", "catalogue"]
    codes: tuple[str, ...]
    confidence: float
    title: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """Matches best first (at most 5)."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """The index of all topics, immutable after building."""

    entries: tuple[Entry, ...]
    weights: dict[str, float] = field(repr=False)
    bags: tuple[frozenset[str], ...] = field(repr=False)

    @classmethod
    def build(cls, entries: Sequence[Entry], catalogue: object | None = None) -> Matcher:
        """Index the titles and wordings of the entries."""
        del catalogue
        bags = tuple(frozenset(_terms(" . ".join((e.title, *e.wordings)))) for e in entries)
        spread = Counter(term for bag in bags for term in bag)
        total = len(bags)
        weights = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in spread.items()}
        return cls(tuple(entries), weights, bags)

    def match(self, text: str) -> Ranking:
        """The best five topics for the text."""
        asked = set(_terms(text))
        mass = sum(self.weights.get(term, 3.0) for term in sorted(asked)) or 1.0
        scored = [
            (sum(self.weights[t] for t in sorted(asked & bag)) / mass, -place)
            for place, bag in enumerate(self.bags)
        ]
        best = sorted(scored, reverse=True)[:_SHOWN]
        return Ranking(tuple(self._found(-place, share) for share, place in best if share > 0))

    def _found(self, place: int, share: float) -> Match:
        entry = self.entries[place]
        return Match(entry.id, "topic", entry.codes, round(share, 4), entry.title)


def _terms(text: str) -> list[str]:
    found = _WORD.findall(fold(text))
    return [*found, *(f"{a} {b}" for a, b in zip(found, found[1:], strict=False))]
