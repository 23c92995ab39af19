"""A revision goes from draft to review to force by two persons, whole or not at all."""

from __future__ import annotations

import asyncio

from sqlalchemy import select
from talking import OpenStore

from bot.storage.models import audit
from bot.storage.revisions import Draft, stamp
from bot.storage.store import Store

LAN, HOA, MINH = "Chị Lan", "Chị Hoa", "Anh Minh"
BODY = 'title = "Thẻ vườn"\n'


def draft(body: str = BODY, name: str = "the-vuon") -> Draft:
    return Draft("topic", name, "vuon", body, stamp("gốc"), stamp("gốc"))


async def reviewed(store: Store, body: str = BODY, by: str = LAN) -> int:
    number = await store.begin_revision(draft(body), by)
    assert await store.offer_revision(number, 1, by, "phí mới")
    return number


async def test_a_draft_is_kept_with_who_when_and_why(store: Store) -> None:
    number = await store.begin_revision(draft(), LAN, "dân hỏi nhiều")
    kept = await store.revision(number)
    assert kept is not None
    assert (kept.kind, kept.name, kept.field, kept.body) == ("topic", "the-vuon", "vuon", BODY)
    assert (kept.state, kept.by, kept.why, kept.hands) == ("draft", LAN, "dân hỏi nhiều", (LAN,))
    assert await store.revision(number + 1) is None


async def test_a_save_never_overwrites_what_was_not_seen(store: Store) -> None:
    number = await store.begin_revision(draft(), LAN)
    assert await store.save_revision(number, 1, HOA, body="a = 1\n")
    assert not await store.save_revision(number, 1, LAN, body="b = 1\n")
    kept = await store.revision(number)
    assert kept is not None
    assert (kept.body, kept.edition, kept.hands) == ("a = 1\n", 2, (LAN, HOA))


async def test_only_a_draft_is_written_in(store: Store) -> None:
    number = await reviewed(store)
    assert not await store.save_revision(number, 1, LAN, body="b = 1\n")
    assert await store.return_revision(number, HOA, "thiếu nguồn")
    assert await store.save_revision(number, 1, LAN, body="b = 1\n")


async def test_what_changed_since_it_was_read_is_not_offered(store: Store) -> None:
    number = await store.begin_revision(draft(), LAN)
    await store.save_revision(number, 1, HOA, body="a = 1\n")
    assert not await store.offer_revision(number, 1, LAN, "xong")
    assert await store.offer_revision(number, 2, LAN, "xong")


async def test_another_person_publishes_and_the_generation_rises(store: Store) -> None:
    number = await reviewed(store)
    assert await store.publish_revision(number, 1, HOA, 0) == 1
    [kept] = await store.in_force()
    assert (kept.id, kept.state, kept.published_by) == (number, "published", HOA)
    assert await store.generation() == 1


async def test_nobody_publishes_what_they_wrote_in(store: Store) -> None:
    number = await store.begin_revision(draft(), LAN)
    await store.save_revision(number, 1, HOA, body="a = 1\n")
    await store.offer_revision(number, 2, LAN, "xong")
    assert await store.publish_revision(number, 2, LAN, 0) == "own"
    assert await store.publish_revision(number, 2, HOA, 0) == "own"
    assert await store.in_force() == []
    assert await store.publish_revision(number, 2, MINH, 0) == 1


async def test_a_draft_that_nobody_reviewed_is_not_published(store: Store) -> None:
    number = await store.begin_revision(draft(), LAN)
    assert await store.publish_revision(number, 1, HOA, 0) == "gone"
    assert await store.publish_revision(number + 1, 1, HOA, 0) == "gone"
    assert await store.generation() == 0


async def test_what_the_gate_did_not_see_is_not_published(store: Store) -> None:
    number = await reviewed(store)
    await store.raise_generation()
    assert await store.publish_revision(number, 1, HOA, 0) == "moved"
    kept = await store.revision(number)
    assert kept is not None
    assert kept.state == "review"
    assert await store.publish_revision(number, 1, HOA, 1) == 2


async def test_a_refused_publish_leaves_the_former_one_in_force(store: Store) -> None:
    first = await reviewed(store)
    await store.publish_revision(first, 1, HOA, 0)
    second = await reviewed(store, "b = 2\n")
    assert await store.publish_revision(second, 1, LAN, 1) == "own"
    assert await store.publish_revision(second, 1, HOA, 0) == "moved"
    assert [one.id for one in await store.in_force()] == [first]


async def test_the_next_one_retires_the_former(store: Store) -> None:
    first = await reviewed(store)
    await store.publish_revision(first, 1, HOA, 0)
    second = await reviewed(store, "b = 2\n")
    assert await store.publish_revision(second, 1, HOA, 1) == 2
    states = {one.id: one.state for one in await store.revisions("topic", "the-vuon")}
    assert states == {first: "retired", second: "published"}


async def test_of_many_who_publish_at_once_one_wins(open_another: OpenStore) -> None:
    stores = [await open_another() for _ in range(4)]
    numbers = [await reviewed(stores[0], f"a = {number}\n") for number in range(4)]
    tried = await asyncio.gather(
        *(
            store.publish_revision(number, 1, HOA, 0)
            for store, number in zip(stores, numbers, strict=True)
        )
    )
    assert sorted(map(str, tried)) == ["1", "moved", "moved", "moved"]
    assert len(await stores[0].in_force()) == 1


async def test_what_was_put_away_is_neither_offered_nor_published(store: Store) -> None:
    number = await reviewed(store)
    assert await store.drop_revision(number, LAN)
    assert await store.publish_revision(number, 1, HOA, 0) == "gone"
    assert not await store.return_revision(number, HOA, "?")
    assert [one.state for one in await store.revisions("topic", None, "dropped")] == ["dropped"]


async def test_each_step_stands_in_the_audit(store: Store) -> None:
    number = await reviewed(store)
    await store.return_revision(number, HOA, "thiếu nguồn")
    await store.offer_revision(number, 1, LAN, "đã thêm")
    await store.publish_revision(number, 1, HOA, 0)
    async with store.reading() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [(row.who, row.did, row.why) for row in rows] == [
        (LAN, "began draft", None), (LAN, "offered draft", "phí mới"),
        (HOA, "returned draft", "thiếu nguồn"), (LAN, "offered draft", "đã thêm"),
        (HOA, "published", None),
    ]  # fmt: skip
