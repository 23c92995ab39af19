"""The synonyms of the flows: how people in the villages say what stands on the buttons."""

from __future__ import annotations

import pytest
from asking import TODAY, all_places

from flows.answers import Accepted, read_answer
from flows.flow import read_flows

FLOWS = read_flows().flows


def heard(flow: str, question: str, words: str) -> str | None:
    verdict = read_answer(FLOWS[flow].questions[question], words, TODAY, all_places())
    return verdict.value if isinstance(verdict, Accepted) else None


@pytest.mark.parametrize(
    "flow,question,words,value",
    [
        ("vneid-muc-2", "dang-o-dau", "chưa", "chua-lam"),
        ("vneid-muc-2", "dang-o-dau", "chưa hề", "chua-lam"),
        (
            "vneid-muc-2",
            "dang-o-dau",
            "tui ra công an rồi mà chờ hoài hổng thấy gì",
            "cho-tin",
        ),
        ("vneid-muc-2", "dang-o-dau", "ra cong an roi", "cho-tin"),
        ("vneid-muc-2", "dang-o-dau", "làm bữa hổm rồi, đang đợi", "cho-tin"),
        ("vneid-muc-2", "dang-o-dau", "chờ hoài không có tin", "cho-tin"),
        ("vneid-muc-2", "dang-o-dau", "có tin báo", "co-tin"),
        ("vneid-muc-2", "cho-ai", "làm cho bác", "minh"),
        ("vneid-muc-2", "cho-ai", "cho cô", "minh"),
        ("vneid-muc-2", "cho-ai", "người già yếu", "gia-yeu"),
        ("vneid-muc-2", "cho-ai", "mẹ tôi nằm liệt", "gia-yeu"),
        ("vneid-muc-2", "cho-ai", "cho má tui già yếu", "gia-yeu"),
        ("vneid-muc-2", "cho-ai", "cho con", "con"),
        ("vneid-muc-2", "vuong", "gõ mã mà máy báo sai", "otp"),
        ("vneid-muc-2", "vuong", "mã hết hạn", "otp"),
        ("vneid-muc-2", "vuong", "mã không về", "otp"),
        ("vneid-muc-2", "vuong", "chưa", "chua-thu"),
        ("vneid-muc-2", "otp", "gõ mã báo sai", "bao-sai"),
        ("vneid-muc-2", "otp", "chờ hoài hông thấy", "khong-thay"),
        ("vneid-muc-2", "sim", "tên bác", "minh"),
        ("vneid-muc-2", "sim", "tên con", "khac"),
        ("cong-dvc-dang-nhap", "cho-ai", "cho cô", "minh"),
        ("cong-dvc-dang-nhap", "cho-ai", "cho công ty", "to-chuc"),
        ("cong-dvc-dang-nhap", "may-gi", "cái điện thoại", "dien-thoai"),
        ("dang-ky-khai-sinh", "cho-ai", "Trẻ bị bỏ rơi", "bo-roi"),
        ("dang-ky-khai-sinh", "cho-ai", "cho đứa nhỏ mới đẻ", "be"),
        ("dang-ky-khai-sinh", "chung-sinh", "đẻ ở nhà có bà đỡ", "lam-chung"),
        (
            "dang-ky-khai-sinh",
            "chung-sinh",
            "đẻ ở nhà, có bà mụ trong xóm qua đỡ",
            "lam-chung",
        ),
        ("dang-ky-khai-sinh", "chung-sinh", "không có", "khong"),
        ("dang-ky-khai-sinh", "ghi-ten-cha", "để trống", "no"),
        ("dang-ky-khai-sinh", "cach-nop", "web", "mang"),
        ("dang-ky-khai-sinh", "cach-nop", "lên cổng", "mang"),
        ("dang-ky-khai-sinh", "cach-nop", "ra ủy ban", "quay"),
        ("dang-ky-thuong-tru", "cho-ai", "làm cho bác", "minh"),
        ("dang-ky-thuong-tru", "cach-nop", "cổng", "cong"),
        ("dang-ky-thuong-tru", "cach-nop", "web", "cong"),
        ("dang-ky-thuong-tru", "cach-nop", "ra cong an", "quay"),
        ("dang-ky-thuong-tru", "cach-nop", "lên công an", "quay"),
        ("dang-ky-thuong-tru", "cach-nop", "cong an", "quay"),
        ("dang-ky-thuong-tru", "nha", "nhà cô", "nguoi-than"),
        ("dang-ky-thuong-tru", "nha", "ở trọ mấy năm nay rồi", "thue"),
        ("dang-ky-thuong-tru", "xa", "để trống", ""),
        ("dang-ky-thuong-tru", "chu-ho", "ổng không chịu", "khong"),
    ],
)
def test_what_people_say_means_the_choice(flow: str, question: str, words: str, value: str) -> None:
    assert heard(flow, question, words) == value


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_every_label_and_synonym_is_read_as_its_choice(flow: object) -> None:
    from flows.flow import Flow
    from flows.kinds import ChoiceKind, YesNoKind

    assert isinstance(flow, Flow)
    for question in flow.questions.values():
        if isinstance(question.answer, ChoiceKind | YesNoKind):
            for choice in question.answer.choices:
                for words in (choice.label, *choice.words):
                    read = heard(flow.id, question.id, words)
                    assert read == choice.value or read is None, (question.id, words, read)


def test_a_town_is_read_as_a_commune_not_as_a_cry_for_help() -> None:
    assert heard("dang-ky-thuong-tru", "xa", "xã Hóc Môn")
