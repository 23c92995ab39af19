"""The catalogue: leniently read, faults named by line, index on disk opened or rebuilt."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from rows import ROWS, row, write

from knowledge.catalogue import LONGEST_LINE, CatalogueError, Paper, read_rows
from knowledge.catalogue_index import group_key, spoken_name
from knowledge.catalogue_store import (
    current_digest,
    digest_of,
    from_rows,
    import_file,
    import_in_child,
    open_catalogue,
    refresh,
    refresh_in_child,
)
from knowledge.matcher import Matcher


@pytest.mark.parametrize("name", ["catalogue.jsonl", "catalogue.jsonl.gz"])
def test_plain_and_packed_files_are_read_and_internal_rows_hidden(
    tmp_path: Path, name: str
) -> None:
    rows, bad = read_rows(write(tmp_path / name))
    assert len(rows) == len(ROWS) - 1
    assert bad == []
    assert rows[0].documents == (Paper("Giấy chứng sinh", "1 bản chính", "Sinh trong nước"),)
    assert rows[2].result == "Giấy chứng nhận kết hôn"


@pytest.mark.parametrize(
    "line, reason",
    [
        (b"{not json", "JSON"),
        (b"[1, 2]", "bản ghi"),
        (b'{"name": "X"}', "thiếu mã"),
        (b'{"code": "1.9"}', "thiếu tên"),
        (b'{"code": "1.9", "name": "X\xff"}', "UTF-8"),
        (json.dumps(row("1.001193", "Trùng mã")).encode(), "trùng mã"),
        (b'{"code": "1.9", "name": "' + b"x" * (10 * LONGEST_LINE) + b'"}', "dài quá"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_others_are_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    rows, bad = read_rows(write(tmp_path / "c.jsonl", [ROWS[0], line, ROWS[1]]))
    assert [one.code for one in rows] == ["1.001193", "1.000656"]
    assert [(one.line, reason in one.reason) for one in bad] == [(2, True)]


def test_odd_values_become_text_and_odd_links_are_left_out(tmp_path: Path) -> None:
    odd = row(
        "1.5", "Thử", fee=15000, duration=None, steps={"a": "Bước 1"}, url="javascript:alert(1)",
        documents="Đơn", requirements=True, target="Công dân Việt Nam",
    )  # fmt: skip
    found = read_rows(write(tmp_path / "c.jsonl", [odd, b"", b"  "]))[0][0]
    assert (found.fee, found.duration, found.steps, found.url) == ("15000", "", "Bước 1", "")
    assert found.documents == (Paper("Đơn"),)
    assert found.requirements == ""
    assert found.target == ("Công dân Việt Nam",)


def test_a_truncated_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    whole = write(tmp_path / "c.jsonl.gz").read_bytes()
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CatalogueError, match="cắt cụt"):
        read_rows(cut)


def test_files_without_any_procedure_or_without_existence_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    with pytest.raises(CatalogueError, match="không có thủ tục"):
        read_rows(tmp_path / "empty.jsonl")
    with pytest.raises(CatalogueError, match="không mở được"):
        read_rows(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes("đăng ký".encode("utf-16"))
    with pytest.raises(CatalogueError, match="không có thủ tục"):
        read_rows(tmp_path / "latin.jsonl")


def test_levels_and_offices_do_not_part_a_procedure_but_cases_do() -> None:
    same = [
        "Cấp lại giấy phép (thực hiện tại cấp tỉnh)",
        "Thủ tục cấp lại giấy phép (cấp xã)",
        "Cấp lại giấy phép thuộc thẩm quyền của Ủy ban nhân dân cấp tỉnh",
        "cấp lại  Giấy phép cấp tỉnh",
    ]
    assert len(set(map(group_key, same))) == 1
    assert group_key("Cấp phép (trừ xe máy)") != group_key("Cấp phép (đối với xe máy)")
    assert group_key("Giải quyết hưởng lương hưu") == group_key("Hưởng lương hưu")


def test_a_name_is_spoken_without_the_word_procedure_and_written_out() -> None:
    assert spoken_name("Thủ tục cấp thẻ BHYT") == "cấp thẻ bảo hiểm y tế"


def test_an_import_is_idempotent_and_opens_as_it_was_built(tmp_path: Path) -> None:
    source, folder = write(tmp_path / "c.jsonl.gz"), tmp_path / "catalogue"
    assert open_catalogue(folder) is None
    assert import_file(source, folder) == (len(ROWS) - 1, [])
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    import_file(source, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == written
    opened, built = open_catalogue(folder), from_rows(read_rows(source)[0])
    assert opened is not None
    for text in ("đăng ký khai sinh", "cap lai bang lai", "ho tro tau ca Nghe An"):
        assert (
            Matcher.build([], opened).match(text).matches
            == Matcher.build([], built).match(text).matches
        )
    assert opened.row("1.001193") == built.row("1.001193") == read_rows(source)[0][0]
    assert opened.row("0.0") is None
    assert opened.variants("1.001001") == ("1.001001", "1.001002")
    assert opened.variants("0.0") == ()


def test_changed_content_replaces_the_index_and_a_bad_file_leaves_it(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    import_file(write(tmp_path / "one.jsonl"), folder)
    first = current_digest(folder)
    with pytest.raises(CatalogueError):
        import_file(write(tmp_path / "bad.jsonl", [b"{"]), folder)
    assert current_digest(folder) == first
    import_file(write(tmp_path / "two.jsonl", ROWS[:3]), folder)
    assert current_digest(folder) != first
    opened = open_catalogue(folder)
    assert opened is not None
    assert len(opened.codes) == 3
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_an_index_of_another_format_is_not_opened_and_a_broken_one_is_reported(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "catalogue"
    import_file(write(tmp_path / "c.jsonl"), folder)
    digest = current_digest(folder)
    (folder / "current").write_text("0-old")
    assert open_catalogue(folder) is None
    (folder / "current").write_text(digest or "")
    (folder / (digest or "") / "labels.json").write_text("{}")
    with pytest.raises(CatalogueError, match="hỏng"):
        open_catalogue(folder)


def _aged(folder: Path) -> str:
    """Make the current index one that an older version built; gives its digest."""
    digest = current_digest(folder) or ""
    old = f"9-{digest.partition('-')[2]}"
    (folder / digest).rename(folder / old)
    (folder / "current").write_text(old)
    return old


def test_after_an_upgrade_the_index_is_built_anew_from_its_own_rows(tmp_path: Path) -> None:
    source, folder = write(tmp_path / "c.jsonl"), tmp_path / "catalogue"
    import_file(source, folder)
    fresh = current_digest(folder)
    _aged(folder)
    assert open_catalogue(folder) is None
    refresh_in_child(folder)
    assert current_digest(folder) == fresh == digest_of(source)
    opened = open_catalogue(folder)
    assert opened is not None
    assert opened.row("1.001193") == read_rows(source)[0][0]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_an_index_of_this_version_is_left_as_it_is(tmp_path: Path) -> None:
    source, folder = write(tmp_path / "c.jsonl"), tmp_path / "catalogue"
    refresh_in_child(tmp_path)  # nothing was ever imported
    import_file(source, folder)
    before = (folder / "current").stat().st_mtime_ns
    refresh_in_child(folder)
    refresh(folder)
    assert (folder / "current").stat().st_mtime_ns == before


def test_an_old_index_that_cannot_be_read_is_reported_without_a_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "catalogue"
    import_file(write(tmp_path / "c.jsonl"), folder)
    (folder / _aged(folder) / "rows.jsonl").write_bytes(b"{broken")
    with pytest.raises(CatalogueError, match="không lập được"):
        refresh_in_child(folder)
    assert "Traceback" not in capfd.readouterr().err


def test_a_child_process_builds_the_same_index(tmp_path: Path) -> None:
    source, folder = write(tmp_path / "c.jsonl"), tmp_path / "catalogue"
    import_in_child(source, folder)
    opened = open_catalogue(folder)
    assert opened is not None
    assert len(opened.codes) == len(ROWS) - 1
    broken = tmp_path / "b.jsonl.gz"
    broken.write_bytes(gzip.compress(b"{}\n"))
    with pytest.raises(CatalogueError, match="chỉ mục"):
        import_in_child(broken, folder)
