"""Who waits is woken at once, within a process and between processes; nothing waits for ever."""

from __future__ import annotations

import asyncio

from sqlalchemy import text
from talking import OpenStore, heard

from bot.storage.bells import TURNS, Bells, heard_within
from bot.storage.store import Store


async def test_a_bell_wakes_everyone_who_waits_for_its_name_and_no_other() -> None:
    bells = Bells()
    with bells.listening("a") as one, bells.listening("a") as two, bells.listening("b") as other:
        bells.ring("a")
        assert (one.is_set(), two.is_set(), other.is_set()) == (True, True, False)
    bells.ring("a")
    assert bells._waiting == {}


async def test_waiting_ends_by_the_clock_too() -> None:
    with Bells().listening("a") as bell:
        await heard_within(bell, 0.001)
        assert not bell.is_set()


async def test_what_one_process_keeps_wakes_another(open_another: OpenStore) -> None:
    one, two = await open_another(), await open_another()
    if not one.postgresql:
        return  # SQLite has no bells between processes: they look every second
    for _ in range(50):  # until the listener has begun to listen
        with two.bells.listening(TURNS) as bell:
            await one.put(heard())
            await heard_within(bell, 0.1)
            if bell.is_set():
                return
    raise AssertionError("nobody was woken")


async def test_a_broken_listener_ends_with_the_store(store: Store) -> None:
    if not store.postgresql:
        assert store._listener is None
        return
    await asyncio.sleep(0.05)
    async with store.engine.connect() as connection:
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
        others = "pg_backend_pid() AND backend_type = 'client backend'"
        await connection.execute(text(ending + others))
    await asyncio.sleep(0.05)
    assert store._listener is not None
    assert not store._listener.done()


async def test_a_publish_is_counted_up(store: Store, open_another: OpenStore) -> None:
    other = await open_another()
    assert await store.generation() == 0
    assert await store.raise_generation() == 1
    assert await other.raise_generation() == 2
    await store.put(heard())
    lease = await store.lease()
    assert lease is not None
    assert lease.generation == 2
