"""Replies leave in order per address, at the channel's pace, and are erased when they left."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from talking import LAN, Clock, OpenStore, heard, say, turn, words_for

from bot.messages import Address, Reply, Say
from bot.storage.models import outbox, talks
from bot.storage.records import Broken, Claim, Wait
from bot.storage.store import Store


async def tell(store: Store, *texts: str, address: Address = LAN) -> None:
    """Let a turn say these."""
    await store.put(heard(address=address))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(*texts))


async def claim_of(store: Store, channel: str = "web") -> Claim:
    claim = await store.claim(channel)
    assert isinstance(claim, Claim)
    return claim


def text_of(claim: Claim) -> str:
    assert isinstance(claim.reply, Say)
    return claim.reply.text


async def test_replies_are_claimed_in_order_and_one_at_a_time(store: Store) -> None:
    await tell(store, "một", "hai")
    first = await claim_of(store)
    assert not isinstance(await store.claim("web"), Claim)
    await store.sent(first)
    second = await claim_of(store)
    assert [text_of(first), text_of(second)] == ["một", "hai"]
    await store.sent(second)
    assert await store.claim("web") is None
    assert (await store.sizes())["outbox"] == 0


async def test_a_crash_between_commit_and_send_sends_again(
    store: Store, open_another: OpenStore, clock: Clock
) -> None:
    await tell(store, "một")
    lost = await claim_of(store)  # and the process dies: nobody settles it
    other = await open_another()
    assert await other.claim("web") is None
    clock.advance(seconds=61)
    again = await claim_of(other)
    assert again.row == lost.row
    await other.sent(again)
    await store.sent(lost)  # it was only slow: no harm is done
    assert (await store.sizes())["outbox"] == 0


async def test_a_slow_sender_erases_what_it_sent_though_it_was_taken_over(
    store: Store, clock: Clock
) -> None:
    await tell(store, "một", "hai")
    slow = await claim_of(store)
    clock.advance(seconds=61)
    quick = await claim_of(store)
    await store.sent(slow)
    assert await words_for(store) == ["hai"]
    assert not isinstance(await store.claim("web"), Claim)  # the talk is the quick one's
    await store.sent(quick)
    assert text_of(await claim_of(store)) == "hai"


async def test_a_postponed_reply_holds_back_those_after_it(store: Store, clock: Clock) -> None:
    await tell(store, "một", "hai")
    await store.postpone(await claim_of(store), 30)
    await tell(store, "ba")
    wait = await store.claim("web")
    assert isinstance(wait, Wait)
    assert 29 < wait.seconds <= 30
    assert not wait.paced
    clock.advance(seconds=31)
    first = await claim_of(store)
    assert (text_of(first), first.tries, first.faults) == ("một", 1, 0)
    await store.postpone(first, 0, fault=True)
    again = await claim_of(store)
    assert (again.tries, again.faults) == (2, 1)


async def test_the_pace_of_a_talk_outlives_an_empty_outbox(store: Store, clock: Clock) -> None:
    await tell(store, "một")
    await store.sent(await claim_of(store), pace=1.0)
    await tell(store, "hai")
    assert isinstance(await store.claim("web"), Wait)
    clock.advance(seconds=1)
    assert text_of(await claim_of(store)) == "hai"


async def test_the_pace_of_a_channel_holds_over_all_talks_and_processes(
    store: Store, open_another: OpenStore, clock: Clock
) -> None:
    other = await open_another()
    for n in range(3):
        await tell(store, str(n), address=Address("telegram", f"p{n}"))
    assert isinstance(await store.claim("telegram", per_second=10), Claim)
    wait = await other.claim("telegram", per_second=10)
    assert isinstance(wait, Wait)
    assert wait.paced
    assert 0.05 < wait.seconds <= 0.1
    clock.advance(seconds=0.1)
    assert isinstance(await other.claim("telegram", per_second=10), Claim)


async def test_a_held_reply_is_overtaken_by_answers_and_comes_in_the_morning(
    store: Store, clock: Clock
) -> None:
    await tell(store, "nhắc")
    held = await claim_of(store)
    await store.hold(held, clock.now + timedelta(hours=8))
    await tell(store, "trả lời")
    answer = await claim_of(store)
    assert text_of(answer) == "trả lời"
    await store.sent(answer)
    assert isinstance(await store.claim("web"), Wait)
    clock.advance(hours=9)
    assert text_of(await claim_of(store)) == "nhắc"


async def test_a_parked_reply_is_listed_with_its_reason_and_lets_the_next_go(store: Store) -> None:
    await tell(store, "một", "hai")
    await store.park(await claim_of(store), "blocked by the user")
    [row] = await store.parked()
    assert (row.box, row.channel, row.reason) == ("outbox", "web", "blocked by the user")
    assert text_of(await claim_of(store)) == "hai"
    assert await words_for(store) == ["hai"]


@pytest.mark.parametrize("body", [b"harm", b'{"kind": "shout"}'])
async def test_a_damaged_reply_or_address_is_broken(store: Store, body: bytes) -> None:
    await tell(store, "một")
    sealed = body if body == b"harm" else store.seal(body, "outbox.reply")
    async with store.writing() as connection:
        await connection.execute(update(outbox).values(reply=sealed))
        await connection.execute(update(talks).values(address=b"harm"))
    claim = await claim_of(store)
    assert isinstance(claim.reply, Broken)
    assert isinstance(claim.address, Broken)


async def test_a_talk_forgotten_while_sending_is_no_fault(store: Store) -> None:
    await tell(store, "một")
    claim = await claim_of(store)
    await store.forget(LAN)
    await store.sent(claim)
    assert await store.claim("web") is None


async def test_unread_replies_stay_until_they_are_acknowledged(store: Store) -> None:
    await tell(store, "một", "hai", "ba")
    [(first, _), (second, reply), (third, _)] = await store.unread(LAN)
    assert reply == say("hai")
    assert [row for row, _ in await store.unread(LAN, second)] == [third]
    assert await store.acknowledge(LAN, second) == 2
    assert await words_for(store) == ["ba"]
    assert await store.acknowledge(LAN, first) == 0
    assert await store.acknowledge(Address("web", "ai đó"), 99) == 0
    assert await store.unread(Address("web", "ai đó")) == []


async def test_row_ids_are_never_given_twice(store: Store) -> None:
    await tell(store, "một")
    [(before, _)] = await store.unread(LAN)
    await store.acknowledge(LAN, before)
    await tell(store, "hai")
    assert [row > before for row, _ in await store.unread(LAN, before)] == [True]


async def test_a_stream_gives_each_reply_once_and_wakes_at_once(
    store: Store, open_another: OpenStore
) -> None:
    other = await open_another()
    await tell(store, "một")
    seen: list[Reply] = []

    async def read() -> None:
        async for row, reply in store.stream(LAN):
            seen.append(reply)
            if len(seen) == 3:
                await store.acknowledge(LAN, row)
                return

    reading = asyncio.create_task(read())
    await tell(store, "hai")
    # other processes ring on PostgreSQL alone; on SQLite a stream looks now and then
    await tell(other if store.postgresql else store, "ba")
    await asyncio.wait_for(reading, 4)
    assert seen == [say("một"), say("hai"), say("ba")]
    assert await words_for(store) == []


async def test_an_edit_and_a_retraction_come_back_as_they_were(store: Store) -> None:
    from bot.messages import Choice, Edit, FileRef, Retract, Typing

    rich = replace(
        say("xem"), choices=(Choice("/menu", "Menu"),), files=(FileRef("a.pdf", "x/y", "form:a/b"),)
    )
    said = (Typing(), Retract("17"), Edit("16", rich), rich)
    await store.put(heard())
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, replace(turn(), replies=said))
    assert tuple(reply for _, reply in await store.unread(LAN)) == said
