"""Ranking and decision: topics and rows together, in words that people use, and asked back."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import ROWS, write

from knowledge import confidence, weights
from knowledge.catalogue import read_rows
from knowledge.catalogue_store import CatalogueIndex, from_rows
from knowledge.decision import Answer, Choose, Thresholds, Unknown, decide
from knowledge.matcher import Entry, Matcher, Ranking

ENTRIES = (
    Entry(
        "dang-ky-khai-sinh",
        "Đăng ký khai sinh",
        (
            "con mới sinh làm giấy tờ ở đâu",
            "làm giấy khai sinh cho bé cần gì",
            "khai sinh trễ hạn có bị phạt không",
        ),
        ("1.001193", "2.000528"),
        ("1.001193",),
    ),
    Entry(
        "can-cuoc-cap-lai",
        "Cấp lại thẻ căn cước (mất, hư hỏng)",
        ("mất căn cước làm lại ở đâu", "rớt mất thẻ căn cước", "căn cước bị gãy làm lại sao"),
        ("1.014064",),
    ),
    Entry(
        "can-cuoc-cap-doi",
        "Cấp đổi thẻ căn cước",
        ("căn cước hết hạn đổi ở đâu", "sai thông tin trên thẻ căn cước"),
        ("1.014063",),
    ),
    Entry(
        "vneid-quen-mat-khau",
        "Quên mật khẩu VNeID",
        ("quên mật khẩu vneid lấy lại sao", "nhập sai mật khẩu bị khóa"),
        kind="answer",
    ),
    Entry("xe-sang-ten", "Sang tên xe", ("mua xe cũ sang tên", "bán xe cho người khác")),
    Entry("ho-chieu", "Cấp hộ chiếu phổ thông", ("làm hộ chiếu lần đầu cần giấy gì",)),
    Entry("tam-tru", "Đăng ký tạm trú", ("thuê trọ đăng ký tạm trú", "ở trọ khai báo ở đâu")),
)


@pytest.fixture(scope="module")
def alone() -> Matcher:
    return Matcher.build(ENTRIES)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> CatalogueIndex:
    path: Path = tmp_path_factory.mktemp("catalogue") / "c.jsonl"
    return from_rows(read_rows(write(path, ROWS))[0])


@pytest.fixture(scope="module")
def both(catalogue: CatalogueIndex) -> Matcher:
    return Matcher.build(ENTRIES, catalogue)


@pytest.mark.parametrize(
    "asked, topic",
    [
        ("mat cccd lam lai o dau", "can-cuoc-cap-lai"),
        ("em bị rớt mất căn cước", "can-cuoc-cap-lai"),
        ("lamf laij cawn cuwowcs bi maats", "can-cuoc-cap-lai"),
        ("căn cước hết hạn rồi", "can-cuoc-cap-doi"),
        ("quen mk vneid roi s ad", "vneid-quen-mat-khau"),
        ("vợ mới đẻ, làm khai sanh cho con", "dang-ky-khai-sinh"),
        ("mua xe máy cũ của ông hàng xóm", "xe-sang-ten"),
        ("làm passport", "ho-chieu"),
        ("tui ở trọ thì khai báo răng", "tam-tru"),
    ],
)
def test_a_message_in_peoples_own_words_finds_its_topic(
    alone: Matcher, asked: str, topic: str
) -> None:
    assert alone.match(asked).matches[0].id == topic


def test_what_is_denied_does_not_decide(alone: Matcher) -> None:
    found = alone.match("thẻ căn cước không phải mất, hết hạn cơ")
    assert found.matches[0].id == "can-cuoc-cap-doi"


def test_a_topic_stands_for_the_rows_that_it_owns(both: Matcher) -> None:
    found = both.match("thủ tục đăng ký khai sinh").matches
    assert found[0].id == "dang-ky-khai-sinh"
    assert found[0].codes == ("1.001193", "2.000528")
    assert "1.001193" not in {match.id for match in found}


def test_a_row_without_a_topic_is_found_by_its_own_name(both: Matcher) -> None:
    first = both.match("mất bằng lái xe xin cấp lại ở đâu").matches[0]
    assert (first.id, first.kind, first.codes) == ("3.000348", "catalogue", ("3.000348",))


def test_the_same_procedure_at_several_levels_is_one_match(both: Matcher) -> None:
    found = both.match("xin cấp phép karaoke").matches
    assert set(found[0].codes) == {"1.001001", "1.001002"}
    assert sum("karaoke" in match.title for match in found) == 1


def test_a_named_province_prefers_its_own_procedure(both: Matcher) -> None:
    first = both.match("hỗ trợ tàu cá bị thiệt hại ở tỉnh Nghệ An").matches[0]
    assert first.id == "1.001005"


def test_matches_are_at_most_five_distinct_and_ordered(both: Matcher) -> None:
    ranking = both.match("đăng ký cấp lại giấy tờ cho con")
    assert len(ranking.matches) <= 5
    assert len({match.id for match in ranking.matches}) == len(ranking.matches)
    assert ranking.matches[0].confidence == round(ranking.sure, 4)
    assert all(0 <= match.confidence <= ranking.sure + 1e-4 for match in ranking.matches)
    assert ranking.near >= ranking.sure


@pytest.mark.parametrize("text", ["", "?", "👍", "xyz qwrt", "12345", "привет"])
def test_nothing_in_common_is_unknown(both: Matcher, text: str) -> None:
    assert decide(both.match(text)) == Unknown()


@pytest.mark.parametrize(
    "text",
    ["thời hạn giải quyết là bao lâu?", "cần giấy tờ gì", "nop o dau vay ad", "lệ phí bao nhiêu"],
)
def test_a_question_without_an_object_is_never_answered(text: str, both: Matcher) -> None:
    assert not isinstance(decide(both.match(text)), Answer)


def _ranking(sure: float, near: float, both: Matcher) -> Ranking:
    found = both.match("căn cước")
    return Ranking(found.matches, sure, near, found.question, found.candidates)


def test_the_thresholds_part_answer_choice_and_unknown(both: Matcher) -> None:
    at = Thresholds(0.7, 0.3)
    assert isinstance(decide(_ranking(0.7, 0.9, both), at), Answer)
    choice = decide(_ranking(0.4, 0.9, both), at)
    assert isinstance(choice, Choose)
    assert 1 < len(choice.matches) <= 3
    assert decide(_ranking(0.1, 0.2, both), at) == Unknown()


def test_a_clear_lead_answers_where_a_choice_would_offer_nothing(both: Matcher) -> None:
    at = Thresholds(0.9, 0.3, unrivalled_at=0.55)
    assert isinstance(decide(_ranking(0.6, 0.62, both), at), Answer)
    assert isinstance(decide(_ranking(0.6, 0.70, both), at), Choose)
    assert isinstance(decide(_ranking(0.5, 0.51, both), at), Choose)
    assert isinstance(decide(_ranking(0.6, 0.62, both), Thresholds(0.9, 0.3)), Choose)


def test_an_explanation_sums_up_to_the_scores(both: Matcher) -> None:
    explanation = both.explain("em muốn cấp lại căn cước bị mất cho con 8 tuổi")
    for match in explanation.matches:
        assert sum(term.part for term in match.terms) == pytest.approx(match.score, abs=0.1)
    lines = str(explanation).splitlines()
    assert lines[0] == "Đọc là: em muốn cấp lại căn cước bị mất cho con 8 tuổi"
    assert any("cấp lại" in line and "→" in line for line in lines)
    assert any(line.startswith("Việc cần làm:") for line in lines)
    assert any(line.startswith("Đối tượng: trẻ em") for line in lines)


def test_an_explanation_of_nothing_is_short(alone: Matcher) -> None:
    explanation = alone.explain("xyzw")
    assert explanation.matches == ()
    assert explanation.sureness == ()
    assert len(list(explanation.lines())) == 3


def test_the_same_question_always_ranks_alike(both: Matcher) -> None:
    again = Matcher.build(ENTRIES, both.catalogue)
    for text in ("làm lại giấy tờ", "đăng ký", "xe"):
        assert both.match(text) == both.match(text)
        assert both.match(text).matches == again.match(text).matches


def test_a_matcher_is_immutable(alone: Matcher) -> None:
    with pytest.raises(FrozenInstanceError):
        alone.entries = ()  # type: ignore[misc]


def test_a_matcher_without_any_topic_finds_nothing() -> None:
    assert Matcher.build([]).match("khai sinh").matches == ()


def test_a_topic_without_words_does_no_harm() -> None:
    matcher = Matcher.build([Entry("a", "!!!", ("...",)), *ENTRIES])
    assert matcher.match("mua xe cũ sang tên").matches[0].id == "xe-sang-ten"


def test_every_weight_and_signal_has_a_meaning_and_every_model_a_weight() -> None:
    used = weights.weights()
    assert np.isfinite([*used.row, *used.wording, *used.bag]).all()
    assert set(confidence.models()) == set(confidence.SITUATIONS)
    for models in confidence.models().values():
        assert len(models.first.weights) == len(models.three.weights) == len(confidence.SIGNALS)


@pytest.mark.parametrize("situation", confidence.SITUATIONS)
def test_a_model_is_sure_within_bounds_however_odd_the_signals(
    situation: confidence.Situation,
) -> None:
    model = confidence.models()[situation].first
    for value in (-1e9, 0.0, 1e9):
        assert 0.0 <= model.probability([value] * len(confidence.SIGNALS)) <= 1.0


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_ranked_without_fault(text: str, both: Matcher) -> None:
    ranking = both.match(text)
    assert 0.0 <= ranking.sure <= ranking.near <= 1.0


@pytest.mark.parametrize("text", ["a" * 4000, "căn cước " * 440, "?!. " * 1000, "9" * 4000])
def test_four_thousand_characters_are_ranked_soon(text: str, both: Matcher) -> None:
    start = time.perf_counter()
    both.match(text)
    assert time.perf_counter() - start < 2.0


def test_a_choice_holds_nothing_that_is_hardly_ever_meant(alone: Matcher) -> None:
    found = alone.match("mất căn cước")
    first, second, third = (
        replace(match, confidence=sure)
        for match, sure in zip(found.matches[:3], (0.5, 0.1, 0.001), strict=True)
    )
    ranking = replace(found, matches=(first, second, third), sure=0.5, near=0.6, twin=False)
    at = Thresholds(0.9, 0.3)
    assert decide(ranking, at) == Choose((first, second))
    only = replace(ranking, matches=(first, replace(second, confidence=0.01), third))
    assert decide(only, at) == Choose((first,))
