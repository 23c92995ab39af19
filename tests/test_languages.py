"""Who asks for a person who speaks their language is heard, however it is typed."""

from __future__ import annotations

import pytest

from knowledge.languages import language_name, language_wanted, languages

WANTED = [
    ("cần người nói tiếng Khmer", "km"),
    ("can nguoi noi tieng khmer", "km"),
    ("cho tôi gặp cán bộ nói tiếng Khơ-me", "km"),
    ("có ai biết tiếng khơ me ko", "km"),
    ("bà tôi chỉ nói được tiếng Miên, có ai giúp bà không", "km"),
    ("cho gặp cán bộ nói tiếng Mông", "hmn"),
    ("cho gap can bo noi tieng mong", "hmn"),
    ("tôi chỉ biết tiếng H'Mông", "hmn"),
    ("toi chi noi duoc tieng hmong thoi", "hmn"),
    ("có cán bộ nào rành tiếng Ê Đê không", "rad"),
    ("nhờ người biết tiếng Gia Rai", "jra"),
    ("muốn nói chuyện bằng tiếng Chăm", "cjm"),
    ("nhân viên nói tiếng Hoa", "zh"),
    ("cần cán bộ biết ngôn ngữ ký hiệu, em tôi bị điếc", "vsl"),
    ("I want to speak English with staff", "en"),
    ("is there someone who speaks english", "en"),
    ("english speaking officer please", "en"),
    ("cho tôi gặp người nói tiếng Anh", "en"),
    ("tôi không rành tiếng Việt, cần người nói tiếng Khmer", "km"),
    ("need staff who speak vietnamese, nói tiếng Việt", "vi"),
]
OTHER = [
    "bản dịch tiếng Anh có phải công chứng không",
    "giấy khai sinh tiếng Anh xin ở đâu",
    "con tôi học nói tiếng Anh ở trường nào",
    "điều kiện nhập quốc tịch phải biết tiếng Việt",
    "do you speak english?",
    "gặp cán bộ",
    "tôi biết tiếng Anh",
    "chứng chỉ tiếng Anh cho cán bộ",
    "làm khai sinh cho con cần gì",
    "ai cấp căn cước cho người Mông",
    "",
]


@pytest.mark.parametrize("said, code", WANTED)
def test_a_language_is_heard(said: str, code: str) -> None:
    assert language_wanted(said) == code


@pytest.mark.parametrize("said", OTHER)
def test_a_question_about_papers_or_schools_asks_for_nobody(said: str) -> None:
    assert language_wanted(said) is None


def test_every_language_has_a_name_in_both_languages_of_the_bot() -> None:
    assert all(row["vi"] and row["en"] for row in languages().values())
    assert language_name("km") == "tiếng Khmer"
    assert language_name("km", "en") == "Khmer"
    assert language_name("xx") == "xx"
