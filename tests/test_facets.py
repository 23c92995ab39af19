"""Facets in the order asked, and messages that lean on the talk before them."""

from __future__ import annotations

import csv
import json
import time
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


def led_by() -> list[tuple[str, str]]:
    """Messages of ours with the side that each is about."""
    path = Path(__file__).parent / "examples" / "facets.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["facet"]) for row in rows]


@pytest.mark.parametrize("text,facet", led_by())
def test_the_side_that_a_message_is_about_comes_first(text: str, facet: str) -> None:
    assert facets_of(text)[:1] == (facet,)


@pytest.mark.parametrize(
    "text,facets",
    [
        # a paper or a fee that is told of is not asked for
        (
            "tôi đã điền tờ khai và nộp ở xã tuần trước rồi, giờ muốn hỏi bao lâu thì có",
            ("time",),
        ),
        ("tháng trước em lên nộp lệ phí đầy đủ rồi, vậy khi nào lấy được", ("time",)),
        ("nhà em ở tỉnh khác mới chuyển về, làm thẻ bảo hiểm cần giấy gì", ("documents",)),
        # … but named in few words, or confirmed, it is
        ("lệ phí, nộp ở đâu", ("fee", "where")),
        ("tờ khai, thời hạn", ("form", "time")),
        ("cần giấy gì và làm thế nào", ("documents", "steps")),
        ("lệ phí nộp ở đâu", ("where",)),
    ],
)
def test_the_clause_that_asks_decides(text: str, facets: tuple[Facet, ...]) -> None:
    assert facets_of(text) == facets


@pytest.mark.parametrize(
    "text,facet",
    [
        ("đổi bằng lái ở xã được không", "where"),
        ("doi bang lai o xa dc ko", "where"),
        ("đổi bằng lái qua mạng được không", "steps"),
        ("doi bang lai onl dc hem", "steps"),
        ("đổi bằng lái lên hạng cao hơn được không", "eligibility"),
        ("có cần đổi bằng lái không", "eligibility"),
        ("đổi bằng lái có cần ảnh không", "documents"),
        ("có được đăng ký kết hôn với người cùng họ không", "eligibility"),
    ],
)
def test_may_i_is_a_question_of_place_way_or_right(text: str, facet: Facet) -> None:
    assert facets_of(text)[:1] == (facet,)


@pytest.mark.parametrize(
    "text,facets",
    [
        ("gia han the bao hiem", ()),
        ("lam so do lan dau", ()),
        ("so dien thoai cua toi co trong co so du lieu", ()),
        ("viet kieu ve nuoc", ()),
        ("cam on nhieu nha", ()),
    ],
)
def test_words_without_marks_are_not_taken_for_others_that_ask(
    text: str, facets: tuple[Facet, ...]
) -> None:
    assert facets_of(text) == facets


def test_a_wedding_is_not_the_southern_no() -> None:
    assert facets_of("để được đăng ký kết hôn thì cần giấy gì") == ("documents",)


def test_may_i_and_if_so_what_is_led_by_what_it_comes_to() -> None:
    said = "tôi 60 tuổi mà thi lại bằng lái được không? Nếu được thì mang theo gì"
    assert facets_of(said) == ("documents", "eligibility")


@pytest.mark.parametrize("text", ["người thứ 3 giảm bao nhiêu", "con nguoi thu 2 thi dong bn"])
def test_a_follow_up_of_price_asks_for_the_fee(text: str) -> None:
    assert is_follow_up(text)
    assert facets_of(text) == ("fee",)


@pytest.mark.parametrize("piece", ["phí, ", "được không và ", "cần giấy gì ", "sao, và "])
def test_a_message_of_questions_alone_stays_quick(piece: str) -> None:
    start = time.perf_counter()
    facets_of((piece * 4000)[:4000])
    assert time.perf_counter() - start < 1


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
    assert right >= 0.84 * len(rows)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_facets(text: str) -> None:
    found = facets_of(text)
    assert set(found) <= set(FACETS)
    assert len(set(found)) == len(found)
    is_follow_up(text)
