"""To staff who speak one's language, back to a case that was closed, and what staff may open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from talk import Talk

from bot.library import Library
from bot.messages import AddToCase
from bot.privacy import mask, mask_but_contact
from bot.session import Confirming, Idle, Rating, Session

ODD = "xin giấy phép nuôi voi trắng"
ODDER = "kwx zzyq vbnm"


def added(talk: Talk) -> list[AddToCase]:
    return [effect for effect in talk.turn.effects if isinstance(effect, AddToCase)]


# ---- languages


@pytest.mark.parametrize(
    "said, language, name",
    [
        ("cần người nói tiếng Khmer", "km", "tiếng Khmer"),
        ("cho gap can bo noi tieng mong", "hmn", "tiếng Mông"),
    ],
)
def test_who_asks_for_a_language_is_handed_over_with_it(
    said: str, language: str, name: str, talk: Talk
) -> None:
    talk.says(ODD, said)
    [case] = talk.cases
    assert (case.language, case.question) == (language, ODD)
    assert name in talk.text
    assert case.case in talk.text


def test_who_asks_for_a_language_first_is_asked_for_the_question_and_keeps_it(talk: Talk) -> None:
    talk.says("cần người nói tiếng Khmer")
    assert talk.about == ["phrases/ask-for-question-language"]
    assert talk.session.doing == Confirming("staff")
    talk.says("thẻ của tôi in sai tên")
    assert [case.language for case in talk.cases] == ["km"]


def test_who_asks_for_english_reads_english_too(talk: Talk) -> None:
    talk.says(ODD, "I want to speak English with staff")
    assert [case.language for case in talk.cases] == ["en"]
    assert "tiếng Anh" in talk.text
    assert "speaks English" in talk.text


def test_an_english_talk_is_handed_over_in_english(talk: Talk) -> None:
    talk.says("English", ODD, ODDER)
    assert [case.language for case in talk.cases] == ["en"]


def test_a_language_may_be_asked_for_while_a_case_is_open(talk: Talk) -> None:
    talk.says(ODD, "gặp cán bộ", "cần người nói tiếng Khmer")
    [effect] = added(talk)
    assert (effect.case, effect.language) == (talk.session.case, "km")
    assert talk.cases == []
    assert talk.about == ["phrases/case-language"]


def test_the_language_is_shown_and_forgotten_with_the_rest(talk: Talk) -> None:
    talk.says("cần người nói tiếng Khmer", "huỷ", "dữ liệu của tôi")
    assert "tiếng Khmer" in talk.text
    talk.says("xoá dữ liệu", "đồng ý")
    assert talk.session.tongue == ""


# ---- what staff may open


def test_name_and_telephone_travel_beside_the_masked_words(talk: Talk) -> None:
    said = "tôi tên là Lê Thị Lụa, số 0912345678, thẻ của tôi in sai"
    talk.says("gặp cán bộ", said)
    [case] = talk.cases
    assert "0912345678" not in case.question
    assert "Lụa" not in case.question
    assert "0912345678" in case.own
    assert "Lê Thị Lụa" in case.own
    assert "0912345678" not in repr(talk.session)


@pytest.mark.parametrize(
    "secret",
    [
        "otp là 482913",
        "mật khẩu là Matkhau@123",
        "số thẻ atm 4111111111111111",
        "căn cước 001099012345",
        "stk 0123456789 vietcombank",
        "sinh ngày 05/10/1990",
    ],
)
def test_no_secret_and_no_number_of_a_paper_is_ever_opened(secret: str, talk: Talk) -> None:
    said = f"gọi tôi 0912345678, {secret}, nhà ở số 12 đường Lê Lợi"
    opened = mask_but_contact(said)
    assert "0912345678" in opened
    hidden = set(re.findall(r"\[[^\]]+\]", mask(said))) - {"[số điện thoại]"}
    assert hidden == set(re.findall(r"\[[^\]]+\]", opened))
    digits = "".join(filter(str.isdigit, secret))
    assert digits not in "".join(filter(str.isdigit, opened.replace("0912345678", "")))


def test_words_that_hide_nothing_are_kept_once(talk: Talk) -> None:
    talk.says("gặp cán bộ", "thẻ của tôi in sai")
    assert [case.own for case in talk.cases] == [""]
    talk.says("gặp cán bộ", "gọi tôi 0912345678 nhé")
    [effect] = added(talk)
    assert effect.text == "gọi tôi [số điện thoại] nhé"
    assert effect.own == "gọi tôi 0912345678 nhé"


def test_who_is_handed_over_is_told_what_staff_may_open(talk: Talk) -> None:
    talk.says(ODD, "gặp cán bộ")
    assert "phải ghi lý do" in talk.text
    assert "không ai xem được" in talk.text


# ---- reopening and merging


def closed(talk: Talk) -> str:
    talk.says(ODD, ODDER)
    case = talk.session.case or ""
    talk.staff_closes()
    return case


def test_who_is_not_understood_soon_after_the_end_reopens_the_case(talk: Talk) -> None:
    case = closed(talk)
    talk.waits(days=2).says("kwx vẫn zzyq chưa vbnm")
    assert talk.about == ["phrases/case-reopened"]
    assert [(effect.case, effect.text) for effect in added(talk)] == [
        (case, "kwx vẫn zzyq chưa vbnm")
    ]
    assert (talk.session.case, talk.session.ended) == (case, None)
    assert talk.session.doing == Idle()
    assert case in talk.text


def test_who_wants_a_person_soon_after_the_end_gets_the_same_case(talk: Talk) -> None:
    case = closed(talk)
    talk.presses("/staff")
    assert talk.cases == []
    assert [effect.case for effect in added(talk)] == [case]


def test_what_was_typed_to_come_back_reaches_staff_beside_the_question(talk: Talk) -> None:
    closed(talk)
    talk.says("mất căn cước thì làm lại ở đâu", "cho tôi gặp lại cán bộ vẫn chưa được")
    [effect] = added(talk)
    assert effect.text == ("cho tôi gặp lại cán bộ vẫn chưa được · mất căn cước thì làm lại ở đâu")


def test_after_three_days_a_new_case_begins(talk: Talk) -> None:
    case = closed(talk)
    talk.waits(days=3, minutes=1).says(ODD, ODDER)
    assert added(talk) == []
    assert talk.cases
    assert talk.session.case != case


def test_an_understood_question_after_the_end_is_answered_by_the_bot(talk: Talk) -> None:
    closed(talk)
    talk.says("làm khai sinh cho con cần giấy gì")
    assert talk.about[0].startswith("topics/")
    assert talk.turn.effects == ()


def test_an_emergency_after_the_end_is_a_case_of_its_own(talk: Talk) -> None:
    case = closed(talk)
    talk.says("nhà cháy rồi cứu với")
    assert [new.reason for new in talk.cases] == ["emergency"]
    assert talk.session.case != case


def test_who_was_helped_badly_is_offered_the_way_back(talk: Talk) -> None:
    case = closed(talk)
    talk.presses(f"r:{case}:2", "done")
    assert "/staff" in talk.values
    closed(talk.waits(days=9))
    talk.says("5").presses("done")
    assert "/staff" not in talk.values


def test_a_merged_case_goes_on_under_the_other_code(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    talk.staff_merges("M2P4XKH7")
    assert talk.session.case == "M2P4XKH7"
    assert "M2P4XKH7" in talk.text
    assert not isinstance(talk.session.doing, Rating)
    talk.says(ODDER)
    assert [effect.case for effect in added(talk)] == ["M2P4XKH7"]


def test_who_writes_during_tet_hears_when_staff_are_back(talk: Talk) -> None:
    talk.waits(days=76).says(ODD, ODDER)  # the 6th of February 2027
    assert "7 giờ 30 thứ sáu" in talk.text


# ---- where the citizen lives, when teams cover places


@pytest.fixture
def asked_where(library: Library) -> Talk:
    """A talk where teams of staff cover places."""
    return Talk(replace(library, by_place=True))


def test_who_told_no_commune_is_asked_for_it_and_the_case_goes_there(asked_where: Talk) -> None:
    asked_where.says(ODD, "gặp cán bộ")
    assert "xã, phường nào" in asked_where.text
    case = asked_where.session.case
    asked_where.says("xã Tân Đông Tây Ninh")
    assert asked_where.about == ["phrases/case-where-told"]
    [effect] = added(asked_where)
    assert (effect.case, effect.place) == (case, "tay-ninh/tan-dong")
    assert asked_where.session.place == "tay-ninh/tan-dong"
    assert asked_where.session.doing == Idle()


def test_a_name_that_stands_in_several_places_is_asked_back(asked_where: Talk) -> None:
    asked_where.says(ODD, "gặp cán bộ", "xã Tân Đông")
    first = asked_where.values[0]
    asked_where.presses(first)
    assert [effect.place for effect in added(asked_where)] == [first.removeprefix("p:")]


def test_who_does_not_say_where_they_live_is_answered_all_the_same(asked_where: Talk) -> None:
    asked_where.says(ODD, "gặp cán bộ", "làm khai sinh cho con cần giấy gì")
    assert asked_where.about[0].startswith("topics/dang-ky-khai-sinh")
    asked_where.says(ODDER)
    assert [effect.place for effect in added(asked_where)] == [None]


def test_whose_commune_is_known_is_not_asked_again(asked_where: Talk) -> None:
    asked_where.session = Session(place="tay-ninh/tan-dong")
    asked_where.says(ODD, "gặp cán bộ")
    assert "xã, phường nào" not in asked_where.text
    assert [case.place for case in asked_where.cases] == ["tay-ninh/tan-dong"]


def test_nobody_in_danger_is_asked_where_they_live(asked_where: Talk) -> None:
    asked_where.says("nhà cháy rồi cứu với")
    assert "xã, phường nào" not in asked_where.text


def test_where_no_team_covers_a_place_nobody_is_asked(talk: Talk) -> None:
    talk.says(ODD, "gặp cán bộ")
    assert "xã, phường nào" not in talk.text


def test_a_question_given_to_staff_carries_its_topic(talk: Talk) -> None:
    talk.says("gặp cán bộ", "làm khai sinh cho con cần giấy gì")
    assert [case.topic for case in talk.cases] == ["dang-ky-khai-sinh"]
