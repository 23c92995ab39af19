"""What cannot be read is parked or set aside, kept, and listed; everything else goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from talking import LAN, Clock, OpenStore, heard, raw, turn, words_for

from bot.messages import Heard
from bot.session import Session
from bot.storage.models import inbox, lost_sessions, outbox, talks
from bot.storage.records import Broken, Lease
from bot.storage.store import Store


async def harm(store: Store, statement: object) -> None:
    async with store.writing() as connection:
        await connection.execute(statement)  # type: ignore[call-overload]


async def lease_of(store: Store) -> Lease:
    lease = await store.lease()
    assert lease is not None
    return lease


async def test_a_poison_row_is_parked_after_three_tries_and_the_next_is_served(
    store: Store, clock: Clock
) -> None:
    await store.keep("web", [raw("độc"), raw("lành")])
    await harm(store, update(inbox).where(inbox.c.id == 1).values(body=b"harm"))
    parked = []
    for _ in range(3):
        lease = await lease_of(store)
        assert isinstance(lease.content, Broken)
        parked.append(await store.stumble(lease, lease.content.why))
        clock.advance(seconds=3)
    assert parked == [False, False, True]
    assert (await lease_of(store)).content == raw("lành")
    [row] = await store.parked()
    assert (row.box, row.channel, row.tries) == ("inbox", "web", 3)
    assert row.reason == "inbox.body: sealed with a key that is not here"


async def test_order_is_kept_while_a_failed_message_waits_for_its_next_try(
    store: Store, clock: Clock
) -> None:
    await store.keep("web", [raw(1), raw(2)])
    await store.stumble(await lease_of(store), "again")
    assert await store.lease() is None
    clock.advance(seconds=1)
    assert (await lease_of(store)).content == raw(1)


async def test_a_parked_row_can_be_tried_again(store: Store, clock: Clock) -> None:
    await store.keep("web", [raw(1)])
    for _ in range(3):
        await store.stumble(await lease_of(store), "broken then, mended now")
        clock.advance(seconds=3)
    [row] = await store.parked()
    assert await store.unpark(row.row)
    assert not await store.unpark(row.row)
    lease = await lease_of(store)
    assert (lease.content, lease.tries) == (raw(1), 0)


async def test_json_that_is_no_event_is_broken_not_a_crash(store: Store) -> None:
    await store.put(heard("một"))
    body = store.seal(b'{"kind": "heard"}', "inbox.body")
    await harm(store, update(inbox).values(body=body))
    lease = await lease_of(store)
    assert lease.content == Broken("inbox.body: ValidationError")


async def test_the_park_of_a_commit_keeps_the_raw_form_and_answers(store: Store) -> None:
    await store.put(heard("một"))
    await store.commit(await lease_of(store), turn("Xin lỗi bác."), park="KH7M2P4X ValueError")
    assert await words_for(store) == ["Xin lỗi bác."]
    [row] = await store.parked()
    assert row.reason.startswith("KH7M2P4X")
    assert await store.unpark(row.row)
    assert isinstance((await lease_of(store)).content, Heard)


@pytest.mark.parametrize("seal", [True, False])
async def test_an_unreadable_session_is_set_aside_and_the_talk_goes_on(
    store: Store, *, seal: bool
) -> None:
    await store.put(heard("một"))
    await store.commit(await lease_of(store), turn(session=Session(topic="x")))
    broken = store.seal(b'{"doing": 7}', "talks.session") if seal else b"harm"
    await harm(store, update(talks).values(session=broken))
    await store.put(heard("hai"))
    lease = await lease_of(store)
    assert isinstance(lease.session, Broken)
    await store.commit(lease, turn("Mình bắt đầu lại nhé."))
    async with store.reading() as connection:
        kept = (await connection.execute(select(lost_sessions.c.session))).scalars().all()
    assert kept == [broken]
    await store.put(heard("ba"))
    assert (await lease_of(store)).session == Session()
    assert (await store.sizes())["lost_sessions"] == 1


@pytest.mark.parametrize("kind", ["raw", "event"])
async def test_a_damaged_address_is_known_from_what_came_in(store: Store, kind: str) -> None:
    if kind == "raw":
        await store.keep("web", [raw(1)])
    else:
        await store.put(heard("một"))
    await harm(store, update(talks).values(address=b"harm"))
    assert (await lease_of(store)).address == LAN


async def test_a_damaged_address_with_a_damaged_body_is_nobody(store: Store) -> None:
    await store.keep("web", [raw(1)])
    await harm(store, update(talks).values(address=b"harm"))
    await harm(store, update(inbox).values(body=b"harm"))
    assert (await lease_of(store)).address.talk == ""


async def test_a_damaged_reply_is_left_out_of_a_stream(store: Store) -> None:
    await store.put(heard("một"))
    await store.commit(await lease_of(store), turn("một", "hai"))
    await harm(store, update(outbox).where(outbox.c.id == 1).values(reply=b"harm"))
    assert await words_for(store) == ["hai"]


async def test_a_talk_that_is_due_with_nothing_to_do_goes_idle(store: Store) -> None:
    await store.keep("web", [raw(1), raw(2, "huy")])
    await store.commit(await lease_of(store), turn("vâng"))
    claim = await store.claim("web")
    await store.sent(claim)  # type: ignore[arg-type]
    now = store.clock()
    await harm(store, update(talks).values(due=now, send_due=now))
    assert (await lease_of(store)).content == raw(2, "huy")
    assert await store.claim("web") is None
    async with store.reading() as connection:
        left = (await connection.execute(select(talks.c.due, talks.c.send_due))).first()
    assert left == (None, None)


async def test_nothing_is_done_for_an_empty_batch_or_an_unknown_row(
    open_another: OpenStore,
) -> None:
    store = await open_another()
    assert await store.keep("web", []) == 0
    assert not await store.unpark(77)
    assert await store.parked() == []
