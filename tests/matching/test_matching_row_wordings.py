"""How people call the catalogue's rows: found by words that no name holds, checked, optional."""

from __future__ import annotations

from pathlib import Path

import pytest
from rows import row, write

from knowledge import row_wordings
from knowledge.catalogue import read_rows
from knowledge.catalogue_store import digest_of, from_rows, import_file, open_catalogue
from knowledge.matcher import Matcher
from knowledge.row_wordings import faults_of_row_wordings

ROWS = (
    row("7.000001", "Cấp giấy chứng nhận đủ điều kiện kinh doanh dược"),
    row("7.000002", "Cấp giấy phép khai thác nước dưới đất"),
    row("7.000003", "Công nhận nghệ nhân nhân dân"),
)


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wordings in place of those that ship."""
    folder = tmp_path / "rows"
    folder.mkdir()
    monkeypatch.setattr(
        row_wordings, "tables", lambda: sorted(folder.glob("*.tsv"), key=lambda file: file.name)
    )
    return folder


def matcher_of(path: Path) -> Matcher:
    """A matcher of the rows alone."""
    rows, _ = read_rows(write(path / "c.jsonl", ROWS))
    return Matcher.build((), from_rows(rows))


def test_a_row_is_found_by_how_people_call_it_though_its_name_shares_no_word(
    said: Path, tmp_path: Path
) -> None:
    (said / "a.tsv").write_text("7.000001\tmở quầy thuốc tây ở quê\n7.000002\tkhoan giếng\n")
    found = matcher_of(tmp_path).match("em muon mo quay thuoc tay")
    assert found.matches[0].id == "7.000001"
    assert matcher_of(tmp_path).match("nhà tôi khoan giếng").matches[0].id == "7.000002"


def test_without_wordings_rows_are_found_by_their_names(said: Path, tmp_path: Path) -> None:
    assert not list(said.iterdir())
    assert matcher_of(tmp_path).match("công nhận nghệ nhân").matches[0].id == "7.000003"


def test_wordings_of_codes_that_the_catalogue_lacks_change_nothing(
    said: Path, tmp_path: Path
) -> None:
    (said / "a.tsv").write_text("9.999999\tkhoan giếng\n")
    found = matcher_of(tmp_path).match("nhà tôi khoan giếng")
    assert "9.999999" not in {match.id for match in found.matches}


def test_the_index_is_built_again_when_wordings_change(said: Path, tmp_path: Path) -> None:
    file, folder = write(tmp_path / "c.jsonl", ROWS), tmp_path / "catalogue"
    import_file(file, folder)
    before = digest_of(file)
    (said / "a.tsv").write_text("7.000002\tkhoan giếng\n")
    assert digest_of(file) != before
    import_file(file, folder)
    catalogue = open_catalogue(folder)
    assert catalogue is not None
    found = Matcher.build((), catalogue).match("nhà tôi khoan giếng")
    assert found.matches[0].id == "7.000002"


@pytest.mark.parametrize(
    "line, words",
    [
        ("khoan giếng", "not a code"),
        ("7.000002\t", "empty"),
        ("7.000002\t khoan giếng", "spaces"),
        ("7.000002\tkhoan gie\u0302\u0301ng", "NFC"),
        ("7.000002\t" + "giếng " * 31 + "sâu", "more than 30 words"),
        ("7.000002\tmở quầy thuốc", "also said of 7.000001"),
    ],
)
def test_a_faulty_line_is_named_with_its_file_and_number(said: Path, line: str, words: str) -> None:
    (said / "a.tsv").write_text(f"# note\n7.000001\tmở quầy thuốc\n{line}\n", "utf-8")
    faults = list(faults_of_row_wordings())
    assert any(
        fault.file == "rows/a.tsv" and fault.key == "line 3" and words in fault.words
        for fault in faults
    )


def test_what_ships_has_no_fault() -> None:
    assert list(faults_of_row_wordings()) == []


def test_a_name_that_denies_is_told_from_its_twin_that_does_not(said: Path, tmp_path: Path) -> None:
    assert not list(said.iterdir())
    name = "Cấp giấy phép nhập tôm sống đối với trường hợp {} đánh giá rủi ro"
    twins = (row("8.000001", name.format("phải")), row("8.000002", name.format("không phải")))
    rows, _ = read_rows(write(tmp_path / "twins.jsonl", twins))
    found = Matcher.build((), from_rows(rows))
    asked = "phí cấp giấy phép nhập tôm sống trường hợp {} đánh giá rủi ro"
    assert found.match(asked.format("không phải")).matches[0].id == "8.000002"
    assert found.match(asked.format("phải")).matches[0].id == "8.000001"
