"""Questions handed to staff: opened by a turn, answered and closed through the inbox.

Everything in them is masked before it comes here, but `own`, which is sealed apart.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, AddToCase, CaseClosed, OpenCase, RateCase, StaffSaid
from bot.routing import EMERGENCY_MINUTES, UNASSIGNED, choose_team
from bot.staffroom import Post, Thread
from bot.storage.bells import TURNS
from bot.storage.casebook import LINES, Casebook
from bot.storage.inbox import arrival_of
from bot.storage.models import EPOCH, MICROSECOND, case_lines, cases, instant, talks
from bot.storage.records import Line


def read_line(text: str, at: datetime) -> Line:
    """A transcript's line "citizen: …" or "bot: …" as a record."""
    who, colon, rest = text.partition(": ")
    if colon and who == "bot":
        return Line(at, "bot", rest)
    if colon and who == "citizen":
        return Line(at, "citizen", rest)
    return Line(at, "citizen", text)


class Cases(Casebook):
    """Cases and their transcripts."""

    # ---- what a turn does to cases

    async def open_case(
        self, connection: AsyncConnection, talk: int, effect: OpenCase, now: datetime
    ) -> None:
        """Open a case with its transcript, its team and its clocks."""
        known = await self.teams_within(connection)
        team = choose_team(known, effect.place, effect.topic, effect.language)
        hours = team or UNASSIGNED
        first = hours.first_minutes
        if effect.reason == "emergency":
            first = min(first, EMERGENCY_MINUTES)
        first_due = hours.hours.due(now, first)
        values = {
            "case": effect.case,
            "talk_id": talk,
            "opened": now,
            "reason": effect.reason,
            "topic": effect.topic,
            "place": effect.place,
            "question": self.seal(effect.question.encode(), "cases.question"),
            "own": self._seal_own(effect.own, "cases.own"),
            "team_id": team.id if team else None,
            "origin": select(talks.c.channel).where(talks.c.id == talk).scalar_subquery(),
            "language": effect.language,
            "waits": now,
            "first_due": first_due,
            "solve_due": hours.hours.due(now, hours.solve_minutes),
        }
        adding = insert(cases).values(values).returning(cases.c.id)
        case_id = (await connection.execute(adding)).scalar_one()
        for text in effect.transcript:
            await self._add_line(connection, case_id, read_line(text, now))
        opened = Post(
            "opened",
            effect.case,
            words=effect.question,
            lines=effect.transcript,
            topic=effect.topic,
            team=team.name if team else "",
            language=effect.language,
            due=first_due,
        )
        await self.post(connection, Thread("open", effect.case, effect.question), opened)

    async def add_to_case(
        self, connection: AsyncConnection, talk: int, effect: AddToCase, now: datetime
    ) -> None:
        """The citizen wrote on; a case of someone else is never touched."""
        own = await self._theirs(connection, talk, effect.case)
        if own is None:
            return
        line = Line(now, "citizen", effect.text, files=effect.files)
        await self._add_line(connection, own.id, line, effect.own)
        waits = func.coalesce(cases.c.waits, instant(now))
        waiting = update(cases).where(cases.c.case == own.target).values(waits=waits)
        await connection.execute(waiting)
        reopened = await self._go_on(connection, own.target, now)
        if effect.language or effect.place:
            await self._route_anew(connection, own.target, effect)
        words: tuple[Post | Thread, ...] = ()
        if reopened:
            again = Post("reopened", own.target, words=effect.text)
            words = (Thread("reopen", own.target), again)
        elif effect.text and effect.place is None:
            words = (Post("added", own.target, words=effect.text),)
        files = (Post("file", own.target, file=file) for file in effect.files)
        await self.post(connection, *words, *files)

    async def _go_on(self, connection: AsyncConnection, case: str, now: datetime) -> bool:
        """A closed case is open again, with whoever had it, and has its time anew."""
        shut = cases.c.case == case, cases.c.closed.is_not(None), cases.c.merged_into.is_(None)
        known = select(cases.c.team_id, cases.c.answered).where(*shut)
        row = (await connection.execute(known)).one_or_none()
        if row is None:
            return False
        team = await self.team_of(connection, row.team_id)
        values: dict[str, Any] = {
            "closed": None,
            "closed_by": None,
            "reopened": now,
            "warned": 0,
            "solve_due": team.hours.due(now, team.solve_minutes),
        }
        if row.answered is None:
            values |= {"first_due": team.hours.due(now, team.first_minutes)}
        again = update(cases).where(*shut).values(values).returning(cases.c.id)
        if (await connection.execute(again)).first() is None:
            return False
        await self.note(connection, "citizen", "reopened", case)
        return True

    async def _route_anew(self, connection: AsyncConnection, case: str, told: AddToCase) -> None:
        """More is known of the citizen: a case that nobody has goes to who fits; all are told."""
        this = cases.c.case == case
        row = (await connection.execute(select(cases).where(this))).one()
        language, place = told.language or row.language, told.place or row.place
        values: dict[str, Any] = {"language": language, "place": place}
        known = await self.teams_within(connection)
        team = next((each for each in known if each.id == row.team_id), None)
        if row.claimed_by is None:
            team = choose_team(known, place, row.topic, language) or team
            values |= {"team_id": team.id if team else None}
        await connection.execute(update(cases).where(this).values(values))
        name = team.name if team else ""
        if told.language:
            await self.post(connection, Post("language", case, language=language, team=name))
        else:
            await self.post(connection, Post("placed", case, words=told.text, team=name))

    async def rate_case(self, connection: AsyncConnection, talk: int, effect: RateCase) -> None:
        """The citizen's mark and word, on their own case also when another one went on."""
        own = await self._theirs(connection, talk, effect.case, merged_first=True)
        if own is None:
            return
        word = self.seal(effect.word.encode(), "cases.word")
        rating = update(cases).where(cases.c.id == own.id).values(mark=effect.mark, word=word)
        await connection.execute(rating)
        rated = Post("rated", effect.case, words=effect.word, mark=effect.mark)
        await self.post(connection, rated)

    async def _theirs(
        self, connection: AsyncConnection, talk: int, named: str, *, merged_first: bool = False
    ) -> Any | None:
        """`id` of a talk's own case and `target`, the one that goes on for it."""
        target = func.coalesce(cases.c.merged_into, cases.c.case).label("target")
        ours = or_(cases.c.case == named, cases.c.merged_into == named), cases.c.talk_id == talk
        last = cases.c.case == named if merged_first else cases.c.case != named
        found = select(cases.c.id, target).where(*ours).order_by(last, cases.c.id).limit(1)
        own: Any = (await connection.execute(found)).one_or_none()
        return own

    async def _add_line(
        self, connection: AsyncConnection, case_id: int, line: Line, own: str = ""
    ) -> int:
        sealed = self.seal(LINES.dump_json(line), "case_lines.line")
        values = {"case_id": case_id, "at": line.at, "who": line.who, "line": sealed}
        values["own"] = self._seal_own(own, "case_lines.own")
        adding = insert(case_lines).values(values).returning(case_lines.c.id)
        return int((await connection.execute(adding)).scalar_one())

    def _seal_own(self, own: str, place: str) -> bytes | None:
        return self.seal(own.encode(), place) if own else None

    # ---- what staff do

    async def answer_case(self, case: str, text: str, by: str, *, who: str = "staff") -> bool:
        """Staff's words on their way to the citizen; False when no such case is open.

        `by` is the name the citizen sees, `who` the account that the audit names.
        """
        async with self.writing() as connection:
            if not await self.answer(connection, case, text, by, who=who):
                return False
            await self.post(connection, Post("answered", case, by=by, words=text))
        self.ring([TURNS])
        return True

    async def answer(
        self, connection: AsyncConnection, case: str, text: str, by: str, *, who: str = "staff"
    ) -> bool:
        """The same within a transaction; the caller rings `TURNS`."""
        row, told = await self._lock_open(connection, case)
        if row is None:
            return False
        now = self.clock()
        line = await self._add_line(connection, row.id, Line(now, "staff", text, by))
        spoken = {"answered": func.coalesce(cases.c.answered, instant(now)), "waits": None}
        await connection.execute(update(cases).where(cases.c.id == row.id).values(spoken))
        for number, address in enumerate(told):
            name = f"staff:{case}:{line}" + (f":{number}" if number else "")
            said = StaffSaid(name, now, address, case, text, by)
            await self.take_in(connection, [arrival_of(said)])
        await self.note(connection, who, "answered", case)
        await self.notify(connection, [TURNS])
        return True

    async def close_case(self, case: str, by: str, *, who: str = "staff") -> bool:
        """Close a case and let the citizen be asked how it went; False when none is open."""
        async with self.writing() as connection:
            if not await self.end(connection, case, by, who=who):
                return False
        self.ring([TURNS])
        return True

    async def end(
        self, connection: AsyncConnection, case: str, by: str, *, who: str = "staff"
    ) -> bool:
        """Close within a transaction; the caller rings `TURNS`."""
        row, told = await self._lock_open(connection, case)
        if row is None:
            return False
        now = self.clock()
        ending = update(cases).where(cases.c.id == row.id)
        await connection.execute(ending.values(closed=now, closed_by=by, waits=None))
        await self._tell_closed(connection, told, case, by, now)
        await self.note(connection, who, "closed", case)
        await self.post(connection, Post("closed", case, by=by), Thread("close", case))
        return True

    async def _tell_closed(
        self,
        connection: AsyncConnection,
        told: list[Address],
        case: str,
        by: str,
        now: datetime,
        into: str = "",
    ) -> None:
        when = (now - EPOCH) // MICROSECOND
        for number, address in enumerate(told):
            name = f"staff:{case}:closed:{when}" + (f":{number}" if number else "")
            closed = CaseClosed(name, now, address, case, by, into)
            await self.take_in(connection, [arrival_of(closed)])
        await self.notify(connection, [TURNS])

    async def _lock_open(
        self, connection: AsyncConnection, case: str
    ) -> tuple[Row[Any] | None, list[Address]]:
        """An open case of talks that are still known, all locked, the talks first in one order.

        Beside it the addresses of its citizen and of those whose cases were merged into it.
        """
        both = or_(cases.c.case == case, cases.c.merged_into == case)
        owners = select(cases.c.talk_id).where(both, cases.c.talk_id.is_not(None))
        locking = select(talks).where(talks.c.id.in_(owners)).order_by(talks.c.id)
        rows = (await connection.execute(locking.with_for_update())).all()
        this = select(cases).where(cases.c.case == case, cases.c.closed.is_(None))
        row = (await connection.execute(this.with_for_update())).one_or_none()
        if row is None or row.talk_id not in {talk.id for talk in rows}:
            return None, []
        first = sorted(rows, key=lambda talk: talk.id != row.talk_id)
        return row, [
            Address(talk.channel, self.unseal_text(talk.address, "talks.address")) for talk in first
        ]
