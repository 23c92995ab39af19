"""Operators see where open cases stand, and why they were opened; practice is no case."""

from __future__ import annotations

from sqlalchemy import update
from talking import Clock, heard, turn

from bot.messages import OpenCase
from bot.metrics import Metrics
from bot.storage.models import cases
from bot.storage.store import Store


async def opened(store: Store, *names: str) -> None:
    effects = tuple(OpenCase(name, "câu hỏi", (), "asked") for name in names)
    await store.put(heard("gặp cán bộ"))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=effects))


async def test_open_cases_are_counted_by_where_they_stand(store: Store, clock: Clock) -> None:
    await opened(store, "A", "B", "C", "D", "E")
    await store.claim_case("B", "Lan")
    await store.close_case("C", "Lan")
    async with store.writing() as connection:
        late = update(cases).where(cases.c.case == "D").values(first_due=clock.now)
        await connection.execute(late)
        practice = update(cases).where(cases.c.case == "E").values(practice=True)
        await connection.execute(practice)
    assert await store.case_states() == {"waiting": 1, "claimed": 1, "late": 1}


async def test_no_case_is_told_as_none(store: Store) -> None:
    assert await store.case_states() == {"waiting": 0, "claimed": 0, "late": 0}


def test_the_figures_of_cases_stand_in_the_text() -> None:
    metrics = Metrics()
    metrics.show({"inbox": 3}, {"waiting": 2, "late": 1})
    metrics.turned(("web", "heard", "answer"), 0.01, 0.02, ["asked", "asked"])
    text = metrics.text().decode()
    assert 'troly_cases{state="waiting"} 2.0' in text
    assert 'troly_cases_opened_total{reason="asked"} 2.0' in text
