"""The six form files: complete, sound, and their Word templates say the same as their sheets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import form_sheets
import pytest
from docx import Document
from filling import FORM_IDS, form, topics

from flows.form_faults import faults_of
from flows.form_schema import Form
from flows.forms import FORMS, parse_form, read_forms

FACTS = Path(__file__).parents[2].parent / "shared" / "facts" / "civil" / "FORMS.md"
ORDER = ("khai-sinh", "khai-tu", "tinh-trang-hon-nhan", "ket-hon", "ct01", "tk1-ts")
# fields of the fact sheet that stand on the paper as several
PARTED = {"tv": "tv-1-ten", "o-16": "o-16"}


def table(**more: Any) -> dict[str, Any]:
    return {
        "title": ["TỜ KHAI"],
        "name": "Tờ khai",
        "basis": ["Mẫu thử"],
        "topics": ["dang-ky-khai-sinh"],
        "sheet": [{"row": "line", "cells": ["Họ tên: {ten}"]}],
        "fields": {"ten": {"label": "Họ tên"}},
        **more,
    }


def parsed(**more: Any) -> Form:
    made, faults = parse_form(table(**more), "thu", "thu/form.toml")
    assert made, faults
    return made


def test_all_six_forms_are_read_without_a_fault() -> None:
    pack = read_forms()
    assert tuple(pack.forms) == FORM_IDS
    assert pack.faults == ()


@pytest.mark.parametrize("name", FORM_IDS)
def test_a_form_leads_nowhere_wrong(name: str) -> None:
    assert faults_of(form(name), topics()) == ()


@pytest.mark.skipif(not FACTS.exists(), reason="the fact sheets are not beside this checkout")
@pytest.mark.parametrize("at,name", list(enumerate(ORDER, start=1)))
def test_every_field_of_the_fact_sheet_is_declared(at: int, name: str) -> None:
    section = FACTS.read_text("utf-8").split(f"\n## {at}. ")[1].split("\n## ")[0]
    keys = [key.lower() for key in re.findall(r"^\| \d+ \| `([^`]+)`", section, re.MULTILINE)]
    assert keys
    for key in (re.sub(r"[_.]", "-", key) for key in keys):
        mine = f"o-{key}" if key[0].isdigit() else key
        assert PARTED.get(mine, mine) in form(name).fields


@pytest.mark.parametrize("name", FORM_IDS)
def test_a_word_template_is_the_one_that_its_sheet_makes(name: str) -> None:
    kept = Document(str(FORMS / name / "form.docx"))
    assert kept.element.xml == form_sheets.written(form(name)).element.xml
    fonts = kept.styles["Normal"].element.rPr.rFonts
    assert set(fonts.attrib.values()) == {"Times New Roman"}


def test_a_file_that_is_no_toml_is_reported(tmp_path: Path) -> None:
    (tmp_path / "hong").mkdir()
    (tmp_path / "hong" / "form.toml").write_text("title = [", "utf-8")
    pack = read_forms(tmp_path)
    assert pack.forms == {}
    assert "not readable" in str(pack.faults[0])


@pytest.mark.parametrize(
    "more,key,words",
    [
        ({"titel": ["X"]}, "titel", "did you mean `title`"),
        ({"fields": {"ten": {"label": "x", "spelled": "a", "day": "day"}}}, "fields.ten", "one of"),
        ({"fields": {"ten": {"label": "x", "by_hand": True, "of": ["a"]}}}, "fields.ten", "one of"),
        (
            {"sheet": [{"row": "grid", "widths": [1, 1], "cells": [["a", "b"], ["c"]]}]},
            "sheet.0.grid",
            "one cell a width",
        ),
        ({"sheet": [{"row": "line", "cells": ["Ho\u0323 tên"]}]}, "sheet.0.line.cells.0", "NFC"),
    ],
)
def test_a_fault_of_the_schema_names_its_key(more: dict[str, Any], key: str, words: str) -> None:
    made, faults = parse_form(table(**more), "thu", "thu/form.toml")
    assert made is None
    assert any(fault.key == key and words in fault.words for fault in faults), faults


@pytest.mark.parametrize(
    "more,words",
    [
        ({"sheet": [{"row": "text", "text": "{ten} {tem}"}]}, "did you mean `ten`"),
        ({"sheet": [{"row": "text", "text": "Trống"}]}, "stands nowhere"),
        (
            {
                "sheet": [{"row": "text", "text": "{ten=nam}"}],
                "fields": {"ten": {"label": "x", "values": {"nu": "Nữ"}}},
            },
            "no such value",
        ),
        ({"sheet": [{"row": "digits", "label": "Số", "field": "ten"}]}, "`boxes`"),
        ({"fields": {"ten": {"label": "x", "spelled": "sinh"}}}, "no field is called sinh"),
        ({"fields": {"ten": {"label": "x", "unless": "tem"}}}, "no field is called tem"),
        (
            {"fields": {"ten": {"label": "x", "wordings": [{"say": "x", "topics": ["khac"]}]}}},
            "none of this form's topics",
        ),
        ({"topics": ["dang-ky-khai-sin"]}, "did you mean `dang-ky-khai-sinh`"),
    ],
)
def test_what_leads_nowhere_is_a_fault(more: dict[str, Any], words: str) -> None:
    found = faults_of(parsed(**more), {"dang-ky-khai-sinh"})
    assert any(words in str(fault) for fault in found), found


def test_topics_are_only_checked_where_they_are_known() -> None:
    assert faults_of(parsed(topics=["chua-biet"])) == ()
