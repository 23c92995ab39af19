"""`troly report`: a period in the terminal and as a workbook, and what it says to wrong words."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from shell import Troly, troly_in

ASKED = "làm giấy khai sinh cho con cần giấy tờ gì\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where three people asked at the terminal."""
    folder = tmp_path_factory.mktemp("asked")
    for number in range(3):
        troly_in(folder)("chat", "--json", "--talk", f"bác-{number}", said=ASKED)
    return folder


@pytest.fixture
def asked(folder: Path) -> Troly:
    return troly_in(folder)


def test_the_terminal_tells_this_month(asked: Troly) -> None:
    told = asked("report")
    assert told.returncode == 0, told.stderr
    assert "Kỳ báo cáo" in told.stdout
    assert "Đăng ký khai sinh" in told.stdout


def test_a_workbook_is_written(asked: Troly, folder: Path) -> None:
    assert asked("report", "--xlsx", "bao-cao.xlsx").returncode == 0
    sheets = openpyxl.load_workbook(folder / "bao-cao.xlsx").sheetnames
    assert sheets[:2] == ["Tổng quan", "Người dân hỏi gì"]


def test_the_proposal_to_cut_procedures_is_told_and_written(asked: Troly, folder: Path) -> None:
    assert asked("report", "--simplification").returncode == 0
    told = asked("report", "--simplification", "--xlsx", "cat-giam.xlsx")
    assert told.returncode == 0
    assert openpyxl.load_workbook(folder / "cat-giam.xlsx").sheetnames == ["Đề xuất cắt giảm"]


@pytest.mark.parametrize(
    "words,said",
    [
        (("--from", "hôm qua"), "hôm qua is no day"),
        (("--from", "2026-12-01", "--until", "01/11/2026"), "comes after the last day"),
        (("--place", "xã Không Có Thật"), "there is no place"),
        (("--place", "Tân Phú"), "may be"),
    ],
)
def test_words_that_cannot_be_used_are_told_in_a_line(
    troly: Troly, words: tuple[str, ...], said: str
) -> None:
    told = troly("report", *words)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr
