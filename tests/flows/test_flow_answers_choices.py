from __future__ import annotations

import pytest
from asking import HOME, MARRIED, STEADY, ask, offered, reason, value
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import Accepted


@pytest.mark.parametrize(
    "words,chosen",
    [
        ("1", "minh"),
        ("số 2", "nguoi-than"),
        ("chọn 2", "nguoi-than"),
        ("dạ 2 ạ", "nguoi-than"),
        ("3.", "thue"),
        ("cái đầu tiên", "minh"),
        ("cai thu hai", "nguoi-than"),
        ("thứ ba", "thue"),
        ("cái cuối", "thue"),
        ("minh", "minh"),
        ("Nhà của mình", "minh"),
        ("nha cua minh", "minh"),
        ("NHÀ CỦA MÌNH!!!", "minh"),
        ("nha cua mnh", "minh"),
        ("có", "minh"),
        ("em ở trọ mấy năm nay", "thue"),
        ("nhà chồng em", "nguoi-than"),
        ("dạ nhà thuê ạ", "thue"),
        ("sổ đỏ tên tôi mà", "minh"),
    ],
)
def test_a_choice_is_made_by_number_label_synonym_or_near_miss(words: str, chosen: str) -> None:
    assert value(HOME, words) == chosen


@pytest.mark.parametrize(
    "words,key",
    [
        ("4", "answer-choice-number"),
        ("0", "answer-choice-number"),
        ("gì cơ", "answer-choice-unknown"),
        ("không phải nhà thuê", "answer-choice-unknown"),
        ("ko thuê đâu, ko phải ở trọ", "answer-choice-unknown"),
        ("ở nhờ nhà cha mẹ", "answer-choice-two"),
        ("không biết", "answer-not-known"),
        ("có cái này chưa", "answer-choice-unknown"),
        ("nhà", "answer-choice-unknown"),
    ],
)
def test_what_names_no_single_choice_is_refused(words: str, key: str) -> None:
    assert reason(HOME, words) == key


def test_a_refusal_offers_every_choice_again() -> None:
    assert offered(HOME, "gì cơ") == ["minh", "nguoi-than", "thue"]
    assert offered(HOME, "ở nhờ nhà cha mẹ") == ["nguoi-than", "thue"]
    assert offered(HOME, "quên rồi") == ["minh", "nguoi-than", "thue"]


def test_marks_decide_between_choices_that_fold_alike() -> None:
    alike = {
        "kind": "choice",
        "choices": [{"value": "ma", "label": "Mã"}, {"value": "ma-2", "label": "Má"}],
    }
    assert value(alike, "má") == "ma-2"
    assert reason(alike, "ma") is None  # the value itself
    assert reason(alike, "mạ") == "answer-choice-unknown"
    assert reason(alike, "cái ma đó") == "answer-choice-two"


@pytest.mark.parametrize(
    "words,said",
    [
        ("có", "yes"),
        ("co", "yes"),
        ("rồi", "yes"),
        ("ừ", "yes"),
        ("dạ", "yes"),
        ("dạ rồi", "yes"),
        ("vâng ạ", "yes"),
        ("ok", "yes"),
        ("đúng rồi", "yes"),
        ("chắc chắn rồi", "yes"),
        ("1", "yes"),
        ("chưa", "no"),
        ("chua", "no"),
        ("chửa", "no"),
        ("dạ chưa", "no"),
        ("k", "no"),
        ("ko", "no"),
        ("hông", "no"),
        ("không có", "no"),
        ("không phải", "no"),
        ("chưa, tuần sau mới cưới", "no"),
        ("mẹ đơn thân", "no"),
        ("tôi là mẹ đơn thân", "no"),
        ("2", "no"),
        ("yes", "yes"),
        ("no", "no"),
        ("cưới rồi", "yes"),
        ("giấy thì có", "yes"),
        ("giấy thì chưa có", "no"),
        ("em không có", "no"),
        ("khong", "no"),
    ],
)
def test_yes_and_no_are_understood_as_people_say_them(words: str, said: str) -> None:
    assert value(MARRIED, words) == said


@pytest.mark.parametrize("words", ["không biết", "ko bit", "chưa rõ", "hình như rồi", "quên rồi"])
def test_not_knowing_is_not_a_no(words: str) -> None:
    assert reason(MARRIED, words) == "answer-yes-no-unsure"


@pytest.mark.parametrize(
    "words",
    [
        "có mà chưa lấy",
        "có phải công chứng không?",
        "tôi có đứa con năm nay vào lớp một trường xa lắm",
        "hoa hồng",
        "gì cơ",
        "otp không về",
        "hai đứa sống chung nhiều năm nay rồi",
        "cưới rồi mà chưa đăng ký",
    ],
)
def test_a_mixed_or_asking_answer_is_asked_back(words: str) -> None:
    assert reason(MARRIED, words) == "answer-yes-no-unclear"
    assert offered(MARRIED, words) == ["yes", "no"]


def test_a_number_beyond_the_two_is_refused() -> None:
    assert reason(MARRIED, "3") == "answer-choice-number"


def test_the_label_of_a_summary_may_differ_from_the_button() -> None:
    table = {**MARRIED, "yes_shown": "đã kết hôn"}
    verdict = ask(table, "rồi")
    assert isinstance(verdict, Accepted)
    assert verdict.label == "đã kết hôn"


@pytest.mark.parametrize("words", ["chưa", "chua", "chúa"])
def test_a_pagoda_is_not_a_not_yet(words: str) -> None:
    homes = {
        "kind": "choice",
        "choices": [
            {"value": "chua", "label": "Chùa", "words": ["cổng"]},
            {"value": "x", "label": "X"},
        ],
    }
    assert value(homes, "ở chùa") == "chua"
    assert value(homes, "o chua") == "chua"
    assert value(homes, "ra công an") is None
    assert (value(homes, words) == "chua") is words.isascii()


@STEADY
@given(st.text(max_size=80))
def test_any_words_choose_or_are_refused(words: str) -> None:
    assert (value(HOME, words) or reason(HOME, words)) is not None
    assert (value(MARRIED, words) or reason(MARRIED, words)) is not None
