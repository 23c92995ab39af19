"""Citizens who talk with the real bot through the real worker, so that there is what to count."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from sqlalchemy import update
from talking import Clock

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.library import Library
from bot.platforms import Raw
from bot.storage.figures import Scope
from bot.storage.models import cases
from bot.storage.store import Store
from bot.worker import Worker

MONTH = Scope(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 11, 30)
PAPERS = "làm giấy khai sinh cho con cần giấy tờ gì"
GUIDED = ("làm từng bước", "đồng ý")  # to be asked of people


@dataclass(slots=True)
class Town:
    """A served town: people by name, each with a talk of their own."""

    store: Store
    library: Library
    clock: Clock
    worker: Worker[Library] = field(init=False)
    numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        web = WebChannel(
            lambda raws: self.store.keep("web", raws), self.store.stream, self.store.acknowledge
        )
        self.worker = Worker(self.store, lambda: self.library, (web,), HEART)

    async def says(self, who: str, *lines: str) -> None:
        """Somebody types each line; a button is pressed by its label or number."""
        for words in lines:
            raw = Raw(str(next(self.numbers)), who, json.dumps({"text": words}))
            await self.store.keep("web", [raw])
            while await self.worker.turn_once():
                pass

    async def each(self, people: int, *lines: str, named: str = "người") -> None:
        """So many people say the same."""
        for number in range(people):
            await self.says(f"{named}-{number}", *lines)

    async def settle(self) -> None:
        """Staff answer and close every case, in time."""
        for case in await self.store.list_cases():
            await self.store.answer_case(case.case, "Chào bác", "Lan")
            await self.store.close_case(case.case, "Lan")
        async with self.store.writing() as connection:
            now = self.clock()
            told = {"answered": now, "first_due": now, "solve_due": self.clock()}
            await connection.execute(update(cases).values(told))
            await connection.execute(update(cases).values(solve_due=self.clock()))
        while await self.worker.turn_once():
            pass
