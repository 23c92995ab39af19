"""Counts are kept with their turn or not at all, added up, and stops of walks counted once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from talking import LAN, Clock, OpenStore, heard, turn

from bot.messages import Address
from bot.session import Session
from bot.storage.models import counts
from bot.storage.records import Lease, LeaseLost, Periods
from bot.storage.store import Store
from bot.tally import Count, Tally

DAY = date(2026, 11, 22)
ASKED = Count(DAY, "asked", "web", "", "dang-ky-khai-sinh", "fee", "answer")
HEARD = Count(DAY, "heard", "web", "", "", "10", "answer")
STOP = Count(DAY, "stop", "web", "", "khai-tu", "ngay-mat", "silence")
BACK = Count(DAY, "step", "web", "", "khai-tu", "ngay-mat", "resumed")


async def told(store: Store) -> dict[Count, int]:
    """Everything counted so far."""
    key = [column for column in counts.c if column.name not in {"lane", "n"}]
    async with store.reading() as connection:
        rows = await connection.execute(select(*key, func.sum(counts.c.n)).group_by(*key))
        return {Count(*row[:-1]): int(row[-1]) for row in rows}


async def leased(store: Store, address: Address = LAN) -> Lease:
    await store.put(heard("chào", address))
    lease = await store.lease()
    assert lease is not None
    return lease


async def commit(store: Store, tally: Tally) -> None:
    await store.commit(await leased(store), turn(), tally)


async def test_counts_of_turns_are_added_up(store: Store) -> None:
    for _ in range(3):
        await commit(store, Tally((HEARD, ASKED)))
    await commit(store, Tally((HEARD, HEARD)))
    assert await told(store) == {HEARD: 5, ASKED: 3}


async def test_a_turn_that_is_not_kept_counts_nothing(store: Store, clock: Clock) -> None:
    lease = await leased(store)
    clock.advance(minutes=1)
    again = await store.lease()
    assert again is not None
    with pytest.raises(LeaseLost):
        await store.commit(lease, turn(), Tally((HEARD,)))
    assert await told(store) == {}


async def test_a_turn_without_a_tally_counts_nothing(store: Store) -> None:
    await store.commit(await leased(store), turn())
    assert await told(store) == {}


def resting(clock: Clock, *counted: Count) -> Tally:
    rests = clock.now + timedelta(hours=24)
    return Tally(counted, resumed=BACK, stopped=STOP, rests=rests, moves=True)


async def test_a_walk_that_rested_for_a_day_is_counted_once(store: Store, clock: Clock) -> None:
    await commit(store, resting(clock))
    before = await told(store)
    clock.advance(hours=23)
    await store.sweep(Periods())
    assert await told(store) == before
    clock.advance(hours=2)
    await asyncio.gather(store.sweep(Periods()), store.sweep(Periods()))
    assert (await told(store))[STOP] == 1


async def test_who_comes_back_in_time_did_not_stop(store: Store, clock: Clock) -> None:
    await commit(store, resting(clock))
    clock.advance(hours=20)
    at_rest = dict(await told(store))
    await commit(store, resting(clock))
    clock.advance(hours=20)
    await store.sweep(Periods())
    assert STOP not in await told(store)
    assert await told(store) == at_rest


async def test_who_comes_back_after_the_stop_was_counted_is_resumed(
    store: Store, clock: Clock
) -> None:
    await commit(store, resting(clock))
    clock.advance(hours=25)
    await store.sweep(Periods())
    first = (await told(store)).get(BACK, 0)
    await commit(store, resting(clock))
    assert (await told(store))[BACK] == first + 1
    assert (await told(store))[STOP] == 1


async def test_who_comes_back_late_but_before_the_sweep_neither_stopped_nor_resumed(
    store: Store, clock: Clock
) -> None:
    await commit(store, resting(clock))
    first = (await told(store)).get(BACK, 0)
    clock.advance(hours=25)
    await commit(store, resting(clock))
    await store.sweep(Periods())
    assert (await told(store)).get(BACK, 0) == first
    assert STOP not in await told(store)


async def test_a_walk_that_ended_does_not_rest(store: Store, clock: Clock) -> None:
    await commit(store, resting(clock))
    await commit(store, Tally(moves=True))
    clock.advance(hours=25)
    await store.sweep(Periods())
    assert STOP not in await told(store)


async def test_words_of_staff_leave_the_rest_as_it_is(store: Store, clock: Clock) -> None:
    await commit(store, resting(clock))
    clock.advance(hours=20)
    await commit(store, Tally())
    clock.advance(hours=5)
    await store.sweep(Periods())
    assert (await told(store))[STOP] == 1


async def test_a_stop_that_no_key_opens_does_not_hold_the_sweep(store: Store, clock: Clock) -> None:
    await commit(store, resting(clock))
    async with store.writing() as connection:
        from bot.storage.models import talks

        await connection.execute(talks.update().values(resting=b"damaged"))
    clock.advance(hours=25)
    await store.sweep(Periods())
    assert STOP not in await told(store)


async def test_days_gone_by_are_folded_and_nothing_is_lost(store: Store, clock: Clock) -> None:
    for _ in range(12):
        await commit(store, Tally((HEARD, ASKED)))
    clock.advance(days=3)
    await store.sweep(Periods())
    assert await told(store) == {HEARD: 12, ASKED: 12}
    async with store.reading() as connection:
        rows = (await connection.execute(select(counts.c.lane))).scalars().all()
    assert rows == [0, 0]


async def test_counts_outlive_every_period(store: Store, clock: Clock) -> None:
    await commit(store, Tally((ASKED,)))
    clock.advance(days=3650)
    await store.sweep(Periods())
    assert await told(store) == {ASKED: 1}


async def test_many_writers_of_the_same_counts_do_not_lock_each_other_out(
    store: Store, open_another: OpenStore
) -> None:
    others = [store, await open_another(), await open_another()]
    some = [Count(DAY, "asked", "web", "", f"topic-{number}") for number in range(12)]

    async def write(where: Store, shift: int) -> None:
        for turn_number in range(10):
            mixed = some[shift + turn_number % 3 :] + some[: shift + turn_number % 3]
            async with where.writing() as connection:
                await where.add_counts(connection, Counter(reversed(mixed)), lane=0)

    async with asyncio.timeout(60):
        await asyncio.gather(*(write(where, n) for n in range(4) for where in others))
    assert set((await told(store)).values()) == {120}


async def test_what_is_kept_of_a_rest_stands_sealed(store: Store, clock: Clock) -> None:
    from bot.storage.models import talks

    await commit(store, resting(clock))
    async with store.reading() as connection:
        kept: Any = (await connection.execute(select(talks.c.resting))).scalar_one()
    assert b"khai-tu" not in kept
    assert store.unseal(kept, "talks.resting")


async def test_the_session_is_kept_as_before(store: Store, clock: Clock) -> None:
    await store.commit(
        await leased(store), turn(session=Session(topic="khai-tu")), resting(clock, ASKED)
    )
    assert (await leased(store)).before.topic == "khai-tu"
