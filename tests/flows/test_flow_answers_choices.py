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


# ---- as people of the villages answer

FOR_WHOM = {
    "kind": "choice",
    "choices": [
        {"value": "minh", "label": "Cho tôi", "words": ["cho mình", "bản thân"]},
        {"value": "con", "label": "Cho con nhỏ", "words": ["cho con", "cho cháu"]},
        {"value": "gia-yeu", "label": "Người già yếu, không đi được", "words": ["nằm một chỗ"]},
    ],
}
STAGE = {
    "kind": "choice",
    "choices": [
        {"value": "chua-lam", "label": "Chưa làm gì", "words": ["mới bắt đầu"]},
        {"value": "cho-tin", "label": "Ra công an rồi, đang chờ", "words": ["chờ hoài"]},
        {"value": "co-tin", "label": "Có tin báo, chưa kích hoạt", "words": ["có tin nhắn"]},
    ],
}
FATHER = {
    "kind": "yes-no",
    "yes": "Có, ghi tên cha",
    "no": "Không, để trống",
    "no_words": ["để trống", "theo mẹ"],
}
BIRTH_PAPER = {
    "kind": "choice",
    "choices": [
        {"value": "co", "label": "Có giấy", "words": ["có"]},
        {"value": "ho", "label": "Có giấy, nhờ mang thai hộ"},
        {"value": "lam-chung", "label": "Không có, có người làm chứng"},
        {"value": "khong", "label": "Không có gì cả", "words": ["không có"]},
    ],
}


@pytest.mark.parametrize(
    "words,chosen",
    [
        ("làm cho bác", "minh"),
        ("lam cho bac", "minh"),
        ("cho cô", "minh"),
        ("cho chú thôi", "minh"),
        ("dạ cho tui", "minh"),
        ("làm cho chính bà", "minh"),
        ("bà làm cho bà", "minh"),
        ("con làm cho chính con", "minh"),
        ("bác làm cho bác nhé", "minh"),
        ("bác", "minh"),
        ("cho con", "con"),
        ("cho cháu", "con"),
    ],
)
def test_who_speaks_of_themselves_by_a_pronoun_means_i(words: str, chosen: str) -> None:
    assert value(FOR_WHOM, words) == chosen


@pytest.mark.parametrize(
    "words", ["cho chú út nhà tôi", "cho bà nội", "bác hàng xóm", "cho ông", "làm cho bà"]
)
def test_a_relative_is_not_oneself(words: str) -> None:
    assert value(FOR_WHOM, words) is None


@pytest.mark.parametrize(
    "words,chosen", [("tôi", "minh"), ("dạ tôi", "minh"), ("mẹ tôi", None), ("con tôi", None),
                     ("cho con", None), ("con", None), ("tôi là chủ", "minh")]
)  # fmt: skip
def test_my_mother_is_not_i(words: str, chosen: str | None) -> None:
    owner = {
        "kind": "choice",
        "choices": [
            {"value": "minh", "label": "Cho tôi", "words": ["tôi", "tôi là chủ"]},
            {"value": "khac", "label": "Người khác"},
        ],
    }
    assert value(owner, words) == chosen


def test_a_bare_word_among_marked_ones_is_that_word() -> None:
    book = {
        "kind": "choice",
        "choices": [
            {"value": "con", "label": "Còn sổ", "words": ["còn"]},
            {"value": "mat", "label": "Mất sổ", "words": ["mất"]},
        ],
    }
    assert value(book, "xa con giu so") == "con"
    assert value(book, "của con tôi") is None


@pytest.mark.parametrize(
    "answer,words,chosen",
    [
        (STAGE, "chưa", "chua-lam"),
        (STAGE, "chua lam", "chua-lam"),
        (STAGE, "ra công an", "cho-tin"),
        (STAGE, "ra công an rồi", "cho-tin"),
        (STAGE, "có tin báo", "co-tin"),
        (STAGE, "tui ra công an rồi mà chờ hoài hổng thấy gì", "cho-tin"),
        (FOR_WHOM, "người già yếu", "gia-yeu"),
        (FOR_WHOM, "nguoi gia", "gia-yeu"),
        (BIRTH_PAPER, "có giấy", "co"),
        (BIRTH_PAPER, "không có", "khong"),
        (BIRTH_PAPER, "không có gì", "khong"),
    ],
)
def test_a_part_of_a_label_is_enough_where_it_is_the_only_one(
    answer: dict[str, object], words: str, chosen: str
) -> None:
    assert value(answer, words) == chosen


@pytest.mark.parametrize("answer,words", [(FOR_WHOM, "cho"), (BIRTH_PAPER, "không"), (HOME, "nhà")])
def test_a_part_of_several_labels_is_asked_back(answer: dict[str, object], words: str) -> None:
    assert value(answer, words) is None


def test_words_of_a_choice_come_before_leaving_the_question_for_later() -> None:
    assert value(FATHER, "để trống") == "no"
    assert value(FATHER, "để trống", optional=True) == "no"
    assert value(HOME, "để trống", optional=True) == ""
    assert reason(FATHER, "để sau") == "answer-needed"


@pytest.mark.parametrize(
    "words",
    ["chịu", "chịu thôi", "bác chịu", "bó tay", "bó tay luôn", "hổng biết", "hông biết nữa",
     "không nhớ nữa", "mù tịt", "ai mà biết", "quên mất tiêu rồi"],
)  # fmt: skip
def test_giving_up_is_not_knowing(words: str) -> None:
    assert reason(HOME, words) == "answer-not-known"
    assert reason(MARRIED, words) == "answer-yes-no-unsure"


def test_not_consenting_is_not_giving_up() -> None:
    consent = {
        "kind": "choice",
        "choices": [
            {"value": "co", "label": "Đồng ý"},
            {"value": "khong", "label": "Chưa đồng ý", "words": ["không chịu", "không chịu ký"]},
        ],
    }
    assert value(consent, "ổng nhất định không chịu") == "khong"


@pytest.mark.parametrize("words", ["sai", "sai rồi", "không đúng"])
def test_wrong_is_a_no(words: str) -> None:
    assert value(MARRIED, words) == "no"


def test_a_long_sentence_with_the_words_of_one_choice_chooses_it() -> None:
    paper = {
        "kind": "choice",
        "choices": [
            {"value": "co", "label": "Có giấy", "words": ["có", "rồi"]},
            {"value": "lam-chung", "label": "Không có, có người làm chứng",
             "words": ["đẻ ở nhà có bà đỡ", "bà đỡ", "người làm chứng"]},
            {"value": "khong", "label": "Không có gì cả", "words": ["không có"]},
        ],
    }  # fmt: skip
    said = "hồi đó nhà xa bệnh viện nên đẻ ở nhà có bà đỡ trong ấp qua giúp"
    assert value(paper, said) == "lam-chung"
    assert value(paper, "bữa đó có bà đỡ trong xóm qua đỡ giùm") == "lam-chung"


def test_not_knowing_may_be_a_choice_of_its_own() -> None:
    book = {
        "kind": "choice",
        "choices": [
            {"value": "con", "label": "Còn sổ"},
            {"value": "khong-ro", "label": "Không rõ", "words": ["không biết"]},
        ],
    }
    owner = {"kind": "yes-no", "yes": "Có", "no": "Không", "no_words": ["không biết là ai"]}
    assert value(book, "không biết nữa") == "khong-ro"
    assert value(owner, "không biết là ai") == "no"
    assert value(owner, "tui cũng không biết là ai hết") == "no"
    assert reason(owner, "không biết") == "answer-yes-no-unsure"
