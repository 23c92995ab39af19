"""Reading cases: in lists, one with its transcript, and what masked words were typed as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.encryption import Unreadable
from bot.storage.models import EPOCH, case_lines, cases, talks, teams
from bot.storage.records import Case, Line
from bot.storage.teams import Teams

LINES: TypeAdapter[Line] = TypeAdapter(Line)
UNREADABLE = "(không đọc được)"
LISTING = (
    select(cases, talks.c.channel, teams.c.name.label("team_name"))
    .outerjoin(talks, talks.c.id == cases.c.talk_id)
    .outerjoin(teams, teams.c.id == cases.c.team_id)
)


class Casebook(Teams):
    """Every text in a case is masked; `own` stands beside it, sealed, for `reveal`."""

    async def list_cases(
        self,
        *,
        closed: bool = False,
        limit: int = 100,
        claimed_by: str | None = None,
        of_teams: frozenset[int] | None = None,
    ) -> list[Case]:
        """Open cases, dangers and then the oldest first (closed ones: the latest), without lines.

        `of_teams`: only theirs and those of no team. Practice is never among them.
        """
        listing = LISTING.where(cases.c.practice.is_(False))
        if closed:
            listing = listing.where(cases.c.closed.is_not(None)).order_by(cases.c.closed.desc())
        else:
            calm = cases.c.reason != "emergency"
            listing = listing.where(cases.c.closed.is_(None))
            listing = listing.order_by(calm, cases.c.opened, cases.c.id)
        if claimed_by is not None:
            listing = listing.where(cases.c.claimed_by == claimed_by)
        if of_teams is not None:
            theirs = cases.c.team_id.is_(None), cases.c.team_id.in_(sorted(of_teams))
            listing = listing.where(or_(*theirs))
        async with self.reading() as connection:
            rows = (await connection.execute(listing.limit(limit))).all()
        return [self._case(row) for row in rows]

    async def case(self, case: str) -> Case | None:
        """One case with its transcript, and those of the cases that were merged into it."""
        async with self.reading() as connection:
            row = (await connection.execute(LISTING.where(cases.c.case == case))).one_or_none()
            if row is None:
                return None
            merged = select(cases).where(cases.c.merged_into == case).order_by(cases.c.id)
            others = (await connection.execute(merged)).all()
            ids = [row.id, *(other.id for other in others)]
            lines = await self._lines(connection, case_lines.c.case_id.in_(ids))
        questions = (self._read_text(other.question, "cases.question") for other in others)
        codes = (other.case for other in others)
        return replace(self._case(row, lines), merged=tuple(zip(codes, questions, strict=True)))

    async def cases_of(self, connection: AsyncConnection, talk: int) -> list[Case]:
        """A citizen's cases with their own transcripts; notes of staff are no part of them."""
        listing = LISTING.where(cases.c.talk_id == talk).order_by(cases.c.id)
        found = []
        for row in (await connection.execute(listing)).all():
            theirs = (case_lines.c.case_id == row.id) & (case_lines.c.who != "note")
            found.append(self._case(row, await self._lines(connection, theirs)))
        return found

    async def own_words(
        self, connection: AsyncConnection, place: str, which: Select[Any]
    ) -> list[tuple[datetime, str]]:
        """Words as they were typed, by a selection of instants and the sealed column of a place."""
        rows: Sequence[Any] = (await connection.execute(which)).all()
        return [(row[0], self._read_text(row[1], place)) for row in rows]

    async def _lines(self, connection: AsyncConnection, which: Any) -> tuple[Line, ...]:
        listed = select(case_lines.c.line).where(which).order_by(case_lines.c.id)
        sealed = (await connection.execute(listed)).scalars()
        return tuple(self._read_line(line) for line in sealed)

    def _case(self, row: Row[Any], lines: tuple[Line, ...] = ()) -> Case:
        return Case(
            case=row.case,
            opened=row.opened,
            question=self._read_text(row.question, "cases.question"),
            reason=row.reason,
            topic=row.topic,
            place=row.place,
            closed=row.closed,
            closed_by=row.closed_by,
            mark=row.mark,
            word=self._read_text(row.word, "cases.word"),
            channel=row.channel,
            lines=lines,
            claimed_by=row.claimed_by,
            claimed=row.claimed,
            team=row.team_id,
            team_name=row.team_name or "",
            origin=row.origin,
            language=row.language,
            practice=row.practice,
            first_due=row.first_due,
            solve_due=row.solve_due,
            answered=row.answered,
            waits=row.waits,
            reopened=row.reopened,
            merged_into=row.merged_into,
        )

    def _read_text(self, sealed: bytes | None, place: str) -> str:
        """Staff see the rest of a case when one text of it is damaged."""
        try:
            return self.unseal_text(sealed, place)
        except Unreadable:
            return UNREADABLE

    def _read_line(self, sealed: bytes) -> Line:
        try:
            return LINES.validate_json(self.unseal(sealed, "case_lines.line"))
        except Unreadable:
            return Line(EPOCH, "bot", UNREADABLE)
