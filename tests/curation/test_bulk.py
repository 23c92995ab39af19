"""Topics go out as a workbook or as files and come back; nothing that they show is lost."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from garden import SMALL_TOPIC
from openpyxl import load_workbook
from writing import revision, shipped

from bot.curation.bulk import packed, read_topics_of, standings, unpacked
from bot.curation.workbooks import workbook
from bot.library import Library
from knowledge.pack import TOPICS

BIRTH = "dang-ky-khai-sinh"
LARGE = 60 * 1024 * 1024


@pytest.fixture(scope="module")
def book(library: Library) -> bytes:
    return workbook(standings(library, []))


def edited(book: bytes, change: Callable[[Any], None]) -> bytes:
    opened = load_workbook(io.BytesIO(book))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def row_of(page: Any, topic: str, **cells: str) -> int:
    heads = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        values = dict(zip(heads, (cell.value for cell in row), strict=True))
        if values["Mã chủ đề"] == topic and all(values[key] == text for key, text in cells.items()):
            return int(row[0].row)
    raise AssertionError(f"{topic} {cells}")


def put(page: Any, row: int, head: str, value: object) -> None:
    column = [cell.value for cell in page[1]].index(head) + 1
    page.cell(row, column).value = value


def test_a_workbook_that_nobody_changed_brings_nothing(book: bytes, library: Library) -> None:
    assert read_topics_of(book, library, []) == ([], [])


def test_a_workbook_saved_by_another_program_brings_nothing(book: bytes, library: Library) -> None:
    assert read_topics_of(edited(book, lambda _: None), library, []) == ([], [])


def test_a_changed_cell_becomes_a_changed_line(book: bytes, library: Library) -> None:
    def change(opened: Any) -> None:
        page = opened["Lệ phí"]
        put(page, row_of(page, BIRTH, Mã="ban-sao"), "Số", 9000)

    [brought], faults = read_topics_of(edited(book, change), library, [])
    assert faults == []
    assert brought.text == shipped(BIRTH).replace("amount = 8000", "amount = 9000")
    assert brought.faults == ()


def test_a_fault_is_told_by_sheet_and_row(book: bytes, library: Library) -> None:
    rows: list[int] = []

    def change(opened: Any) -> None:
        page = opened["Lệ phí"]
        rows.append(row_of(page, BIRTH, Mã="ban-sao"))
        put(page, rows[0], "Số", "tám nghìn")

    [brought], _ = read_topics_of(edited(book, change), library, [])
    [fault] = brought.faults
    assert (fault.sheet, fault.row) == ("Lệ phí", rows[0])
    assert "cần một con số" in fault.words


def test_rows_that_belong_to_nobody_are_told(book: bytes, library: Library) -> None:
    def change(opened: Any) -> None:
        opened["Giấy tờ"].append(["khong-co", "x", "Tên"])
        opened["Chung"].append(["Mã Sai", "ho-tich"])
        opened["Chung"].append(["mot-chu-de", "linh-vuc-la"])
        opened["Chung"].cell(1, 30).value = "Cột lạ"

    brought, faults = read_topics_of(edited(book, change), library, [])
    assert brought == []
    told = {fault.words for fault in faults}
    assert any("“khong-co” không có ở trang" in words for words in told)
    assert any("Mã Sai" in words for words in told)
    assert any("“linh-vuc-la” chưa có" in words for words in told)
    assert any("Cột lạ" in words for words in told)
    assert all(fault.sheet and fault.row for fault in faults)


def test_a_new_topic_of_a_workbook_is_a_draft_with_its_gaps(book: bytes, library: Library) -> None:
    def change(opened: Any) -> None:
        page = opened["Chung"]
        page.append(["the-vuon", "ho-tich"])
        put(page, page.max_row, "Tên", "Làm thẻ vườn hoa")

    [brought], _ = read_topics_of(edited(book, change), library, [])
    assert (brought.name, brought.field) == ("the-vuon", "ho-tich")
    assert tomllib.loads(brought.text) == {"title": "Làm thẻ vườn hoa"}
    assert any("còn trống" in fault.words for fault in brought.faults)


def test_a_formula_stays_text(library: Library) -> None:
    text = SMALL_TOPIC.replace('label = "Thẻ"', "label = \"=HYPERLINK('x')\"")
    own = [revision(text)]
    opened = load_workbook(io.BytesIO(workbook(standings(library, own))))
    page = opened["Lệ phí"]
    cell = page.cell(
        row_of(page, "the-vuon"), [one.value for one in page[1]].index("Tên khoản") + 1
    )
    assert (cell.value, cell.data_type) == ("=HYPERLINK('x')", "s")


@pytest.mark.parametrize("data", [b"", b"no", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told_not_raised(data: bytes, library: Library) -> None:
    for read in (read_topics_of, unpacked):
        brought, [fault] = read(data, library, [])
        assert brought == []
        assert "tệp" in fault.words.lower()


def test_a_file_that_unpacks_to_too_much_is_not_opened(library: Library) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("knowledge/topics/ho-tich/x.toml", b"#" * LARGE)
    for read in (read_topics_of, unpacked):
        assert read(out.getvalue(), library, [])[1][0].words == "Tệp quá lớn."


def test_packed_files_are_those_of_the_repository(library: Library) -> None:
    own = [revision(SMALL_TOPIC)]
    data = packed(standings(library, own), '[[concept]]\nlaw = ["x"]\nsaid = ["y"]\n')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for file in sorted(TOPICS.rglob("*.toml"))[:5]:
            name = f"knowledge/topics/{file.relative_to(TOPICS).as_posix()}"
            assert archive.read(name) == file.read_bytes()
        assert archive.read("knowledge/topics/vuon/the-vuon.toml").decode() == SMALL_TOPIC
        words = archive.read("knowledge/lexicon.toml").decode()
    shipped_words = (Path(TOPICS).parent / "lexicon.toml").read_text("utf-8")
    assert words.startswith(shipped_words.rstrip())
    assert tomllib.loads(words)["concept"][-1]["said"] == ["y"]


def test_packed_files_that_nobody_changed_bring_nothing(library: Library) -> None:
    assert unpacked(packed(standings(library, []), ""), library, []) == ([], [])


def test_a_changed_file_is_brought_with_its_faults(library: Library) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"knowledge/topics/ho-tich/{BIRTH}.toml", shipped(BIRTH) + "\nx = 1\n")
        archive.writestr("knowledge/topics/ho-tich/chu.toml", b"\xff\xfe")
    [brought], [fault] = unpacked(out.getvalue(), library, [])
    assert brought.name == BIRTH
    assert brought.faults
    assert "UTF-8" in fault.words
