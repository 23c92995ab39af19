"""Days written out and text made safe for paper."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.answers import Accepted
from flows.dates import read_date
from flows.form_words import boxed, day_in_words, printable
from flows.kinds import DateKind

STEADY = settings(deadline=None, derandomize=True, max_examples=150)


@pytest.mark.parametrize(
    "value,words",
    [
        ("2026-03-12", "Ngày mười hai, tháng ba, năm hai nghìn không trăm hai mươi sáu"),
        ("2026-10-05", "Ngày năm, tháng mười, năm hai nghìn không trăm hai mươi sáu"),
        ("2005-04-21", "Ngày hai mươi mốt, tháng tư, năm hai nghìn không trăm linh năm"),
        ("1985-12-15", "Ngày mười lăm, tháng mười hai, năm một nghìn chín trăm tám mươi lăm"),
        ("2024-01-31", "Ngày ba mươi mốt, tháng một, năm hai nghìn không trăm hai mươi tư"),
        ("2000-11-10", "Ngày mười, tháng mười một, năm hai nghìn"),
        ("2010-07-30", "Ngày ba mươi, tháng bảy, năm hai nghìn không trăm mười"),
        ("1900-02-14", "Ngày mười bốn, tháng hai, năm một nghìn chín trăm"),
        ("2026-03", "Tháng ba, năm hai nghìn không trăm hai mươi sáu"),
        ("1941", "Năm một nghìn chín trăm bốn mươi mốt"),
    ],
)
def test_a_day_is_written_out_as_registrars_write_it(value: str, words: str) -> None:
    assert day_in_words(value) == words


@pytest.mark.parametrize("value", ["", "hôm qua", "2026-13-01", "0026", "2026-10-40", "٢٠٢٦"])
def test_what_is_no_date_is_not_written_out(value: str) -> None:
    assert day_in_words(value) == ""


@STEADY
@given(st.dates(date(1900, 1, 1), date(2026, 11, 22)))
def test_the_words_of_a_day_read_back_as_that_day(day: date) -> None:
    words = day_in_words(day.isoformat()).replace(",", "")
    read = read_date(DateKind(kind="date"), words, date(2026, 11, 22))
    assert isinstance(read, Accepted)
    assert read.value == day.isoformat()


def test_decomposed_letters_become_composed_ones() -> None:
    assert printable(unicodedata.normalize("NFD", "Nguyễn Thị Hường")) == "Nguyễn Thị Hường"


@pytest.mark.parametrize(
    "raw,clean",
    [
        ("An\u202egnờ\u202c", "Angnờ"),
        ("\u2066Bình\u2069\u200b\ufeff", "Bình"),
        ("dòng một\r\n\tdòng hai", "dòng một dòng hai"),
        ("\x00\x07\x1b[31mđỏ", "[31mđỏ"),
        ("a" + "\u0301" * 1 + "\u0316" * 40, "á" + "\u0316" * 2),
        ("x\ud800y\ufffe", "xy"),
        ("{{ 7*7 }}  #set & <b>", "{{ 7*7 }} #set & <b>"),
    ],
)
def test_signs_that_do_not_print_are_gone_and_all_others_stay(raw: str, clean: str) -> None:
    assert printable(raw) == clean


def test_a_number_stands_in_its_boxes() -> None:
    assert boxed("0721", 6) == ("0", "7", "2", "1", "", "")
    assert boxed("", 2) == ("", "")
