"""One person's ten thousand messages cost the others nothing."""

from __future__ import annotations

from talking import OpenStore, raw, turn

from bot.messages import Address


async def test_others_are_served_after_one_turn_of_a_flood(open_another: OpenStore) -> None:
    store = await open_another()
    assert await store.keep("web", [raw(f"lũ-{n}", "flood") for n in range(10_000)]) == 10_000
    waited: list[int] = []
    served_of_flood = []
    for n in range(15):
        await store.keep("web", [raw(f"n-{n}", f"neighbour-{n}")])
        turns = 0
        while True:
            lease = await store.lease()
            assert lease is not None
            await store.commit(lease, turn("vâng"))
            turns += 1
            if lease.address == Address("web", f"neighbour-{n}"):
                break
            served_of_flood.append(lease.content.id)  # type: ignore[union-attr]
        waited.append(turns)
    assert max(waited) <= 2  # at most one turn of the flood before one's own
    assert served_of_flood == [f"lũ-{n}" for n in range(len(served_of_flood))]


async def test_those_who_wait_are_served_in_the_order_of_their_waiting(
    open_another: OpenStore,
) -> None:
    store = await open_another()
    for n in range(3):
        await store.keep("web", [raw(f"một-{n}", f"p{n}"), raw(f"hai-{n}", f"p{n}")])
    order = []
    while (lease := await store.lease()) is not None:
        order.append(lease.content.id)  # type: ignore[union-attr]
        await store.commit(lease, turn())
    assert order == ["một-0", "một-1", "một-2", "hai-0", "hai-1", "hai-2"]
