"""What is kept of a person can be shown to them, is erased when they wish, and in time anyway."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select, update
from talking import LAN, MORNING, Clock, heard, say, turn, words_for

from bot.messages import Address, Effect, Erased, Forget, KeepQuestion, OpenCase, RateCase, SetTimer
from bot.session import Session
from bot.storage.models import audit, case_lines, inbox, metadata, outbox, questions, talks
from bot.storage.records import Forgotten, Kept, Periods
from bot.storage.store import Store

CASE = OpenCase("KH7M2P4X", "nuôi voi", ("citizen: nuôi voi",), "asked")
LATER = MORNING + timedelta(days=1)
EVERYTHING: tuple[Effect, ...] = (
    CASE,
    KeepQuestion("nuôi voi", "unknown"),
    SetTimer("nhắc", LATER),
)
HUY = Address("web", "huy")


async def do(
    store: Store, *effects: Effect, address: Address = LAN, says: tuple[str, ...] = ("vâng",)
) -> None:
    await store.put(heard(address=address))
    lease = await store.lease()
    assert lease is not None
    session = replace(lease.session, topic="x")  # type: ignore[type-var]
    await store.commit(lease, turn(*says, effects=effects, session=session))  # type: ignore[arg-type]


async def rows(store: Store) -> dict[str, int]:
    async with store.reading() as connection:
        return {
            table.name: (
                await connection.execute(select(func.count()).select_from(table))
            ).scalar_one()
            for table in metadata.sorted_tables
        }


async def test_an_export_holds_everything_of_one_person_and_of_no_other(store: Store) -> None:
    await do(store, *EVERYTHING)
    await do(store, KeepQuestion("khác", "unknown"), address=HUY, says=("riêng",))
    await store.put(heard("còn chờ"))
    kept = await store.export(LAN)
    assert kept.session == Session(topic="x")
    assert (kept.messages, kept.replies, kept.timers) == (1, (say("vâng"),), (("nhắc", LATER),))
    assert [case.question for case in kept.cases] == ["nuôi voi"]
    assert [line.text for line in kept.cases[0].lines] == ["nuôi voi"]
    assert kept.questions == ("nuôi voi",)
    assert await store.export(Address("web", "ai đó")) == Kept(Address("web", "ai đó"))


async def test_an_export_leaves_out_what_cannot_be_read(store: Store) -> None:
    await do(store, *EVERYTHING)
    async with store.writing() as connection:
        await connection.execute(update(talks).values(session=b"harm"))
        await connection.execute(update(outbox).values(reply=b"harm"))
    kept = await store.export(LAN)
    assert (kept.session, kept.replies) == (None, ())
    await store.put(heard(address=HUY))
    assert (await store.export(HUY)).session is None


async def test_forgetting_erases_everywhere_and_says_what(store: Store) -> None:
    await do(store, *EVERYTHING)
    await do(store, address=HUY)
    await store.put(heard("còn chờ"))
    erased = await store.forget(LAN, who="hoa")
    assert erased == Forgotten(session=True, messages=1, replies=1, timers=1, cases=1, questions=1)
    assert await store.export(LAN) == Kept(LAN)
    assert await store.forget(LAN) == Forgotten()
    assert await store.lease() is None
    left = await rows(store)
    assert (left["talks"], left["outbox"], left["case_lines"], left["questions"]) == (1, 1, 0, 0)
    [figures] = await store.list_cases(closed=True)
    assert (figures.question, figures.channel, figures.closed_by) == ("", None, "forgotten")
    async with store.reading() as connection:
        noted = (await connection.execute(select(audit.c.did, audit.c.about))).all()
    assert [tuple(row) for row in noted] == [("forgot", "web")]


async def test_a_wish_to_be_forgotten_is_answered_and_later_messages_count(store: Store) -> None:
    await do(store, *EVERYTHING)
    await store.put(heard("xoá dữ liệu"))
    await store.put(heard("chào lại"))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn("Đã xoá.", effects=(Forget(),), session=Session(topic="x")))
    kept = await store.export(LAN)
    assert (kept.session, kept.timers, kept.cases, kept.questions) == (None, (), (), ())
    assert await words_for(store) == ["Đã xoá."]
    again = await store.lease()
    assert again is not None
    assert again.session == Session()


async def test_what_a_wish_to_be_forgotten_erased_comes_to_its_citizen(store: Store) -> None:
    await do(store, *EVERYTHING)
    await store.put(heard("xoá dữ liệu"))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn("Đang xoá.", effects=(Forget(),)))
    told = await store.lease()
    assert told is not None
    assert isinstance(told.content, Erased)
    counts = {"session": 1, "messages": 0, "replies": 1, "timers": 1, "cases": 1, "questions": 1}
    assert told.content.counts == counts
    assert told.content.address == LAN


async def test_an_address_goes_when_nothing_hangs_on_it(store: Store) -> None:
    await do(store, *EVERYTHING)
    await do(store, Forget())
    counted = await store.lease()
    assert counted is not None
    await store.skip(counted)
    assert (await store.sweep(Periods())).rows["talks"] == 0  # the goodbye is not read yet
    [(row, _)] = await store.unread(LAN)
    await store.acknowledge(LAN, row)
    assert (await store.sweep(Periods())).rows["talks"] == 1
    assert (await rows(store))["talks"] == 0


async def test_everything_is_kept_for_its_time_and_no_longer(store: Store, clock: Clock) -> None:
    await do(store, *EVERYTHING, RateCase("KH7M2P4X", 4, "tốt"))
    await store.close_case("KH7M2P4X", "Chị Hoa")
    await do(store)  # CaseClosed and one more message
    while (lease := await store.lease()) is not None:
        await store.commit(lease, turn(session=Session(topic="x")))
    spent: dict[int, dict[str, int]] = {}
    for day in (6, 8, 29, 31, 89, 91, 729, 731):
        clock.now = MORNING + timedelta(days=day)
        swept = await store.sweep(Periods())
        spent[day] = {name: count for name, count in swept.rows.items() if count}
    assert spent == {
        6: {},
        8: {"ids": 3},
        29: {},
        31: {"sessions": 1},
        89: {},
        91: {"undelivered": 2, "case lines": 1, "case texts": 1, "questions": 1},
        729: {},
        731: {"audit": 1},
    }
    assert (await rows(store))["talks"] == 1  # a reminder still hangs on it


async def test_what_waits_or_is_in_work_is_never_swept(store: Store, clock: Clock) -> None:
    await do(store)
    await store.put(heard("còn chờ"))
    clock.advance(days=60)
    assert (await store.sweep(Periods())).rows["sessions"] == 0
    lease = await store.lease()
    assert lease is not None
    assert lease.session == Session(topic="x")
    assert (await store.sweep(Periods())).rows["talks"] == 0


async def test_an_open_case_keeps_the_way_back_to_its_citizen(store: Store, clock: Clock) -> None:
    await do(store, CASE, says=())
    clock.advance(days=100)
    await store.sweep(Periods())
    await store.sweep(Periods())
    assert await store.answer_case("KH7M2P4X", "muộn nhưng có", "Chị Hoa")
    async with store.reading() as connection:
        lines = (await connection.execute(select(func.count()).select_from(case_lines))).scalar()
        told = (await connection.execute(select(func.count()).select_from(questions))).scalar()
        waiting = (await connection.execute(select(inbox.c.talk_id))).scalars().all()
    assert (lines, told, waiting) == (1, 0, [1])
