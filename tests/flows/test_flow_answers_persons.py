from __future__ import annotations

import pytest
from asking import STEADY, ask, offered, reason, value
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import Accepted
from flows.persons import PROVINCE_CODES

NAME = {"kind": "name"}
PHONE = {"kind": "phone"}
ID = {"kind": "personal-id", "born": "ngay-sinh", "sex": "gioi-tinh"}


def warning(kind: dict[str, str], words: str, **more: object) -> str | None:
    verdict = ask(kind, words, **more)  # type: ignore[arg-type]
    assert isinstance(verdict, Accepted), verdict
    return verdict.warning.key if verdict.warning else None


@pytest.mark.parametrize(
    "words,name",
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn thị hoa", "Nguyễn Thị Hoa"),
        ("  Lê   Thị  Bé. ", "Lê Thị Bé"),
        ("tôi tên là Lê Thị Bé", "Lê Thị Bé"),
        ("cháu tên Bình An", "Bình An"),
        ("Họ và tên: Trần Văn Ba", "Trần Văn Ba"),
        ("Em Bé", "Em Bé"),
        ("\u202eNguyễn\u202c Văn\u200b An", "Nguyễn Văn An"),
        ("H’Nhi Niê", "H'Nhi Niê"),
        ("H'NHI NIÊ", "H'Nhi Niê"),
        ("Lewis Carrol", "Lewis Carrol"),
        ("Nguyễn Thị Hòa", "Nguyễn Thị Hòa"),
    ],
)
def test_a_name_is_kept_composed_and_in_its_case(words: str, name: str) -> None:
    assert value(NAME, words) == name


@pytest.mark.parametrize(
    "words,key",
    [
        ("Nguyễn Văn 3", "answer-name-digits"),
        ("Nguyễn <b> An", "answer-name-signs"),
        ("{{ 7*7 }} a", "answer-name-digits"),
        ("Nguyễn " * 12, "answer-name-long"),
        ("123", "answer-name-none"),
        ("không biết", "answer-not-known"),
        ("!!!", "answer-empty"),
    ],
)
def test_what_is_no_name_is_refused(words: str, key: str) -> None:
    assert reason(NAME, words) == key


@pytest.mark.parametrize(
    "words,meant",
    [
        ("Nguyeenx Vawn A", "Nguyễn Văn A"),
        ("nguyeenx thij hoaf", "Nguyễn Thị Hòa"),
        ("Ddinhj Thij Xuaan", "Định Thị Xuân"),
        ("Đặng Thị Quys", "Đặng Thị Quý"),
        ("Trần Thị Thuyr", "Trần Thị Thủy"),
        ("Phamj Quoocs Vuwowng", "Phạm Quốc Vương"),
        ("Nguye6n4 Va8n A", "Nguyễn Văn A"),
        ("Tra62n Thi5 Hoa2", "Trần Thị Hòa"),
        ("D9o64 Huo7ng", "Đỗ Hương"),
        ("Buif Giangf", "Bùi Giàng"),
        ("Lê Thị Tuyeets", "Lê Thị Tuyết"),
    ],
)
def test_a_name_typed_in_raw_telex_or_vni_is_offered_as_it_was_meant(
    words: str, meant: str
) -> None:
    assert reason(NAME, words) == "answer-name-raw"
    assert offered(NAME, words)[0] == meant


def test_the_spelling_as_typed_stays_open_and_is_believed_when_pressed() -> None:
    assert offered(NAME, "Marx") == ["Mã", "Marx"]
    assert value(NAME, "Marx", chosen=True) == "Marx"


@pytest.mark.parametrize("words", ["Lewis Carrol", "Karl Marx", "Maria Rose", "Y Bhin", "Ka Hem"])
def test_foreign_and_minority_names_are_no_telex(words: str) -> None:
    assert value(NAME, words) == words


def test_unusual_names_are_only_warned_of() -> None:
    assert warning(NAME, "An") == "answer-name-one-word"
    assert warning(NAME, "H'Nhi Niê") == "answer-name-check"
    assert warning(NAME, "nguyen van an") == "answer-name-no-marks"
    assert warning(NAME, "Nguyễn Văn An") is None


@pytest.mark.parametrize(
    "words",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 912 345 678",
        "84912345678",
        "0084912345678",
        "+84 0912345678",
        "O912345678",
        "số tôi là 0912-345-678 nha",
    ],
)
def test_a_mobile_number_is_read_in_any_writing(words: str) -> None:
    verdict = ask(PHONE, words)
    assert isinstance(verdict, Accepted)
    assert (verdict.value, verdict.label) == ("0912345678", "0912 345 678")


@pytest.mark.parametrize(
    "words,key",
    [
        ("028 3822 1234", "answer-phone-landline"),
        ("01234567890", "answer-phone-old"),
        ("1900 0368", "answer-phone-hotline"),
        ("113", "answer-phone-hotline"),
        ("091234567", "answer-phone-length"),
        ("0412345678", "answer-phone-prefix"),
        ("0912345678 hoặc 0987654321", "answer-phone-two"),
        ("không có", "answer-phone-none"),
        ("không nhớ", "answer-not-known"),
    ],
)
def test_a_number_that_takes_no_message_is_refused(words: str, key: str) -> None:
    assert reason(PHONE, words) == key


def test_a_personal_number_is_read_in_any_grouping() -> None:
    verdict = ask(ID, "số của em 079 190.001-234")
    assert isinstance(verdict, Accepted)
    assert (verdict.value, verdict.label) == ("079190001234", "079 190 001 234")


@pytest.mark.parametrize(
    "words,key",
    [
        ("123456789", "answer-id-old-card"),
        ("07919000123", "answer-id-length"),
        ("0791900012345", "answer-id-length"),
        ("B1234567", "answer-id-passport"),
        ("không có", "answer-id-none"),
        ("079190001234 và 079190001235", "answer-id-two"),
    ],
)
def test_what_is_no_personal_number_is_explained(words: str, key: str) -> None:
    assert reason(ID, words) == key


def test_a_number_that_disagrees_is_warned_of_and_kept() -> None:
    female_of_1990 = "079190001234"
    agreeing = {"ngay-sinh": "1990-05-01", "gioi-tinh": "nu"}
    assert warning(ID, female_of_1990, given=agreeing) is None
    assert warning(ID, female_of_1990, given={"ngay-sinh": "1991-05"}) == "answer-id-warn-year"
    assert warning(ID, female_of_1990, given={"gioi-tinh": "nam"}) == "answer-id-warn-sex"
    assert warning(ID, "079490001234") == "answer-id-warn-century"
    assert warning(ID, "599190001234") == "answer-id-warn-province"
    assert warning(ID, female_of_1990) is None


def test_the_province_codes_are_those_of_the_63_provinces() -> None:
    assert len(PROVINCE_CODES) == 63
    assert min(PROVINCE_CODES) == "001"
    assert max(PROVINCE_CODES) == "096"


@STEADY
@given(st.text(max_size=80))
def test_any_words_are_read_or_refused(words: str) -> None:
    for kind in (NAME, PHONE, ID):
        verdict = ask(kind, words)
        if isinstance(verdict, Accepted):
            again = ask(kind, verdict.value, chosen=True)
            assert isinstance(again, Accepted)
            assert again.value == verdict.value
