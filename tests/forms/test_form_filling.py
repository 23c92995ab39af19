"""Answers become fields: what counts, what is reused, what stays empty."""

from __future__ import annotations

import pytest
from filling import ANSWERS, FORM_IDS, PAGE, TODAY, filled, form, places, topics, walk

from flows.flow import read_flows
from flows.forms import fill, page_of, unasked
from flows.kinds import ChoiceKind, YesNoKind


@pytest.mark.parametrize("name", FORM_IDS)
def test_a_whole_walk_fills_the_whole_sheet(name: str) -> None:
    made = filled(name)
    left = {
        key
        for key, field in made.form.fields.items()
        if not made.values[key] and not (field.by_hand or field.online_only)
    }
    assert left <= {"bansao-so"}
    assert made.empty == ()


@pytest.mark.parametrize("name", FORM_IDS)
def test_without_an_answer_only_the_day_is_written(name: str) -> None:
    made = filled(name, {})
    written = {key for key, text in made.values.items() if text}
    assert written <= {"ngay", "thang", "nam"}
    assert made.ticks == frozenset()


@pytest.mark.parametrize("name", FORM_IDS)
def test_what_is_missing_is_named_by_its_label(name: str) -> None:
    fields = form(name).fields.values()
    wanted = [one.label for one in fields if one.required and not one.by_hand and not one.day]
    assert list(filled(name, {}).empty) == wanted


@pytest.mark.parametrize("name", FORM_IDS)
def test_the_same_walk_makes_the_same_sheet(name: str) -> None:
    assert filled(name) == filled(name)


def test_a_part_of_the_answers_leaves_the_rest_empty() -> None:
    made = filled("khai-sinh", {"con-ten": "Lò Thị Mai", "ngay-sinh": "2026-10-05"})
    assert made.values["con-ten"] == "Lò Thị Mai"
    assert made.values["con-ns"] == "05/10/2026"
    assert made.values["con-ns-chu"].startswith("Ngày năm, tháng mười, năm hai nghìn")
    assert made.values["me-ten"] == ""


def test_the_mother_who_asks_is_not_asked_her_name_twice() -> None:
    made = filled("khai-sinh")
    assert made.values["yc-ten"] == made.values["me-ten"] == "Trần Thị Hường"
    assert made.values["yc-qh"] == "Mẹ"
    assert made.values["yc-gt"] == "Số định danh cá nhân 072198001234"


def test_a_grandmother_who_asks_is_not_taken_for_the_mother() -> None:
    made = filled("khai-sinh", {"yc-qh": "ba", "me-ten": "Trần Thị Hường"})
    assert made.values["yc-ten"] == ""


def test_an_answer_that_fell_off_the_walk_is_not_printed() -> None:
    answers = {"con-ten": "Lò Thị Mai", "ngay-sinh": "không phải ngày", "cha-ten": "Lò Văn Én"}
    flow = walk("khai-sinh", {**answers, "ngay-sinh": "2026-10-05"})
    made = fill(form("khai-sinh"), flow, answers, places(), TODAY)
    assert made.values["con-ten"] == "Lò Thị Mai"
    assert made.values["con-ns"] == made.values["cha-ten"] == ""


def test_the_commune_is_written_to_with_its_full_name() -> None:
    assert filled("khai-sinh").values["kinhgui"] == "Ủy ban nhân dân xã Tân Đông, tỉnh Tây Ninh"
    assert filled("ct01").values["kinhgui"] == "Công an xã Tân Đông, tỉnh Tây Ninh"


def test_a_commune_is_parted_where_the_sheet_asks_for_both() -> None:
    made = filled("tk1-ts")
    assert (made.values["o-13"], made.values["o-15"]) == ("Tân Đông", "Tây Ninh")


def test_a_ward_and_a_city_keep_their_kind() -> None:
    ward = next(one for one in places().communes.values() if one.kind == "phuong")
    answers = {"o-13": ward.id}
    flow = walk("tk1-ts", {"o-13": "tay-ninh/tan-dong"})
    made = fill(form("tk1-ts"), flow, answers, places(), TODAY)
    assert made.values["o-13"] == ward.title


def test_a_commune_that_is_no_more_stays_empty() -> None:
    flow = walk("tk1-ts", {"o-13": "tay-ninh/tan-dong"})
    made = fill(form("tk1-ts"), flow, {"o-13": "tay-ninh/khong-con"}, places(), TODAY)
    assert made.values["o-13"] == made.values["o-15"] == ""


def test_a_date_of_death_is_parted_into_day_month_and_year() -> None:
    made = filled("khai-tu", {"chet-luc": "2026-11-02"})
    parts = [made.values[key] for key in ("chet-ngay", "chet-thang", "chet-luc")]
    assert parts == ["02", "11", "2026"]


def test_a_month_alone_leaves_the_day_to_be_written() -> None:
    made = filled("khai-tu", {"chet-luc": "2026-11"})
    parts = [made.values[key] for key in ("chet-ngay", "chet-thang", "chet-luc")]
    assert parts == ["", "11", "2026"]


def test_a_name_stands_in_capitals_where_the_sheet_wants_them() -> None:
    assert filled("tk1-ts").values["o-01"] == "ĐẶNG NGỌC ẨN"


def test_what_is_no_number_does_not_go_into_the_boxes() -> None:
    flow = walk("ct01", {"id": "072190003344"}, free=True)
    made = fill(form("ct01"), flow, {"id": "không nhớ"}, places(), TODAY)
    assert made.values["id"] == ""
    assert "Số định danh cá nhân" in made.empty


def test_boxes_are_ticked_by_the_answer() -> None:
    assert filled("khai-sinh").ticks == {"bansao=yes"}
    assert filled("khai-tu").ticks == {"bansao=no"}


def test_the_request_is_worded_for_the_case() -> None:
    made = filled("ct01")
    assert made.values["nd"] == (
        "Đăng ký thường trú về với cha chồng tại số 5, ấp Đông Hiệp, xã Tân Đông, tỉnh Tây Ninh"
    )
    own = {**ANSWERS["ct01"], "nha": "minh"}
    assert filled("ct01", own).values["nd"].startswith("Đăng ký thường trú tại số 5")


def test_the_request_is_worded_for_the_procedure() -> None:
    answers = {"xa": "tay-ninh/tan-dong", "noi-den": "số 5", "den-ngay": "2027-06-01"}
    flow = walk("ct01", answers).model_copy(update={"topic": "gia-han-tam-tru"})
    made = fill(form("ct01"), flow, answers, places(), TODAY)
    assert (
        made.values["nd"]
        == "Gia hạn tạm trú tại số 5, xã Tân Đông, tỉnh Tây Ninh đến ngày 01/06/2027"
    )


def test_a_certificate_to_marry_is_one_and_names_the_other() -> None:
    made = filled("tinh-trang-hon-nhan")
    assert made.values["soban"] == "01"
    assert made.values["mucdich"].startswith("Để kết hôn với Đỗ Hữu Phước, sinh ngày 03/03/1999")
    alone = filled("tinh-trang-hon-nhan", {"mucdich": "vay-von"})
    assert (alone.values["mucdich"], alone.values["soban"]) == ("Để vay vốn", "")


def test_a_choice_without_a_word_of_its_own_reads_as_its_button() -> None:
    made = filled("khai-sinh", {"yc-qh": "nguoi-than"})
    assert made.values["yc-qh"] == "Người thân thích khác"
    flow = walk("khai-sinh", {"bansao": "yes"})
    made = fill(form("khai-sinh"), flow, {"bansao": "yes"}, places(), TODAY)
    assert made.values["bansao"] == "Có"


def test_who_has_a_number_fills_only_the_second_part() -> None:
    made = filled("tk1-ts", {"ii-ms": "7285001234"})
    assert made.empty == ()


def test_the_page_of_a_procedure_is_the_portals() -> None:
    assert page_of(topics()["dang-ky-khai-sinh"]) == PAGE
    for name in FORM_IDS:
        for topic in form(name).topics:
            assert page_of(topics()[topic]).startswith("https://")


def test_a_topic_that_rests_on_a_law_alone_has_its_page_or_none() -> None:
    topic = topics()["dang-ky-khai-sinh"]
    law = topic.sources["luat-ho-tich-2014"].model_copy(update={"url": None})
    bare = topic.model_copy(update={"source": "x", "sources": {"x": law}})
    assert page_of(bare) == ""


def test_fields_that_a_walk_never_asks_are_told() -> None:
    flow = read_flows().flows["dang-ky-khai-sinh"]
    left = unasked(form("khai-sinh"), flow)
    assert "kinhgui" not in left
    assert "con-ns" not in left
    whole = unasked(form("khai-sinh"), walk("khai-sinh", {**ANSWERS["khai-sinh"], "yc-gt": "x"}))
    assert whole == ()


def test_a_button_is_no_part_of_a_sentence_unless_the_form_has_words_for_it() -> None:
    answers = {"xa": "tay-ninh/tan-dong", "noi-den": "nguoi-than"}
    made = fill(form("ct01"), walk("ct01", answers), answers, places(), TODAY)
    assert made.values["nd"] == ""


@pytest.mark.parametrize("flow", sorted(read_flows().flows))
def test_each_walk_of_today_fills_its_forms_as_far_as_it_asks(flow: str) -> None:
    """Whatever is chosen at every question, no value of a button is printed."""
    walked = read_flows().flows[flow]
    for name in FORM_IDS:
        if walked.topic not in form(name).topics:
            continue
        for choose in (0, -1):
            answers = {
                question.id: question.answer.choices[choose].value
                for question in walked.questions.values()
                if isinstance(question.answer, ChoiceKind | YesNoKind)
            }
            made = fill(form(name), walked, answers, places(), TODAY)
            assert not {*answers.values()} & {*made.values.values()}
