"""Nobody waits unseen: reminders, escalation and the way back to the queue, each step once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from handing import OPENED, do, found, team
from sqlalchemy import select
from talking import Clock, OpenStore

from bot.app import HEART
from bot.desk import practice
from bot.library import Library
from bot.messages import AddToCase
from bot.staffroom import Post, room
from bot.storage.models import outbox
from bot.storage.posts import REPLIES
from bot.storage.store import Store
from bot.worker import Worker

EIGHT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # in Hà Nội, a Monday
GROUP = room("telegram", "-100")


async def posted(store: Store) -> list[Post]:
    """What staff were told, in order."""
    async with store.reading() as connection:
        rows = (await connection.execute(select(outbox.c.reply).order_by(outbox.c.id))).scalars()
        read = [REPLIES.validate_json(store.unseal(row, "outbox.reply")) for row in rows]
    return [one for one in read if isinstance(one, Post)]


@pytest.fixture
async def desk(store: Store, clock: Clock) -> Store:
    """A team with one above it, and a case opened on a Monday at eight."""
    store.staff_room = GROUP
    upper = await team(store, "Trung tâm tỉnh", languages=("vi", "en"))
    await team(store, places=("tay-ninh/tan-dong",), upper=upper)
    clock.now = EIGHT
    await do(store, OPENED)
    return store


async def at(store: Store, clock: Clock, **later: float) -> list[str]:
    """What the watch tells staff so long after eight."""
    before = len(await posted(store))
    clock.now = EIGHT
    clock.advance(**later)
    await store.watch()
    return [post.what for post in (await posted(store))[before:]]


async def test_the_first_answer_is_reminded_of_and_then_goes_up(desk: Store, clock: Clock) -> None:
    assert await at(desk, clock, minutes=89) == []
    assert await at(desk, clock, minutes=91) == ["soon"]
    assert await at(desk, clock, minutes=100) == []
    assert (await found(desk)).team_name == "Tổ Tân Đông"
    assert await at(desk, clock, minutes=121) == ["late"]
    case = await found(desk)
    assert case.team_name == "Trung tâm tỉnh"
    assert (case.lines[-1].who, case.lines[-1].by) == ("note", "hệ thống")
    assert "chuyển lên Trung tâm tỉnh" in case.lines[-1].text
    assert await at(desk, clock, minutes=130) == []
    [noted] = [line for line in await desk.audited(about=case.case) if line.did == "escalated"]
    assert noted.who == "hệ thống"


async def test_an_answer_of_staff_ends_the_first_clock(desk: Store, clock: Clock) -> None:
    await desk.speak(OPENED.case, "Chờ chút.", "Hoa")
    assert await at(desk, clock, minutes=125) == []
    assert (await found(desk)).claimed_by == "Hoa"


async def test_words_of_the_citizen_end_no_clock(desk: Store, clock: Clock) -> None:
    await do(desk, AddToCase(OPENED.case, "có ai không"))
    assert await at(desk, clock, minutes=91) == ["soon"]


async def test_the_solution_has_a_clock_of_its_own(desk: Store, clock: Clock) -> None:
    await desk.speak(OPENED.case, "Chờ chút.", "Hoa")
    assert await at(desk, clock, days=1, hours=6) == []
    assert await at(desk, clock, days=1, hours=8, minutes=45) == ["soon"]
    assert await at(desk, clock, days=2, hours=1, minutes=1) == ["late"]
    case = await found(desk)
    assert (case.team_name, case.claimed_by) == ("Trung tâm tỉnh", "Hoa")


async def test_nights_holidays_and_weekends_count_for_nothing(desk: Store, clock: Clock) -> None:
    clock.now = datetime(2027, 2, 4, 9, 30, tzinfo=UTC)  # half past four before Tết
    await do(desk, replace(OPENED, case="TETTETTE"))
    clock.now = datetime(2027, 2, 11, 3, tzinfo=UTC)
    before = (await found(desk, "TETTETTE")).team_name
    await desk.watch()
    assert (await found(desk, "TETTETTE")).team_name == before
    clock.now = datetime(2027, 2, 12, 2, 1, tzinfo=UTC)
    await desk.watch()
    assert (await found(desk, "TETTETTE")).team_name == "Trung tâm tỉnh"


async def test_a_silent_claimer_loses_the_case_to_the_queue(desk: Store, clock: Clock) -> None:
    clock.advance(minutes=30)
    await desk.claim_case(OPENED.case, "Hoa")
    await at(desk, clock, minutes=149)
    clock.now = EIGHT
    clock.advance(minutes=149)
    await desk.claim_case(OPENED.case, "Hoa")  # again after the first clock had freed it
    assert await at(desk, clock, minutes=200) == []
    assert await at(desk, clock, hours=7, minutes=1) == ["returned"]
    case = await found(desk)
    assert case.claimed_by is None
    assert ("hệ thống", "returned", "Hoa") in [
        (line.who, line.did, line.why) for line in await desk.audited(about=case.case)
    ]


async def test_who_answered_keeps_the_case_until_the_citizen_waits_again(
    desk: Store, clock: Clock
) -> None:
    await desk.speak(OPENED.case, "Bác gửi thêm ảnh nhé.", "Hoa")
    assert await at(desk, clock, hours=7) == []
    await do(desk, AddToCase(OPENED.case, "ảnh đây"))
    assert await at(desk, clock, hours=8) == []
    assert await at(desk, clock, days=1, hours=2) == ["returned"]


async def test_many_processes_that_watch_at_once_take_each_step_once(
    open_another: OpenStore, clock: Clock
) -> None:
    stores = [await open_another() for _ in range(3)]
    for store in stores:
        store.staff_room = GROUP
    clock.now = EIGHT
    await do(stores[0], OPENED)
    await stores[0].claim_case(OPENED.case, "Hoa")
    clock.now = EIGHT
    clock.advance(minutes=121)
    await asyncio.gather(*(store.watch() for store in stores for _ in range(3)))
    told = [post.what for post in await posted(stores[0])]
    assert sorted(told) == ["claimed", "late", "opened", "returned"]


async def test_a_case_without_a_team_is_late_for_everybody(store: Store, clock: Clock) -> None:
    store.staff_room = GROUP
    clock.now = EIGHT
    await do(store, OPENED)
    assert await at(store, clock, minutes=121) == ["late"]
    case = await found(store)
    assert case.team is None
    assert case.lines[-1].text == "Quá hạn trả lời lần đầu."


async def test_a_reopened_case_has_its_ladder_anew(desk: Store, clock: Clock) -> None:
    await desk.finish(OPENED.case, "Hoa")
    clock.advance(days=1)
    await do(desk, AddToCase(OPENED.case, "vẫn chưa được"))
    case = await found(desk)
    assert case.solve_due is not None
    assert f"{case.solve_due:%d %H:%M}" == "03 02:00"
    assert await at(desk, clock, days=1, minutes=30) == []


async def test_nothing_is_watched_that_is_closed_or_practice(desk: Store, clock: Clock) -> None:
    await desk.finish(OPENED.case, "Hoa")
    assert await practice.begin(desk, "bac-nam-im-lang", "Hoa")
    assert await at(desk, clock, days=9) == []


async def test_a_running_worker_watches_by_itself(
    store: Store, clock: Clock, library: Library
) -> None:
    store.staff_room = GROUP
    clock.now = EIGHT
    await do(store, OPENED)
    clock.advance(minutes=121)
    worker = Worker(store, lambda: library, [], HEART)
    running = asyncio.create_task(worker.run())
    for _ in range(2_000):
        if (await found(store)).lines[-1].who == "note":
            break
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [post.what for post in await posted(store)] == ["opened", "late"]
