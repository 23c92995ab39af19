"""Facets in the order asked, and messages that lean on the talk before them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.facets import FACETS, Facet, facets_of, is_follow_up

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.mark.parametrize(
    "text,facets",
    [
        ("cần giấy gì, hết bao nhiêu, mấy ngày", ("documents", "fee", "time")),
        ("het bao nhieu, nop o dau", ("fee", "where")),
        ("làm khai sinh cần giấy tờ gì", ("documents",)),
        ("mất bao nhiêu ngày", ("time",)),
        ("mất bao nhiêu", ("fee",)),
        ("xin mẫu tờ khai", ("form",)),
        ("căn cứ pháp lý của thủ tục", ("legal_basis",)),
        ("hồ sơ của tôi đến đâu rồi", ("status",)),
        ("nhận kết quả ở đâu", ("result", "where")),
        ("các bước làm hộ chiếu", ("steps",)),
        ("app báo lỗi", ("trouble",)),
        ("làm online được không", ("steps",)),
        ("chưa cưới làm khai sinh được không", ("eligibility",)),
        ("điều kiện hưởng hưu trí xã hội", ("eligibility",)),
        ("Nộp hồ sơ đề nghị hợp thửa đất ở đâu?", ("where",)),
        ("khai sinh", ()),
        ("", ()),
        # "thì sao" asks about the case that is told, whatever side it touches
        ("thế còn đổi bằng lái xe thì sao", ()),
        ("chưa cưới mà muốn làm khai sinh cho con thì sao", ()),
        ("con nha hang xom chua cuoi thi rang", ()),
        ("thẻ căn cước hết hạn có sao không", ()),
        ("nộp trễ có sao hông", ()),
        # a case is no trouble
        ("khai sinh trễ hạn có bị phạt không", ("fee", "eligibility")),
        ("khai tu muon co bi phat ko", ("fee", "eligibility")),
        ("con 2 tháng chưa có khai sinh, giờ làm có bị phạt không", ("eligibility",)),
        ("cho người khác mượn vneid có bị phạt không", ("eligibility",)),
        ("quá hạn rồi bị phạt bao nhiêu", ("fee",)),
        ("đăng ký kết hôn có yếu tố nước ngoài", ()),
        ("dang ky ket hon co yeu to nuoc ngoai", ()),
        ("sổ đỏ bị mất", ()),
        ("so do bi mat", ()),
        ("mất căn cước", ()),
        ("quên mật khẩu vneid", ()),
        ("lỡ bấm link lạ", ()),
        ("con chưa có khai sinh", ()),
        ("quên rồi", ()),
        # what to do is asked as steps, unless a real trouble is told
        ("mất căn cước giờ làm sao", ("steps",)),
        ("bị lừa rồi phải làm sao bây giờ", ("steps",)),
        ("nhà cháy, sổ đỏ cháy luôn, xin lại sao", ("steps",)),
        ("app báo lỗi thì phải làm sao", ("trouble",)),
        ("hồ sơ bị trả giờ làm sao", ("trouble",)),
        ("vneid bị sai tên thì làm sao", ("trouble",)),
        ("nộp mà cứ quay quay hoài", ("trouble",)),
        ("không vào được", ("trouble",)),
        ("máy bị kẹt ở bước này", ("trouble",)),
        ("bác vướng chỗ mã otp", ("trouble",)),
        ("đăng nhập không được", ("trouble",)),
        # where
        ("bị phạt nguội tra ở đâu", ("where",)),
        ("tra phạt nguội ở mô", ("where",)),
        ("công chứng giấy tờ ở đâu", ("where",)),
        ("sao y giay to o dau", ("where",)),
        ("cần giấy tờ gì, nộp ở đâu", ("documents", "where")),
        ("👍", ()),
    ],
)
def test_facets_come_in_the_order_asked(text: str, facets: tuple[Facet, ...]) -> None:
    assert facets_of(text) == facets


def test_of_a_long_story_only_the_questions_count() -> None:
    story = (
        "Tôi đã nộp lệ phí ở đâu đó rồi. " + "Nhà tôi ở xa lắm nên đi lại khó khăn vô cùng. " * 6
    )
    assert facets_of(story + "Cần giấy tờ gì?") == ("documents",)


@pytest.mark.parametrize(
    "text",
    [
        "thế mất bao nhiêu tiền?",
        "the mat bao nhieu tien",
        "còn trẻ con thì sao?",
        "rồi sao nữa",
        "vậy nộp ở đâu",
        "mấy ngày thì có",
        "nếu không phải tên mình thì làm gì",
        "le phi bn",
    ],
)
def test_a_message_that_leans_on_the_talk_is_a_follow_up(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "làm khai sinh cho con cần gì",
        "đăng ký tạm trú ở đâu",
        "căn cước",
        "",
        "tôi muốn hỏi " * 10,
    ],
)
def test_a_message_with_an_object_of_its_own_is_none(text: str) -> None:
    assert not is_follow_up(text)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared question sets are not here")
def test_facets_of_labelled_messages_are_found() -> None:
    lines = (SHARED / "messages_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["facet"]]
    right = sum(facets_of(row["text"])[:1] == (row["facet"],) for row in rows)
    assert right >= 0.8 * len(rows)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_facets(text: str) -> None:
    found = facets_of(text)
    assert set(found) <= set(FACETS)
    assert len(set(found)) == len(found)
    is_follow_up(text)
