"""What is read of places, corrected and dated."""

from __future__ import annotations

import dataclasses
import re
import shutil
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge import place_tables
from knowledge.place_names import Unit
from knowledge.places import read_places
from knowledge.vietnamese import fold

PLACES = read_places()
COMMUNES = sorted(PLACES.communes.values(), key=lambda place: place.id)
FORMER: list[Unit] = sorted(
    {one.what for called in PLACES.names.units.named.values() for one in called}
    - {
        one.what for called in PLACES.names.units.named.values() for one in called if one.what.today
    },
    key=lambda unit: unit.words,
)
SHEET = Path(__file__).parents[1].parent / "shared/facts/accounts/04-chinh-quyen-2-cap-34-tinh.md"

FOUNDING = date(2025, 7, 1)
TODAY = date(2026, 11, 22)


def test_there_are_34_provinces_and_3321_communes() -> None:
    assert (len(PLACES.provinces), len(PLACES.communes)) == (34, 3321)


def test_communes_of_the_founding_day_are_2621_xa_687_phuong_13_dac_khu() -> None:
    kinds = Counter(PLACES.title_on(place.id, FOUNDING).kind for place in COMMUNES)
    assert kinds == {"xa": 2621, "phuong": 687, "dac-khu": 13}


def test_the_counts_are_those_of_the_fact_sheet() -> None:
    if not SHEET.exists():
        pytest.skip("the fact sheets are not beside this checkout")
    text = SHEET.read_text(encoding="utf-8")
    assert "3.321 đơn vị = 2.621 xã + 687 phường + 13 đặc khu" in text
    assert "| Đơn vị xã | 96 (82 xã, 14 phường) | 124 (105 xã, 19 phường) | 129 (97 xã," in text


@pytest.mark.parametrize(
    "province, xa, phuong",
    [("tay-ninh", 82, 14), ("vinh-long", 105, 19), ("ninh-binh", 97, 32)],
)
def test_the_three_provinces_in_focus_have_their_communes(
    province: str, xa: int, phuong: int
) -> None:
    kinds = Counter(place.kind for place in PLACES.communes_of(province))
    assert kinds == {"xa": xa, "phuong": phuong}


def test_10035_units_of_old_and_five_islands_without_communes_are_known() -> None:
    assert Counter("huyen" in unit.kinds for unit in FORMER) == {False: 10_035, True: 5}


def test_every_unit_of_old_has_an_heir_and_every_commune_a_forebear() -> None:
    heirs = {place for unit in FORMER for place in unit.becomes}
    assert all(unit.becomes for unit in FORMER)
    assert heirs == set(PLACES.communes)


def test_a_unit_of_old_never_leaves_the_new_province_of_its_old_one() -> None:
    assert all(place.split("/")[0] == unit.province for unit in FORMER for place in unit.becomes)


def test_an_id_is_a_province_or_a_province_and_a_commune_in_kebab_case() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", place) for place in PLACES.provinces)
    assert all(
        re.fullmatch(re.escape(place.province_id) + r"/[a-z0-9]+(-[a-z0-9]+)*", place.id)
        for place in COMMUNES
    )


def test_communes_that_fold_alike_are_told_apart_by_kind_or_by_marks() -> None:
    slugs = Counter(
        f"{place.province_id}/{fold(place.name).replace(' ', '-')}" for place in COMMUNES
    )
    alike = {slug for slug, count in slugs.items() if count > 1}
    assert len(alike) == 10
    assert {"dong-thap/my-tho-phuong", "dong-thap/my-tho-xa"} <= set(PLACES.communes)
    assert {"tay-ninh/tan-thanhf", "tay-ninh/tan-thanhj"} <= set(PLACES.communes)
    assert PLACES.communes["tay-ninh/tan-thanhj"].name == "Tân Thạnh"


def test_names_are_composed_and_begin_with_capitals() -> None:
    for unit in FORMER:
        assert unicodedata.is_normalized("NFC", unit.words)
    for place in COMMUNES:
        assert unicodedata.is_normalized("NFC", place.name)
        assert all(word[0].isupper() or not word[0].isalpha() for word in place.name.split())


def test_places_are_never_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PLACES.provinces = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        PLACES.communes["x"] = COMMUNES[0]  # type: ignore[index]


def test_reading_twice_reads_the_same() -> None:
    assert read_places() == PLACES


@pytest.mark.parametrize(
    "table, line, fault",
    [
        ("kind", 'of = "tay-ninh/khong-co"', "kind → 'tay-ninh/khong-co'"),
        (
            "became",
            'unit = "xã Không Có"\nbecame = ["tay-ninh/tan-dong"]',
            "became → 'xã Không Có'",
        ),
        (
            "became",
            'unit = "phường 1, quận 3, thành phố Hồ Chí Minh"\nbecame = ["ho-chi-minh/khong-co"]',
            "became → 'ho-chi-minh/khong-co'",
        ),
    ],
)
def test_a_correction_that_fits_nothing_is_refused_with_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, line: str, fault: str
) -> None:
    folder = tmp_path / "places"
    shutil.copytree(Path(str(place_tables.FOLDER)), folder)
    wrong = f'\n[[{table}]]\n{line}\nsource = "x"\nchecked = 2026-11-22\n'
    if table == "kind":
        wrong += 'kind = "phuong"\nsince = 2026-01-01\n'
    with (folder / "corrections.toml").open("a", encoding="utf-8") as corrections:
        corrections.write(wrong)
    monkeypatch.setattr(place_tables, "FOLDER", folder)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_places()


# --- titles that change by date


@pytest.mark.parametrize(
    "place, day, words",
    [
        ("dong-nai", date(2026, 4, 29), "tỉnh Đồng Nai"),
        ("dong-nai", date(2026, 4, 30), "thành phố Đồng Nai"),
        ("quang-ninh", date(2026, 8, 31), "tỉnh Quảng Ninh"),
        ("quang-ninh", date(2026, 9, 1), "thành phố Quảng Ninh"),
        ("bac-ninh", date(2026, 9, 19), "tỉnh Bắc Ninh"),
        ("bac-ninh", date(2026, 9, 20), "thành phố Bắc Ninh"),
        ("ha-noi", date(2020, 1, 1), "thành phố Hà Nội"),
        ("tay-ninh", TODAY, "tỉnh Tây Ninh"),
        ("dong-nai/long-thanh", date(2026, 4, 29), "xã Long Thành"),
        ("dong-nai/long-thanh", date(2026, 4, 30), "phường Long Thành"),
    ],
)
def test_a_title_changes_on_its_day(place: str, day: date, words: str) -> None:
    assert PLACES.title_on(place, day).words == words


def test_six_cities_of_the_founding_day_are_nine_today() -> None:
    def cities(day: date) -> int:
        return sum(PLACES.title_on(i, day).kind == "thanh-pho" for i in PLACES.provinces)

    assert (cities(FOUNDING), cities(TODAY)) == (6, 9)


def test_every_later_title_has_a_source_and_the_day_it_was_checked() -> None:
    later = [title for titles in PLACES.titles.values() for title in titles[1:]]
    assert len(later) == 25
    assert all(title.source and title.since and title.checked for title in later)


def test_only_what_hangs_on_bac_ninhs_day_is_unverified() -> None:
    doubted = {i for i, titles in PLACES.titles.items() if any(t.unverified for t in titles)}
    assert all(place.split("/")[0] == "bac-ninh" for place in doubted)
    assert "bac-ninh" in doubted
    assert PLACES.title_on("bac-ninh", TODAY).unverified
    assert not PLACES.title_on("dong-nai", TODAY).unverified


def test_a_title_of_no_place_is_a_programmers_error() -> None:
    with pytest.raises(KeyError):
        PLACES.title_on("khong-co", TODAY)
