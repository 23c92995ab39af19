"""A guided walk: asked, refused by a ladder, skipped, taken back, changed, left and resumed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import GARDEN, flow_of, garden
from talk import Talk

from bot.library import Library
from bot.session import Idle, Resuming, Run, Session, Walking
from knowledge.decision import Thresholds

ID = "079300012345"


def started(talk: Talk, *presses: str) -> Talk:
    return talk.presses("f:the-vuon", *presses)


def answered(talk: Talk) -> Talk:
    """The way to the last question: for me, no day, a number."""
    return started(talk, "a:the-vuon:cho-ai:toi", "/skip").says(ID)


def test_a_walk_begins_with_its_name_and_first_question(walk: Talk) -> None:
    started(walk)
    assert walk.about == ["flows/the-vuon/cho-ai"]
    assert walk.text.startswith("Xin thẻ vườn")
    assert walk.values == ["a:the-vuon:cho-ai:toi", "a:the-vuon:cho-ai:nha"]
    assert walk.session.topic == "the-vuon"


def test_a_flow_that_is_gone_is_said_to_be_gone(walk: Talk) -> None:
    assert walk.presses("f:da-bo").about == ["phrases/walk-gone"]


def test_a_walk_ends_with_papers_fee_clicks_and_a_source(walk: Talk) -> None:
    answered(walk).presses("a:the-vuon:hieu:yes")
    assert set(walk.about) == {"flows/the-vuon/xong"}
    for told in ("Giấy tờ bác cần:", "Đơn xin thẻ", "8.000 đồng một thẻ", "Gửi hồ sơ", "Nguồn: "):
        assert told in walk.text
    assert walk.session.doing == Idle()
    assert walk.asked is None
    assert walk.values[-1] == "/staff"


def test_an_answer_may_be_pressed_typed_numbered_or_said_in_other_words(walk: Talk) -> None:
    for words in ("Cho tôi", "cho toi", "1", "tôi"):
        assert started(walk, "/restart").says(words).asked == "ngay"


def test_a_question_shows_its_facts_without_their_mark(walk: Talk) -> None:
    answered(walk)
    assert walk.about == ["flows/the-vuon/hieu"]
    assert walk.text.startswith("Vườn hoa của xã.\n")


def test_a_fact_that_no_longer_holds_is_not_shown_with_a_question(library: Library) -> None:
    ended = '\n[[where]]\nid = "cu"\nlevel = "commune"\ntext = "Cổng cũ."\nuntil = 2026-01-01\n'
    flow = flow_of(GARDEN.replace('show = ["where.xa"]\nroutes', 'show = ["where.cu"]\nroutes'))
    talk = answered(Talk(garden(library, flow, ended)))
    assert "Cổng cũ" not in talk.text


def test_a_figure_may_be_shown_with_a_question(library: Library) -> None:
    figure = '\n[[figures]]\nid = "tuoi"\namount = 6\nunit = "tuổi"\n'
    flow = flow_of(GARDEN.replace('show = ["where.xa"]\nroutes', 'show = ["figures.tuoi"]\nroutes'))
    agreed = Session(consent=True)
    assert answered(Talk(garden(library, flow, figure), agreed)).text.startswith("6 tuổi\n")


# ---- the ladder


def test_a_first_refusal_says_why_with_an_example(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("lúc hoa nở rộ")
    assert walk.about == ["flows/the-vuon/ngay"]
    assert "ví dụ" in walk.text
    assert "/staff" not in walk.values


def test_a_second_refusal_offers_other_ways(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("lúc hoa nở rộ", "lúc hoa nở rộ")
    assert "quay lại câu trước" in walk.text
    assert "/back" in walk.values
    assert "/skip" in walk.values


def test_a_third_refusal_offers_a_person(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("lúc hoa nở rộ", "lúc hoa nở rộ", "lúc hoa nở rộ")
    assert "cán bộ" in walk.text
    assert "/staff" in walk.values


def test_a_right_answer_begins_the_ladder_anew(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says(
        "lúc hoa nở rộ", "lúc hoa nở rộ", "30/12/2026", "12"
    )
    assert walk.asked == "so"
    assert "/staff" not in walk.values


def test_a_refused_choice_offers_the_choices_again(walk: Talk) -> None:
    started(walk).says("cho con mèo nhà hàng xóm")
    assert walk.values[:2] == ["a:the-vuon:cho-ai:toi", "a:the-vuon:cho-ai:nha"]


def test_an_answer_that_looks_odd_is_taken_with_a_warning(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "/skip").says("099300012345")
    assert walk.asked == "hieu"
    assert "không thấy mã tỉnh nào là 099" in walk.text


# ---- skip, back, change


def test_an_optional_question_may_be_left_for_later(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi")
    assert "/skip" in walk.values
    assert walk.says("gõ sau").asked == "so"


def test_a_question_that_is_needed_is_put_again_with_the_reason(walk: Talk) -> None:
    started(walk).presses("/skip")
    assert walk.about == ["phrases/walk-skip-not", "flows/the-vuon/cho-ai"]


def test_back_puts_the_question_before(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:nha").says("5")
    assert walk.says("quay lại").asked == "may-nguoi"
    assert walk.says("quay lại").asked == "cho-ai"


def test_back_at_the_first_question_says_so(walk: Talk) -> None:
    started(walk, "/back")
    assert "câu đầu" in walk.text
    assert walk.asked == "cho-ai"


def test_back_after_the_end_opens_the_last_question(walk: Talk) -> None:
    answered(walk).presses("a:the-vuon:hieu:yes", "/back")
    assert walk.asked == "hieu"
    assert walk.session.doing == Walking()


def test_what_was_answered_after_a_change_is_used_again(walk: Talk) -> None:
    answered(walk).presses("e:the-vuon:cho-ai", "a:the-vuon:cho-ai:toi")
    assert walk.asked == "hieu"


def test_every_answer_so_far_is_offered_for_a_change(walk: Talk) -> None:
    answered(walk).says("sửa")
    assert walk.values[:3] == ["e:the-vuon:cho-ai", "e:the-vuon:ngay", "e:the-vuon:so"]
    assert walk.values[-1] == "/resume"
    assert all(choice.label for choice in walk.choices)


def test_nothing_to_change_is_said(walk: Talk) -> None:
    assert walk.presses("/change").about == ["phrases/walk-nothing"]
    started(walk, "/change")
    assert walk.asked == "cho-ai"


def test_an_old_button_changes_the_old_answer(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "a:the-vuon:cho-ai:nha")
    assert walk.asked == "may-nguoi"
    assert "Đã đổi thành: Cho cả nhà." in walk.text


def test_the_same_old_button_again_changes_nothing(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "a:the-vuon:cho-ai:toi")
    assert walk.asked == "ngay"
    assert "Đã đổi" not in walk.text


def test_a_button_whose_value_is_no_longer_valid_puts_the_open_question(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "a:the-vuon:cho-ai:hang-xom")
    assert walk.about == ["flows/the-vuon/ngay"]
    assert "đã cũ" in walk.text


def test_a_button_of_another_flow_does_not_disturb_this_one(walk: Talk) -> None:
    started(walk, "a:dang-ky-khai-sinh:cho-ai:be")
    assert walk.about == ["phrases/gone-button"]
    assert walk.asked == "cho-ai"


def test_the_same_change_pressed_twice_puts_the_question_again(walk: Talk) -> None:
    answered(walk).presses("/change", "e:the-vuon:ngay", "e:the-vuon:ngay")
    assert walk.about[-1] == "flows/the-vuon/ngay"
    assert walk.session.doing == Walking()


# ---- stop, resume, restart, another walk


def test_stopping_keeps_the_answers_until_they_are_wanted(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("dừng lại")
    assert walk.session.doing == Idle()
    assert "/resume" in walk.values
    assert walk.says("làm tiếp").asked == "ngay"


def test_restarting_forgets_the_answers(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "/restart")
    assert walk.asked == "cho-ai"
    assert walk.session.run is not None
    assert walk.session.run.answers == {}


def test_a_half_done_walk_is_not_dropped_unasked_for_another(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").presses("f:cong-dvc-dang-nhap")
    assert walk.values[:2] == ["/resume", "g:cong-dvc-dang-nhap"]
    assert walk.session.run is not None
    assert walk.session.run.flow == "the-vuon"
    assert walk.presses("g:cong-dvc-dang-nhap").about[-1].startswith("flows/cong-dvc-dang-nhap/")


def test_a_walk_without_answers_gives_way(walk: Talk) -> None:
    started(walk).presses("f:cong-dvc-dang-nhap")
    assert walk.about[-1].startswith("flows/cong-dvc-dang-nhap/")


@pytest.mark.parametrize("command", ["back", "change", "skip", "resume", "restart"])
def test_without_a_walk_there_is_nothing_to_go_on_with(command: str, walk: Talk) -> None:
    assert walk.presses(f"/{command}").about == ["phrases/walk-nothing"]


def test_after_a_long_pause_the_person_is_reminded_of_where_they_were(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=5).says("chào")
    assert walk.about == ["phrases/walk-resume"]
    assert "Cho tôi" in walk.text
    assert walk.values == ["/resume", "/change", "/cancel"]
    assert walk.session.doing == Resuming()
    assert walk.presses("/resume").asked == "ngay"


def test_after_a_long_pause_a_new_question_is_answered_first(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=5).says("làm khai sinh cho con cần giấy gì")
    assert walk.about[0].startswith("topics/dang-ky-khai-sinh#")
    assert walk.about[-1] == "phrases/walk-resume"


def test_a_short_pause_is_none(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=3).says("30/12/2026")
    assert walk.asked == "so"


def test_a_pause_before_the_first_answer_needs_no_reminder(walk: Talk) -> None:
    assert started(walk).waits(hours=50).says("cho tôi").asked == "ngay"


# ---- a side question


def test_a_side_question_is_answered_and_the_open_one_put_again(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("làm khai sinh cho con cần giấy gì?")
    assert walk.about == ["topics/dang-ky-khai-sinh#documents", "flows/the-vuon/ngay"]
    assert walk.said[0].choices == ()
    assert "Mình làm tiếp nhé" in walk.said[1].text


@pytest.mark.parametrize("words", ["cảm ơn em", "link dichvucong-gov.top này thật không", "đồ ngu"])
def test_small_talk_links_and_insults_in_between_are_met(words: str, walk: Talk) -> None:
    started(walk).says(words)
    assert len(walk.about) == 2
    assert walk.about[-1] == "flows/the-vuon/cho-ai"
    assert walk.session.doing == Walking()


def test_a_number_that_answers_presses_no_button(library: Library) -> None:
    flow = flow_of(GARDEN.replace("most = 20 }", "most = 20 }\noptional = true"))
    talk = started(Talk(garden(library, flow), Session(consent=True)), "a:the-vuon:cho-ai:nha")
    assert talk.values == ["/skip", "/back"]
    talk.says("2")
    assert talk.session.run is not None
    assert talk.session.run.answers["may-nguoi"] == "2"


def test_a_day_typed_in_six_digits_is_no_secret_where_a_day_is_asked_for(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("301226")
    assert walk.turn.understanding != "secret"


def test_a_question_that_is_not_understood_is_kept_and_the_open_one_put_again(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").says("kwx zzyq vbnm?")
    assert "keep-question" in walk.kept
    assert walk.about[-1] == "flows/the-vuon/ngay"


def test_what_is_not_understood_after_a_pause_is_kept(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=5).says("kwx zzyq vbnm")
    assert walk.kept == ["keep-question"]
    assert walk.about == ["phrases/walk-resume"]


def test_in_doubt_after_a_pause_a_choice_is_offered_and_the_way_back(walk: Talk) -> None:
    walk.library = replace(walk.library, thresholds=Thresholds(answer_at=1.1, choose_at=0.0))
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=5).says("mất giấy tờ xe máy")
    assert walk.about == ["phrases/choose"]
    assert walk.values[-1] == "/resume"


# ---- secrets that are asked for


def test_a_number_that_the_walk_asks_for_is_taken_and_masked_for_staff(walk: Talk) -> None:
    answered(walk)
    assert walk.turn.understanding != "secret"
    assert walk.session.run is not None
    assert walk.session.run.answers["so"] == ID
    assert ID not in "".join(walk.session.transcript)


def test_the_same_number_anywhere_else_is_guarded(walk: Talk) -> None:
    started(walk).says(ID)
    assert walk.turn.understanding == "secret"
    assert walk.turn.replies[0].kind == "retract"
    assert walk.session.run is not None
    assert ID not in walk.session.run.answers.values()


def test_an_otp_is_guarded_even_where_a_number_is_asked_for(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "/skip").says("mã otp 482913")
    assert walk.turn.understanding == "secret"
    assert walk.asked == "so"


# ---- a run that lost its ground


def test_a_walk_whose_flow_is_gone_is_said_to_be_gone(walk: Talk) -> None:
    walk.session = replace(walk.session, doing=Walking(), run=Run("da-bo", asked="a"))
    assert walk.says("có").about == ["phrases/walk-gone"]
    assert walk.session.doing == Idle()
    assert walk.session.run is None


def test_after_a_pause_a_walk_whose_flow_is_gone_is_dropped(walk: Talk) -> None:
    run = Run("da-bo", {"a": "yes"}, {"a": "Rồi"}, asked="b")
    walk.session = replace(walk.session, doing=Walking(), run=run, last=walk.at)
    assert walk.waits(hours=9).says("chào").about[-1] == "phrases/walk-gone"
    assert walk.session.run is None


def test_resuming_hears_an_answer_too(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi").waits(hours=5).says("chào", "30/12/2026")
    assert walk.asked == "so"


def test_resuming_takes_the_number_that_was_asked_for(walk: Talk) -> None:
    started(walk, "a:the-vuon:cho-ai:toi", "/skip").waits(hours=5).says("chào", ID)
    assert walk.asked == "hieu"
