"""A citizen's words for a place find it, however they are said."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.place_names import Unit
from knowledge.places import Ambiguous, Place, read_places
from knowledge.vietnamese import fold

PLACES = read_places()
COMMUNES = sorted(PLACES.communes.values(), key=lambda place: place.id)
NAMESAKES = Counter(fold(place.full_name) for place in COMMUNES)
FORMER: list[Unit] = sorted(
    {one.what for called in PLACES.names.units.named.values() for one in called}
    - {
        one.what for called in PLACES.names.units.named.values() for one in called if one.what.today
    },
    key=lambda unit: unit.words,
)


def ids(found: Place | Ambiguous | None) -> set[str]:
    match found:
        case Place():
            return {found.id}
        case Ambiguous():
            return {place.id for place in found.candidates}
        case None:
            return set()


def one(words: str, province: str | None = None) -> str:
    found = PLACES.find(words, province)
    assert isinstance(found, Place), found
    return found.id


def test_a_place_says_its_full_name() -> None:
    place = PLACES.by_id("tay-ninh/tan-dong")
    assert place
    assert (place.title, place.full_name) == ("xã Tân Đông", "xã Tân Đông, tỉnh Tây Ninh")
    assert PLACES.provinces["dong-nai"].full_name == "thành phố Đồng Nai"
    assert PLACES.by_id("khong-co") is None
    assert PLACES.communes_of("khong-co") == ()


def test_every_commune_finds_itself_by_its_full_name() -> None:
    assert [p.id for p in COMMUNES if PLACES.find(p.full_name) != p] == []


@given(st.sampled_from(COMMUNES))
@settings(deadline=None, max_examples=200)
def test_a_commune_is_found_without_marks_or_offered_with_its_namesake(place: Place) -> None:
    words = fold(place.full_name)
    found = PLACES.find(words)
    assert place.id in ids(found)
    assert isinstance(found, Ambiguous) is (NAMESAKES[words] > 1)


@given(st.sampled_from(COMMUNES))
@settings(deadline=None, max_examples=200)
def test_a_commune_finds_itself_within_its_province(place: Place) -> None:
    assert PLACES.find(place.title, place.province_id) == place


@given(st.sampled_from(COMMUNES), st.sampled_from(["NFC", "NFD"]))
@settings(deadline=None)
def test_capitals_and_decomposed_letters_change_nothing(place: Place, form: str) -> None:
    words = unicodedata.normalize(form, place.full_name.upper())  # type: ignore[arg-type]
    assert PLACES.find(words) == place


@given(st.sampled_from(FORMER))
@settings(deadline=None, max_examples=200)
def test_a_unit_of_old_with_its_district_and_province_leads_to_its_heirs(unit: Unit) -> None:
    found = PLACES.find(unit.words)
    assert ids(found) == set(unit.becomes)
    assert isinstance(found, Ambiguous) is (len(unit.becomes) > 1)
    assert ids(PLACES.find(fold(unit.words))) >= set(unit.becomes)


@given(st.sampled_from([unit for unit in FORMER if len(unit.becomes) > 1]))
@settings(deadline=None)
def test_a_unit_of_old_that_was_split_is_always_asked_back(unit: Unit) -> None:
    found = PLACES.find(unit.words)
    assert isinstance(found, Ambiguous)
    assert all(place.old == unit.words for place in found.candidates)


@given(st.text(max_size=120))
@settings(deadline=None)
def test_whatever_is_typed_never_breaks_and_never_offers_more_than_five(text: str) -> None:
    found = PLACES.find(text)
    assert found is None or isinstance(found, Place) or len(found.candidates) <= 5
    PLACES.province(text)
    PLACES.whereabouts(text)


@pytest.mark.parametrize(
    "words, place",
    [
        ("xã Tân Đông, tỉnh Tây Ninh", "tay-ninh/tan-dong"),
        ("tan dong tay ninh", "tay-ninh/tan-dong"),
        ("Tân Đông, Tây Ninh", "tay-ninh/tan-dong"),
        ("x. tan dong t. tay ninh", "tay-ninh/tan-dong"),
        ("xa tan dong, tan chau, tay ninh", "tay-ninh/tan-dong"),
        ("tỉnh Tây Ninh, huyện Tân Châu, xã Tân Đông", "tay-ninh/tan-dong"),
        ("em ở ấp Tân Hòa, xã Tân Đông, Tây Ninh ạ", "tay-ninh/tan-dong"),
        ("Xã Tân Đông, huyện Tân Châu, tỉnh Tây Ninh, Việt Nam", "tay-ninh/tan-dong"),
        ("xã tân đông mới, tây ninh", "tay-ninh/tan-dong"),
        ("Bến Lức", "tay-ninh/ben-luc"),
        ("tt bến lức, h. bến lức, long an", "tay-ninh/ben-luc"),
        ("xã Bến Lức, huyện Bến Lức, Long An", "tay-ninh/ben-luc"),
        ("phường Long An, tỉnh Long An", "tay-ninh/long-an"),
        ("p1 q3", "ho-chi-minh/ban-co"),
        ("phường 01 quận 3", "ho-chi-minh/ban-co"),
        ("P.Bến Nghé, Q.1, TP.HCM", "ho-chi-minh/sai-gon"),
        ("số 12 đường Nguyễn Huệ, phường Bến Nghé, quận 1", "ho-chi-minh/sai-gon"),
        ("12 Nguyễn Huệ, Bến Nghé, quận 1", "ho-chi-minh/sai-gon"),
        ("thảo điền quận 2", "ho-chi-minh/an-khanh"),
        ("phường 4 vị thanh hậu giang", "can-tho/vi-tan"),
        ("phường IV, tp Vị Thanh", "can-tho/vi-tan"),
        ("phuong lieu bac ninh", "bac-ninh/phuong-lieu"),
        ("xã Long Thành, tỉnh Đồng Nai", "dong-nai/long-thanh"),
        ("phường Long Thành, thành phố Đồng Nai", "dong-nai/long-thanh"),
        ("ea hleo dak lak", "dak-lak/ea-hleo"),
        ("xã Ea H’Leo", "dak-lak/ea-hleo"),
        ("mĩ tho", "dong-thap/my-tho-phuong"),
        ("Mỹ Thọ, Đồng Tháp", "dong-thap/my-tho-xa"),
        ("hoà lộc, mỏ cày bắc", "vinh-long/tan-thanh-binh"),
        ("phường 4, thành phố Tân An", "tay-ninh/long-an"),
        ("phường 4, tp Tây Ninh", "tay-ninh/tan-ninh"),
        ("côn đảo", "ho-chi-minh/con-dao"),
        ("huyện Côn Đảo", "ho-chi-minh/con-dao"),
    ],
)
def test_a_place_is_found_however_it_is_said(words: str, place: str) -> None:
    assert one(words) == place


@pytest.mark.parametrize(
    "words, place",
    [
        ("tan dogn, tay nin", "tay-ninh/tan-dong"),
        ("xã tân đôgn, tây ninh", "tay-ninh/tan-dong"),
        ("xã Tấn Đông, Tây Ninh", "tay-ninh/tan-dong"),
        ("xa tan dong tay ninhh", "tay-ninh/tan-dong"),
        ("phường Bến Ngé, quận 1", "ho-chi-minh/sai-gon"),
        ("xã An Điền, huyện Bến Cát, Bình Dương", "ho-chi-minh/long-nguyen"),
        ("tay nin", "tay-ninh"),
        ("tỉnh quang nin", "quang-ninh"),
    ],
)
def test_a_slip_or_two_is_forgiven(words: str, place: str) -> None:
    assert one(words) == place


def test_a_slip_never_changes_a_number() -> None:
    assert PLACES.find("phường 55, quận 3") is None


@pytest.mark.parametrize(
    "words, province",
    [
        ("Tây Ninh", "tay-ninh"),
        ("tinh tay ninh", "tay-ninh"),
        ("Bến Tre", "vinh-long"),
        ("quê ở Bến Tre ạ", "vinh-long"),
        ("tỉnh Trà Vinh", "vinh-long"),
        ("Long An", "tay-ninh"),
        ("Hà Nam", "ninh-binh"),
        ("nam dinh", "ninh-binh"),
        ("tp hcm", "ho-chi-minh"),
        ("TPHCM", "ho-chi-minh"),
        ("sài gòn", "ho-chi-minh"),
        ("hn", "ha-noi"),
        ("hà tây", "ha-noi"),
        ("br-vt", "ho-chi-minh"),
        ("Bà Rịa – Vũng Tàu", "ho-chi-minh"),
        ("Thừa Thiên Huế", "hue"),
        ("đắc lắc", "dak-lak"),
        ("tỉnh Đồng Nai", "dong-nai"),
        ("thành phố Đồng Nai", "dong-nai"),
        ("hà nội việt nam", "ha-noi"),
    ],
)
def test_a_province_alone_is_the_province_of_today(words: str, province: str) -> None:
    assert one(words) == province
    assert PLACES.province(words) == PLACES.provinces[province]


MERGED = {
    "tuyen-quang": "Hà Giang",
    "lao-cai": "Yên Bái",
    "thai-nguyen": "Bắc Kạn",
    "phu-tho": "Vĩnh Phúc, Hòa Bình",
    "bac-ninh": "Bắc Giang",
    "hung-yen": "Thái Bình",
    "hai-phong": "Hải Dương",
    "ninh-binh": "Hà Nam, Nam Định",
    "quang-tri": "Quảng Bình",
    "da-nang": "Quảng Nam",
    "quang-ngai": "Kon Tum",
    "gia-lai": "Bình Định",
    "khanh-hoa": "Ninh Thuận",
    "lam-dong": "Đắk Nông, Bình Thuận",
    "dak-lak": "Phú Yên",
    "ho-chi-minh": "Bình Dương, Bà Rịa–Vũng Tàu",
    "dong-nai": "Bình Phước",
    "tay-ninh": "Long An",
    "can-tho": "Sóc Trăng, Hậu Giang",
    "vinh-long": "Bến Tre, Trà Vinh",
    "dong-thap": "Tiền Giang",
    "ca-mau": "Bạc Liêu",
    "an-giang": "Kiên Giang",
}


@pytest.mark.parametrize("province", MERGED)
def test_every_old_province_leads_to_the_one_it_was_merged_into(province: str) -> None:
    for old in MERGED[province].split(", "):
        for words in (old, fold(old), f"tỉnh {old}"):
            found = PLACES.province(words)
            assert isinstance(found, Place)
            assert (found.id, found.is_province) == (province, True)
            assert found.old
