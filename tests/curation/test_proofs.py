"""Every fault of a draft stands by its field, in kind Vietnamese."""

from __future__ import annotations

import re

import pytest
from garden import SMALL_TOPIC
from writing import shipped

from bot.curation.fault_words import in_vietnamese
from bot.curation.proofs import faults_of_phrases, faults_of_topic
from bot.library import Library

ENGLISH = re.compile(r"\b(is|the|should|must|stands|leads|needs|among|called|valid|required)\b")
BIRTH = "dang-ky-khai-sinh"


def wrongs(library: Library, old: str, new: str) -> list[tuple[str, str]]:
    assert old in SMALL_TOPIC
    text = SMALL_TOPIC.replace(old, new, 1)
    return [(one.place, one.words) for one in faults_of_topic(library, text, "the-vuon", "vuon")]


def test_a_sound_topic_has_no_fault(library: Library) -> None:
    assert faults_of_topic(library, SMALL_TOPIC, "the-vuon", "vuon") == []
    assert faults_of_topic(library, shipped(BIRTH), BIRTH, "ho-tich") == []


@pytest.mark.parametrize(
    "old,new,place,words",
    [
        ("amount = 8000", 'amount = "tám nghìn"', "Lệ phí, dòng 1, Số", "cần một con số"),
        ("amount = 8000", "amount = -1", "Lệ phí, dòng 1, Số", "nhỏ nhất là 0"),
        ('level = "commune"', 'level = "x"', "Nơi làm, dòng 1, Cấp", "chọn một trong"),
        ("review_by = 2027-05-01", 'review_by = "32/13"', "Chung, Rà lại trước ngày", "ngày"),
        ("review_by = 2027-05-01", "review_by = 2026-05-01", "Chung, Rà lại trước ngày", "sau"),
        ('title = "Làm thẻ vườn hoa"', "", "Chung, Tên", "còn trống"),
        ('id = "anh"', 'id = "Ảnh chụp"', "Giấy tờ, dòng 2, Mã", "không dấu"),
        ('id = "anh"', 'id = "don"', "Giấy tờ, dòng 1", "hai lần"),
        ("{documents.don}", "{documents.khong}", "Câu mở đầu, dòng 1, Nội dung", "không dẫn tới"),
        ('text = "Vườn hoa của xã."', 'text = "Mở 8 giờ."', "Nơi làm, dòng 1, Nội dung", "8 giờ"),
        ('source = "cong"', 'source = "khac"', "Chung, Nguồn", "chưa có trong mục Nguồn"),
        ('url = "https://', 'url = "x://', "Nguồn, dòng 1, Địa chỉ trang", "https"),
        ('"thẻ hoa"', '"khai sinh"', "Chung, Cách người dân hỏi", "dang-ky-khai-sinh"),
        ('owns = ["1.000001"]', 'owns = ["2"]', "Chung, Mã mà chủ đề này trả lời thay", "2"),
        ("[[fee]]\n", "[[phi]]\n", "Chung, phi", "fee"),
    ],
)  # fmt: skip
def test_a_fault_stands_by_its_field(
    old: str, new: str, place: str, words: str, library: Library
) -> None:
    found = wrongs(library, old, new)
    assert any(one == place and words in told for one, told in found), found
    assert not [told for _, told in found if ENGLISH.search(told)]


def test_what_a_walk_needs_is_told_though_it_stands_elsewhere(library: Library) -> None:
    text = shipped(BIRTH).replace('id = "giay-chung-sinh"', 'id = "giay-khac"')
    found = [one.words for one in faults_of_topic(library, text, BIRTH, "ho-tich")]
    assert any("Hướng dẫn từng bước cần dữ kiện documents.giay-chung-sinh" in one for one in found)


def test_what_is_no_toml_is_told_with_its_line(library: Library) -> None:
    [wrong] = faults_of_topic(library, "= =", "the-vuon", "vuon")
    assert "line 1" in wrong.words


def test_faults_of_phrases_are_told() -> None:
    assert faults_of_phrases('[[concept]]\nlaw = ["khai sinh"]\nsaid = ["làm giấy"]\n') == []
    [told] = faults_of_phrases('[[concept]]\nlaw = []\nsaid = ["x"]\n')
    assert "ít nhất một" in told


def test_a_fault_that_nobody_foresaw_stays_as_it_is() -> None:
    assert in_vietnamese("something new") == "something new"
