"""Secrets, masking and links: what is found, what must not be, and that nothing grows."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import asks_about_link, links_in, mask, secrets_in
from knowledge.digits import is_card, is_personal_id, is_phone

EXAMPLES = Path(__file__).parent / "examples"
TYPED = st.text(
    alphabet="aăâeêioôơuưyđbcdghklmnpqrstvx ABNTL0123456789.,:/@-?\n[]()\u0301\u0300\u200b",
    max_size=300,
)


def read(kind: str, fires: str) -> list[str]:
    with (EXAMPLES / f"{kind}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["text"] for row in rows if row["fires"] == fires]


def kinds(text: str, asked: frozenset[str] = frozenset()) -> list[str]:
    return [secret.kind for secret in secrets_in(text, asked=asked)]


@pytest.mark.parametrize(
    "text,kind",
    [
        ("mã otp là 482913 nhập giúp tôi", "otp"),
        ("482 913 la ma otp do", "otp"),
        ("482913", "otp"),
        ("OTP: ４８２９１３", "otp"),
        ("mật khẩu của tôi là Hoa@1990", "password"),
        ("mk vneid Hoa1990@ giup e", "password"),
        ("mật khẩu: 130755", "password"),
        ("passcode 258369", "passcode"),
        ("mã pin của em 4826", "passcode"),
        ("4111 1111 1111 1111", "card"),
        ("cvv 739", "card"),
        ("so the atm 1234 5678 9012", "card"),
        ("079300012345", "personal_id"),
        ("cccd 0 0 1 1 9 9 0 0 0 0 0 1", "personal_id"),
        ("chứng minh cũ 024 567 891", "personal_id"),
        ("stk 19036677889911 techcombank", "bank_account"),
        ("vietcombank 0123456789", "bank_account"),
        ("otp là bốn tám hai chín một ba", "otp"),
    ],
)
def test_a_secret_is_found_and_its_kind_named(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "không nhận được mã otp",
        "mật khẩu là gì, phải có 8 ký tự hả",
        "mật khẩu đổi năm 2025 hết hạn",
        "thủ tục 1.001193, hồ sơ H62.1.2-250701-0001",
        "otp hẹn ngày 03/02/2026",
        "cmnd cấp 15.08.2011",
        "doanh thu 800000000 đồng, tài khoản nào nộp",
        "stk gọi 1900.0368 hỏi",
        "số điện thoại em 0901234567",
        "999999999999",
        "passcode 2020",
        "cccd 12345",
        "4111 1111 1111 1112",
    ],
)
def test_numbers_that_are_no_secret_stay_quiet(text: str) -> None:
    assert kinds(text) == []


def test_what_a_flow_asked_for_is_no_secret() -> None:
    assert kinds("cccd 001199000001", frozenset({"personal_id"})) == []
    assert kinds("cccd 001199000001 otp 482913", frozenset({"personal_id"})) == ["otp"]


def test_a_secret_stands_where_it_says_it_does() -> None:
    text = "Căn cước của tôi 079 300 012 345 ạ"
    (secret,) = secrets_in(text)
    assert text[secret.start : secret.end] == "079 300 012 345"


@pytest.mark.parametrize(
    "given_text,masked",
    [
        (
            "Tôi tên Trần Thị B, căn cước 082345678901, ở ấp 3",
            "Tôi tên [họ tên], căn cước [số định danh], ở [địa chỉ]",
        ),
        ("em tên nguyễn văn an sinh 03/02/1990", "em tên [họ tên] sinh [ngày sinh]"),
        ("con tên bảo ngọc bị sai", "con tên [họ tên] bị sai"),
        ("tên là gì", "tên là gì"),
        ("muốn thêm tên cha vào giấy khai sinh", "muốn thêm tên cha vào giấy khai sinh"),
        ("sổ đứng tên Lê Văn Tám", "sổ đứng tên [họ tên]"),
        ("ở 12/5 đường Nguyễn Trãi", "ở [địa chỉ] đường Nguyễn Trãi"),
        ("nhà ở Hà Nội, họp ở Hồ Chí Minh", "nhà ở Hà Nội, họp ở Hồ Chí Minh"),
        ("ông Nguyễn Văn Bình ở số nhà 12 ấp 3", "ông [họ tên] ở [địa chỉ]"),
        ("gọi +84 901 234 567 hoặc a.b@mail.vn", "gọi [số điện thoại] hoặc [email]"),
        ("sổ bảo hiểm 7912345678", "sổ bảo hiểm [dãy số]"),
        (
            "mã 1.001193 hẹn 03/02/2026 phí 50.000 đồng",
            "mã 1.001193 hẹn 03/02/2026 phí 50.000 đồng",
        ),
        (
            "mã otp 482913, mk: abc123, stk 1903667788",
            "mã otp [mã OTP], mk: [mật khẩu], stk [số tài khoản]",
        ),
        ("passcode 258369 thẻ 4111111111111111", "passcode [mã PIN] thẻ [số thẻ]"),
    ],
)
def test_masking_replaces_persons_and_keeps_the_question(given_text: str, masked: str) -> None:
    assert mask(given_text) == masked


def test_no_example_of_a_secret_survives_masking() -> None:
    for text in read("secret", "yes"):
        assert secrets_in(mask(text)) == (), text


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_masking_twice_changes_nothing_and_never_grows_much(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    assert len(once) <= 5 * len(text) + 20


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_recognisers(text: str) -> None:
    mask(text)
    secrets_in(text)
    asks_about_link(text)
    for link in links_in(text):
        assert link.text


@pytest.mark.parametrize(
    "text,found",
    [
        ("vào https://dichvucong.gov.vn/p nhé", ["https://dichvucong.gov.vn/p"]),
        ("dichvucong . gov . vn", ["dichvucong.gov.vn"]),
        ("dichvucong[.]gov[.]vn", ["dichvucong.gov.vn"]),
        ("dichvucong chấm gov chấm vn", ["dichvucong.gov.vn"]),
        ("link dichvucong-gov.top, thật ko?", ["dichvucong-gov.top"]),
        ("hxxp://vneid.top", ["hxxp://vneid.top"]),
        ("tải VNeID.apk", ["VNeID.apk"]),
        ("bit.ly/a và bit.ly/a", ["bit.ly/a"]),
        ("s.id/vneid", ["s.id/vneid"]),
        ("dichvucong.gov.vn@evil.com", ["dichvucong.gov.vn@evil.com"]),
        ("hỏi @canbo hoặc a.b@gmail.com", []),
        ("xong rồi.la sao", []),
        ("thủ tục 1.001193 ngày 3.2.2026", []),
        ("https:// rồi sao", []),
        ("tp.hcm làm ở đâu...", []),
    ],
)
def test_links_are_found_also_when_disguised(text: str, found: list[str]) -> None:
    assert [link.text for link in links_in(text)] == found


@pytest.mark.parametrize("text", read("link", "yes"))
def test_a_doubted_link_is_noticed(text: str) -> None:
    assert asks_about_link(text)


@pytest.mark.parametrize("text", read("link", "no"))
def test_using_an_address_is_no_doubt(text: str) -> None:
    assert not asks_about_link(text)


def test_examples_of_secrets_are_recognised() -> None:
    yes, no = read("secret", "yes"), read("secret", "no")
    assert sum(bool(secrets_in(text)) for text in yes) >= 0.95 * len(yes)
    assert not any(secrets_in(text) for text in no)


def test_shapes_of_numbers() -> None:
    assert is_personal_id("001199000001")
    assert not is_personal_id("099999999999")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert is_phone("0901234567")
    assert is_phone("84901234567")
    assert not is_phone("0123456789")


@pytest.mark.parametrize(
    "piece",
    [
        "0 1 2 ",
        "a.b@",
        "https://",
        "mk: ",
        "otp 4 ",
        "tôi tên ",
        "1.234.",
        "số nhà 1/",
        "x . y ",
        "9" * 8,
    ],
)
def test_work_grows_in_step_with_the_text(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.perf_counter()
        mask(text)
        asks_about_link(text)
        return time.perf_counter() - start

    spent(1000)
    short = min(spent(4000) for _ in range(3))
    long = min(spent(16000) for _ in range(3))
    assert long < 12 * short + 0.05


@pytest.mark.parametrize(
    "text",
    [
        "có người gửi link lạ bảo bấm",
        "co nguoi gui link la bao bam",
        "zalo nhắn đường dẫn lạ kêu vào nhận tiền",
    ],
)
def test_a_strange_link_that_somebody_sent_is_doubted_without_being_quoted(text: str) -> None:
    assert asks_about_link(text)


@pytest.mark.parametrize(
    "text",
    ["lỡ bấm link lạ rồi", "có người gửi link lạ, tôi bấm rồi", "bấm phải link lạ người ta gửi"],
)
def test_who_already_pressed_a_strange_link_is_not_told_to_leave_it(text: str) -> None:
    assert not asks_about_link(text)


@pytest.mark.parametrize(
    "text", ["bác tên Hai, ở xã Tân Đông", "chú tên là Tư", "tui tên Bảy, làm khai sinh cho con"]
)
def test_a_name_told_with_any_pronoun_is_masked(text: str) -> None:
    name = next(name for name in ("Hai", "Tư", "Bảy") if name in text)
    assert name not in mask(text)
