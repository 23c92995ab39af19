"""What staff do with a case: claim once, answer, hand over, note, merge, reveal, reopen, look."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from handing import BINH, OPENED, SECOND, do, found, served, team
from sqlalchemy import func, select
from talking import LAN, Clock, OpenStore, turn

from bot.messages import AddToCase, CaseClosed, RateCase, StaffSaid
from bot.storage.models import case_lines, case_views, cases
from bot.storage.records import Periods, Revealed
from bot.storage.store import Store

PHONE = "gọi tôi 0912345678 nhé"
MASKED = "gọi tôi [số điện thoại] nhé"


async def noted(store: Store, about: str = "KH7M2P4X") -> list[tuple[str, str, str | None]]:
    return [(line.who, line.did, line.why) for line in await store.audited(about=about)]


# ---- claiming


async def test_of_many_who_reach_for_a_case_at_once_one_gets_it(open_another: OpenStore) -> None:
    stores = [await open_another() for _ in range(4)]
    await do(stores[0], OPENED)
    names = [f"Cán bộ {number}" for number in range(24)]
    tries = [stores[number % 4].claim_case("KH7M2P4X", name) for number, name in enumerate(names)]
    held = await asyncio.gather(*tries)
    winners = [one.by for one in held if one is not None and one.new]
    assert len(winners) == 1
    assert {one.by for one in held if one is not None} == set(winners)
    assert (await found(stores[0])).claimed_by == winners[0]
    claims = [line for line in await stores[0].audited(about="KH7M2P4X") if line.did == "claimed"]
    assert len(claims) == 1


async def test_who_speaks_first_has_the_case_and_others_are_told_who(store: Store) -> None:
    await do(store, OPENED)
    held = await store.speak("KH7M2P4X", "Bác đến Hạt Kiểm lâm.", "Hoa")
    assert held is not None
    assert held.by == "Hoa"
    other = await store.speak("KH7M2P4X", "Thôi bác khỏi.", "Bình")
    assert other is not None
    assert other.by == "Hoa"
    done = await store.finish("KH7M2P4X", "Bình")
    assert done is not None
    assert done.by == "Hoa"
    [said] = await served(store)
    assert isinstance(said, StaffSaid)
    assert said.text == "Bác đến Hạt Kiểm lâm."
    assert await store.finish("KH7M2P4X", "Hoa")
    assert await store.speak("KH7M2P4X", "Muộn.", "Hoa") is None
    assert await store.finish("KH7M2P4X", "Hoa") is None


async def test_an_answer_stops_the_wait_and_is_the_first_once(store: Store) -> None:
    await do(store, OPENED)
    await store.speak("KH7M2P4X", "Chờ chút.", "Hoa")
    first = await found(store)
    assert first.answered is not None
    assert first.waits is None
    await do(store, AddToCase("KH7M2P4X", "vâng"))
    assert (await found(store)).waits is not None
    await store.speak("KH7M2P4X", "Xong rồi.", "Hoa")
    assert (await found(store)).answered == first.answered


# ---- handing over and notes


async def test_a_case_goes_to_another_team_with_a_reason_that_is_kept(store: Store) -> None:
    other = await team(store, "Tư pháp")
    await do(store, OPENED)
    due = (await found(store)).first_due
    await store.claim_case("KH7M2P4X", "Hoa")
    assert await store.hand_over("KH7M2P4X", "Hoa", "việc của tư pháp", team=other)
    case = await found(store)
    assert (case.team, case.claimed_by, case.first_due) == (other, None, due)
    assert (case.lines[-1].who, case.lines[-1].by) == ("note", "Hoa")
    assert case.lines[-1].text == "Chuyển cho Tư pháp. Lý do: việc của tư pháp"
    assert ("Hoa", "handed over", "việc của tư pháp") in await noted(store)
    assert not await store.hand_over("KH7M2P4X", "Hoa", "x", team=999)
    assert not await store.hand_over("KHONGCO1", "Hoa", "x", team=other)


async def test_a_case_goes_to_a_colleague(store: Store) -> None:
    await do(store, OPENED)
    assert await store.hand_over("KH7M2P4X", "Hoa", "chị Bình rành hơn", to="Bình")
    assert (await found(store)).claimed_by == "Bình"


async def test_notes_are_for_staff_and_no_part_of_what_is_kept_of_a_person(store: Store) -> None:
    await do(store, OPENED)
    assert await store.note_in("KH7M2P4X", "bác này hay quên, gọi buổi sáng", "Hoa")
    assert not await store.note_in("KHONGCO1", "x", "Hoa")
    assert (await found(store)).lines[-1].who == "note"
    kept = await store.export(LAN)
    assert "note" not in {line.who for line in kept.cases[0].lines}
    assert await served(store) == []


# ---- opening what is masked


async def test_what_is_masked_is_opened_for_a_reason_that_the_audit_keeps(store: Store) -> None:
    await do(store, replace(OPENED, question=MASKED, own=PHONE))
    await do(store, AddToCase("KH7M2P4X", "[họ tên] đây", own="tôi là Lê Thị Lụa đây"))
    assert await store.reveal("KH7M2P4X", "Hoa", "  ") is None
    assert await store.reveal("KHONGCO1", "Hoa", "gọi lại") is None
    assert await noted(store) == []
    opened = await store.reveal("KH7M2P4X", "Hoa", "gọi lại vì nhắn không thấy")
    assert isinstance(opened, Revealed)
    assert opened.question == PHONE
    assert [text for _, text in opened.lines] == ["tôi là Lê Thị Lụa đây"]
    assert await noted(store) == [("Hoa", "revealed", "gọi lại vì nhắn không thấy")]
    assert "0912345678" not in repr(await found(store))


async def test_own_words_are_shown_to_the_person_and_erased_with_the_case(store: Store) -> None:
    await do(store, replace(OPENED, question=MASKED, own=PHONE))
    await do(store, AddToCase("KH7M2P4X", MASKED, own="số tôi 0987654321"))
    assert (await store.export(LAN)).own == (PHONE, "số tôi 0987654321")
    await store.forget(LAN)
    opened = await store.reveal("KH7M2P4X", "Hoa", "thử")
    assert opened == Revealed("", ())


async def test_own_words_are_kept_no_longer_than_the_transcript(store: Store, clock: Clock) -> None:
    await do(store, replace(OPENED, question=MASKED, own=PHONE))
    await do(store, AddToCase("KH7M2P4X", MASKED, own=PHONE))
    clock.advance(days=91)
    await store.sweep(Periods())
    assert await store.reveal("KH7M2P4X", "Hoa", "thử") == Revealed("", ())
    async with store.reading() as connection:
        kept = select(func.count()).select_from(cases).where(cases.c.own.is_not(None))
        assert (await connection.execute(kept)).scalar_one() == 0


async def test_own_words_lie_sealed_in_the_database(store: Store) -> None:
    await do(store, replace(OPENED, question=MASKED, own=PHONE))
    await do(store, AddToCase("KH7M2P4X", MASKED, own=PHONE))
    async with store.reading() as connection:
        shown = repr((await connection.execute(select(cases))).all())
        shown += repr((await connection.execute(select(case_lines))).all())
    assert "0912345678" not in shown


# ---- reopening


async def test_a_closed_case_goes_on_when_its_citizen_writes(store: Store) -> None:
    await do(store, OPENED)
    await store.finish("KH7M2P4X", "Hoa")
    await served(store)
    stranger = AddToCase("KH7M2P4X", "xen vào")
    await do(store, stranger, address=BINH)
    assert (await found(store)).closed is not None
    await do(store, AddToCase("KH7M2P4X", "vẫn chưa được chị ơi"))
    case = await found(store)
    assert (case.closed, case.closed_by, case.claimed_by) == (None, None, "Hoa")
    assert case.reopened is not None
    assert case.waits is not None
    assert case.lines[-1].text == "vẫn chưa được chị ơi"
    assert ("citizen", "reopened", None) in await noted(store)
    assert await store.finish("KH7M2P4X", "Hoa")
    assert [type(event) for event in await served(store)] == [CaseClosed]


# ---- merging


@pytest.fixture
async def two(store: Store) -> Store:
    """A case of Lan's, and one of Bình's that was merged into it."""
    await do(store, OPENED)
    await do(store, SECOND, address=BINH)
    assert await store.merge(SECOND.case, OPENED.case, "Hoa")
    return store


async def test_the_citizen_of_a_merged_case_is_told_where_it_goes_on(two: Store) -> None:
    [told] = await served(two)
    assert isinstance(told, CaseClosed)
    assert (told.address, told.case, told.into) == (BINH, SECOND.case, OPENED.case)
    second = await found(two, SECOND.case)
    assert (second.merged_into, second.closed_by) == (OPENED.case, "Hoa")
    assert ("Hoa", "merged", OPENED.case) in await noted(two, SECOND.case)


async def test_answers_and_the_end_of_a_merged_case_reach_both_citizens(two: Store) -> None:
    await served(two)
    await two.speak(OPENED.case, "Phải xin phép ạ.", "Hoa")
    await two.finish(OPENED.case, "Hoa")
    events = await served(two)
    said = [event.address for event in events if isinstance(event, StaffSaid)]
    shut = [event.address for event in events if isinstance(event, CaseClosed)]
    assert sorted(said, key=str) == sorted(shut, key=str) == sorted([LAN, BINH], key=str)


async def test_both_citizens_write_in_the_case_that_goes_on(two: Store) -> None:
    await do(two, AddToCase(OPENED.case, "tôi hỏi thêm"), address=BINH)
    await do(two, AddToCase(SECOND.case, "còn phí nữa"), address=BINH)
    lines = [line.text for line in (await found(two)).lines if line.who == "citizen"]
    assert lines[-2:] == ["tôi hỏi thêm", "còn phí nữa"]
    assert OPENED.question in lines
    assert (await found(two, SECOND.case)).closed is not None


async def test_each_citizen_marks_for_themselves(two: Store) -> None:
    await do(two, RateCase(OPENED.case, 2), address=BINH)
    await do(two, RateCase(OPENED.case, 5))
    assert (await found(two)).mark == 5
    assert (await found(two, SECOND.case)).mark == 2


async def test_who_forgets_takes_their_own_words_and_leaves_the_others(two: Store) -> None:
    await do(two, AddToCase(OPENED.case, "lời của Bình"), address=BINH)
    await two.forget(BINH)
    assert "lời của Bình" not in repr(await found(two))
    assert OPENED.question in repr(await found(two))


async def test_a_case_goes_on_for_the_other_citizen_when_its_first_forgets(two: Store) -> None:
    await served(two)
    await two.forget(LAN)
    case = await found(two)
    assert (case.closed, case.question) == (None, "")
    assert await two.speak(OPENED.case, "Phải xin phép ạ.", "Hoa")
    [said] = await served(two)
    assert isinstance(said, StaffSaid)
    assert said.address == BINH


async def test_what_cannot_be_merged_stays(two: Store) -> None:
    assert not await two.merge(OPENED.case, OPENED.case, "Hoa")
    assert not await two.merge(SECOND.case, OPENED.case, "Hoa")
    assert not await two.merge(OPENED.case, "KHONGCO1", "Hoa")


async def test_cases_merged_in_a_row_all_lead_to_the_last(two: Store) -> None:
    third = replace(OPENED, case="CCCCCCCC")
    chi = replace(BINH, talk="chi")
    await do(two, third, address=chi)
    assert await two.merge(OPENED.case, third.case, "Hoa")
    await served(two)
    await two.speak(third.case, "Phải xin phép ạ.", "Hoa")
    said = {event.address for event in await served(two)}
    assert said == {LAN, BINH, chi}


async def test_two_cases_merged_into_each_other_at_once_leave_one_open(
    open_another: OpenStore,
) -> None:
    one, other = await open_another(), await open_another()
    await do(one, OPENED)
    await do(one, SECOND, address=BINH)
    done = await asyncio.gather(
        one.merge(OPENED.case, SECOND.case, "Hoa"), other.merge(SECOND.case, OPENED.case, "Bình")
    )
    assert sorted(done) == [False, True]
    assert len(await one.list_cases()) == 1


async def test_the_longer_wait_of_the_two_counts(store: Store) -> None:
    await do(store, SECOND, address=BINH)
    await do(store, OPENED)
    await store.speak(OPENED.case, "Chờ chút.", "Hoa")
    earlier = (await found(store, SECOND.case)).waits
    await store.merge(SECOND.case, OPENED.case, "Hoa")
    assert (await found(store)).waits == earlier


async def test_who_waits_in_a_merged_case_is_known_as_long_as_it_is_open(
    two: Store, clock: Clock
) -> None:
    await served(two)
    clock.advance(days=40)
    await two.sweep(Periods())
    await two.speak(OPENED.case, "Phải xin phép ạ.", "Hoa")
    assert {event.address for event in await served(two)} == {LAN, BINH}


# ---- looking


async def test_who_else_has_a_case_open_is_seen_for_a_while(store: Store, clock: Clock) -> None:
    await do(store, OPENED)
    assert await store.look("KH7M2P4X", "Hoa") == ()
    assert await store.look("KH7M2P4X", "Bình") == ("Hoa",)
    clock.advance(seconds=60)
    assert await store.look("KH7M2P4X", "Hoa") == ()
    assert await store.look("KHONGCO1", "Hoa") == ()
    async with store.reading() as connection:
        rows = select(func.count()).select_from(case_views)
        assert (await connection.execute(rows)).scalar_one() == 2


async def test_an_answer_and_a_message_that_cross_wait_for_each_other(
    open_another: OpenStore,
) -> None:
    """A citizen of a merged case writes while staff answer: neither is lost, nothing locks up."""
    one, other = await open_another(), await open_another()
    await do(one, OPENED)
    await do(one, SECOND, address=BINH)
    await one.merge(SECOND.case, OPENED.case, "Hoa")
    await served(one)

    async def write(number: int) -> None:
        await do(other, AddToCase(OPENED.case, f"lời {number}"), address=BINH)

    for number in range(5):
        await asyncio.gather(write(number), one.speak(OPENED.case, f"đáp {number}", "Hoa"))
        while (lease := await one.lease()) is not None:
            await one.commit(lease, turn())
    texts = [line.text for line in (await found(one)).lines]
    assert {f"lời {n}" for n in range(5)} | {f"đáp {n}" for n in range(5)} <= set(texts)
