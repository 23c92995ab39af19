"""What a run came to: nothing lost, nothing out of order, doubled only where nobody could know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

EDGE = 1.0  # seconds for which a killed process's calls may still arrive; a new one needs longer


@dataclass(frozen=True)
class Taken:
    """A message that the platform took."""

    at: float
    chat: int
    text: str
    lost: bool  # its answer never arrived


@dataclass(frozen=True)
class Outcome:
    """The figures of one run."""

    database: str
    answered: int
    lost: int
    doubled: int
    doubled_without_reason: int
    order_breaks: int
    cases: int
    cases_lost: int
    kills: int
    refusals: int
    heard: int = 0
    sessions_damaged: int = 0
    repeated: int = 0
    seconds: float = 0.0

    def fulfils(self) -> bool:
        """Whether the promise was kept."""
        broken = (
            self.lost,
            self.doubled_without_reason,
            self.order_breaks,
            self.sessions_damaged,
            self.cases_lost,
        )
        return not any(broken)


@dataclass(frozen=True)
class Talk:
    """How one chat's messages compare with what had to be said."""

    lost: int
    doubled: int
    unexcused: int
    disordered: int


def judge(expected: list[str], taken: list[Taken], kills: list[float]) -> Talk:
    """Compare one chat: each expected message once and in order; repetitions need a reason."""
    said: list[str] = []
    doubled = unexcused = 0
    for _, group in groupby(taken, key=lambda message: message.text):
        alike = list(group)
        wanted = _in_a_row(expected[len(said) :], alike[0].text)
        more = max(0, len(alike) - wanted) if wanted else 0
        reasons = sum(_excused(one, next_, kills) for one, next_ in pairwise(alike))
        doubled += more
        unexcused += max(0, more - reasons)
        said += [alike[0].text] * (len(alike) - more)
    lost = sum((Counter(expected) - Counter(said)).values())
    disordered = sum(a != b for a, b in zip(expected, said, strict=False)) if not lost else 0
    surplus = max(0, len(said) - len(expected))
    return Talk(lost, doubled, unexcused, disordered + surplus)


def _in_a_row(texts: list[str], text: str) -> int:
    """How many of the next texts are this one."""
    return sum(1 for _ in takewhile(lambda one: one == text, texts))


def _excused(first: Taken, again: Taken, kills: list[float]) -> bool:
    """The platform took it, and the bot could not know: no answer came, or it was killed."""
    return first.lost or any(first.at - EDGE <= kill <= again.at for kill in kills)


def table(outcomes: list[Outcome]) -> str:
    """The figures side by side."""
    rows = {
        "messages in": [one.heard for one in outcomes],
        "answers": [one.answered for one in outcomes],
        "lost": [one.lost for one in outcomes],
        "doubled (nobody could know)": [one.doubled for one in outcomes],
        "doubled without reason": [one.doubled_without_reason for one in outcomes],
        "order breaks": [one.order_breaks for one in outcomes],
        "sessions damaged": [one.sessions_damaged for one in outcomes],
        "cases opened": [one.cases for one in outcomes],
        "cases staff never saw": [one.cases_lost for one in outcomes],
        "kills (SIGKILL)": [one.kills for one in outcomes],
        "updates sent again": [one.repeated for one in outcomes],
        "429, 5xx, lost answers": [one.refusals for one in outcomes],
        "seconds": [round(one.seconds) for one in outcomes],
    }
    head = f"{'':30}" + "".join(f"{one.database:>14}" for one in outcomes)
    lines = [f"{name:30}" + "".join(f"{value:>14}" for value in row) for name, row in rows.items()]
    return "\n".join([head, *lines])
