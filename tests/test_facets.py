"""Facets in the order asked, and messages that lean on the talk before them."""

from __future__ import annotations

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


# What each side is asked for by.
LED_BY: dict[Facet, list[str]] = {
    "documents": [
        "đi làm hộ chiếu lần đầu nhớ đem theo những gì",
        "lam lai the bhyt can mang giay chi",
        "sang tên xe có phải có chữ ký của vợ không",
        "tạm trú có cần hợp đồng thuê nhà không",
        "đổi bằng lái có cần giấy khám sức khỏe mới không",
        "nop ho so thai san can giay ra vien ban goc hay photo",
        "kết hôn với người Lào thì bên kia phải đưa giấy gì",
        "chụp hình làm passport khổ mấy vậy",
        "lam giay uy quyen co phai mang theo cccd ca 2 nguoi ko",
        "thủ tục nhập hộ khẩu cho con, giấy tờ cần những gì ạ",
        "xin cấp lại sổ đỏ bị cháy, hồ sơ có mấy món",
        "đăng ký khai tử có cần giấy báo tử của bệnh viện không",
    ],
    "fee": [
        "làm lại cà vẹt xe tốn chừng bao nhiêu",
        "ly lich tu phap gia nhiu z",
        "cong chung hop dong mua ban xe het may tram",
        "khai sinh trễ có bị phạt tiền không, phạt bao nhiêu",
        "cấp đổi sổ hồng có mất đồng nào không",
        "phí trước bạ tính ra sao",
        "hộ nghèo đóng bảo hiểm y tế được bớt mấy phần trăm",
        "đổi gplx bn tiền",
        "nghe nói nộp qua mạng được giảm một nửa lệ phí, đúng không",
        "ho chieu gap co thu them tien ko",
        "tiền sử dụng đất tính sao vậy",
    ],
    "time": [
        "lam cccd bao lau lay",
        "khi mô thì có giấy kết hôn",
        "bằng lái quá hạn 5 tháng còn đổi kịp không",
        "trưa thứ 7 một cửa có làm việc không",
        "con sinh ra trong vòng mấy ngày phải khai sinh",
        "chừng mô tui được lấy sổ",
        "giấy xác nhận độc thân xài được mấy tháng",
        "lý lịch tư pháp có lấy trong ngày được không",
        "ủy ban xã tôi mấy giờ mở cửa",
        "the tam tru co gia tri may nam",
    ],
    "where": [
        "đăng ký xe mới thì tới chỗ nào",
        "mất ví rồi, xin lại cccd ở tỉnh đang làm công nhân được không",
        "tôi ở trọ Đồng Nai, làm hộ chiếu tại đây được không hay phải về quê",
        "khai sinh cho chau o phuong minh dang o dc ko",
        "tra no thue vô trang mô",
        "gặp rắc rối với vneid thì gọi số nào",
        "nộp đơn tố cáo cho ai",
        "sáp nhập rồi giấy tờ đất nộp phòng nào",
        "lam ly lich tu phap len xa hay len tinh",
        "đổi bằng lái có phải lên sở không",
        "làm khai tử cho ông ở nơi ông mất được không",
        "giay uy quyen ra phuong hay ra vp cong chung",
        "tra phạt nguội ở web nào",
    ],
    "eligibility": [
        "chồng đi biển, tôi đi đăng ký khai sinh một mình được không",
        "đang nuôi con nhỏ có phải đi nghĩa vụ không",
        "ng nc ngoai co mua dc nha o vn ko",
        "cháu 17 tuổi lái xe 50 phân khối được chưa",
        "tôi làm giấy thay mẹ bị liệt được không",
        "bán hàng online nhỏ lẻ có phải đăng ký kinh doanh không",
        "đã nhận bhxh một lần rồi có được đóng lại không",
        "ly hon xong co cat khau chong dc ko",
        "nhà mình có thuộc hộ cận nghèo không, ai được xét",
        "về quê ở ba ngày thì có cần khai tạm trú không",
        "trẻ dưới 6 tuổi có bắt buộc làm căn cước không",
        "con rieng cua vo co dc nhap khau nha chong hem",
        "xây chuồng heo có phải xin phép không",
        "chưa trả xong nợ ngân hàng mà bán nhà có được không",
    ],
    "form": [
        "xin tờ khai đăng ký kết hôn",
        "mẫu ct01 mục số 8 ghi sao",
        "đơn xin tách thửa viết thế nào",
        "cho xin cai mau don xac nhan doc than",
        "tải đơn đề nghị cấp hộ chiếu",
        "ct01 ghi the nao cho dung",
        "làm giấy tạm vắng dùng mẫu nào",
    ],
    "result": [
        "làm xong khai sinh thì nhận được giấy gì",
        "trích lục bản điện tử có dùng như bản giấy không",
        "lam cccd xong co gui ve nha khong",
        "con tôi nhận thẻ giùm tôi được không",
    ],
    "trouble": [
        "vô vneid nó cứ quay vòng",
        "nộp hồ sơ trên cổng báo lỗi 500 phải làm sao",
        "đóng phí rồi mà hệ thống vẫn báo chưa đóng, giờ tính sao",
        "k nhan dc ma otp lam sao day",
        "tải file lên hoài không được là tại sao",
        "hẹn 15 lấy mà giờ xã bảo chưa có, phải làm gì",
        "app cứ đòi quét mặt mà quét không qua, xử lý thế nào",
        "sao e dang ky mai no bao trung so cccd",
        "bảo hiểm của tôi tự nhiên mất 2 năm trên vssid, do đâu vậy",
        "đăng ký nhầm nơi khám chữa bệnh rồi giờ sao",
        "máy quét không ra qr trên thẻ thì làm thế nào",
    ],
    "status": [
        "hồ sơ đất của tôi nộp cả tháng, giờ tới đâu rồi",
        "nop ho chieu onl 10 bua roi chua thay gi",
        "kiem tra giup minh ho so xong chua",
        "coi hồ sơ cấp căn cước đang ở bước nào",
        "gui don dang ky tam tru mai chua duyet",
    ],
    "steps": [
        "đổi mật khẩu vneid làm sao",
        "lam khai sinh qua mang dc ko",
        "hướng dẫn em đăng ký tạm trú trên vneid với",
        "muốn xóa đăng ký thường trú thì làm răng",
        "bấm vô chỗ nào để thêm con vào bảo hiểm",
        "nộp phạt nguội qua điện thoại kiểu gì",
        "mẹ tôi già, ở nhà khai trên điện thoại được không",
        "chi tui cach tich hop bang lai voi",
        "mất sổ hộ nghèo xin lại thế nào",
    ],
    "legal_basis": [
        "phạt 2 triệu là theo nghị định nào",
        "căn cứ vào luật gì mà bắt nộp",
        "quy định này nằm ở điều mấy",
        "can cu theo thong tu so may",
    ],
}


@pytest.mark.parametrize(
    "text,facet", [(text, facet) for facet, texts in LED_BY.items() for text in texts]
)
def test_the_side_that_a_message_is_about_comes_first(text: str, facet: Facet) -> None:
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
