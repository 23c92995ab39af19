"""Questions without a good answer, kept for curation: masked, counted, most frequent first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import KeepQuestion
from bot.storage.engine import Database
from bot.storage.models import questions
from bot.storage.records import KeptQuestion
from knowledge.vietnamese import fold, words


class Questions(Database):
    """What people asked in vain."""

    async def keep_question(
        self, connection: AsyncConnection, talk: int, effect: KeepQuestion, now: datetime
    ) -> None:
        """Keep a question, grouped with those that differ only in case, marks and punctuation."""
        alike = " ".join(words(fold(effect.question)))
        values = {
            "talk_id": talk,
            "alike": self.hash("question", alike),
            "question": self.seal(effect.question.encode(), "questions.question"),
            "understood": effect.understood,
            "nearest": " ".join(effect.nearest),
            "at": now,
        }
        await connection.execute(insert(questions).values(values))

    async def unanswered(self, limit: int = 50) -> list[KeptQuestion]:
        """Kept questions, most frequent first; of equally frequent ones the latest first."""
        count, last = func.count().label("count"), func.max(questions.c.id).label("last")
        first = func.min(questions.c.at, type_=questions.c.at.type).label("first")
        groups = select(count, last, first).group_by(questions.c.alike)
        ranked = groups.order_by(count.desc(), last.desc()).limit(limit).subquery()
        latest = select(questions, ranked).join(ranked, questions.c.id == ranked.c.last)
        latest = latest.order_by(ranked.c.count.desc(), ranked.c.last.desc())
        async with self.reading() as connection:
            rows = (await connection.execute(latest)).all()
        return [
            KeptQuestion(
                question=self.unseal_text(row.question, "questions.question"),
                count=row[len(questions.columns)],
                understood=row.understood,
                nearest=tuple(row.nearest.split()),
                first=row.first,
                last=row.at,
            )
            for row in rows
        ]
