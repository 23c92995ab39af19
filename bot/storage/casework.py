"""What staff do with a case beside answering it: hand it over, note, merge, open what is masked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address
from bot.staffroom import Post, Thread
from bot.storage.bells import TURNS
from bot.storage.desk import Desk
from bot.storage.models import case_lines, case_views, cases, talks, teams
from bot.storage.records import Holding, Line, Revealed

HERE_SECONDS = 45  # who looked so long ago still has the case open
SYSTEM = "hệ thống"


class Casework(Desk):
    """Each verb is one transaction, noted in the audit."""

    async def speak(self, case: str, text: str, by: str) -> Holding | None:
        """Answer as the case's holder; a free case is claimed by it. None: no such case is open.

        When somebody else holds it nothing is said, and the holder is told back.
        """
        async with self.writing() as connection:
            held = await self.claim_for(connection, case, by)
            if held is None or held.by != by:
                return held
            if not await self.answer(connection, case, text, by, who=by):
                return None
            await self.post(connection, Post("answered", case, by=by, words=text))
        self.ring([TURNS])
        return held

    async def finish(self, case: str, by: str) -> Holding | None:
        """Close as the case's holder; as `speak`."""
        async with self.writing() as connection:
            held = await self.claim_for(connection, case, by)
            if held is None or held.by != by:
                return held
            if not await self.end(connection, case, by, who=by):
                return None
        self.ring([TURNS])
        return held

    async def give_back(self, case: str, by: str) -> bool:
        """Let a case be anyone's again; False when it is not theirs."""
        async with self.writing() as connection:
            return await self.hand_back(connection, case, by)

    async def hand_over(
        self, case: str, by: str, why: str, *, team: int | None = None, to: str | None = None
    ) -> bool:
        """Give an open case to a team, or to a colleague; False when none is open.

        The clocks go on: the citizen has waited all along.
        """
        async with self.writing() as connection:
            named = await self._receiver(connection, team, to)
            if named is None:
                return False
            now = self.clock()
            values: dict[str, Any] = {"claimed_by": to, "claimed": now if to else None}
            values |= {"team_id": team} if team is not None else {}
            open_case = (cases.c.case == case) & cases.c.closed.is_(None)
            giving = update(cases).where(open_case, cases.c.practice.is_(False)).values(values)
            number = (await connection.execute(giving.returning(cases.c.id))).scalar_one_or_none()
            if number is None:
                return False
            line = Line(now, "note", f"Chuyển cho {named}. Lý do: {why}", by)
            await self._add_line(connection, number, line)
            await self.note(connection, by, "handed over", case, why)
            await self.post(connection, Post("moved", case, by=by, team=named, words=why))
        return True

    async def _receiver(
        self, connection: AsyncConnection, team: int | None, to: str | None
    ) -> str | None:
        """The name of who gets it; None when there is no such team."""
        if to is not None:
            return to
        known = select(teams.c.name).where(teams.c.id == team)
        name: str | None = (await connection.execute(known)).scalar_one_or_none()
        return name

    async def note_in(self, case: str, text: str, by: str) -> bool:
        """A note among staff: never shown to the citizen, erased with the case."""
        async with self.writing() as connection:
            known = select(cases.c.id).where(cases.c.case == case)
            number = (await connection.execute(known)).scalar_one_or_none()
            if number is None:
                return False
            await self._add_line(connection, number, Line(self.clock(), "note", text, by))
            await self.note(connection, by, "noted in", case)
        return True

    # ---- two that are one

    async def merge(self, case: str, into: str, by: str) -> bool:
        """Let a case go on in another; both citizens get its answers. False: not both are open."""
        if case == into:
            return False
        async with self.writing() as connection:
            told = await self._lock_both(connection, case, into)
            if told is None:
                return False
            now = self.clock()
            values = {"closed": now, "closed_by": by, "merged_into": into, "waits": None}
            closing = update(cases).where(cases.c.case == case).values(values)
            await connection.execute(closing)
            before = update(cases).where(cases.c.merged_into == case).values(merged_into=into)
            await connection.execute(before)
            await self._tell_closed(connection, told, case, by, now, into)
            await self.note(connection, by, "merged", case, into)
            merged = Post("merged", case, by=by, words=into)
            await self.post(connection, merged, Thread("close", case))
        self.ring([TURNS])
        return True

    async def _lock_both(
        self, connection: AsyncConnection, case: str, into: str
    ) -> list[Address] | None:
        """Two open cases, locked; the addresses of the first. The one that goes on may wait too."""
        two = cases.c.case.in_([case, into])
        theirs = two | (cases.c.merged_into == case)
        owners = select(cases.c.talk_id).where(theirs, cases.c.talk_id.is_not(None))
        locking = select(talks).where(talks.c.id.in_(owners)).order_by(talks.c.id)
        known = {row.id: row for row in await connection.execute(locking.with_for_update())}
        still = select(cases).where(two, cases.c.closed.is_(None), cases.c.practice.is_(False))
        locked = await connection.execute(still.order_by(cases.c.id).with_for_update())
        rows = {row.case: row for row in locked if row.talk_id in known}
        if len(rows) < 2:
            return None
        await self._wait_longest(connection, rows[case], rows[into])
        merged = select(cases.c.talk_id).where(cases.c.merged_into == case)
        talk_ids = {rows[case].talk_id, *(await connection.execute(merged)).scalars()}
        return [
            Address(known[one].channel, self.unseal_text(known[one].address, "talks.address"))
            for one in sorted(talk for talk in talk_ids if talk in known)
        ]

    async def _wait_longest(
        self, connection: AsyncConnection, one: Row[Any], other: Row[Any]
    ) -> None:
        """The case that goes on waits since the first of the two citizens does."""
        waits = [row.waits for row in (one, other) if row.waits is not None]
        values = {"waits": min(waits, default=None)}
        await connection.execute(update(cases).where(cases.c.id == other.id).values(values))

    # ---- looking

    async def reveal(self, case: str, by: str, why: str) -> Revealed | None:
        """The citizen's own words with name and telephone, for a reason that the audit keeps.

        None: no such case, or no reason.
        """
        if not why.strip():
            return None
        async with self.writing() as connection:
            known = select(cases.c.id).where(cases.c.case == case)
            if (await connection.execute(known)).scalar_one_or_none() is None:
                return None
            await self.note(connection, by, "revealed", case, why.strip())
            ids = select(cases.c.id).where((cases.c.case == case) | (cases.c.merged_into == case))
            asked = select(cases.c.opened, cases.c.own).where(cases.c.case == case)
            typed = select(case_lines.c.at, case_lines.c.own)
            typed = typed.where(case_lines.c.case_id.in_(ids), case_lines.c.own.is_not(None))
            [(_, question)] = await self.own_words(connection, "cases.own", asked)
            typed = typed.order_by(case_lines.c.id)
            lines = await self.own_words(connection, "case_lines.own", typed)
        return Revealed(question, tuple(lines))

    async def look(self, case: str, by: str) -> tuple[str, ...]:
        """Say that somebody has a case open; who else has."""
        now = self.clock()
        number = select(cases.c.id).where(cases.c.case == case).scalar_subquery()
        async with self.writing(lasting=False) as connection:
            known = await connection.execute(select(number))
            if (case_id := known.scalar_one_or_none()) is None:
                return ()
            looking = self.inserting(case_views).values(case_id=case_id, by=by, seen=now)
            looking = looking.on_conflict_do_update(
                index_elements=[case_views.c.case_id, case_views.c.by], set_={"seen": now}
            )
            await connection.execute(looking)
            recent = case_views.c.seen > now - timedelta(seconds=HERE_SECONDS)
            others = select(case_views.c.by).where(case_views.c.case_id == case_id, recent)
            others = others.where(case_views.c.by != by).order_by(case_views.c.by)
            return tuple((await connection.execute(others)).scalars())
