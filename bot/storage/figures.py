"""Reading the figures: counts added up, cases without their words, questions that many asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, or_, select

from bot.hours import HERE
from bot.storage.counting import Counting
from bot.storage.encryption import Unreadable
from bot.storage.models import cases, counts, questions, team_covers, teams
from bot.tally import What

MANY = 2  # different talks; what only one person asked is nobody's example


@dataclass(frozen=True, slots=True)
class Scope:
    """What figures are asked for. None: no limit; an empty tuple: nothing at all.

    A province stands for its communes. Cases belong to a team, what is asked to a place: `places`
    and `teams` are what somebody may see, `place` is what they look at.
    """

    since: date
    until: date  # this day too
    place: str | None = None
    channel: str | None = None
    abouts: tuple[str, ...] | None = None  # topics and flows
    places: tuple[str, ...] | None = None
    teams: tuple[int, ...] | None = None

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first moment of the period to the first after it."""
        after = self.until + timedelta(days=1)
        first, last = (datetime.combine(day, time(), HERE) for day in (self.since, after))
        return first, last


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of counts: what was asked to be told apart, and how many."""

    key: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """A case as a figure: no words, no owner."""

    opened: datetime
    reason: str
    topic: str
    place: str
    channel: str
    first_due: datetime | None
    solve_due: datetime | None
    answered: datetime | None
    closed: datetime | None
    reopened: datetime | None
    mark: int | None
    hours: str | None  # the team's working week as JSON; none: the usual one


@dataclass(frozen=True, slots=True)
class Example:
    """A question that several people asked, masked when it was kept."""

    question: str
    talks: int
    understood: str
    nearest: tuple[str, ...]


class Figures(Counting):
    """The reading side of the figures."""

    async def counted(self, scope: Scope, what: What, *by: str) -> list[Counted]:
        """Counts of a kind within a scope, told apart by columns, the most frequent first."""
        columns: list[ColumnElement[Any]] = [counts.c[name] for name in by]
        total = func.sum(counts.c.n).label("total")
        listing = select(*columns, total).where(counts.c.what == what, *_limits(scope))
        listing = listing.group_by(*columns).order_by(total.desc(), *columns)
        async with self.reading() as connection:
            rows = (await connection.execute(listing)).all()
        return [Counted(tuple(map(str, row[:-1])), int(row.total)) for row in rows if row.total]

    async def case_times(self, scope: Scope) -> list[CaseTimes]:
        """Cases that were opened within a scope; no practice, and of merged ones the one left."""
        first, after = scope.instants
        period = cases.c.opened >= first, cases.c.opened < after
        real = cases.c.practice.is_(False), cases.c.merged_into.is_(None)
        team = cases.outerjoin(teams, teams.c.id == cases.c.team_id)
        listing: Select[Any] = select(*_TIMES, teams.c.hours).select_from(team)
        listing = listing.where(*period, *real, *_case_limits(scope))
        async with self.reading() as connection:
            rows = (await connection.execute(listing.order_by(cases.c.opened))).all()
        return [_times(row) for row in rows]

    async def asked_by_many(self, scope: Scope) -> list[Example]:
        """Kept questions that people of different talks asked alike, the most frequent first."""
        first, after = scope.instants
        limits = [questions.c.at >= first, questions.c.at < after]
        limits += _there(questions.c.place, scope)
        limits += [questions.c.channel == scope.channel] if scope.channel else []
        talks = func.count(func.distinct(func.coalesce(questions.c.talk_id, 0))).label("talks")
        last = func.max(questions.c.id).label("last")
        groups = select(talks, last).where(*limits).group_by(questions.c.alike)
        many = groups.having(talks >= MANY).subquery()
        listing = select(questions, many.c.talks).join(many, questions.c.id == many.c.last)
        listing = listing.order_by(many.c.talks.desc(), many.c.last.desc())
        async with self.reading() as connection:
            rows = (await connection.execute(listing)).all()
        return [self._example(row) for row in rows]

    def _example(self, row: Row[Any]) -> Example:
        try:
            words = self.unseal_text(row.question, "questions.question")
        except Unreadable:
            words = ""
        return Example(words, row.talks, row.understood, tuple(row.nearest.split()))

    async def covered(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The places that teams cover."""
        theirs = team_covers.c.team_id.in_(numbers), team_covers.c.kind == "place"
        listing = select(team_covers.c.value).where(*theirs).distinct()
        async with self.reading() as connection:
            return tuple((await connection.execute(listing.order_by("value"))).scalars())

    async def case_states(self) -> dict[str, int]:
        """Open cases by where they stand, for operators: waiting, claimed, late."""
        late = cases.c.answered.is_(None) & (cases.c.first_due < self.clock())
        state = case((late, "late"), (cases.c.claimed_by.is_(None), "waiting"), else_="claimed")
        open_cases = cases.c.closed.is_(None), cases.c.practice.is_(False)
        listing = select(state.label("state"), func.count()).where(*open_cases).group_by("state")
        async with self.reading() as connection:
            rows = (await connection.execute(listing)).all()
        return {"waiting": 0, "claimed": 0, "late": 0} | {row[0]: row[1] for row in rows}


_TIMES = tuple(
    cases.c[name]
    for name in (
        "opened", "reason", "topic", "place", "origin", "first_due", "solve_due", "answered",
        "closed", "reopened", "mark",
    )
)  # fmt: skip


def _times(row: Row[Any]) -> CaseTimes:
    return CaseTimes(
        opened=row.opened,
        reason=row.reason,
        topic=row.topic or "",
        place=row.place or "",
        channel=row.origin or "",
        first_due=row.first_due,
        solve_due=row.solve_due,
        answered=row.answered,
        closed=row.closed,
        reopened=row.reopened,
        mark=row.mark,
        hours=row.hours,
    )


def _limits(scope: Scope) -> list[ColumnElement[bool]]:
    """The scope as conditions on counts. Hours and understandings have no place and no topic."""
    limits: list[ColumnElement[bool]] = [counts.c.day.between(scope.since, scope.until)]
    if scope.channel:
        limits.append(counts.c.channel == scope.channel)
    limits += _there(counts.c.place, scope)
    if scope.abouts is not None:
        limits.append(counts.c.about.in_(scope.abouts))
    return limits


def _case_limits(scope: Scope) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if scope.channel:
        limits.append(cases.c.origin == scope.channel)
    if scope.teams is not None:
        limits.append(cases.c.team_id.in_(scope.teams))
    if scope.place is not None:
        limits.append(_within(cases.c.place, (scope.place,)))
    if scope.abouts is not None:
        limits.append(cases.c.topic.in_(scope.abouts))
    return limits


def _there(column: ColumnElement[Any], scope: Scope) -> list[ColumnElement[bool]]:
    """At the place that is looked at, and at one of those that may be seen."""
    limits = [_within(column, (scope.place,))] if scope.place is not None else []
    return limits + ([_within(column, scope.places)] if scope.places is not None else [])


def _within(column: ColumnElement[Any], places: Sequence[str]) -> ColumnElement[bool]:
    """At one of the places, or in a commune of one of the provinces."""
    communes = [column.startswith(f"{place}/", autoescape=True) for place in places]
    return or_(false(), column.in_(places), *communes)
