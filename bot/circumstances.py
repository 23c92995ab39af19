"""Which facts of a topic hold in the very circumstances that someone tells."""

from __future__ import annotations

from datetime import date

from knowledge.topic import Facet, Fact, Topic, Trouble
from knowledge.vietnamese import fold, words

MOST = 2  # facts; more would be no answer to one case
ENOUGH = 0.8  # share of a case's words that must have been said
FEWEST = 2  # words; a case of one word is told by accident
# the facets that say what holds in a case, the most telling first
_TELLING: tuple[Facet, ...] = (
    "eligibility",
    "trouble",
    "documents",
    "where",
    "fee",
    "time",
    "steps",
)
_FILLERS = frozenset("thi la ma o cua cho va co bi duoc da ve khi neu".split())  # noqa: SIM905 - a list of 14 strings reads worse


def facts_told(topic: Topic, said: str, day: date | None = None) -> tuple[tuple[Facet, Fact], ...]:
    """At most two facts whose case (`when`, or the problem) the words tell, the best first."""
    told = frozenset(_bare(said))
    scored: list[tuple[float, int, Facet, Fact]] = []
    for order, facet in enumerate(_TELLING):
        for fact in topic.asked(facet, day) if day else getattr(topic, facet):
            share = _share(fact, told)
            if share >= ENOUGH:
                scored.append((share, -order, facet, fact))
    scored.sort(key=lambda row: row[:2], reverse=True)
    return tuple((facet, fact) for _, _, facet, fact in scored[:MOST])


def _bare(text: str) -> list[str]:
    """The words without marks and signs: "sinh," is "sinh"."""
    return [fold(word) for word in words(text)]


def _share(fact: Fact, told: frozenset[str]) -> float:
    case = fact.problem if isinstance(fact, Trouble) else fact.when
    telling = [word for word in _bare(case or "") if word not in _FILLERS]
    if len(telling) < FEWEST:
        return 0.0
    return sum(word in told for word in telling) / len(telling)
