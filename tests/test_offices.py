"""Offices' own data: taken in from files, checked, shown where it belongs, or said to miss."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot.conversation import respond
from bot.curation.office_files import read_office
from bot.library import Library
from bot.messages import Address, Heard, Say
from bot.rehearsal import BEGIN
from bot.session import Session
from bot.storage.store import Store
from bot.turn import Turn
from knowledge.office import Office

EXAMPLE = Path(__file__).parents[1] / "examples" / "office.toml"


@pytest.fixture
def office(library: Library) -> Office:
    found, faults = read_office(EXAMPLE, library.topics, library.places)
    assert faults == []
    assert found is not None
    return found


@pytest.fixture
def served(library: Library, office: Office) -> Library:
    return replace(library, offices={office.place: office})


def hear(library: Library, session: Session, text: str, pressed: str | None = None) -> Turn:
    event = Heard(f"x:{text}{pressed}", BEGIN, Address("web", "x"), text, pressed)
    return respond(library, session, event)


def text_of(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies if isinstance(reply, Say))


def workbook(file: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def test_a_workbook_says_the_same_as_the_file(tmp_path: Path, library: Library) -> None:
    file = workbook(
        tmp_path / "office.xlsx",
        {
            "don-vi": [
                ["place", "tay-ninh/tan-dong"], ["checked", "2026-11-20"],
                ["by", "UBND xã Tân Đông"], ["online_only_days", "thứ bảy; chủ nhật"],
            ],
            "quay": [
                ["id", "name", "address", "hours"],
                ["trung-tam", "Trung tâm", "số 1", "sáng"],
                [None, None, None, None],
            ],
            "le-phi": [
                ["topic", "fee", "amount", "source"],
                ["dang-ky-khai-sinh", "qua-han", 8000.0, "Nghị quyết 00"],
            ],
            "to": [["id", "name", "languages"], ["a", "Tổ A", "tiếng Việt; tiếng Khmer"]],
        },
    )  # fmt: skip
    found, faults = read_office(file, library.topics, library.places)
    assert faults == []
    assert found is not None
    assert found.online_only_days == ("thứ bảy", "chủ nhật")
    assert found.fees[0].amount == 8000
    assert found.teams[0].languages == ("tiếng Việt", "tiếng Khmer")


@pytest.mark.parametrize(
    "wrong,key",
    [
        ('place = "tay-ninh/khong-co"', "place"),
        ('place = "Tây Ninh"', "place"),
        ("phi = 3", "phi"),
        ('hotline = ""', "hotline"),
    ],
)
def test_every_fault_names_its_key(wrong: str, key: str, tmp_path: Path, library: Library) -> None:
    base = 'checked = 2026-11-20\nby = "xã"\n'
    place = "" if wrong.startswith("place") else 'place = "tay-ninh/tan-dong"\n'
    file = tmp_path / "office.toml"
    file.write_text(f"{place}{base}{wrong}\n", encoding="utf-8")
    found, faults = read_office(file, library.topics, library.places)
    assert found is None
    assert key in [fault.key for fault in faults]


def test_a_fee_that_no_province_sets_is_refused(tmp_path: Path, library: Library) -> None:
    text = EXAMPLE.read_text("utf-8").replace('fee = "qua-han"', 'fee = "dung-han"')
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")
    found, faults = read_office(file, library.topics, library.places)
    assert found is None
    assert "no fee that a province sets" in faults[0].words


@pytest.mark.parametrize(
    "name,content", [("a.xlsx", b"no"), ("a.toml", b"= ="), ("a.toml", b"\xff")]
)
def test_a_file_that_is_none_is_told_not_raised(
    name: str, content: bytes, tmp_path: Path, library: Library
) -> None:
    (tmp_path / name).write_bytes(content)
    found, faults = read_office(tmp_path / name, library.topics, library.places)
    assert found is None
    assert "cannot be read" in faults[0].words


def test_a_place_is_asked_for_and_its_counters_told(served: Library) -> None:
    turn = hear(served, Session(), "", "w:dang-ky-khai-sinh:where")
    assert turn.session.doing.kind == "locating"
    told = hear(served, turn.session, "xã Tân Đông, Tây Ninh")
    assert "số 1 đường Ví Dụ" in text_of(told)
    assert told.session.place == "tay-ninh/tan-dong"


def test_the_fee_of_the_province_is_told_with_its_resolution(served: Library) -> None:
    session = Session(place="tay-ninh/tan-dong")
    told = text_of(hear(served, session, "", "t:dang-ky-khai-sinh:fee"))
    assert "8.000 đồng" in told
    assert "Nghị quyết 00/2026" in told


def test_teams_are_told_with_the_languages_they_speak(served: Library) -> None:
    session = Session(place="tay-ninh/tan-dong")
    told = text_of(hear(served, session, "", "t:to-cong-nghe-so-cong-dong:where"))
    assert "tiếng Khmer" in told


def test_a_place_without_data_is_said_so(served: Library) -> None:
    turn = hear(served, Session(), "", "w:dang-ky-khai-sinh:where")
    told = hear(served, turn.session, "phường Hoa Lư, Ninh Bình")
    assert "chưa có địa chỉ" in text_of(told)


def test_a_name_of_several_places_is_asked_back_and_pressed(served: Library) -> None:
    turn = hear(served, Session(), "", "w:dang-ky-khai-sinh:where")
    asked = hear(served, turn.session, "xã Tân Thành")
    [say] = [reply for reply in asked.replies if isinstance(reply, Say)]
    assert say.about == "phrases/place-several"
    pressed = hear(served, asked.session, "", say.choices[0].value)
    assert pressed.session.place == say.choices[0].value.removeprefix("p:")


def test_a_question_instead_of_a_place_is_answered(served: Library) -> None:
    turn = hear(served, Session(), "", "w:dang-ky-khai-sinh:where")
    told = hear(served, turn.session, "quên mật khẩu vneid phải làm sao")
    assert told.session.topic == "vneid-quen-mat-khau"


def test_without_any_office_nobody_is_asked_where_they_are(library: Library) -> None:
    [say] = hear(library, Session(), "", "t:dang-ky-khai-sinh:where").replies
    assert isinstance(say, Say)
    assert all(not choice.value.startswith("w:") for choice in say.choices)


async def test_an_office_is_kept_once_and_dropped(store: Store) -> None:
    assert await store.put_office("tay-ninh/tan-dong", "{}")
    assert not await store.put_office("tay-ninh/tan-dong", "{}")
    assert await store.put_office("tay-ninh/tan-dong", '{"a": 1}')
    assert await store.offices() == {"tay-ninh/tan-dong": '{"a": 1}'}
    assert await store.drop_office("tay-ninh/tan-dong")
    assert not await store.drop_office("tay-ninh/tan-dong")
