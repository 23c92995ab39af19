"""A timer rings once, when it is due, whoever looks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update
from talking import LAN, MORNING, Clock, OpenStore, heard, turn

from bot.messages import CancelTimer, Effect, SetTimer, TimerRang
from bot.storage.models import talks
from bot.storage.store import Store

SOON = MORNING + timedelta(hours=1)


async def do(store: Store, *effects: Effect) -> None:
    await store.put(heard())
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=effects))


async def test_a_due_timer_comes_in_through_the_inbox(store: Store, clock: Clock) -> None:
    await do(store, SetTimer("nhắc", SOON, "60 ngày"))
    assert await store.ring_timers() == 0
    clock.advance(hours=2)
    assert await store.ring_timers() == 1
    lease = await store.lease()
    assert lease is not None
    rang = lease.content
    assert isinstance(rang, TimerRang)
    assert (rang.address, rang.timer, rang.at, rang.payload) == (LAN, "nhắc", SOON, "60 ngày")
    await store.commit(lease, turn("Còn 10 ngày."))
    claim = await store.claim("web")
    assert claim is not None
    assert claim.proactive  # type: ignore[union-attr]


async def test_setting_again_moves_a_timer_and_cancelling_takes_it_back(
    store: Store, clock: Clock
) -> None:
    await do(store, SetTimer("a", SOON), SetTimer("b", SOON))
    await do(store, SetTimer("a", SOON + timedelta(days=1), "mới"), CancelTimer("b"))
    await do(store, CancelTimer("b"))
    clock.advance(hours=2)
    assert await store.ring_timers() == 0
    clock.advance(days=1)
    assert await store.ring_timers() == 1


async def test_many_timers_ring_exactly_once_with_workers_side_by_side(
    open_another: OpenStore, clock: Clock
) -> None:
    stores = [await open_another(), await open_another()]
    await do(stores[0], *(SetTimer(f"t{n}", SOON) for n in range(40)))
    clock.advance(hours=2)
    rang = await asyncio.gather(*(stores[n % 2].ring_timers() for n in range(6)))
    assert sum(rang) == 40
    names = []
    while (lease := await stores[1].lease()) is not None:
        assert isinstance(lease.content, TimerRang)
        names.append(lease.content.timer)
        await stores[1].commit(lease, turn())
    assert names == [f"t{n}" for n in range(40)]


async def test_a_timer_of_nobody_who_can_be_found_rings_nowhere(store: Store, clock: Clock) -> None:
    await do(store, SetTimer("a", SOON))
    async with store.writing() as connection:
        await connection.execute(update(talks).values(address=b"harm"))
    clock.advance(hours=2)
    assert await store.ring_timers() == 0
    assert await store.lease() is None
