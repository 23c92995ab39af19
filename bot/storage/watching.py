"""Nobody waits unseen: what silence and the clocks do to cases, step by step, each step once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clocks import FIRST_LATE, FIRST_SOON, SOLVE_LATE, SOLVE_SOON, Times, is_silent, step_of
from bot.routing import UNASSIGNED, Team
from bot.staffroom import Post, What
from bot.storage.casework import SYSTEM, Casework
from bot.storage.models import cases
from bot.storage.records import Line

SAID = {FIRST_LATE: "Quá hạn trả lời lần đầu", SOLVE_LATE: "Quá hạn giải quyết"}


class Watching(Casework):
    """The repeated look at open cases; any number of processes may look at once."""

    async def watch(self) -> int:
        """Remind, escalate and free what is due; how many steps were taken."""
        async with self.reading() as connection:
            known = {team.id: team for team in await self.teams_within(connection)}
            still = select(cases).where(cases.c.closed.is_(None), cases.c.practice.is_(False))
            rows = (await connection.execute(still.order_by(cases.c.id))).all()
        now, steps = self.clock(), 0
        for row in rows:
            team = known.get(row.team_id, UNASSIGNED)
            times = Times(row.first_due, row.solve_due, row.answered, row.waits, row.claimed)
            if (step := step_of(times, team, now)) > row.warned:
                steps += await self._warn(row, step, known)
            if is_silent(times, team, now):
                steps += await self._return_case(row)
        return steps

    async def _warn(self, row: Row[Any], step: int, known: dict[int, Team]) -> bool:
        """One step of the ladder, by whoever is first."""
        upper = known.get(known[row.team_id].upper or 0) if row.team_id in known else None
        late = step not in {FIRST_SOON, SOLVE_SOON}
        values: dict[str, Any] = {"warned": step}
        if late and upper is not None:
            values |= {"team_id": upper.id}
            if row.answered is None:  # nobody spoke with the citizen yet: anyone there may
                values |= {"claimed_by": None, "claimed": None}
        same = cases.c.id == row.id, cases.c.warned == row.warned, cases.c.closed.is_(None)
        stepping = update(cases).where(*same)
        if row.answered is None:
            stepping = stepping.where(cases.c.answered.is_(None))
        async with self.writing() as connection:
            taken = await connection.execute(stepping.values(values).returning(cases.c.id))
            if taken.first() is None:
                return False
            if late:
                await self._escalated(connection, row, step, upper)
            team = upper if late and upper else known.get(row.team_id, UNASSIGNED)
            due = row.first_due if step <= FIRST_LATE else row.solve_due
            what: What = "late" if late else "soon"
            told = Post(what, row.case, by=row.claimed_by or "", team=team.name, due=due)
            await self.post(connection, told)
        return True

    async def _escalated(
        self, connection: AsyncConnection, row: Row[Any], step: int, upper: Team | None
    ) -> None:
        where = f": chuyển lên {upper.name}." if upper else "."
        line = Line(self.clock(), "note", SAID[step] + where, SYSTEM)
        await self._add_line(connection, row.id, line)
        await self.note(connection, SYSTEM, "escalated" if upper else "late", row.case)

    async def _return_case(self, row: Row[Any]) -> bool:
        """Whoever claimed the case is silent: anyone may take it."""
        same = cases.c.claimed_by == row.claimed_by, cases.c.waits == row.waits
        freeing = update(cases).where(cases.c.id == row.id, cases.c.closed.is_(None), *same)
        freeing = freeing.values(claimed=None, claimed_by=None).returning(cases.c.id)
        async with self.writing() as connection:
            if (await connection.execute(freeing)).first() is None:
                return False
            await self.note(connection, SYSTEM, "returned", row.case, row.claimed_by)
            returned = Post("returned", row.case, by=row.claimed_by)
            await self.post(connection, returned)
        return True
