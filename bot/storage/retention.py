"""Nothing is kept for longer than it is needed: what the hourly sweep erases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.accounts import Accounts
from bot.storage.counting import Counting
from bot.storage.erasing import count
from bot.storage.models import (
    audit,
    case_lines,
    case_views,
    cases,
    inbox,
    lost_sessions,
    outbox,
    posts,
    questions,
    talks,
    timers,
)
from bot.storage.records import Periods, Swept

EMPTIED = ("inbox", "talks", "outbox", "case_lines", "questions")


class Retention(Accounts, Counting):
    """The sweep, by the settings' periods. Counts are kept: there is no one in them."""

    async def sweep(self, periods: Periods) -> Swept:
        """Erase what is past its time, then overwrite the room it took on the disk."""
        stopped = await self.count_rested()
        await self.fold_counts()
        now = self.clock()
        async with self.writing() as connection:
            rows = await self._sweep(connection, periods, now)
        await self.scrub()
        return Swept({"rested": stopped} | rows)

    async def _sweep(
        self, connection: AsyncConnection, periods: Periods, now: datetime
    ) -> dict[str, int]:
        ids = now - timedelta(days=periods.ids)
        answers = now - timedelta(days=periods.answers)
        told = now - timedelta(days=periods.transcripts)
        noted = now - timedelta(days=periods.audit)
        stale = talks.c.session.is_not(None), talks.c.touched < answers, talks.c.due.is_(None)
        told_cases = cases.c.opened < told, or_(cases.c.question.is_not(None), cases.c.word != b"")
        statements = {
            "ids": delete(inbox).where(inbox.c.done < ids),
            "undelivered": delete(outbox).where(outbox.c.created < told),
            "sessions": update(talks).where(*stale).values(session=None),
            "lost sessions": delete(lost_sessions).where(lost_sessions.c.at < answers),
            "case lines": delete(case_lines).where(case_lines.c.at < told),
            "case texts": update(cases)
            .where(*told_cases)
            .values(question=None, own=None, word=None),
            "practice": delete(cases).where(cases.c.practice, cases.c.opened < told),
            "views": delete(case_views).where(case_views.c.seen < ids),
            "questions": delete(questions).where(questions.c.at < told),
            "audit": delete(audit).where(audit.c.at < noted),
        }
        shown = cases.c.thread.is_not(None) | exists().where(posts.c.case_id == cases.c.id)
        going = await self.taken_back(connection, (cases.c.opened < told) & shown)
        rows = {name: await count(connection, what) for name, what in statements.items()}
        rows |= {"talks": await self._sweep_talks(connection)}
        rows |= {"sign-ins": await self.sweep_sign_ins(connection, now)}
        await self.post(connection, *going)
        return rows

    async def _sweep_talks(self, connection: AsyncConnection) -> int:
        """Addresses that nothing hangs on any more; a talk that is being written to is left."""
        goes_on = cases.alias()
        merged = exists().where(goes_on.c.case == cases.c.merged_into, goes_on.c.closed.is_(None))
        still = cases.c.closed.is_(None) | merged
        held = [
            exists().where(outbox.c.talk_id == talks.c.id),
            exists().where(timers.c.talk_id == talks.c.id),
            exists().where(cases.c.talk_id == talks.c.id, still),
            exists().where(lost_sessions.c.talk_id == talks.c.id),
            exists().where(inbox.c.talk_id == talks.c.id, inbox.c.body.is_not(None)),
        ]
        bare = talks.c.session.is_(None), talks.c.due.is_(None), talks.c.lease.is_(None)
        empty = select(talks.c.id).where(*bare, *(~held_by for held_by in held))
        locked = await connection.execute(empty.with_for_update(skip_locked=True))
        found = list(locked.scalars())
        for start in range(0, len(found), 500):
            some = talks.c.id.in_(found[start : start + 500])
            await connection.execute(delete(talks).where(some, talks.c.due.is_(None)))
        return len(found)

    async def scrub(self) -> None:
        """Let erased bytes be gone from the files too.

        SQLite overwrites freed pages by itself (secure_delete); its log is emptied here.
        PostgreSQL frees the rows; its own log is recycled by the server.
        """
        async with self.engine.connect() as connection:
            free = await connection.execution_options(
                isolation_level="AUTOCOMMIT", troly_reads=True
            )
            if self.postgresql:
                await free.execute(text("VACUUM " + ", ".join(EMPTIED)))
            else:
                await free.exec_driver_sql("COMMIT")  # a checkpoint stands outside transactions
                await free.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def sizes(self) -> dict[str, int]:
        """How much waits, for metrics and /health."""
        waiting = select(func.count()).select_from(inbox).where(inbox.c.done.is_(None))
        unsent = select(func.count()).select_from(outbox).where(outbox.c.parked.is_(None))
        given_up = select(func.count()).select_from(inbox).where(inbox.c.parked.is_not(None))
        stuck = select(func.count()).select_from(outbox).where(outbox.c.parked.is_not(None))
        real = cases.c.closed.is_(None), cases.c.practice.is_(False)
        open_cases = select(func.count()).select_from(cases).where(*real)
        lost = select(func.count()).select_from(lost_sessions)
        asked = {
            "inbox": waiting,
            "outbox": unsent,
            "parked_in": given_up,
            "parked_out": stuck,
            "cases": open_cases,
            "lost_sessions": lost,
        }
        async with self.reading() as connection:
            return {
                name: (await connection.execute(what)).scalar_one() for name, what in asked.items()
            }
