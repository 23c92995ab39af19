"""Near-twins: the core of a name, whom it is for, what it is not; one of two is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import features
from knowledge.audiences import of_name, of_question
from knowledge.catalogue import Procedure
from knowledge.catalogue_index import core_length
from knowledge.catalogue_store import from_rows
from knowledge.decision import Answer, Thresholds, decide
from knowledge.denial import without_denied
from knowledge.features import COLUMN
from knowledge.matcher import Matcher
from knowledge.question import read

CITIZENS = ("Công dân Việt Nam",)


def _row(code: str, name: str, agency: str = "Bộ Y tế") -> Procedure:
    return Procedure(code, name, target=CITIZENS, scope="toàn quốc", agency=agency)


ROWS = (
    _row("1.000001", "Cấp lại chứng chỉ môi giới nhà đất (chứng chỉ bị cháy)"),
    _row("1.000002", "Cấp lại chứng chỉ môi giới nhà đất (chứng chỉ hết hạn)"),
    _row("1.000003", "Cấp giấy phép hành nghề chữa bệnh", "Bộ Quốc phòng"),
    _row("1.000004", "Cấp giấy phép hành nghề chữa bệnh đông y"),
    _row("1.000005", "Nhập khẩu cá giống (trừ cá cảnh)"),
    _row("1.000006", "Cấp giấy thông hành đi Campuchia cho cán bộ"),
    _row("1.000007", "Cấp giấy thông hành đi Lào cho cán bộ"),
    _row("1.000008", "Xây dựng bến thủy nội địa"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build((), from_rows(ROWS))


def _column(matcher: Matcher, text: str, name: str) -> dict[str, float]:
    """A feature of each row for a question, by code."""
    assert matcher.catalogue is not None
    fits = features.fits(matcher.catalogue.index, read(text), 20)
    values = fits.values[:, COLUMN[name]].tolist()
    return {matcher.catalogue.codes[n]: v for n, v in zip(fits.documents, values, strict=True)}


@pytest.mark.parametrize(
    "name, words",
    [
        ("Cấp lại chứng chỉ môi giới nhà đất (bị cháy)", 8),
        ("Cấp phép lao động cho người nước ngoài đối với nhà thầu", 8),
        ("Đăng ký khai sinh", 0),
    ],
)
def test_the_core_of_a_name_ends_where_its_cases_begin(name: str, words: int) -> None:
    assert core_length(name) == words


def test_two_procedures_of_one_core_are_offered_not_guessed(matcher: Matcher) -> None:
    found = matcher.match("cấp lại chứng chỉ môi giới nhà đất")
    assert found.twin
    sure = replace(found, sure=0.99, near=0.99)
    assert not isinstance(decide(sure, Thresholds()), Answer)


def test_a_named_case_leaves_no_twin(matcher: Matcher) -> None:
    found = matcher.match("cấp giấy phép hành nghề chữa bệnh đông y")
    assert not found.twin


def test_an_army_s_procedure_is_closed_to_who_says_nothing_of_it(matcher: Matcher) -> None:
    asked = "cấp giấy phép hành nghề chữa bệnh"
    assert _column(matcher, asked, "office_differs")["1.000003"] == 1.0
    assert _column(matcher, f"tôi là quân nhân, {asked}", "office_differs")["1.000003"] == 0.0


def test_a_country_that_the_name_lacks_counts_against_it(matcher: Matcher) -> None:
    missing = _column(matcher, "giấy thông hành đi Lào cho cán bộ", "audience_missing")
    assert missing["1.000006"] > missing["1.000007"]
    assert of_question("sang lào") & of_name("giấy thông hành đi lào")


def test_what_a_name_excepts_is_not_its_own(matcher: Matcher) -> None:
    assert matcher.catalogue is not None
    words = matcher.catalogue.index.folded
    assert "giong" in words
    assert "canh" not in words


@pytest.mark.parametrize(
    "said, meant",
    [
        ("không phải mất bằng lái mà bị hỏng", "bằng lái mà bị hỏng"),
        ("khong phai mat bang lai ma bi hong", "bang lai ma bi hong"),
        ("không phải tạm trú, thường trú cơ", "thường trú cơ"),
        ("cấp giấy phép (trừ nhà đầu tư nước ngoài) ở đâu", "cấp giấy phép ở đâu"),
        ("bị trừ tiền rồi, khấu trừ thuế", "bị trừ tiền rồi, khấu trừ thuế"),
    ],
)
def test_what_is_denied_or_excepted_falls_away(said: str, meant: str) -> None:
    assert without_denied(said).split() == meant.split()
