"""The deliverer: in order, at the platform's pace, again after a failure, parked with a reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from talking import Clock, heard, say, turn

from bot import delivery
from bot.delivery import Deliverer, pause, talk_pace
from bot.messages import Address, Event, Reply, Retract, Say, TimerRang
from bot.platforms import Capabilities, Delivery, Keep, Later, Never, Raw, Sent
from bot.settings import Night
from bot.stopping import to_the_end
from bot.storage.models import outbox, talks
from bot.storage.records import Wait
from bot.storage.store import Store
from bot.turn import Turn

LAN = Address("phone", "lan")
GROUP = Address("phone", "-100")
Script = Callable[[Address, Reply], Any]


@dataclass
class Phone:
    """A push channel: what it took, and what it does with the next ones."""

    capabilities: Capabilities = field(default_factory=lambda: Capabilities("push", 4096))
    name: str = "phone"
    taken: list[tuple[str, Reply]] = field(default_factory=list)
    script: list[Delivery | Exception] = field(default_factory=list)
    busy: asyncio.Event = field(default_factory=asyncio.Event)  # it took three

    def read(self, raw: Raw, at: datetime) -> Event | None:
        return None

    async def listen(self, keep: Keep) -> None:
        """Nobody calls."""

    async def deliver(self, address: Address, reply: Reply) -> Delivery:
        outcome = self.script.pop(0) if self.script else Sent("1")
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Sent):
            self.taken.append((address.talk, reply))
            if len(self.taken) == 3:
                self.busy.set()
        return outcome

    @property
    def words(self) -> list[str]:
        return [reply.text for _, reply in self.taken if isinstance(reply, Say)]


async def tell(store: Store, *texts: str, to: Address = LAN, retract: bool = False) -> None:
    await store.put(heard(address=to))
    lease = await store.lease()
    assert lease is not None
    said = turn(*texts)
    if retract:
        said = Turn(said.session, (Retract("9"), *said.replies), ())
    await store.commit(lease, said)


async def remind(store: Store, text: str, clock: Clock) -> None:
    await store.put(TimerRang(f"timer:{text}", clock.now, LAN, text))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(text))


async def send_all(deliverer: Deliverer) -> None:
    while await deliverer.send_once("phone") is True:
        pass


async def test_replies_arrive_in_order_and_leave_nothing(store: Store) -> None:
    phone = Phone()
    await tell(store, "một", "hai")
    await send_all(Deliverer(store, [phone]))
    assert phone.words == ["một", "hai"]
    assert (await store.sizes())["outbox"] == 0


async def test_later_is_later_and_keeps_the_order(store: Store, clock: Clock) -> None:
    phone = Phone(script=[Later(7, "429")])
    deliverer = Deliverer(store, [phone])
    await tell(store, "một", "hai")
    await send_all(deliverer)
    wait = await deliverer.send_once("phone")
    assert isinstance(wait, Wait)
    assert 6 < wait.seconds <= 7
    clock.advance(seconds=7)
    await send_all(deliverer)
    assert phone.words == ["một", "hai"]


async def test_after_a_day_of_trying_it_is_parked_with_the_reason(
    store: Store, clock: Clock
) -> None:
    phone = Phone(script=[Later(1, "unreachable")] * 2)
    deliverer = Deliverer(store, [phone])
    await tell(store, "một")
    await send_all(deliverer)
    clock.advance(hours=25)
    await send_all(deliverer)
    [row] = await store.parked()
    assert row.reason == "given up after a day: unreachable"


async def test_what_can_never_arrive_is_parked_and_the_next_goes(store: Store) -> None:
    phone = Phone(script=[Never("blocked")])
    await tell(store, "một", "hai")
    await send_all(Deliverer(store, [phone]))
    assert phone.words == ["hai"]
    assert [row.reason for row in await store.parked()] == ["blocked"]


async def test_a_channel_that_raises_is_tried_three_times_and_its_words_are_not_logged(
    store: Store, clock: Clock
) -> None:
    phone = Phone(script=[ValueError("riêng")] * 3)
    deliverer = Deliverer(store, [phone])
    await tell(store, "một", "hai")
    with capture_logs() as logs:
        for _ in range(4):
            await send_all(deliverer)
            clock.advance(seconds=10)
    assert phone.words == ["hai"]
    [row] = await store.parked()
    assert row.reason.startswith("ValueError at ")
    assert "riêng" not in repr(logs) + row.reason


async def test_a_delivery_without_an_end_is_tried_again(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "DELIVERY_SECONDS", 0.01)
    phone = Phone(script=[TimeoutError()])
    deliverer = Deliverer(store, [phone])
    await tell(store, "một")
    await send_all(deliverer)
    clock.advance(seconds=2)
    await send_all(deliverer)
    assert phone.words == ["một"]


async def test_damaged_replies_and_addresses_are_parked(store: Store) -> None:
    deliverer = Deliverer(store, [Phone()])
    await tell(store, "một", "hai")
    async with store.writing() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == 1).values(reply=b"harm"))
    await deliverer.send_once("phone")
    async with store.writing() as connection:
        await connection.execute(update(talks).values(address=b"harm"))
    await send_all(deliverer)
    reasons = [row.reason for row in await store.parked()]
    assert sorted(reason.split(":")[0] for reason in reasons) == ["outbox.reply", "talks.address"]


async def test_reminders_wait_for_the_morning_and_answers_do_not(
    store: Store, clock: Clock
) -> None:
    phone = Phone()
    deliverer = Deliverer(store, [phone], night=Night(time(21), time(7)))
    clock.now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # ten at night in Hà Nội
    await remind(store, "nhắc", clock)
    await tell(store, "trả lời")
    await send_all(deliverer)
    assert phone.words == ["trả lời"]
    clock.advance(hours=9, seconds=1)
    await send_all(deliverer)
    assert phone.words == ["trả lời", "nhắc"]


async def test_without_a_night_reminders_go_at_once(store: Store, clock: Clock) -> None:
    phone = Phone()
    await remind(store, "nhắc", clock)
    await send_all(Deliverer(store, [phone]))
    assert phone.words == ["nhắc"]


async def test_a_talk_gets_one_message_a_second_and_a_group_fewer(
    store: Store, clock: Clock
) -> None:
    phone = Phone(Capabilities("push", 4096, per_talk_second=1))

    def pace(capabilities: Capabilities, address: Address) -> float:
        return 3.0 if address == GROUP else talk_pace(capabilities, address)

    deliverer = Deliverer(store, [phone], pace=pace)
    await tell(store, "một", "hai", retract=True)
    await tell(store, "một", "hai", to=GROUP)
    arrived: dict[tuple[str, str], datetime] = {}
    for _ in range(40):
        await send_all(deliverer)
        for who, reply in phone.taken:
            if isinstance(reply, Say):
                arrived.setdefault((who, reply.text), clock.now)
        clock.advance(seconds=0.1)
    assert timedelta(seconds=1) <= arrived["lan", "hai"] - arrived["lan", "một"]
    assert arrived["lan", "hai"] - arrived["lan", "một"] < timedelta(seconds=1.3)
    assert timedelta(seconds=3) <= arrived["-100", "hai"] - arrived["-100", "một"]
    assert phone.taken[0] == ("lan", Retract("9"))


async def test_a_channel_gets_no_more_a_second_than_it_takes(store: Store, clock: Clock) -> None:
    phone = Phone(Capabilities("push", 4096, per_second=10))
    deliverer = Deliverer(store, [phone])
    for n in range(30):
        await tell(store, str(n), to=Address("phone", f"p{n}"))
    begun = clock.now
    while clock.now - begun < timedelta(seconds=1):
        outcome = await deliverer.send_once("phone")
        if isinstance(outcome, Wait):
            assert outcome.paced
            clock.advance(seconds=outcome.seconds)
    assert 9 <= len(phone.taken) <= 11


async def test_pull_channels_are_left_alone(store: Store) -> None:
    web = Phone(Capabilities("pull", 4096), name="web")
    await asyncio.wait_for(Deliverer(store, [web]).run(), 1)
    assert web.taken == []


async def test_a_running_deliverer_wakes_finishes_and_survives_an_outage(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(Capabilities("push", 4096, per_second=200))
    claim, failed = store.claim, asyncio.Event()

    async def away(*args: object, **kwargs: object) -> None:
        monkeypatch.setattr(store, "claim", claim)
        failed.set()
        raise OperationalError("SELECT 1", {}, OSError("gone"))

    monkeypatch.setattr(store, "claim", away)
    task = asyncio.create_task(Deliverer(store, [phone], senders=2).run())
    await failed.wait()
    await tell(store, "một", "hai", "ba")
    await asyncio.wait_for(phone.busy.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert phone.words == ["một", "hai", "ba"]
    assert (await store.sizes())["outbox"] == 0


async def test_a_fault_of_the_deliverer_itself_ends_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(store, "claim", broken)
    with pytest.raises(ExceptionGroup):
        await Deliverer(store, [Phone()]).run()


def test_pauses_grow_and_end_growing() -> None:
    assert [pause(tries) for tries in (0, 1, 2, 3, 20, 10_000)] == [1, 2, 4, 8, 300, 300]


def test_a_channel_without_a_pace_has_none() -> None:
    assert talk_pace(Capabilities("push", 1), LAN) == 0
    assert say("x").text == "x"


async def test_what_has_begun_is_finished_when_it_is_stopped() -> None:
    done, begun, gate = [], asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await gate.wait()
        done.append(True)

    task = asyncio.create_task(to_the_end(work()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == [True]


async def test_what_does_not_end_is_cut_off_after_its_grace() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(to_the_end(work(), grace=0.001))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
