"""To a person and back: when a case is opened, what staff get to see, what the citizen hears."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talk import Talk

from bot.messages import AddToCase, KeepQuestion, RateCase
from bot.session import Choosing, Idle, Rating, Session, Walking

ODD = "xin giấy phép nuôi voi trắng"  # nothing that any topic is about
ODDER = "kwx zzyq vbnm"


def added(talk: Talk) -> list[str]:
    return [effect.text for effect in talk.turn.effects if isinstance(effect, AddToCase)]


def questions(talk: Talk) -> list[KeepQuestion]:
    return [effect for effect in talk.turn.effects if isinstance(effect, KeepQuestion)]


def rated(talk: Talk) -> list[RateCase]:
    return [effect for effect in talk.turn.effects if isinstance(effect, RateCase)]


def test_the_first_unknown_question_is_kept_and_the_way_to_staff_offered(talk: Talk) -> None:
    talk.says(ODD)
    assert talk.about == ["phrases/unknown"]
    assert [kept.question for kept in questions(talk)] == [ODD]
    assert "/staff" in talk.values
    assert talk.cases == []


def test_unknown_twice_in_a_row_opens_a_case(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    assert [case.question for case in talk.cases] == [ODDER]
    assert talk.cases[0].reason == "unknown-twice"
    assert [kept.question for kept in questions(talk)] == [ODDER]
    assert talk.session.case == talk.cases[0].case
    assert talk.cases[0].case in talk.text


def test_a_question_that_was_understood_between_two_unknown_ones_starts_the_count_anew(
    talk: Talk,
) -> None:
    talk.says(ODD, "mất căn cước làm lại ở đâu", ODDER)
    assert talk.cases == []


def test_who_writes_to_staff_on_a_sunday_hears_when_they_are_back(talk: Talk) -> None:
    talk.says(ODD).presses("/staff")
    assert talk.about == ["phrases/case-opened"]
    assert "7 giờ 30 thứ hai cán bộ làm lại" in talk.text


def test_who_writes_to_staff_in_their_hours_hears_nothing_of_hours(talk: Talk) -> None:
    talk.waits(days=1).says(ODD).presses("/staff")
    assert talk.about == ["phrases/case-opened"]
    assert "ngoài giờ" not in talk.text


def test_an_emergency_at_night_names_no_other_number_than_its_own(talk: Talk) -> None:
    talk.waits(hours=14).says("nhà cháy rồi cứu với")
    assert talk.cases
    assert "ngoài giờ" not in talk.text


def test_a_case_carries_the_talk_masked(talk: Talk) -> None:
    talk.says(f"{ODD}, gọi tôi 0912345678", f"tôi tên là Nguyễn Thị Bình An, {ODDER}")
    (case,) = talk.cases
    told = case.question + "".join(case.transcript)
    assert "0912345678" not in told
    assert "Bình An" not in told
    assert "nuôi voi" in told


def test_a_miss_while_a_case_is_open_goes_to_that_case(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    case = talk.session.case
    talk.says("còn chuyện nuôi hổ thì sao")
    assert talk.cases == []
    assert added(talk) == ["còn chuyện nuôi hổ thì sao"]
    assert talk.session.case == case


def offered(talk: Talk) -> Talk:
    """The talk after the bot asked which of two was meant."""
    doing = Choosing("làm lại giấy xe", ("xe-sang-ten", "xe-thu-hoi"))
    talk.session = replace(talk.session, doing=doing)
    return talk


def test_none_of_the_offered_is_kept_as_a_question_and_counts_as_a_miss(talk: Talk) -> None:
    offered(talk).presses("none")
    assert talk.about == ["phrases/none-of-these"]
    nearest = ("xe-sang-ten", "xe-thu-hoi")
    assert questions(talk) == [KeepQuestion("làm lại giấy xe", "none-of-these", nearest)]
    offered(talk).presses("none")
    assert [case.question for case in talk.cases] == ["làm lại giấy xe"]


def test_none_of_the_offered_while_a_case_is_open_goes_to_that_case(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    case = talk.session.case
    for _ in range(3):
        offered(talk).presses("none")
        assert talk.cases == []
        assert added(talk) == ["làm lại giấy xe"]
    assert talk.session.case == case
    assert talk.session.doing == Idle()


def test_an_old_button_for_none_opens_no_case_about_nothing(talk: Talk) -> None:
    talk.says(ODD).presses("none")
    assert talk.about == ["phrases/none-of-these"]
    assert talk.kept == []


def test_who_wants_a_person_takes_the_last_question_along(talk: Talk) -> None:
    talk.says("mất căn cước thì làm lại ở đâu", "cho tôi gặp cán bộ")
    assert [case.question for case in talk.cases] == ["mất căn cước thì làm lại ở đâu"]
    assert talk.cases[0].topic == talk.session.topic


def test_who_wants_a_person_first_is_asked_for_the_question(talk: Talk) -> None:
    talk.says("gặp cán bộ")
    assert talk.about == ["phrases/ask-for-question"]
    assert talk.cases == []
    talk.says("thẻ của tôi in sai")
    assert [case.question for case in talk.cases] == ["thẻ của tôi in sai"]
    assert talk.session.doing == Idle()


def test_the_question_for_staff_may_be_called_off(talk: Talk) -> None:
    talk.says("gặp cán bộ", "thôi")
    assert talk.cases == []
    assert talk.session.doing == Idle()


def test_an_empty_message_is_no_question_for_staff(talk: Talk) -> None:
    talk.says("gặp cán bộ", "   ")
    assert [case for case in talk.cases if not case.question.strip()] == []


def test_one_case_is_open_at_a_time(talk: Talk) -> None:
    talk.says(ODD, "gặp cán bộ")
    case = talk.session.case
    talk.says("gặp cán bộ")
    assert talk.cases == []
    assert talk.session.case == case
    assert (case or "none") in talk.text


def test_a_picture_goes_to_the_open_case_and_else_is_not_read(talk: Talk) -> None:
    assert talk.sends_a_file().about == ["phrases/file-heard"]
    talk.says(ODD, ODDER).sends_a_file()
    (effect,) = talk.turn.effects
    assert isinstance(effect, AddToCase)
    assert [file.name for file in effect.files] == ["anh.jpg"]


def test_a_picture_with_words_is_heard_by_its_words(talk: Talk) -> None:
    assert talk.sends_a_file("menu").about == ["phrases/menu"]


def test_understood_questions_are_answered_while_a_case_is_open(talk: Talk) -> None:
    talk.says(ODD, ODDER, "làm khai sinh cho con cần giấy gì")
    assert talk.about[0].startswith("topics/")
    assert added(talk) == []


# ---- staff speak


def test_staff_words_reach_the_citizen_with_name_and_code(talk: Talk) -> None:
    talk.says(ODD, ODDER).staff_says("Chị hỏi Kiểm lâm {nhé}.")
    assert "Lan" in talk.text
    assert "Chị hỏi Kiểm lâm {nhé}." in talk.text
    assert (talk.session.case or "none") in talk.text


def test_staff_words_leave_a_walk_open(walk: Talk) -> None:
    walk.presses("f:the-vuon").staff_says("Chào.", "KH7M2P4X")
    assert walk.session.doing == Walking()
    assert walk.asked == "cho-ai"


def test_a_closed_case_asks_how_it_went(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    case = talk.session.case or ""
    talk.staff_closes()
    assert talk.session.case is None
    assert talk.session.doing == Rating(case)
    assert talk.values == [f"r:{case}:{mark}" for mark in range(1, 6)]


@pytest.mark.parametrize("said", ["5", " 5 "])
def test_a_mark_may_be_typed(said: str, talk: Talk) -> None:
    talk.says(ODD, ODDER)
    case = talk.session.case or ""
    talk.staff_closes().says(said)
    assert rated(talk) == [RateCase(case, 5)]


def test_a_word_to_the_mark_is_kept_masked(talk: Talk) -> None:
    talk.presses("r:KH7M2P4X:4").says("tốt lắm, gọi tôi 0912345678")
    assert rated(talk) == [RateCase("KH7M2P4X", 4, "tốt lắm, gọi tôi [số điện thoại]")]
    assert talk.session.doing == Idle()


def test_no_word_to_the_mark_is_fine_too(talk: Talk) -> None:
    talk.presses("r:KH7M2P4X:4", "done")
    assert talk.about == ["phrases/rating-thanks"]
    assert talk.session.doing == Idle()


def test_a_closed_case_interrupts_no_walk(walk: Talk) -> None:
    walk.presses("f:the-vuon").staff_closes("KH7M2P4X")
    assert walk.session.doing == Walking()
    assert walk.presses("r:KH7M2P4X:3").kept == ["rate-case"]


def test_an_outcome_may_hand_over_with_the_answers(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:nha").says("12")
    assert walk.about[0] == "flows/the-vuon/dong"
    (case,) = walk.cases
    assert case.reason == "outcome"
    assert "Xin thẻ vườn" in case.question
    assert "Cho cả nhà" in case.question


def test_an_outcome_opens_no_second_case(walk: Talk) -> None:
    walk.says(ODD, ODDER).presses("f:the-vuon", "a:the-vuon:cho-ai:nha").says("12")
    assert walk.about[0] == "flows/the-vuon/dong"
    assert walk.cases == []


def test_more_words_for_an_open_case_are_asked_for_and_sent(talk: Talk) -> None:
    talk.says(ODD, ODDER)
    case = talk.session.case
    talk.says("gặp cán bộ")
    assert added(talk) == []
    talk.says("thẻ của tôi in sai")
    assert [effect.case for effect in talk.turn.effects if isinstance(effect, AddToCase)] == [case]
    assert talk.cases == []


def test_a_mark_is_one_to_five(talk: Talk) -> None:
    for words in ("xin giấy phép nuôi voi", "0", "6", "cảm ơn nhé"):
        talk.session = Session(doing=Rating("KH7M2P4X"))
        talk.says(words)
        assert [effect.mark for effect in rated(talk) if not 1 <= effect.mark <= 5] == []
