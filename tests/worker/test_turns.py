"""The worker: one event at a time, every failure told, logged without words, and parked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from structlog.testing import capture_logs
from talking import LAN, Clock, OpenStore, heard, raw, say, words_for

from bot.messages import Address, Event, Heard, OpenCase, Reply, SetTimer, TimerRang
from bot.platforms import Capabilities, Delivery, Keep, Raw, Sent
from bot.references import reference
from bot.session import Session
from bot.storage.models import inbox, talks
from bot.storage.records import Lease
from bot.storage.store import Store
from bot.tally import Tally
from bot.turn import Turn
from bot.worker import Heart, Worker, is_outage


@dataclass
class Web:
    """A channel of which tests need only the reading."""

    name: str = "web"
    capabilities: Capabilities = field(default_factory=lambda: Capabilities("pull", 4000))

    def read(self, raw: Raw, at: datetime) -> Event | None:
        if raw.body == "nothing":
            return None
        if raw.body == "poison":
            raise ValueError(f"cannot read {raw.body}")
        return Heard(f"web:{raw.id}", at, Address(self.name, raw.talk), raw.body)

    async def listen(self, keep: Keep) -> None:
        """Tests keep by themselves."""

    async def deliver(self, address: Address, reply: Reply) -> Delivery:
        return Sent()


def respond(library: str, session: Session, event: Event) -> Turn:
    match event:
        case Heard(text="lỗi riêng 482913"):
            raise ValueError(event.text)
        case Heard(text="hẹn"):
            effects = (SetTimer("nhắc", event.at),)
            return Turn(session, (say("đã hẹn"),), effects, "command")
        case Heard(text=text):
            known = replace(session, misses=session.misses + 1, topic="khai-sinh")
            return Turn(known, (say(f"{library}: {text} {known.misses}"),), (), "answer")
        case TimerRang(timer=timer):
            return Turn(session, (say(f"đến giờ {timer}"),), ())
        case _:
            return Turn(session, (), ())


def session_lost(library: str, event: Event) -> Turn:
    return Turn(Session(misses=10), (say("Cháu quên mất rồi."),), ())


def sorry(library: str, event: Event, number: str) -> Turn:
    return Turn(Session(), (say(f"Xin lỗi, mã {number}"),), ())


HEART = Heart(respond, session_lost, sorry)


@pytest.fixture
def worker(store: Store) -> Worker[str]:
    return Worker(store, lambda: "v1", [Web()], HEART)


async def all_turns(worker: Worker[str]) -> int:
    turns = 0
    while await worker.turn_once():
        turns += 1
    return turns


async def test_what_was_kept_is_answered_once(worker: Worker[str], store: Store) -> None:
    await store.keep("web", [raw(1, body="chào"), raw(2, body="nothing"), raw(3, body="hỏi")])
    assert await all_turns(worker) == 3
    assert await words_for(store) == ["v1: chào 1", "v1: hỏi 2"]


async def test_an_error_of_ours_is_apologised_for_once_and_parked(
    worker: Worker[str], store: Store, clock: Clock
) -> None:
    await store.put(heard("chào"))
    await store.put(heard("lỗi riêng 482913", event="web:77"))
    await store.put(heard("sau"))
    with capture_logs() as logs:
        for _ in range(4):
            await all_turns(worker)
            clock.advance(seconds=3)
    number = reference("web:77")
    assert await words_for(store) == ["v1: chào 1", f"Xin lỗi, mã {number}", "v1: sau 2"]
    [row] = await store.parked()
    assert row.reason.startswith(f"{number} ValueError at test_turns.py:")
    failed = [line for line in logs if line["event"] == "turn failed"]
    assert [line["reference"] for line in failed] == [number] * 3
    assert "482913" not in repr(logs) + row.reason


async def test_a_raw_form_that_cannot_be_read_is_parked_without_a_word(
    worker: Worker[str], store: Store, clock: Clock
) -> None:
    await store.keep("web", [raw(1, body="poison"), raw(2, body="lành")])
    for _ in range(4):
        await all_turns(worker)
        clock.advance(seconds=3)
    assert await words_for(store) == ["v1: lành 1"]
    assert len(await store.parked()) == 1


async def test_a_damaged_row_is_parked(worker: Worker[str], store: Store, clock: Clock) -> None:
    await store.put(heard("chào"))
    async with store.writing() as connection:
        await connection.execute(update(inbox).values(body=b"harm"))
    for _ in range(3):
        await all_turns(worker)
        clock.advance(seconds=3)
    [row] = await store.parked()
    assert "CannotRead" in row.reason


async def test_a_lost_session_is_told_and_the_question_is_still_answered(
    worker: Worker[str], store: Store
) -> None:
    await store.put(heard("chào"))
    await all_turns(worker)
    async with store.writing() as connection:
        await connection.execute(update(talks).values(session=b"harm"))
    await store.put(heard("hỏi"))
    await all_turns(worker)
    assert await words_for(store) == ["v1: chào 1", "Cháu quên mất rồi.", "v1: hỏi 11"]


async def test_an_error_on_a_lost_session_begins_anew(
    worker: Worker[str], store: Store, clock: Clock
) -> None:
    await store.put(heard("chào"))
    await all_turns(worker)
    async with store.writing() as connection:
        await connection.execute(update(talks).values(session=b"harm"))
    await store.put(heard("lỗi riêng 482913"))
    for _ in range(3):
        await all_turns(worker)
        clock.advance(seconds=3)
    assert (await store.export(LAN)).session == Session()


async def test_an_apology_that_fails_is_no_endless_loop(store: Store, clock: Clock) -> None:
    def no_apology(library: str, event: Event, number: str) -> Turn:
        raise RuntimeError("broken too")

    worker = Worker(store, lambda: "v1", [Web()], Heart(respond, session_lost, no_apology))
    await store.put(heard("lỗi riêng 482913"))
    for _ in range(4):
        await all_turns(worker)
        clock.advance(seconds=3)
    assert len(await store.parked()) == 1
    assert await words_for(store) == []


async def test_a_turn_that_was_overtaken_leaves_nothing(
    store: Store, clock: Clock, open_another: OpenStore
) -> None:
    other = await open_another()
    taken: list[Lease | None] = []

    def slow(library: str, session: Session, event: Event) -> Turn:
        clock.advance(seconds=11)
        return respond(library, session, event)

    async def lease_in_between() -> None:
        taken.append(await other.lease())

    worker = Worker(store, lambda: "v1", [Web()], Heart(slow, session_lost, sorry))
    await store.put(heard("chào"))
    commit = store.commit

    async def late(lease: Lease, turn: Turn, tally: Tally, *, park: str | None = None) -> None:
        await lease_in_between()
        await commit(lease, turn, tally, park=park)

    store.commit = late  # type: ignore[method-assign]
    with capture_logs() as logs:
        assert await worker.turn_once()
    assert taken[0] is not None
    assert [line["event"] for line in logs] == ["lease lost"]
    assert await words_for(store) == []


async def test_the_log_has_one_line_an_event_and_no_words(
    worker: Worker[str], store: Store
) -> None:
    await store.put(heard("câu hỏi riêng của Lan", Address("web", "0912345678")))
    with capture_logs() as logs:
        await all_turns(worker)
    [line] = logs
    assert (line["event"], line["understanding"], line["topic"]) == ("turn", "answer", "khai-sinh")
    assert line["talk"] == store.hash_address(Address("web", "0912345678"))[:12]
    assert line["ms"] > 0
    assert "riêng" not in repr(logs)
    assert "0912345678" not in repr(logs)


async def test_figures_count_turns_and_what_waits(store: Store) -> None:
    from bot.metrics import Metrics

    metrics = Metrics()
    worker = Worker(store, lambda: "v1", [Web()], HEART, metrics=metrics)
    await store.put(heard("chào"))
    await all_turns(worker)
    await worker._count()
    text = metrics.text().decode()
    labels = 'channel="web",kind="heard",understanding="answer"'
    assert f"troly_turns_total{{{labels}}} 1.0" in text
    assert 'troly_kept{what="outbox"} 1.0' in text


@pytest.fixture
async def running(worker: Worker[str]) -> AsyncIterator[Worker[str]]:
    task = asyncio.create_task(worker.run())
    yield worker
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def first_words(store: Store, count: int) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(10):
        async for _, reply in store.stream(LAN):
            found.append(reply.text)  # type: ignore[union-attr]
            if len(found) == count:
                break
    return found


async def test_a_running_worker_wakes_when_something_is_kept(
    running: Worker[str], store: Store
) -> None:
    await store.put(heard("chào"))
    assert await first_words(store, 1) == ["v1: chào 1"]


async def test_a_running_worker_rings_timers(running: Worker[str], store: Store) -> None:
    await store.put(heard("hẹn"))
    assert await first_words(store, 2) == ["đã hẹn", "đến giờ nhắc"]


async def test_a_turn_that_the_database_refuses_is_parked_not_repeated_for_ever(
    store: Store, clock: Clock
) -> None:
    def odd(library: str, session: Session, event: Event) -> Turn:
        case = OpenCase("KH7M2P4X", "q", (), "asked")
        return Turn(session, (say("vâng"),), (case, case))  # one number, twice

    worker = Worker(store, lambda: "v1", [Web()], Heart(odd, session_lost, sorry))
    await store.put(heard("chào", event="web:5"))
    for _ in range(4):
        await all_turns(worker)
        clock.advance(seconds=3)
    assert await words_for(store) == [f"Xin lỗi, mã {reference('web:5')}"]
    assert await store.list_cases() == []


async def test_signs_that_postgresql_refuses_are_no_outage(store: Store, clock: Clock) -> None:
    def odd(library: str, session: Session, event: Event) -> Turn:
        return Turn(session, (), (SetTimer("nul \0", event.at),))

    worker = Worker(store, lambda: "v1", [Web()], Heart(odd, session_lost, sorry))
    await store.put(heard("chào"))
    for _ in range(3):
        await all_turns(worker)
        clock.advance(seconds=3)
    assert len(await store.parked()) == (1 if store.postgresql else 0)


async def test_a_publish_is_taken_over_while_turns_go_on(store: Store) -> None:
    libraries = ["v1"]
    gate = asyncio.Event()

    async def reload(generation: int) -> None:
        await gate.wait()
        libraries.append(f"v{generation + 1}")

    worker = Worker(store, lambda: libraries[-1], [Web()], HEART, reload=reload)
    await store.raise_generation()
    await store.put(heard("một"))
    await store.put(heard("hai"))
    await all_turns(worker)  # the old library serves while the new one is built
    gate.set()
    assert worker._takeover._reloading is not None
    await worker._takeover._reloading
    await store.put(heard("ba"))
    await all_turns(worker)
    assert await words_for(store) == ["v1: một 1", "v1: hai 2", "v2: ba 3"]
    assert worker._takeover._reloading is None


async def test_a_publish_that_cannot_be_read_leaves_the_old_one_serving(store: Store) -> None:
    async def reload(generation: int) -> None:
        raise ValueError("unfit")

    worker = Worker(store, lambda: "v1", [Web()], HEART, reload=reload)
    await store.raise_generation()
    await store.put(heard("một"))
    with capture_logs() as logs:
        await all_turns(worker)
        await asyncio.sleep(0)
    assert "publish not taken over" in [line["event"] for line in logs]
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await words_for(store) == ["v1: một 1"]


def outage() -> OperationalError:
    return OperationalError("SELECT 1", {}, OSError("gone"))


async def test_a_database_that_goes_away_costs_no_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(store, lambda: "v1", [Web()], HEART)
    await store.put(heard("chào"))
    commit, fails = store.commit, iter([True, False])

    async def flaky(lease: Lease, turn: Turn, tally: Tally, *, park: str | None = None) -> None:
        if next(fails, False):
            raise outage()
        await commit(lease, turn, tally, park=park)

    monkeypatch.setattr(store, "commit", flaky)
    with pytest.raises(OperationalError):
        await worker.turn_once()
    assert (await store.sizes())["inbox"] == 1
    assert (await store.sizes())["parked_in"] == 0


async def test_a_running_worker_survives_an_outage(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(store, lambda: "v1", [Web()], HEART)
    failed = asyncio.Event()
    lease, ring = store.lease, store.ring_timers

    async def away(*args: object) -> None:
        failed.set()
        monkeypatch.setattr(store, "lease", lease)
        raise outage()

    async def no_timers() -> int:
        monkeypatch.setattr(store, "ring_timers", ring)
        raise outage()

    monkeypatch.setattr(store, "lease", away)
    monkeypatch.setattr(store, "ring_timers", no_timers)
    task = asyncio.create_task(worker.run())
    await failed.wait()
    await store.put(heard("chào"))
    assert await first_words(store, 1) == ["v1: chào 1"]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_fault_of_the_worker_itself_ends_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: object) -> None:
        raise ZeroDivisionError

    for name in ("lease", "ring_timers"):
        with monkeypatch.context() as patch:
            patch.setattr(store, name, broken)
            with pytest.raises(ExceptionGroup):
                await Worker(store, lambda: "v1", [Web()], HEART).run()


def test_an_outage_is_told_from_a_message_at_fault() -> None:
    assert is_outage(outage())
    assert is_outage(ConnectionRefusedError())
    assert not is_outage(DataError("INSERT", {}, ValueError("nul")))
    assert not is_outage(IntegrityError("INSERT", {}, ValueError("twice")))
    assert not is_outage(ValueError())
