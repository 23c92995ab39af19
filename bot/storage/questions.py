"""Questions without a good answer, kept for curation: masked, counted, most frequent first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import KeepQuestion
from bot.storage.cases import Cases
from bot.storage.encryption import Unreadable
from bot.storage.models import cases, confirmed, questions, talks
from bot.storage.records import Case, Confirmed, KeptQuestion
from knowledge.vietnamese import fold, words

NOTHING = "nothing"  # settled so, the same words never come back


class Questions(Cases):
    """What people asked in vain, and what was confirmed to be answered right."""

    async def keep_question(
        self,
        connection: AsyncConnection,
        talk: int | None,
        effect: KeepQuestion,
        now: datetime,
    ) -> None:
        """Keep a question, grouped with those that differ only in case, marks and punctuation."""
        channel = select(talks.c.channel).where(talks.c.id == talk).scalar_subquery()
        values = {
            "talk_id": talk,
            "alike": self._alike(effect.question),
            "question": self.seal(effect.question.encode(), "questions.question"),
            "understood": effect.understood,
            "nearest": " ".join(effect.nearest),
            "at": now,
            "channel": channel,
            "place": effect.place,
        }
        await connection.execute(insert(questions).values(values))

    async def keep_corrected(self, case: Case, meant: str | None, by: str) -> None:
        """The (masked) question of a case that the bot should have answered, as staff found.

        It goes with the citizen's talk, should they want to be forgotten. `meant`: the topic that
        is right; None when none is written.
        """
        effect = KeepQuestion(case.question, "corrected", (meant,) if meant else (), case.place)
        whose = select(cases.c.talk_id).where(cases.c.case == case.case)
        async with self.writing() as connection:
            talk = (await connection.execute(whose)).scalar_one_or_none()
            await self.keep_question(connection, talk, effect, self.clock())
            await self.note(connection, by, "corrected the bot", meant or "")

    async def unanswered(self, limit: int = 50) -> list[KeptQuestion]:
        """Kept and not settled, most frequent first; of equally frequent ones the latest first."""
        count, last = func.count().label("count"), func.max(questions.c.id).label("last")
        first = func.min(questions.c.at, type_=questions.c.at.type).label("first")
        groups = select(count, last, first).where(*_open()).group_by(questions.c.alike)
        ranked = groups.order_by(count.desc(), last.desc()).limit(limit).subquery()
        latest = select(questions, ranked).join(ranked, questions.c.id == ranked.c.last)
        latest = latest.order_by(ranked.c.count.desc(), ranked.c.last.desc())
        async with self.reading() as connection:
            rows = (await connection.execute(latest)).all()
        return [kept for row in rows if (kept := self._kept(row)) is not None]

    async def settle_questions(self, alike: Collection[str], made: str, by: str) -> int:
        """Mark all of these groups as dealt with; how many questions. `made`: what of them."""
        wanted = questions.c.alike.in_(alike), questions.c.settled.is_(None)
        settling = update(questions).where(*wanted).values(settled=f"{made} · {by}")
        async with self.writing() as connection:
            found = await connection.execute(settling.returning(questions.c.id))
            await self.note(connection, by, "settled questions", made)
            return len(found.all())

    def _kept(self, row: Row[Any]) -> KeptQuestion | None:
        try:
            question = self.unseal_text(row.question, "questions.question")
        except Unreadable:
            return None  # a damaged one is no reason to show none
        return KeptQuestion(
            question=question,
            count=row[len(questions.columns)],
            understood=row.understood,
            nearest=tuple(row.nearest.split()),
            first=row.first,
            last=row.at,
            alike=row.alike,
        )

    def _alike(self, question: str) -> str:
        return self.hash("question", " ".join(words(fold(question))))

    # ---- confirmed right

    async def confirm_question(self, question: str, expects: str, by: str) -> None:
        """Staff say that this (masked) is what it means: `topics/<id>` or `topics/<id>#<facet>`."""
        values = {"expects": expects, "by": by, "at": self.clock()}
        adding = self.inserting(confirmed).values(question=question, **values)
        adding = adding.on_conflict_do_update(index_elements=[confirmed.c.question], set_=values)
        async with self.writing() as connection:
            await connection.execute(adding)
            await self.note(connection, by, "confirmed question", expects)

    async def unconfirm_question(self, question: str, by: str) -> bool:
        """Take it back; False when it was not confirmed."""
        gone = delete(confirmed).where(confirmed.c.question == question)
        async with self.writing() as connection:
            expects = await connection.execute(gone.returning(confirmed.c.expects))
            about: str | None = expects.scalar_one_or_none()
            if about is None:
                return False
            await self.note(connection, by, "took back question", about)
        return True

    async def confirmed_questions(self) -> Sequence[Confirmed]:
        """Every question that was ever confirmed, the oldest first."""
        async with self.reading() as connection:
            rows = await connection.execute(select(confirmed).order_by(confirmed.c.id))
            return [Confirmed(row.question, row.expects, row.by, row.at) for row in rows]


def _open() -> tuple[ColumnElement[bool], ...]:
    """Those that nobody dealt with, nor settled for good with the same words."""
    other = questions.alias("other")
    for_good = exists().where(
        other.c.alike == questions.c.alike, other.c.settled.startswith(NOTHING)
    )
    return questions.c.settled.is_(None), ~for_good
