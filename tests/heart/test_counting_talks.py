"""Over every talk that is kept as a test: whoever comes to a question leaves it or stands at it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.counting import counted
from bot.library import Library
from bot.messages import Event
from bot.rehearsal import BEGIN, Line, Stage, talks
from bot.session import Session
from bot.tally import Count
from bot.turn import Turn
from bot.walk_counts import standing

TALKS = dict(talks(Path(__file__).parents[1] / "conversations"))
CAME = {"started", "asked", "resumed", "reopened"}
WENT = {"answered", "returned"}


class Counting(Stage):
    """A talk being played that keeps what its turns counted."""

    __slots__ = ("counts",)

    def happen(self, event: Event) -> None:
        before = self.session
        Stage.happen(self, event)
        said = Turn(self.session, self.replies, self.effects, "")
        self.counts = [*getattr(self, "counts", []), *counted(before, said, event).counts]


def played(library: Library, lines: list[Line]) -> tuple[list[Count], Session]:
    stage = Counting(library, Session(), BEGIN, "counted")
    for line in lines:
        if line.who not in {"bot", "effect"}:
            stage.step(line)
    return getattr(stage, "counts", []), stage.session


@pytest.mark.parametrize("name", sorted(TALKS))
def test_every_question_is_left_as_often_as_it_is_come_to(library: Library, name: str) -> None:
    counts, session = played(library, TALKS[name])
    open_at: Counter[tuple[str, str]] = Counter()
    for count in counts:
        here = (count.about, count.side)
        if count.what == "step" and count.how in CAME:
            open_at[here] += 1
        if (count.what == "step" and count.how in WENT) or (
            count.what == "stop" and count.how != "finished"
        ):
            open_at[here] -= 1
    run = standing(session)
    where = {(run.flow, run.asked or ""): 1} if run else {}
    assert {here: many for here, many in open_at.items() if many} == where


@pytest.mark.parametrize("name", sorted(TALKS))
def test_a_walk_ends_once_for_each_time_it_is_begun_or_taken_up(
    library: Library, name: str
) -> None:
    counts, session = played(library, TALKS[name])
    begun = sum(count.how in {"started", "resumed", "reopened"} for count in counts)
    ended = sum(count.what == "stop" for count in counts)
    assert begun - ended == (1 if standing(session) else 0)
