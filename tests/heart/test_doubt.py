"""Under what the bot took a question to mean, one button says that it was wrong."""

from __future__ import annotations

import pytest
from talk import Talk

from bot.messages import KeepQuestion

ASKED = "làm giấy khai sinh cho con cần giấy gì"


def kept(talk: Talk) -> list[KeepQuestion]:
    return [effect for effect in talk.turn.effects if isinstance(effect, KeepQuestion)]


@pytest.mark.parametrize("said", [ASKED, "mất giấy đăng ký xe máy làm lại ở đâu", "đổi bằng lái"])
def test_an_answer_to_a_question_can_be_doubted_and_keeps_to_four_buttons(
    said: str, talk: Talk
) -> None:
    talk.says(said)
    assert len(talk.values) <= 4
    assert talk.values[-2:] == [f"x:{talk.session.topic}", "/staff"]


def test_what_was_doubted_is_kept_with_its_topic_and_place(talk: Talk) -> None:
    talk.says(ASKED).presses("x:dang-ky-khai-sinh")
    assert talk.about == ["phrases/wrong"]
    assert kept(talk) == [KeepQuestion(ASKED, "wrong", ("dang-ky-khai-sinh",))]


@pytest.mark.parametrize("words", ["Chưa đúng ý", "chua dung y", "không đúng ý"])
def test_doubt_is_heard_in_words(words: str, talk: Talk) -> None:
    talk.says(ASKED).says(words)
    assert [one.understood for one in kept(talk)] == ["wrong"]


def test_what_was_pressed_for_is_not_doubted(talk: Talk) -> None:
    talk.presses("t:dang-ky-khai-sinh:fee")
    assert not [value for value in talk.values if value.startswith("x:")]


def test_an_old_doubt_accuses_no_later_answer(talk: Talk) -> None:
    talk.says(ASKED).says("quên mật khẩu vneid").presses("x:dang-ky-khai-sinh")
    assert talk.about == ["phrases/gone-button"]
    assert kept(talk) == []


def test_who_was_cheated_is_offered_help_alone(talk: Talk) -> None:
    talk.says("tôi lỡ đọc mã otp cho người lạ rồi làm sao")
    assert not [value for value in talk.values if value.startswith("x:")]


def test_a_side_question_of_a_walk_leaves_the_question_s_own_buttons(walk: Talk) -> None:
    walk.presses("f:the-vuon").says(ASKED)
    assert not [value for value in walk.values if value.startswith("x:")]
