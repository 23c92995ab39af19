"""What is asked back, what is no place at all, and where a place of old lies today."""

from __future__ import annotations

import pytest

from knowledge.places import Ambiguous, Place, read_places

PLACES = read_places()


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


# --- what is asked back


def test_a_name_that_stands_in_two_provinces_is_asked_back() -> None:
    found = PLACES.find("Tân Đông")
    assert isinstance(found, Ambiguous)
    assert [place.id for place in found.candidates[:2]] == [
        "dong-thap/tan-dong",
        "tay-ninh/tan-dong",
    ]
    assert found.total == len(found.candidates) == 3
    assert found.candidates[2].old == "xã Tân Đông, huyện Thạnh Hóa, tỉnh Long An"


def test_marks_tell_names_apart_and_their_lack_asks_back() -> None:
    assert ids(PLACES.find("my tho, dong thap")) == {
        "dong-thap/my-tho-phuong",
        "dong-thap/my-tho-xa",
    }
    assert one("xa my tho, dong thap") == "dong-thap/my-tho-xa"
    assert ids(PLACES.find("Tân Đông")) < ids(PLACES.find("tan dong"))
    assert ids(PLACES.find("tan an, long an")) == {"tay-ninh/tan-an", "tay-ninh/can-duoc"}
    assert one("Tân Ân, Long An") == "tay-ninh/can-duoc"


def test_an_old_ward_that_was_split_is_asked_back() -> None:
    found = PLACES.find("phường cửa nam, hoàn kiếm, hà nội")
    assert isinstance(found, Ambiguous)
    assert "ha-noi/cua-nam" in ids(found)
    assert found.total == 4
    assert one("phường cửa nam, hà nội") == "ha-noi/cua-nam"


def test_a_number_without_its_district_is_asked_back_and_counted() -> None:
    found = PLACES.find("phường 1")
    assert isinstance(found, Ambiguous)
    assert len(found.candidates) == 5
    assert found.total > 20


def test_old_or_new_is_heard_when_it_is_said() -> None:
    assert one("xã Tân Đông cũ, Long An") == "tay-ninh/tan-tay"
    assert all(not place.old for place in PLACES.find("xã Tân Đông mới").candidates)  # type: ignore[union-attr]
    assert all(place.old for place in PLACES.find("xã Tân Đông cũ").candidates)  # type: ignore[union-attr]


def test_a_city_and_a_province_of_one_name_are_asked_back() -> None:
    found = PLACES.find("Tân Hòa, Vĩnh Long")
    assert ids(found) == {"vinh-long/tan-hoa", "vinh-long/tan-ngai"}
    assert one("xã Tân Hòa, tỉnh Vĩnh Long") == "vinh-long/tan-hoa"


def test_a_district_alone_gives_its_few_heirs_or_its_province() -> None:
    found = PLACES.find("quận 3")
    assert ids(found) == {"ho-chi-minh/ban-co", "ho-chi-minh/nhieu-loc", "ho-chi-minh/xuan-hoa"}
    assert one("huyện Tân Châu, Tây Ninh") == "tay-ninh"
    assert one("em ở quận 9 ạ") == "ho-chi-minh"
    assert "tay-ninh" in ids(PLACES.find("huyện Châu Thành"))


def test_the_city_of_an_old_province_is_not_the_province() -> None:
    assert one("Bến Tre") == "vinh-long"
    assert "vinh-long/ben-tre" in ids(PLACES.find("tp Bến Tre"))
    assert one("phường Bến Tre") == "vinh-long/ben-tre"


def test_a_ward_merged_before_2025_is_asked_back_though_one_place_comes_out() -> None:
    found = PLACES.find("phường 5, quận 10")
    assert isinstance(found, Ambiguous)
    assert found.total == 1
    assert found.candidates[0].old == "phường 8, quận 10, thành phố Hồ Chí Minh"


# --- within a province that was asked about


def test_within_a_province_a_mere_name_is_enough() -> None:
    assert one("tan dong", "tay-ninh") == "tay-ninh/tan-dong"
    assert one("kép", "bac-ninh") == "bac-ninh/kep"
    assert one("tân đôngg", "tay-ninh") == "tay-ninh/tan-dong"
    assert PLACES.find("bến nghé", "tay-ninh") is None


def test_a_province_that_is_named_wins_over_the_one_asked_about() -> None:
    assert one("Bến Nghé, TP.HCM", "tay-ninh") == "ho-chi-minh/sai-gon"


def test_asking_within_no_province_is_a_programmers_error() -> None:
    with pytest.raises(KeyError):
        PLACES.find("Tân Đông", "khong-co")


# --- what is no place


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "🙂",
        "tôi muốn làm khai sinh",
        "toi muon lam khai sinh",
        "không biết",
        "khong biet",
        "ở gần chợ",
        "o gan cho",
        "đồng ý",
        "dong y",
        "đúng rồi",
        "dung",
        "chờ",
        "1",
        "3",
        "xã",
        "phường",
        "cán bộ xã không làm việc",
        "công an xã có làm được không",
        "nhà tôi xa lắm",
        "bình thường",
        "thanh toán",
        "thuế",
        "dạ vâng",
        "con ơi",
        "anh oi",
        "hài lòng",
        "thái độ",
        "trợ cấp xã hội hàng tháng",
        "tai nạn lao động",
        "căn cước",
        "phường Không Có Thật, quận 3",
        "xã Tân Đông, tỉnh Không Có",
        "a" * 4000,
        "xã Tân Đông " * 400,
    ],
)
def test_what_is_no_place_is_none(words: str) -> None:
    assert PLACES.find(words) is None
    assert PLACES.province(words) is None
    assert PLACES.whereabouts(words) == ()


# --- where a place of old lies today


def test_whereabouts_of_a_unit_of_old_are_its_heirs() -> None:
    former = PLACES.whereabouts("xã Tân Đông, huyện Thạnh Hóa")
    assert [(f.full_name, [p.full_name for p in f.became]) for f in former] == [
        ("xã Tân Đông, huyện Thạnh Hóa, tỉnh Long An", ["xã Tân Tây, tỉnh Tây Ninh"])
    ]


def test_whereabouts_tell_all_units_of_one_name() -> None:
    assert [former.full_name for former in PLACES.whereabouts("xã Tân Đông")] == [
        "xã Tân Đông, huyện Tân Châu, tỉnh Tây Ninh",
        "xã Tân Đông, huyện Thạnh Hóa, tỉnh Long An",
        "xã Tân Đông, huyện Gò Công Đông, tỉnh Tiền Giang",
    ]


def test_whereabouts_of_a_split_ward_are_all_its_heirs() -> None:
    (former,) = PLACES.whereabouts("phường cửa nam hoàn kiếm")
    assert len(former.became) == 4


def test_whereabouts_of_a_district_and_of_a_province_are_known_too() -> None:
    (district,) = PLACES.whereabouts("huyện Bến Lức")
    assert "tay-ninh/ben-luc" in {place.id for place in district.became}
    (province,) = PLACES.whereabouts("bến tre")
    assert (province.full_name, province.became) == (
        "tỉnh Bến Tre",
        (PLACES.provinces["vinh-long"],),
    )


def test_the_province_of_many_places_is_asked_back() -> None:
    found = PLACES.province("xã Tân Đông")
    assert ids(found) == {"tay-ninh", "dong-thap"}
    assert PLACES.province("xã Tân Đông, Tây Ninh") == PLACES.provinces["tay-ninh"]


def test_the_old_wording_is_no_part_of_a_places_identity() -> None:
    place = PLACES.find("phường 1, quận 3")
    assert isinstance(place, Place)
    assert place.old == "phường 1, quận 3, thành phố Hồ Chí Minh"
    assert place == PLACES.by_id("ho-chi-minh/ban-co")
