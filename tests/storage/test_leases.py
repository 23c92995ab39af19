"""One worker at a time has a talk; what a turn leaves is kept whole or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from talking import LAN, Clock, OpenStore, heard, raw, turn, words_for

from bot.messages import Address
from bot.platforms import Raw
from bot.session import Session
from bot.storage.records import LeaseLost
from bot.storage.store import Store


async def test_a_message_goes_in_and_its_answer_comes_out(store: Store) -> None:
    assert await store.put(heard("chào"))
    lease = await store.lease()
    assert lease.content.text == "chào"
    assert lease.address == LAN
    await store.commit(lease, turn("Chào bác.", session=Session(topic="dang-ky-khai-sinh")))
    assert await words_for(store) == ["Chào bác."]
    await store.put(heard("nữa"))
    assert (await store.lease()).session.topic == "dang-ky-khai-sinh"


async def test_a_duplicate_is_dropped(store: Store) -> None:
    assert await store.put(heard("một", event="web:1"))
    assert not await store.put(heard("một", event="web:1"))
    await store.commit(await store.lease(), turn())
    assert not await store.put(heard("một", event="web:1"))
    assert await store.lease() is None


async def test_a_batch_is_kept_in_one_commit_without_its_duplicates(store: Store) -> None:
    batch = [raw(1), raw(2, "huy"), raw(1), raw(3)]
    assert await store.keep("telegram", batch) == 3
    assert await store.keep("telegram", batch) == 0
    assert await store.keep("zalo-bot", [raw(1)]) == 1
    await store.keeper("telegram")([raw(4, "huy")])
    lease = await store.lease(["telegram"])
    assert lease.content == Raw("1", "lan", "{}")


async def test_one_talk_is_never_leased_twice(store: Store) -> None:
    await store.put(heard("một"))
    await store.put(heard("hai"))
    assert await store.lease() is not None
    assert await store.lease() is None


async def test_channels_that_a_worker_does_not_have_are_left_to_others(store: Store) -> None:
    await store.put(heard("một", Address("telegram", "1")))
    assert await store.lease(["web"]) is None
    assert await store.lease(["web", "telegram"]) is not None


async def test_a_lease_that_ran_out_is_taken_over_and_its_commit_refused(
    store: Store, clock: Clock
) -> None:
    await store.put(heard("một"))
    late = await store.lease()
    clock.advance(seconds=11)
    taken_over = await store.lease()
    assert taken_over.row == late.row
    with pytest.raises(LeaseLost):
        await store.commit(late, turn("từ người muộn"))
    await store.commit(taken_over, turn("từ người sau"))
    assert await words_for(store) == ["từ người sau"]


async def test_a_late_commit_that_nobody_took_over_counts(store: Store, clock: Clock) -> None:
    await store.put(heard("một"))
    late = await store.lease()
    clock.advance(seconds=11)
    await store.commit(late, turn("kịp"))
    assert await store.lease() is None


async def test_eight_workers_keep_the_order_of_every_talk(open_another: OpenStore) -> None:
    stores = [await open_another(), await open_another()]
    people = [Address("web", f"p{n}") for n in range(20)]
    for batch in range(4):
        await asyncio.gather(
            *(
                stores[0].keep(
                    "web", [Raw(f"{who.talk}-{batch * 5 + n}", who.talk, "") for n in range(5)]
                )
                for who in people
            )
        )
    served: dict[str, list[str]] = {who.talk: [] for who in people}

    async def work(store: Store) -> None:
        while (lease := await store.lease()) is not None:
            number = lease.content.id.partition("-")[2]
            session = replace(lease.session, misses=lease.session.misses + 1)
            served[lease.address.talk].append(number)
            await store.commit(lease, turn(number, session=session))

    await asyncio.gather(*(work(stores[n % 2]) for n in range(8)))
    for who in people:
        assert served[who.talk] == [str(n) for n in range(20)]
        assert await words_for(stores[1], who) == [str(n) for n in range(20)]
