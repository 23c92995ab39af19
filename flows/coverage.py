"""What of a flow the machine reaches: steps, routes, endings, cases, and every refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flows.refusals import refused
from flows.steps import Flow
from flows.walk import Walk, heads, walk
from knowledge.places import Places

HEADS = (*heads(), "refusals")
_FIRST_COUNT = 3  # before it: the flow, its journeys, the deepest


@dataclass(frozen=True, slots=True)
class Covered:
    """One flow walked every way, and asked every question wrongly in every way."""

    walked: Walk
    refused: frozenset[str]
    refusals: frozenset[str]

    @property
    def flow(self) -> str:
        """The flow's id."""
        return self.walked.flow

    def row(self) -> tuple[str, ...]:
        """One line of the table, under HEADS; met/all from the fourth column on."""
        return (*self.walked.row(), f"{len(self.refused)}/{len(self.refusals)}")

    def missing(self) -> tuple[str, ...]:
        """Everything that was reached by nothing, as `section key`."""
        unheard = (f"refusals {key}" for key in sorted(self.refusals - self.refused))
        stranded = (f"stranded {journey}" for journey in self.walked.stranded)
        return (*self.walked.missing(), *stranded, *unheard)


def cover(flow: Flow, today: date, places: Places) -> Covered:
    """Walk a sound flow by machine on a day."""
    return Covered(walk(flow, today), *refused(flow, today, places))


def total(covered: Iterable[Covered]) -> tuple[str, ...]:
    """The last line: all flows together."""
    rows = [one.row() for one in covered]
    journeys = sum(int(row[1]) for row in rows)
    deepest = max(int(row[2]) for row in rows)
    counts = (
        "/".join(str(sum(int(row[at].split("/")[side]) for row in rows)) for side in (0, 1))
        for at in range(_FIRST_COUNT, len(HEADS))
    )
    return (f"{len(rows)} flows", str(journeys), str(deepest), *counts)
