"""Cases go to staff and their words come back through the one door; questions are counted."""

from __future__ import annotations

from sqlalchemy import select, update
from talking import LAN, Clock, heard, turn

from bot.messages import (
    Address,
    AddToCase,
    CaseClosed,
    Effect,
    FileRef,
    KeepQuestion,
    OpenCase,
    RateCase,
    StaffSaid,
)
from bot.storage.models import audit, case_lines, cases
from bot.storage.store import Store

OPENED = OpenCase(
    case="KH7M2P4X",
    question="xin giấy phép nuôi voi",
    transcript=("citizen: xin giấy phép nuôi voi", "bot: Cháu chưa có hướng dẫn.", "lạ"),
    reason="unknown-twice",
    topic="khac",
    place="tay-ninh/tan-dong",
)


async def do(store: Store, *effects: Effect, address: Address = LAN) -> None:
    await store.put(heard(address=address))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=effects))


async def test_an_opened_case_is_listed_with_its_transcript(store: Store) -> None:
    await do(store, OPENED)
    [listed] = await store.list_cases()
    assert (listed.case, listed.question, listed.topic) == ("KH7M2P4X", OPENED.question, "khac")
    assert (listed.channel, listed.closed, listed.lines) == ("web", None, ())
    case = await store.case("KH7M2P4X")
    assert case is not None
    assert [(line.who, line.text) for line in case.lines] == [
        ("citizen", "xin giấy phép nuôi voi"),
        ("bot", "Cháu chưa có hướng dẫn."),
        ("citizen", "lạ"),
    ]
    assert await store.case("KHONGCO") is None


async def test_an_answer_of_staff_enters_through_the_inbox(store: Store) -> None:
    await do(store, OPENED)
    assert await store.answer_case("KH7M2P4X", "Bác đến Hạt Kiểm lâm.", "Chị Hoa")
    lease = await store.lease()
    assert lease is not None
    said = lease.content
    assert isinstance(said, StaffSaid)
    assert (said.address, said.case, said.text, said.by) == (
        LAN,
        "KH7M2P4X",
        "Bác đến Hạt Kiểm lâm.",
        "Chị Hoa",
    )
    await store.commit(lease, turn())
    case = await store.case("KH7M2P4X")
    assert case is not None
    assert (case.lines[-1].who, case.lines[-1].by) == ("staff", "Chị Hoa")
    assert await store.answer_case("KH7M2P4X", "Và mang theo đơn.", "Chị Hoa")
    assert await store.lease() is not None


async def test_a_closed_case_is_told_rated_and_takes_no_more_answers(store: Store) -> None:
    await do(store, OPENED)
    assert await store.close_case("KH7M2P4X", "Chị Hoa", who="hoa")
    lease = await store.lease()
    assert lease is not None
    assert isinstance(lease.content, CaseClosed)
    await store.commit(lease, turn(effects=(RateCase("KH7M2P4X", 5, "cảm ơn"),)))
    assert await store.list_cases() == []
    [closed] = await store.list_cases(closed=True)
    assert (closed.closed_by, closed.mark, closed.word) == ("Chị Hoa", 5, "cảm ơn")
    assert not await store.answer_case("KH7M2P4X", "muộn", "Chị Hoa")
    assert not await store.close_case("KH7M2P4X", "Chị Hoa")
    async with store.reading() as connection:
        noted = (await connection.execute(select(audit))).all()
    assert [(row.who, row.did, row.about) for row in noted] == [("hoa", "closed", "KH7M2P4X")]


async def test_a_citizen_writes_on_in_their_own_case_and_in_no_other(store: Store) -> None:
    photo = FileRef("ảnh.jpg", "image/jpeg", "telegram:abc")
    await do(store, OPENED)
    await do(store, AddToCase("KH7M2P4X", "thêm ảnh", (photo,)))
    stranger = Address("web", "người khác")
    await do(store, AddToCase("KH7M2P4X", "xen vào"), RateCase("KH7M2P4X", 1), address=stranger)
    case = await store.case("KH7M2P4X")
    assert case is not None
    assert (case.lines[-1].text, case.lines[-1].files) == ("thêm ảnh", (photo,))
    assert case.mark is None


async def test_damaged_texts_of_a_case_do_not_hide_the_rest(store: Store) -> None:
    await do(store, OPENED)
    async with store.writing() as connection:
        await connection.execute(update(cases).values(question=b"harm"))
        await connection.execute(update(case_lines).values(line=b"harm"))
    case = await store.case("KH7M2P4X")
    assert case is not None
    assert case.question == "(không đọc được)"
    assert {line.text for line in case.lines} == {"(không đọc được)"}


async def test_questions_are_counted_alike_and_most_frequent_first(
    store: Store, clock: Clock
) -> None:
    await do(store, KeepQuestion("đổi bằng lái", "choose"))
    await do(store, KeepQuestion("Xin giấy phép nuôi voi", "unknown", ("a", "b")))
    first = clock.now
    clock.advance(days=1)
    await do(store, KeepQuestion("xin giay phep nuoi voi?", "unknown", ("a",)))
    voi, bang = await store.unanswered()
    assert (voi.question, voi.count, voi.nearest) == ("xin giay phep nuoi voi?", 2, ("a",))
    assert voi.first <= first < voi.last
    assert (bang.count, bang.understood, bang.nearest) == (1, "choose", ())
    assert await store.unanswered(limit=1) == [voi]
