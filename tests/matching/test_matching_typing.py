"""Typing as people do it: abbreviations by context, raw Telex and VNI, lost marks, slips, ages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.accents import language_model
from knowledge.question import read
from knowledge.typing_repair import abbreviations, decode_telex, decode_vni, squeeze
from knowledge.vietnamese import Syllable, syllable, syllables, words


@pytest.mark.parametrize(
    "typed, meant",
    [("ddawng", "đăng"), ("thuwowngf", "thường"), ("quyeefn", "quyền"), ("ddieenj", "điện")],
)
def test_raw_telex_is_decoded(typed: str, meant: str) -> None:
    assert meant in decode_telex(typed)


@pytest.mark.parametrize(
    "typed, meant",
    [("d9ang8", "đăng"), ("giay61", "giấy"), ("tru1", "trú"), ("thuong72", "thường")],
)
def test_raw_vni_is_decoded(typed: str, meant: str) -> None:
    assert decode_vni(typed) == [meant]


@pytest.mark.parametrize("typed", ["2026", "b1", "a0", "bhxh123", "x9y"])
def test_codes_are_not_taken_for_vni(typed: str) -> None:
    assert all(guess.isalpha() for guess in decode_vni(typed))


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("làm giấy dk kh", "làm giấy đăng ký kết hôn"),
        ("có cần j kh", "có cần gì không"),
        ("làm online dk ad", "làm online được admin"),
        ("dk tạm trú", "đăng ký tạm trú"),
        ("quên mk vneid", "quên mật khẩu vneid"),
        ("mk muốn hỏi", "mình muốn hỏi"),
        ("bh làm sao", "bây giờ làm sao"),
        ("rút bh 1 cục", "rút bảo hiểm 1 cục"),
        ("con 7t", "con 7 tuổi"),
        ("mần răng chừ", "làm sao giờ"),
    ],
)
def test_an_abbreviation_is_read_by_its_neighbours(typed: str, meant: str) -> None:
    assert " ".join(abbreviations().expand(typed.split())) == meant


def test_an_official_name_is_read_by_office_abbreviations_alone() -> None:
    found = abbreviations().expand_name(["cấp", "thẻ", "bhyt", "dk"])
    assert found == ["cấp", "thẻ", "bảo", "hiểm", "y", "tế", "dk"]


def test_tone_placement_and_final_y_make_no_difference() -> None:
    assert syllable("hoà") == syllable("hòa")
    assert syllable("ký") == syllable("kí")
    assert syllable("quý") == syllable("quí")
    assert syllables("Đường") == (Syllable("đương2", "duong"),)


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("sang ten xe may can nhung giay to gi", "sang tên xe máy cần những giấy tờ gì"),
        ("rut bao hiem 1 cuc mat bao lau", "rút bảo hiểm 1 cục mất bao lâu"),
        ("dang ky tam tru cho con", "đăng ký tạm trú cho con"),
    ],
)
def test_marks_are_restored(typed: str, meant: str) -> None:
    assert read(typed).text == meant


def test_marks_that_were_typed_are_kept() -> None:
    assert read("cấp lại bằng lái").text == "cấp lại bằng lái"


def test_a_slip_of_the_finger_takes_the_nearest_known_word() -> None:
    language = language_model()
    mended = language.mend([syllable("giấy"), Syllable("", "phesp"), syllable("lái")])
    assert mended[1].folded == "phep"


def test_a_word_far_from_all_known_ones_stays() -> None:
    assert language_model().mend([Syllable("", "xqzwk")]) == [Syllable("", "xqzwk")]


def test_drawn_out_letters_are_squeezed_but_numbers_are_not() -> None:
    assert squeeze("điiiii") == "đi"
    assert squeeze("1000000") == "1000000"


@pytest.mark.parametrize(
    "said, group",
    [
        ("con tôi 4 tuổi", "6"),
        ("cháu tám tuổi", "14"),
        ("con 12t", "14"),
        ("bé mười hai tuổi", "14"),
        ("tôi 16 tuổi", "14"),
        ("ông bảy mươi lăm tuổi", "cao"),
        ("mẹ 80 tuổi", "cao"),
        ("mẹ 80 tuổi có được lãnh tiền không", "huu"),
    ],
)
def test_an_age_means_the_age_group_of_the_law(said: str, group: str) -> None:
    laws = {word.folded for idea in read(said).ideas for law in idea.law for word in law}
    assert group in laws


def test_an_age_says_less_of_what_is_wanted_than_the_thing_named() -> None:
    ideas = read("làm căn cước cho mẹ 80 tuổi").ideas
    weight = {idea.said[-1].folded: idea.weight for idea in ideas}
    assert weight["tuoi"] < weight["cuoc"]


@pytest.mark.parametrize("said", ["tôi 40 tuổi", "người dưới 14 tuổi", "bao nhiêu tuổi", "tuổi"])
def test_an_age_without_a_group_or_in_the_laws_own_words_adds_nothing(said: str) -> None:
    assert not any(word.folded == "con" for i in read(said).ideas for p in i.law for word in p)


@pytest.mark.parametrize(
    "said",
    [
        "làm lại căn cước, không phải mất, bị hỏng cơ",
        "căn cước của em không phải mất mà bị hỏng",
        "căn cước bị hỏng chứ không phải mất",
    ],
)
def test_what_it_is_not_is_left_out(said: str) -> None:
    question = read(said)
    assert "mat" not in question.folded
    assert "hong" in question.folded


def test_an_obligation_is_no_denial() -> None:
    assert "thue" in read("tôi không phải nộp thuế, sao vẫn bị thu").own
    assert "rui" in read("đối với trường hợp không phải đánh giá rủi ro").own


def test_a_sentence_that_asks_weighs_more_than_the_story() -> None:
    question = read(
        "Tôi hiện đang làm công nhân ở Bình Dương và sống cùng gia đình từ năm 2015 đến nay. "
        "Xin chào cơ quan. Cho tôi hỏi thủ tục cấp hộ chiếu cần giấy tờ gì?"
    )
    weights = [sentence.weight for sentence in question.sentences]
    assert weights == [0.35, 0.12, 1.0]


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "a", "123456789", "👍👍", "\u202e\u0000\ufeff", "привет 你好 hello", "a" * 4000],
)
def test_odd_input_is_read_without_fault(text: str) -> None:
    assert read(text).length >= 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_makes_reading_fail(text: str) -> None:
    question = read(text)
    assert all(0.0 <= weight <= 1.0 for weight in question.folded.values())


def test_words_are_cut_where_no_word_can_be_so_long() -> None:
    assert max(map(len, words("x" * 4000))) <= 40


def test_reading_takes_time_in_proportion_to_length() -> None:
    def least(text: str) -> float:
        return min(_seconds(text) for _ in range(5))

    part = "em muon hoi thu tuc cap lai can cuoc cong dan bi mat o dau vay anh chi. "
    read(part)
    assert least(part * 32) < 4 * 8 * least(part * 8) / 2 + 0.02


def _seconds(text: str) -> float:
    start = time.perf_counter()
    read(text)
    return time.perf_counter() - start
