"""The rooms of the cases as staff use them: queue, claim race, answer, notes, hand over, reveal."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from desk_at import Hall
from handing import BINH, OPENED, SECOND, do, found, served, team
from talking import Clock

from bot.messages import AddToCase, StaffSaid
from bot.storage.canned import Canned

PATH = f"/console/viec/{OPENED.case}"
QUEUE = "/console/viec"


async def test_the_queue_shows_clock_words_place_and_language(hall: Hall, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    lan = await hall.enter("member")
    await team(hall.store, places=("tay-ninh/tan-dong",))
    await do(hall.store, replace(OPENED, language="km"))
    page = await lan.reads(QUEUE)
    assert OPENED.question in page
    assert "còn 1 giờ 59 phút để trả lời" in page
    assert "cần tiếng Khmer" in page
    assert "Tân Đông" in page
    assert "clock calm" in page
    clock.now = datetime(2026, 11, 30, 3, 35, 30, tzinfo=UTC)
    late = await lan.reads(QUEUE)
    assert "quá hạn trả lời 35 phút" in late
    assert "clock late" in late


async def test_emergencies_stand_first_then_whose_time_ends_first(hall: Hall) -> None:
    lan = await hall.enter("member")
    await do(hall.store, OPENED)
    await do(hall.store, replace(SECOND, reason="emergency"), address=BINH)
    page = await lan.reads(QUEUE)
    assert page.index(SECOND.case) < page.index(OPENED.case)
    assert "Khẩn cấp" in page


async def test_a_code_that_a_citizen_reads_out_leads_to_the_case(hall: Hall) -> None:
    lan = await hall.enter("member")
    await do(hall.store, OPENED)
    answer = await lan.client.get(f"{QUEUE}?ma={OPENED.case.lower()}")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    odd = await lan.client.get(QUEUE, params={"ma": "//evil.example/x?y"})
    assert odd.headers["location"].startswith("/console/viec/%2F%2F")


async def test_of_two_who_press_at_once_one_gets_the_case(hall: Hall) -> None:
    lan, hoa = await hall.enter("member", "Lan"), await hall.enter("member", "Hoa")
    await do(hall.store, OPENED)
    one, other = await asyncio.gather(
        lan.sends(PATH, page=QUEUE, act="claim"), hoa.sends(PATH, page=QUEUE, act="claim")
    )
    said = sorted(
        "đã nhận việc này" if "B%E1%BA%A1n" in answer.headers["location"] else "trước"
        for answer in (one, other)
    )
    assert said == ["trước", "đã nhận việc này"]
    holder = (await found(hall.store)).claimed_by
    assert holder in {"Lan", "Hoa"}
    loser = hoa if holder == "Lan" else lan
    page = await loser.reads(PATH)
    assert f"{holder} đang giữ việc này" in page
    assert 'name="text"' not in page


async def test_an_answer_goes_to_the_citizen_and_claims_the_case(hall: Hall) -> None:
    lan = await hall.enter("member", "Chị Lan")
    await do(hall.store, OPENED)
    await lan.sends(PATH, act="answer", text="Bác đến Hạt Kiểm lâm.\r\nMang theo đơn.")
    [said] = await served(hall.store)
    assert isinstance(said, StaffSaid)
    assert (said.text, said.by) == ("Bác đến Hạt Kiểm lâm.\nMang theo đơn.", "Chị Lan")
    page = await lan.reads(PATH)
    assert "bạn đang giữ" in page
    assert "Bác đến Hạt Kiểm lâm." in page
    await lan.sends(PATH, act="close")
    closed = await lan.reads(f"{QUEUE}?loc=da-dong")
    assert "Chị Lan đóng lúc" in closed
    assert OPENED.question not in await lan.reads(QUEUE)


async def test_what_was_not_sent_stays_in_the_box_and_why_is_said(hall: Hall) -> None:
    lan, hoa = await hall.enter("member", "Lan"), await hall.enter("member", "Hoa")
    await do(hall.store, OPENED)
    await hoa.sends(PATH, act="claim", page=QUEUE)
    held = await lan.sends(PATH, 422, page=QUEUE, act="answer", text="lời của Lan")
    assert "Hoa đang giữ việc này: lời này chưa gửi" in held.text
    empty = await hoa.sends(PATH, 422, act="answer", text="   ")
    assert "Mời viết câu trả lời" in empty.text
    long = await hoa.sends(PATH, 422, act="answer", text="dài " * 1000)
    assert "chia làm hai lần" in long.text
    assert "dài dài" in long.text
    await hoa.sends(PATH, act="close")
    late = await hoa.sends(PATH, 422, act="answer", text="muộn")
    assert "đã đóng" in late.text
    assert [event for event in await served(hall.store) if isinstance(event, StaffSaid)] == []


async def test_a_case_goes_back_to_the_queue_by_its_holder_alone(hall: Hall) -> None:
    lan, hoa = await hall.enter("member", "Lan"), await hall.enter("member", "Hoa")
    await do(hall.store, OPENED)
    await lan.sends(PATH, act="claim")
    await hoa.sends(PATH, act="back")
    assert (await found(hall.store)).claimed_by == "Lan"
    await lan.sends(PATH, act="back")
    assert (await found(hall.store)).claimed_by is None


# ---- who sees what


async def test_a_member_of_a_team_sees_its_cases_and_nobodys(hall: Hall) -> None:
    own = await team(hall.store, places=("tay-ninh/tan-dong",))
    other = await team(hall.store, "Tổ Cà Mau", places=("ca-mau",))
    lan = await hall.enter("member", "Lan", own)
    mai = await hall.enter("member", "Mai", other)
    await do(hall.store, OPENED)
    assert OPENED.question in await lan.reads(QUEUE)
    assert OPENED.question not in await mai.reads(QUEUE)
    assert "Tất cả" not in await mai.reads(QUEUE)
    for path in (QUEUE + "?loc=tat-ca", QUEUE + "?loc=da-dong", QUEUE + "?loc=bịa"):
        assert OPENED.question not in await mai.reads(path)
    await mai.reads(PATH, 403)
    refused = await mai.sends(PATH, 403, page="/console", act="answer", text="chen vào")
    assert "tổ khác" in refused.text
    assert (await found(hall.store)).claimed_by is None


async def test_who_was_given_a_case_of_another_team_may_answer_it(hall: Hall) -> None:
    own = await team(hall.store, places=("tay-ninh/tan-dong",))
    other = await team(hall.store, "Tổ Cà Mau", places=("ca-mau",))
    mai = await hall.enter("member", "Mai", other)
    await do(hall.store, OPENED)
    await hall.store.hand_over(OPENED.case, "Hoa", "chị Mai rành", to="Mai")
    assert own
    assert OPENED.question in await mai.reads(QUEUE + "?loc=cua-toi")
    await mai.sends(PATH, act="answer", text="Dạ em đây.")
    assert len(await served(hall.store)) == 1


# ---- beside the answer


async def test_a_suggestion_and_canned_words_come_into_the_box(hall: Hall) -> None:
    lan = await hall.enter("officer", "Lan")
    await do(hall.store, replace(OPENED, question="làm khai sinh cho con cần giấy gì"))
    page = await lan.reads(PATH)
    assert "Gợi ý từ kho kiến thức" in page
    used = await lan.reads(PATH + "?dung=goi-y")
    box = used.split('name="text"')[1].split("</textarea>")[0]
    assert "hứng sinh" in box
    words = "{You} cần {documents.giay-chung-sinh}."
    number = await hall.store.put_canned(Canned(0, "Giấy", words, "dang-ky-khai-sinh"), "Lan")
    filled = await lan.reads(f"{PATH}?mau={number}")
    assert "Bác cần" in filled.split('name="text"')[1].split("</textarea>")[0]


async def test_canned_words_whose_figure_is_gone_are_not_put_into_the_box(hall: Hall) -> None:
    lan = await hall.enter("officer", "Lan")
    await do(hall.store, OPENED)
    number = await hall.store.put_canned(Canned(0, "Phí cũ", "Hết {fee.da-bo}."), "Lan")
    page = await lan.reads(f"{PATH}?mau={number}", 422)
    assert "{fee.da-bo}" in page
    assert "nay không còn" in page
    assert "Hết" not in page.split('name="text"')[1].split("</textarea>")[0]


async def test_staff_look_something_up_in_their_own_words(hall: Hall) -> None:
    lan = await hall.enter("member", "Lan")
    await do(hall.store, OPENED)
    page = await lan.reads(PATH + "?hoi=quen mat khau vneid")
    assert "mật khẩu" in page.split("Gợi ý từ kho kiến thức")[1].lower()


async def test_a_note_is_seen_by_staff(hall: Hall) -> None:
    lan = await hall.enter("member", "Lan")
    await do(hall.store, OPENED)
    await lan.sends(PATH, act="note", note="gọi bác buổi sáng")
    await lan.sends(PATH, 422, act="note", note=" ")
    assert "gọi bác buổi sáng" in await lan.reads(PATH)
    assert await served(hall.store) == []


async def test_who_else_has_it_open_is_named(hall: Hall) -> None:
    lan, hoa = await hall.enter("member", "Lan"), await hall.enter("member", "Hoa")
    await do(hall.store, OPENED)
    assert "Đang cùng xem" not in await lan.reads(PATH)
    assert "Đang cùng xem: Lan" in await hoa.reads(PATH)


async def test_the_part_that_is_read_anew_holds_lines_and_state_for_who_may_see_it(
    hall: Hall,
) -> None:
    own = await team(hall.store, places=("tay-ninh/tan-dong",))
    other = await team(hall.store, "Tổ Cà Mau", places=("ca-mau",))
    lan, mai = await hall.enter("member", "Lan", own), await hall.enter("member", "Mai", other)
    await do(hall.store, OPENED)
    await hall.store.note_in(OPENED.case, "gọi bác buổi sáng", "Hoa")
    part = await lan.reads(PATH + "/loi")
    assert "gọi bác buổi sáng" in part
    assert "để trả lời" in part
    assert "<form" not in part
    await mai.reads(PATH + "/loi", 404)


async def test_what_a_citizen_typed_is_shown_as_words_not_as_a_page(hall: Hall) -> None:
    lan = await hall.enter("member", "Lan")
    bad = "<script>alert(1)</script>"
    await do(hall.store, replace(OPENED, question=bad))
    answer = await lan.client.get(PATH)
    assert bad not in answer.text
    assert "&lt;script&gt;" in answer.text


# ---- handing over, merging, revealing


async def test_a_member_gives_to_colleagues_and_upwards_with_a_reason(hall: Hall) -> None:
    upper = await team(hall.store, "Trung tâm tỉnh")
    own = await team(hall.store, places=("tay-ninh/tan-dong",), upper=upper)
    other = await team(hall.store, "Tổ Cà Mau")
    lan = await hall.enter("member", "Lan", own)
    await hall.enter("member", "Bình", own)
    await hall.enter("member", "Mai", other)
    await do(hall.store, OPENED)
    page = await lan.reads(PATH)
    assert 'value="ai:Bình"' in page
    assert "Trung tâm tỉnh (cấp trên)" in page
    assert 'value="ai:Mai"' not in page
    assert f'value="to:{other}"' not in page
    assert "lý do" in (await lan.sends(PATH, 422, act="give", to="ai:Bình", why="x")).text
    for to in (f"to:{other}", "to:999", "to:x", "ai:Ai đó", ""):
        await lan.sends(PATH, 422, act="give", to=to, why="thử xem sao")
    await lan.sends(PATH, act="give", to=f"to:{upper}", why="vượt quyền xã")
    assert (await found(hall.store)).team == upper


async def test_an_officer_gives_to_any_team(hall: Hall) -> None:
    own = await team(hall.store, places=("tay-ninh/tan-dong",))
    other = await team(hall.store, "Tư pháp")
    hoa = await hall.enter("officer", "Hoa", own)
    await do(hall.store, OPENED)
    await hoa.sends(PATH, act="give", to=f"to:{other}", why="việc của tư pháp")
    assert (await found(hall.store)).team == other
    [noted] = [
        line for line in await hall.store.audited(about=OPENED.case) if line.did == "handed over"
    ]
    assert (noted.who, noted.why) == ("Hoa", "việc của tư pháp")


async def test_an_officer_puts_two_cases_together(hall: Hall) -> None:
    hoa, lan = await hall.enter("officer", "Hoa"), await hall.enter("member", "Lan")
    await do(hall.store, OPENED)
    await do(hall.store, SECOND, address=BINH)
    second = f"/console/viec/{SECOND.case}"
    assert "Gộp vì trùng" not in await lan.reads(second)
    await lan.sends(second, 422, act="merge", into=OPENED.case)
    await hoa.sends(second, 422, act="merge", into="KHONGCO1")
    merged = await hoa.sends(second, act="merge", into=OPENED.case)
    assert merged.headers["location"].startswith(PATH)
    assert OPENED.case in await hoa.reads(second)
    assert SECOND.question in await hoa.reads(PATH)


async def test_what_is_masked_is_opened_once_for_a_reason_by_who_may(hall: Hall) -> None:
    hoa, lan = await hall.enter("officer", "Hoa"), await hall.enter("member", "Lan")
    masked = "gọi tôi [số điện thoại] nhé"
    await do(hall.store, replace(OPENED, question=masked, own="gọi tôi 0912345678 nhé"))
    await do(hall.store, AddToCase(OPENED.case, "[họ tên]", own="tôi là Lê Thị Lụa"))
    assert "0912345678" not in await hoa.reads(PATH)
    assert "Mở phần che" not in await lan.reads(PATH)
    refused = await lan.sends(PATH, 403, act="reveal", reason="gọi lại cho bác")
    assert "0912345678" not in refused.text
    unreasoned = await hoa.sends(PATH, 422, act="reveal", reason="x")
    assert "0912345678" not in unreasoned.text
    assert "revealed" not in [line.did for line in await hall.store.audited()]
    shown = await hoa.sends(PATH, 200, act="reveal", reason="gọi lại vì bác không thấy tin")
    assert "0912345678" in shown.text
    assert "Lê Thị Lụa" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "0912345678" not in await hoa.reads(PATH)
    [noted] = [line for line in await hall.store.audited() if line.did == "revealed"]
    assert (noted.who, noted.about) == ("Hoa", OPENED.case)
    assert noted.why == "gọi lại vì bác không thấy tin"


@pytest.mark.parametrize("act", ["", "erase", "answer "])
async def test_an_act_that_is_none_does_nothing(act: str, hall: Hall) -> None:
    lan = await hall.enter("member", "Lan")
    await do(hall.store, OPENED)
    answer = await lan.sends(PATH, 404 if act != "answer " else 422, act=act)
    assert answer.text
    assert await served(hall.store) == []
