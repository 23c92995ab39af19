"""Questions handed to staff: opened by a turn, answered and closed through the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, AddToCase, CaseClosed, OpenCase, RateCase, StaffSaid
from bot.staffroom import Post, Thread
from bot.storage.bells import TURNS
from bot.storage.encryption import Unreadable
from bot.storage.inbox import arrival_of
from bot.storage.models import EPOCH, MICROSECOND, audit, case_lines, cases, talks
from bot.storage.posts import Posts
from bot.storage.records import Case, Line

_LINES: TypeAdapter[Line] = TypeAdapter(Line)


def read_line(text: str, at: datetime) -> Line:
    """A transcript's line "citizen: …" or "bot: …" as a record."""
    who, colon, rest = text.partition(": ")
    if colon and who == "bot":
        return Line(at, "bot", rest)
    if colon and who == "citizen":
        return Line(at, "citizen", rest)
    return Line(at, "citizen", text)


class Cases(Posts):
    """Cases and their transcripts. Everything in them is masked before it comes here."""

    # ---- what a turn does to cases

    async def open_case(
        self, connection: AsyncConnection, talk: int, effect: OpenCase, now: datetime
    ) -> None:
        """Open a case with its transcript."""
        values = {
            "case": effect.case,
            "talk_id": talk,
            "opened": now,
            "reason": effect.reason,
            "topic": effect.topic,
            "place": effect.place,
            "question": self.seal(effect.question.encode(), "cases.question"),
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
        )
        await self.post(connection, Thread("open", effect.case, effect.question), opened)

    async def add_to_case(
        self, connection: AsyncConnection, talk: int, effect: AddToCase, now: datetime
    ) -> None:
        """The citizen wrote on; a case of someone else is never touched."""
        own = select(cases.c.id).where(cases.c.case == effect.case, cases.c.talk_id == talk)
        case_id = (await connection.execute(own)).scalar_one_or_none()
        if case_id is None:
            return
        line = Line(now, "citizen", effect.text, files=effect.files)
        await self._add_line(connection, case_id, line)
        words = (Post("added", effect.case, words=effect.text),) if effect.text else ()
        files = (Post("file", effect.case, file=file) for file in effect.files)
        await self.post(connection, *words, *files)

    async def rate_case(self, connection: AsyncConnection, talk: int, effect: RateCase) -> None:
        """The citizen's mark and word."""
        own = cases.c.case == effect.case, cases.c.talk_id == talk
        word = self.seal(effect.word.encode(), "cases.word")
        rating = update(cases).where(*own).values(mark=effect.mark, word=word)
        if (await connection.execute(rating.returning(cases.c.id))).first() is not None:
            rated = Post("rated", effect.case, words=effect.word, mark=effect.mark)
            await self.post(connection, rated)

    async def _add_line(self, connection: AsyncConnection, case_id: int, line: Line) -> int:
        sealed = self.seal(_LINES.dump_json(line), "case_lines.line")
        values = {"case_id": case_id, "at": line.at, "who": line.who, "line": sealed}
        adding = insert(case_lines).values(values).returning(case_lines.c.id)
        return int((await connection.execute(adding)).scalar_one())

    # ---- what staff do

    async def list_cases(self, *, closed: bool = False, limit: int = 100) -> list[Case]:
        """Open cases, oldest first (or closed ones, latest first), without their transcripts."""
        listing = select(cases, talks.c.channel).outerjoin(talks)
        if closed:
            listing = listing.where(cases.c.closed.is_not(None)).order_by(cases.c.closed.desc())
        else:
            listing = listing.where(cases.c.closed.is_(None)).order_by(cases.c.opened, cases.c.id)
        async with self.reading() as connection:
            rows = (await connection.execute(listing.limit(limit))).all()
        return [self._case(row) for row in rows]

    async def case(self, case: str) -> Case | None:
        """One case with its transcript."""
        async with self.reading() as connection:
            found = await self.cases_where(
                connection, select(cases, talks.c.channel).outerjoin(talks), case=case
            )
        return found[0] if found else None

    async def cases_where(
        self, connection: AsyncConnection, listing: Select[Any], **equal: object
    ) -> list[Case]:
        """Cases with their transcripts, by equal columns."""
        chosen = [cases.c[name] == value for name, value in equal.items()]
        rows = (await connection.execute(listing.where(*chosen).order_by(cases.c.id))).all()
        found = []
        for row in rows:
            lines = select(case_lines.c.line).where(case_lines.c.case_id == row.id)
            sealed = (await connection.execute(lines.order_by(case_lines.c.id))).scalars()
            found.append(self._case(row, tuple(self._read_line(line) for line in sealed)))
        return found

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
        row = await self._lock_open(connection, case)
        if row is None:
            return False
        now = self.clock()
        line = await self._add_line(connection, row.id, Line(now, "staff", text, by))
        said = StaffSaid(f"staff:{case}:{line}", now, self._address(row), case, text, by)
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
        row = await self._lock_open(connection, case)
        if row is None:
            return False
        now = self.clock()
        ending = update(cases).where(cases.c.id == row.id).values(closed=now, closed_by=by)
        await connection.execute(ending)
        when = (now - EPOCH) // MICROSECOND
        closed = CaseClosed(f"staff:{case}:closed:{when}", now, self._address(row), case, by)
        await self.take_in(connection, [arrival_of(closed)])
        await self.note(connection, who, "closed", case)
        await self.notify(connection, [TURNS])
        await self.post(connection, Post("closed", case, by=by), Thread("close", case))
        return True

    async def note(
        self, connection: AsyncConnection, who: str, did: str, about: str, why: str | None = None
    ) -> None:
        """One line of the audit: it only grows, and holds no citizen's words or address."""
        values = {"at": self.clock(), "who": who, "did": did, "about": about, "why": why}
        await connection.execute(insert(audit).values(values))

    async def _lock_open(self, connection: AsyncConnection, case: str) -> Row[Any] | None:
        """An open case of a talk that is still known, both locked, the talk first."""
        open_case = (cases.c.case == case) & cases.c.closed.is_(None)
        owner = select(cases.c.talk_id).where(open_case).scalar_subquery()
        locking = select(talks.c.id).where(talks.c.id == owner).with_for_update()
        if (await connection.execute(locking)).first() is None:
            return None
        both = select(cases, talks.c.channel, talks.c.address).join(talks).where(open_case)
        return (await connection.execute(both.with_for_update(of=cases))).one_or_none()

    def _address(self, row: Row[Any]) -> Address:
        return Address(row.channel, self.unseal_text(row.address, "talks.address"))

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
        )

    def _read_text(self, sealed: bytes | None, place: str) -> str:
        """Staff see the rest of a case when one text of it is damaged."""
        try:
            return self.unseal_text(sealed, place)
        except Unreadable:
            return "(không đọc được)"

    def _read_line(self, sealed: bytes) -> Line:
        try:
            return _LINES.validate_json(self.unseal(sealed, "case_lines.line"))
        except Unreadable:
            return Line(EPOCH, "bot", "(không đọc được)")
