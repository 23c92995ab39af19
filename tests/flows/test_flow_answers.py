from __future__ import annotations

import unicodedata

import pytest
from asking import (
    HOME,
    MARRIED,
    PAST_DAY,
    STEADY,
    TODAY,
    all_places,
    ask,
    offered,
    question,
    reason,
    value,
)
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import Accepted, Refused, clean, read_answer, shown
from flows.fitting import fits
from flows.kinds import SKIPPED

COMMUNE = {"kind": "commune"}
COUNT = {"kind": "number", "least": 1, "most": 7}
TEXT = {"kind": "text", "longest": 20}
NAME = {"kind": "name"}
PHONE = {"kind": "phone"}
ID = {"kind": "personal-id"}
EVERY_KIND = [HOME, MARRIED, PAST_DAY, COUNT, PHONE, ID, NAME, COMMUNE, TEXT]


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: str(kind["kind"]))
@pytest.mark.parametrize("words", ["", "   ", "\n\t", "😀👍", "\u202e\u200b\x00", "?!…"])
def test_nothing_readable_is_refused_kindly(kind: dict[str, object], words: str) -> None:
    assert reason(kind, words) == "answer-empty"


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: str(kind["kind"]))
def test_a_wall_of_text_is_no_answer(kind: dict[str, object]) -> None:
    assert reason(kind, "a b " * 1000) in {"answer-long", "answer-text-long"}


@pytest.mark.parametrize("words", ["gõ sau", "Để sau", "bỏ qua", "nhap sau."])
def test_an_optional_question_may_be_left_for_later(words: str) -> None:
    verdict = ask(COMMUNE, words, optional=True)
    assert isinstance(verdict, Accepted)
    assert (verdict.value, verdict.label) == (SKIPPED, "")


def test_a_question_that_is_needed_may_not_be_left() -> None:
    assert reason(COMMUNE, "gõ sau") == "answer-needed"


def test_a_commune_is_found_by_name_and_by_id() -> None:
    verdict = ask(COMMUNE, "xã Tân Đông, Tây Ninh")
    assert isinstance(verdict, Accepted)
    assert (verdict.value, verdict.label) == ("tay-ninh/tan-dong", "xã Tân Đông, tỉnh Tây Ninh")
    assert value(COMMUNE, "tay-ninh/tan-dong") == "tay-ninh/tan-dong"


def test_a_name_of_several_communes_is_asked_back() -> None:
    choices = offered(COMMUNE, "tân phú")
    assert reason(COMMUNE, "tân phú") == "answer-commune-which"
    assert 1 < len(choices) <= 5
    assert all(value(COMMUNE, choice) == choice for choice in choices)


def test_a_province_alone_is_no_commune() -> None:
    assert reason(COMMUNE, "tỉnh Tây Ninh") == "answer-commune-province"


def test_an_unknown_place_is_refused() -> None:
    assert reason(COMMUNE, "xyzzy qwerty") == "answer-commune-unknown"


def test_who_names_a_commune_of_old_is_told_its_new_name() -> None:
    renamed = next(
        verdict
        for former in ("xã Tân Hà, Tân Châu, Tây Ninh", "phường 2, thành phố Tây Ninh")
        if isinstance(verdict := ask(COMMUNE, former), Accepted) and verdict.warning
    )
    assert renamed.warning is not None
    assert renamed.warning.key == "answer-commune-renamed"
    assert renamed.warning.args["now"] == renamed.label


def test_a_number_is_read_in_figures_and_words() -> None:
    assert value(COUNT, "3 người") == "3"
    assert value(COUNT, "ba") == "3"
    assert reason(COUNT, "9") == "answer-number-range"
    assert reason(COUNT, "2-3") == "answer-number-none"
    assert reason(COUNT, "nhiều lắm") == "answer-number-none"
    assert reason(COUNT, "1" * 30) == "answer-number-none"


def test_free_text_is_cleaned_and_capped() -> None:
    assert value(TEXT, "  ấp\x07 Một\u202e ") == "ấp Một"
    assert reason(TEXT, "x" * 21) == "answer-text-long"


def test_decomposed_letters_are_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Tân Đông")) == "Tân Đông"
    assert value(MARRIED, unicodedata.normalize("NFD", "rồi")) == "yes"


@pytest.mark.parametrize(
    "kind,stored,label",
    [
        (HOME, "thue", "Thuê, ở nhờ"),
        (HOME, "khong-con", "khong-con"),
        (MARRIED, "yes", "Rồi"),
        (PAST_DAY, "2026-10-05", "05/10/2026"),
        (PAST_DAY, "2026-10", "10/2026"),
        (PHONE, "0912345678", "0912 345 678"),
        (ID, "079190001234", "079 190 001 234"),
        (COMMUNE, "tay-ninh/tan-dong", "xã Tân Đông, tỉnh Tây Ninh"),
        (COMMUNE, "khong/con", "khong/con"),
        (NAME, "Lê Thị Bé", "Lê Thị Bé"),
        (COUNT, "3", "3"),
    ],
)
def test_a_stored_answer_reads_as_it_was_given(
    kind: dict[str, object], stored: str, label: str
) -> None:
    assert shown(question(kind), stored, all_places()) == label


def test_an_answer_left_for_later_reads_as_nothing() -> None:
    assert shown(question(COMMUNE), SKIPPED, all_places()) == ""


@STEADY
@given(st.sampled_from(EVERY_KIND), st.text(max_size=120))
def test_what_is_accepted_fits_and_reads_the_same_again(
    kind: dict[str, object], words: str
) -> None:
    asked = question(kind)
    match read_answer(asked, words, TODAY, all_places()):
        case Accepted(value=stored):
            again = read_answer(asked, stored, TODAY, all_places(), chosen=True)
            assert fits(asked, stored, TODAY)
            assert isinstance(again, Accepted)
            assert again.value == stored
        case Refused(choices=choices):
            for choice in choices:
                assert isinstance(ask(kind, choice.value, chosen=True), Accepted)


def test_only_numbers_of_persons_are_secrets_that_may_be_asked_for() -> None:
    assert question(ID).secrets == {"personal_id"}
    assert question(PHONE).secrets == {"phone"}
    assert question(HOME).secrets == frozenset()
