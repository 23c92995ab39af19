"""Teams, canned replies and practice at the console."""

from __future__ import annotations

from datetime import date, time

import pytest
from desk_at import Hall
from handing import team

from bot.console.team_form import TeamForm
from bot.library import Library
from bot.routing import Team
from bot.storage.canned import Canned

WEEK = {"sang-tu": "07:30", "sang-den": "11:30", "chieu-tu": "13:30", "chieu-den": "17:00"}
FIELDS = {"name": "Tổ Tân Đông", "first": "60", "solve": "480", "holidays": "1", **WEEK}
BOXES = {"day": ["0", "1", "2", "3", "4"], "language": ["km", "vi"], "topic": ["dang-ky-khai-sinh"]}


# ---- teams


async def test_an_administrator_makes_changes_and_drops_a_team(hall: Hall) -> None:
    boss = await hall.enter("admin", "Trưởng")
    upper = await team(hall.store, "Trung tâm tỉnh")
    places = "xã Tân Đông, tỉnh Tây Ninh\ntay-ninh/tan-hoi"
    more = {"places": places, "upper": str(upper), "closed": "12/02/2027", "act": "keep"}
    await boss.sends("/console/to/0", **FIELDS, **BOXES, **more)
    kept = {each.name: each for each in await hall.store.teams()}["Tổ Tân Đông"]
    assert kept.places == ("tay-ninh/tan-dong", "tay-ninh/tan-hoi")
    assert (kept.topics, kept.languages) == (("dang-ky-khai-sinh",), ("vi", "km"))
    assert (kept.upper, kept.first_minutes, kept.solve_minutes) == (upper, 60, 480)
    assert kept.hours.closed == frozenset({date(2027, 2, 12)})
    page = await boss.reads("/console/to")
    assert "Tổ Tân Đông" in page
    assert "tiếng Khmer" in page
    assert "Tết Âm lịch" in page
    path = f"/console/to/{kept.id}"
    form = await boss.reads(path)
    assert "xã Tân Đông, tỉnh Tây Ninh" in form
    assert "12/02/2027" in form
    await boss.sends(path, **FIELDS, **BOXES, places="tỉnh Tây Ninh", fallback="1", act="keep")
    changed = {each.id: each for each in await hall.store.teams()}[kept.id]
    assert (changed.places, changed.fallback, changed.upper) == (("tay-ninh",), True, None)
    await boss.sends(path, act="drop")
    assert [each.name for each in await hall.store.teams()] == ["Trung tâm tỉnh"]


async def test_what_is_wrong_with_a_team_is_said_and_nothing_typed_is_lost(hall: Hall) -> None:
    boss = await hall.enter("admin", "Trưởng")
    await team(hall.store, "Tổ Tân Đông")
    taken = await boss.sends("/console/to/0", 422, **FIELDS, **BOXES, act="keep")
    assert "Đã có tổ mang tên này" in taken.text
    bad = {**FIELDS, "name": "Tổ khác", "places": "xã Không Hề Có\nxã Tân Đông", "first": "1"}
    wrong = await boss.sends("/console/to/0", 422, **bad, **BOXES, act="keep")
    assert "chưa thấy nơi này" in wrong.text
    assert "có nhiều nơi" in wrong.text
    assert "phút làm việc, từ 5" in wrong.text
    assert "xã Không Hề Có\nxã Tân Đông" in wrong.text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "fields, boxes, fault",
    [
        ({"name": " "}, {}, "tên tổ"),
        ({}, {"day": []}, "một ngày làm việc"),
        ({"sang-tu": "11:30", "sang-den": "07:30"}, {}, "bắt đầu phải trước"),
        ({"sang-tu": "mai"}, {}, "bắt đầu phải trước"),
        ({"sang-den": "14:00"}, {}, "sáng phải xong trước"),
        (dict.fromkeys(WEEK, ""), {}, "một buổi"),
        ({"closed": "hôm nay"}, {}, "12/02/2027"),
        ({"worked": "31/02/2027"}, {}, "12/02/2027"),
        ({"solve": "nhiều"}, {}, "phút làm việc"),
    ],
)
def test_every_fault_of_the_form_has_its_words(
    fields: dict[str, str], boxes: dict[str, list[str]], fault: str, library: Library
) -> None:
    form = TeamForm(FIELDS | fields, BOXES | boxes)
    form.read(0, library, {})
    assert any(fault in said for said in form.faults)


def test_a_form_without_an_afternoon_is_a_morning_office(library: Library) -> None:
    form = TeamForm(FIELDS | {"chieu-tu": "", "chieu-den": ""}, BOXES | {"topic": ["bịa"]})
    made = form.read(7, library, {})
    assert form.faults == []
    assert made.hours.shifts == ((time(7, 30), time(11, 30)),)
    assert (made.id, made.topics) == (7, ())


# ---- canned replies


async def test_a_canned_reply_is_tried_kept_and_dropped(hall: Hall) -> None:
    hoa = await hall.enter("officer", "Hoa")
    new, words = "/console/cau-mau/0", "{You} cần {documents.giay-chung-sinh}."
    fields = {"title": "Giấy", "words": words, "topic": "dang-ky-khai-sinh", "act": "keep"}
    await hoa.sends(new, **fields)
    [reply] = await hall.store.canned()
    assert reply == Canned(reply.id, "Giấy", words, "dang-ky-khai-sinh", None)
    page = await hoa.reads("/console/cau-mau")
    assert "Bác cần" in page
    form = await hoa.reads(f"/console/cau-mau/{reply.id}")
    assert "{documents.giay-chung-sinh}" in form
    wrong = await hoa.sends(new, 422, **fields | {"words": "Phí {fee.bia-ra}."})
    assert "{fee.bia-ra}" in wrong.text
    await hoa.sends(new, 422, **fields | {"title": ""})
    await hoa.sends(new, 422, **fields | {"topic": "bịa"})
    await hoa.sends(new, 422, **fields | {"team": "999"})
    await hoa.sends(f"/console/cau-mau/{reply.id}", act="drop")
    assert await hall.store.canned() == []


async def test_an_officer_of_a_team_keeps_replies_of_that_team_alone(hall: Hall) -> None:
    own, other = await team(hall.store, "Một"), await team(hall.store, "Hai")
    every = await hall.store.put_canned(Canned(0, "Chung", "Chào bác."), "Trưởng")
    theirs = await hall.store.put_canned(Canned(0, "Khác", "Chào.", team=other), "Trưởng")
    hoa = await hall.enter("officer", "Hoa", own)
    fields = {"title": "Riêng", "words": "Chào.", "act": "keep"}
    await hoa.sends("/console/cau-mau/0", 422, **fields, team="")
    await hoa.sends("/console/cau-mau/0", 422, **fields, team=str(other))
    await hoa.sends("/console/cau-mau/0", **fields, team=str(own))
    for number in (every, theirs):
        await hoa.reads(f"/console/cau-mau/{number}", 404)
        await hoa.sends(f"/console/cau-mau/{number}", 404, page="/console/cau-mau/0", act="drop")
    assert len(await hall.store.canned()) == 3
    page = await hoa.reads("/console/cau-mau")
    assert "Chung" in page
    assert f'href="/console/cau-mau/{every}"' not in page


# ---- practice


async def test_a_member_practises_and_reads_what_to_look_for(hall: Hall) -> None:
    ba = await hall.enter("member", "Chị Ba")
    assert "Bà Tư gõ không dấu" in await ba.reads("/console/tap")
    begun = await ba.sends("/console/tap", who="bac-nam-im-lang")
    path = begun.headers["location"]
    assert "xin giay chan nuoi" in await ba.reads(path)
    await ba.sends(path, act="say", text="Bác nuôi con gì ạ?")
    assert "heo" in await ba.reads(path)
    await ba.sends(path, 422, act="say", text=" ")
    for _ in range(4):
        await ba.sends(path, act="say", text="Dạ, bao nhiêu con ạ?")
    assert "không nói thêm gì nữa" in await ba.reads(path)
    await ba.sends(path, act="end")
    page = await ba.reads(path)
    assert "Mỗi lần hỏi một câu" in page
    await ba.sends(path, 422, page="/console/tap", act="say", text="muộn")
    assert "đã xong" in await ba.reads("/console/tap")
    assert await hall.store.list_cases() == []


async def test_practice_is_seen_by_its_owner_alone_and_is_no_case(hall: Hall) -> None:
    ba, hoa = await hall.enter("member", "Chị Ba"), await hall.enter("admin", "Hoa")
    begun = await ba.sends("/console/tap", who="mr-john")
    path = begun.headers["location"]
    await hoa.reads(path, 404)
    await hoa.sends(path, 404, page="/console/tap", act="say", text="chen vào")
    await ba.reads(path.replace("/tap/", "/viec/"), 404)
    await ba.sends(path.replace("/tap/", "/viec/"), 404, page="/console/tap", act="close")
    await ba.sends("/console/tap", 404, who="khong-co")


def test_a_new_team_has_the_usual_week() -> None:
    assert Team(0, "").hours.shifts[0] == (time(7, 30), time(11, 30))
