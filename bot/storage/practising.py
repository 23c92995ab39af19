"""Practice: cases with invented citizens, beside the real ones and never among them."""

from __future__ import annotations

from sqlalchemy import func, insert, select, update

from bot.messages import OpenCase
from bot.storage.casebook import LISTING
from bot.storage.cases import Cases, read_line
from bot.storage.models import case_lines, cases, instant
from bot.storage.records import Case, Line


class Practising(Cases):
    """No talk hangs on them: nothing of them is sent, counted or posted."""

    async def open_practice(self, opened: OpenCase, by: str) -> None:
        """Begin to practise on an invented case; `opened.reason` names its scenario."""
        now = self.clock()
        values = {
            "case": opened.case,
            "opened": now,
            "reason": opened.reason,
            "topic": opened.topic,
            "place": opened.place,
            "question": self.seal(opened.question.encode(), "cases.question"),
            "language": opened.language,
            "practice": True,
            "claimed": now,
            "claimed_by": by,
            "waits": now,
        }
        async with self.writing() as connection:
            adding = insert(cases).values(values).returning(cases.c.id)
            number = (await connection.execute(adding)).scalar_one()
            for text in opened.transcript:
                await self._add_line(connection, number, read_line(text, now))

    async def practices(self, by: str, limit: int = 20) -> list[Case]:
        """Somebody's own practice, the latest first."""
        listing = LISTING.where(cases.c.practice, cases.c.claimed_by == by)
        async with self.reading() as connection:
            rows = await connection.execute(listing.order_by(cases.c.id.desc()).limit(limit))
            return [self._case(row) for row in rows.all()]

    async def practise(self, case: str, text: str, by: str, replies: tuple[str, ...]) -> bool:
        """Say something to an invented citizen, who answers with their next line, if any is left.

        False: no such practice of theirs is open.
        """
        own = (cases.c.case == case) & cases.c.practice & (cases.c.claimed_by == by)
        known = select(cases.c.id).where(own, cases.c.closed.is_(None)).with_for_update()
        async with self.writing() as connection:
            number = (await connection.execute(known)).scalar_one_or_none()
            if number is None:
                return False
            now = self.clock()
            said = (case_lines.c.case_id == number) & (case_lines.c.who == "staff")
            counted = select(func.count()).select_from(case_lines).where(said)
            before = (await connection.execute(counted)).scalar_one()
            await self._add_line(connection, number, Line(now, "staff", text, by))
            left = before < len(replies)
            if left:
                reply = Line(self.clock(), "citizen", replies[before])
                await self._add_line(connection, number, reply)
            answered = func.coalesce(cases.c.answered, instant(now))
            values = {"answered": answered, "waits": now if left else None}
            await connection.execute(update(cases).where(cases.c.id == number).values(values))
        return True

    async def end_practice(self, case: str, by: str) -> bool:
        """Enough practised; False when no such practice of theirs is open."""
        own = (cases.c.case == case) & cases.c.practice & (cases.c.claimed_by == by)
        ending = update(cases).where(own, cases.c.closed.is_(None))
        ending = ending.values(closed=self.clock(), closed_by=by, waits=None)
        async with self.writing() as connection:
            return (await connection.execute(ending.returning(cases.c.id))).first() is not None
