"""Whole talks of citizens and staff through the stand-in, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from bot_api import BotApi
from sqlalchemy import select
from talking import OpenStore
from town import GROUP, Town, buttons

from bot.messages import Address, Say
from bot.routing import Team
from bot.storage.models import audit, cases, posts
from bot.storage.records import Periods
from bot.storage.store import Store

LAN, HOA, BINH, STRANGER = 701, 801, 802, 899
QUESTION = "xin giấy phép nuôi voi trong vườn nhà"


async def open_case(town: Town, user: int = LAN, question: str = QUESTION) -> str:
    await town.say(user, question)
    await town.say(user, "gặp cán bộ")
    [case] = [case for case in await town.store.list_cases() if case.question == question]
    return case.case


@pytest.fixture
async def forum(town: Town) -> Town:
    """A staff group with topics, and two members of staff."""
    town.api.group(GROUP, forum=True, admin=True)
    await town.store.add_member("Chị Hoa", "telegram", str(HOA))
    await town.store.add_member("Anh Bình", "telegram", str(BINH))
    return town


@pytest.fixture
async def plain(forum: Town) -> Town:
    """The same group without topics, the bot an ordinary member of it."""
    group = forum.api.chats[GROUP]
    group.forum = group.admin = False
    return forum


def topic_of(api: BotApi, case: str) -> int:
    [thread] = [number for number, name in api.chats[GROUP].names.items() if name.startswith(case)]
    return thread


async def test_a_question_goes_to_a_person_and_the_answer_comes_back(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    card = forum.api.said(GROUP, thread)[0]
    assert QUESTION in card["text"]
    assert [button["text"] for button in buttons(card)] == ["Nhận việc"]
    await forum.press(HOA, "Nhận việc", GROUP)
    assert "Chị Hoa đã nhận" in forum.api.texts(GROUP, thread)[-1]
    await forum.say(HOA, "Bác đến Hạt Kiểm lâm huyện cũ nhé.", chat=GROUP, thread=thread)
    told = forum.api.texts(LAN)[-1]
    assert "Chị Hoa" in told
    assert "Hạt Kiểm lâm" in told
    await forum.press(HOA, "Đã xong", GROUP)
    assert forum.api.chats[GROUP].topics[thread] == "closed"
    marks = [button["text"] for button in buttons(forum.api.said(LAN)[-1])]
    assert marks == ["1", "2", "3", "4", "5"]
    await forum.press(LAN, "5")
    await forum.say(LAN, "cán bộ tận tình lắm")
    [closed] = await forum.store.list_cases(closed=True)
    assert (closed.claimed_by, closed.closed_by) == ("Chị Hoa", "Chị Hoa")
    assert (closed.mark, closed.word) == (5, "cán bộ tận tình lắm")
    assert "5/5" in forum.api.texts(GROUP, thread)[-1]
    assert not await forum.store.parked()


async def test_a_group_without_topics_does_with_answers(plain: Town) -> None:
    first, second = await open_case(plain), await open_case(plain, 702, "đăng ký đò ngang sông")
    cards = {m["text"].split("\n")[0].split()[-1]: m for m in plain.api.said(GROUP)}
    await plain.say(HOA, "Bác hỏi Sở Giao thông.", chat=GROUP, reply_to=cards[second]["message_id"])
    assert "Sở Giao thông" in plain.api.texts(702)[-1]
    assert "Sở Giao thông" not in " ".join(plain.api.texts(LAN))
    claimed = plain.api.said(GROUP)[-1]
    assert claimed["reply_to_message"]["message_id"] == cards[second]["message_id"]
    await plain.say(HOA, "/nhan", chat=GROUP, reply_to=cards[first]["message_id"])
    assert {c.claimed_by for c in await plain.store.list_cases()} == {"Chị Hoa"}


async def test_what_the_citizen_writes_on_reaches_staff_masked(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    await forum.store.answer_case(case, "Voi nặng bao nhiêu?", "Chị Hoa")
    await forum.settle()
    photo = forum.api.keep_file(b"jpeg")
    shown = {"file_id": photo, "file_unique_id": "u", "width": 9, "height": 9}
    forum.api.write(LAN, photo=[shown])
    await forum.settle()
    assert forum.api.said(GROUP, thread)[-1]["photo"][0]["file_id"] == photo
    kept = await forum.store.case(case)
    assert kept is not None
    assert kept.lines[-1].files[0].source == f"telegram:{photo}"


async def test_only_one_of_many_claimers_wins(
    forum: Town, open_another: OpenStore, store: Store
) -> None:
    case = await open_case(forum)
    others = [store, *[await open_another() for _ in range(3)]]
    names = [f"Cán bộ {number}" for number in range(24)]
    held = await asyncio.gather(
        *(others[number % 4].claim_case(case, name) for number, name in enumerate(names))
    )
    winners = [one for one in held if one is not None and one.new]
    assert len(winners) == 1
    assert {one.by for one in held if one is not None} == {winners[0].by}
    [kept] = await store.list_cases()
    assert kept.claimed_by == winners[0].by
    async with store.reading() as connection:
        claims = (await connection.execute(select(audit).where(audit.c.did == "claimed"))).all()
    assert [row.who for row in claims] == [winners[0].by]


async def test_a_stranger_is_refused_kindly_with_the_number_to_add(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    before = len(forum.api.said(LAN))
    await forum.say(STRANGER, "tôi trả lời hộ", chat=GROUP, thread=thread)
    await forum.press(STRANGER, "Nhận việc", GROUP)
    assert f"--telegram {STRANGER}" in forum.api.texts(GROUP, thread)[-1]
    assert len(forum.api.said(LAN)) == before
    [kept] = await forum.store.list_cases()
    assert kept.claimed_by is None


async def test_another_member_is_told_that_the_words_did_not_go_out(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    await forum.press(HOA, "Nhận việc", GROUP)
    before = len(forum.api.said(LAN))
    told = await forum.say(BINH, "để tôi", chat=GROUP, thread=thread)
    assert "chưa tới người dân" in told[-1]
    assert len(forum.api.said(LAN)) == before
    await forum.press(BINH, "Trả lại", GROUP)
    assert "không do Anh Bình giữ" in forum.api.texts(GROUP, thread)[-1]
    await forum.press(HOA, "Trả lại", GROUP)
    await forum.say(BINH, "Bác chờ tôi hỏi nhé.", chat=GROUP, thread=thread)
    assert "Anh Bình" in forum.api.texts(LAN)[-1]
    await forum.press(BINH, "Nhận việc", GROUP)
    assert "đang giữ" in forum.api.texts(GROUP, thread)[-1]


async def test_notes_stay_among_staff_and_chatter_elsewhere_is_not_for_us(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    before = len(forum.api.said(LAN)), len(forum.api.said(GROUP))
    await forum.say(HOA, "// ai biết việc này không?", chat=GROUP, thread=thread)
    await forum.say(HOA, "trưa nay ăn gì", chat=GROUP)
    assert (len(forum.api.said(LAN)), len(forum.api.said(GROUP))) == before


async def test_acts_that_cannot_be_are_answered_kindly(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    assert "Chưa rõ việc nào" in (await forum.say(HOA, "/xong", chat=GROUP))[-1]
    assert "Bấm nút" in (await forum.say(HOA, "/help", chat=GROUP))[-1]
    photo = {"file_id": "x", "file_unique_id": "u", "width": 1, "height": 1}
    told = await forum.say(HOA, "", chat=GROUP, thread=thread, photo=[photo])
    assert "Ảnh và tệp chưa gửi" in told[-1]
    await forum.say(HOA, "/xong", chat=GROUP, thread=thread)
    late = await forum.say(HOA, "thêm một ý", chat=GROUP, thread=thread)
    assert "đã đóng" in late[-1]
    card = forum.api.said(GROUP, thread)[0]["message_id"]
    for value in ("c:done:", "x", "c:bay:AAAAAAAA"):
        forum.api.press(HOA, GROUP, card, value)
    await forum.settle()
    assert "Bấm nút" in forum.api.texts(GROUP, thread)[-1]


async def test_the_shell_closes_and_the_group_hears_of_it(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    await forum.store.answer_case(case, "Bác gọi số này.", "Chị Hoa")
    await forum.store.close_case(case, "Chị Hoa")
    await forum.settle()
    told = forum.api.texts(GROUP, thread)
    assert "từ máy khác" in told[-2]
    assert "đã xong" in told[-1]
    assert forum.api.chats[GROUP].topics[thread] == "closed"


async def test_forgetting_takes_the_case_back_from_the_group(forum: Town) -> None:
    case = await open_case(forum)
    await forum.say(LAN, "xoá dữ liệu")
    await forum.press(LAN, "Xoá hết")
    assert case not in " ".join(forum.api.texts(GROUP))
    assert forum.api.chats[GROUP].topics == {}
    async with forum.store.reading() as connection:
        assert (await connection.execute(select(posts))).all() == []


async def test_forgetting_takes_messages_back_where_there_are_no_topics(plain: Town) -> None:
    await open_case(plain)
    await plain.store.forget(Address("telegram", str(LAN)))
    await plain.settle()
    assert plain.api.texts(GROUP) == []


async def test_what_still_waits_for_the_group_is_not_posted_after_forgetting(forum: Town) -> None:
    await forum.say(LAN, QUESTION)
    forum.api.write(LAN, "gặp cán bộ")
    await forum.hear()
    while await forum.worker.turn_once():
        pass
    await forum.store.forget(Address("telegram", str(LAN)))
    await forum.settle()
    assert QUESTION not in " ".join(forum.api.texts(GROUP))


async def test_what_is_past_its_time_leaves_the_group_too(forum: Town) -> None:
    case = await open_case(forum)
    await forum.store.close_case(case, "Chị Hoa")
    await forum.settle()
    forum.clock.advance(days=91)
    await forum.store.sweep(Periods())
    await forum.settle()
    assert forum.api.chats[GROUP].topics == {}
    assert forum.api.texts(GROUP) == []
    swept = len(forum.api.calls)
    await forum.store.sweep(Periods())
    await forum.settle()
    assert len(forum.api.calls) == swept


async def test_a_deleted_topic_loses_no_words(forum: Town) -> None:
    case = await open_case(forum)
    del forum.api.chats[GROUP].topics[topic_of(forum.api, case)]
    await forum.store.close_case(case, "Chị Hoa")
    await forum.settle()
    assert "đã xong" in forum.api.texts(GROUP)[-1]
    assert not await forum.store.parked()


async def test_a_citizen_on_the_web_hears_from_the_same_group(forum: Town) -> None:
    from bot.channels.web import WebChannel

    store = forum.store
    web = WebChannel(store.keep, store.stream, store.acknowledge)  # type: ignore[arg-type]
    forum.worker._channels["web"] = web
    from talking import heard

    browser = Address("web", "lan")
    for words in (QUESTION, "gặp cán bộ"):
        await store.put(heard(words, browser))
        await forum.settle()
    [case] = await store.list_cases()
    await forum.say(HOA, "Chào chị.", chat=GROUP, thread=topic_of(forum.api, case.case))
    said = [reply for _, reply in await store.unread(browser) if isinstance(reply, Say)]
    assert "Chào chị." in said[-1].text


async def test_other_groups_are_pointed_to_a_private_chat(forum: Town) -> None:
    other = -100777
    forum.api.group(other)
    await forum.channel._introduce()
    assert "nhắn riêng" in (await forum.say(LAN, "/menu", chat=other))[-1]
    assert "nhắn riêng" in (await forum.say(LAN, "@troly_thu_bot ơi", chat=other))[-1]
    async with forum.store.reading() as connection:
        assert (await connection.execute(select(cases))).all() == []


async def test_staff_group_is_paced_twenty_a_minute(forum: Town) -> None:
    forum.api.flood_limits = False
    begun = forum.clock.now
    for user in range(710, 716):
        await open_case(forum, user, f"nuôi voi số {user} ở đâu cấp phép")
    posted = len([m for m in forum.api.called("sendMessage") if m["chat_id"] == str(GROUP)])
    assert posted == 6
    assert (forum.clock.now - begun).total_seconds() >= 3 * (2 * 6 - 2)


async def test_who_writes_on_reopens_the_topic_of_their_case(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    await forum.press(HOA, "Nhận việc", GROUP)
    await forum.press(HOA, "Đã xong", GROUP)
    assert forum.api.chats[GROUP].topics[thread] == "closed"
    told = await forum.say(LAN, "gặp lại cán bộ giúp tôi")
    assert case in told[-1]
    assert forum.api.chats[GROUP].topics[thread] == "open"
    assert "mở lại" in forum.api.texts(GROUP, thread)[-1]
    [again] = await forum.store.list_cases()
    assert (again.case, again.claimed_by) == (case, "Chị Hoa")
    await forum.say(HOA, "Chị nói tiếp đi ạ.", chat=GROUP, thread=thread)
    assert "Chị nói tiếp đi ạ." in forum.api.texts(LAN)[-1]


async def test_the_group_reads_team_language_and_due_time_and_who_is_late(forum: Town) -> None:
    await forum.store.put_team(Team(0, "Tổ Tân Hội", languages=("km",), fallback=True), "Trưởng")
    forum.clock.now = datetime(2026, 11, 30, 1, tzinfo=UTC)
    await forum.say(LAN, QUESTION)
    await forum.say(LAN, "cần người nói tiếng khmer")
    [case] = await forum.store.list_cases()
    thread = topic_of(forum.api, case.case)
    card = forum.api.texts(GROUP, thread)[0]
    assert "Tổ Tân Hội" in card
    assert "tiếng Khmer" in card
    assert "10:00 ngày 30/11" in card
    forum.clock.now = datetime(2026, 11, 30, 3, 1, tzinfo=UTC)
    assert await forum.store.watch() == 1
    await forum.settle()
    late = forum.api.texts(GROUP, thread)[-1]
    assert "Quá hạn" in late
    assert "Chưa ai nhận" in late


async def test_words_from_the_console_reach_the_phone_and_come_back(forum: Town) -> None:
    case = await open_case(forum)
    thread = topic_of(forum.api, case)
    held = await forum.store.speak(case, "Bác gửi ảnh giấy phép cũ giúp em.", "Chị Hoa")
    assert held is not None
    await forum.settle()
    assert "ảnh giấy phép cũ" in forum.api.texts(LAN)[-1]
    assert "từ máy khác" in forum.api.texts(GROUP, thread)[-1]
    await forum.say(LAN, "kwx tôi zzyq không vbnm có")
    found = await forum.store.case(case)
    assert found is not None
    assert found.lines[-1].text == "kwx tôi zzyq không vbnm có"
    assert found.waits is not None
    assert await forum.store.finish(case, "Chị Hoa")
    await forum.settle()
    assert "thấy được giúp thế nào" in forum.api.texts(LAN)[-1]


async def test_two_citizens_of_a_merged_case_read_one_answer_each(forum: Town) -> None:
    first = await open_case(forum)
    second = await open_case(forum, 702, "nuôi voi có phải xin giấy phép")
    assert await forum.store.merge(second, first, "Chị Hoa")
    await forum.settle()
    assert first in forum.api.texts(702)[-1]
    await forum.store.speak(first, "Phải xin phép ở Kiểm lâm.", "Chị Hoa")
    await forum.settle()
    for citizen in (LAN, 702):
        assert "Kiểm lâm" in forum.api.texts(citizen)[-1]
