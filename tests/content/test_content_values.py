"""The one place where a figure becomes text, and the slots that name it."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.slots import Slot, pieces
from knowledge.topic import (
    Click,
    Document,
    Duration,
    Fact,
    Form,
    Law,
    Money,
    Quantity,
    Statement,
    Trouble,
    Where,
    facets_in,
)
from knowledge.values import day, duration, money, number, quantity, value


@pytest.mark.parametrize(
    "amount,written",
    [
        (0, "0"),
        (999, "999"),
        (8000, "8.000"),
        (1_500_000, "1.500.000"),
        (1.5, "1,5"),
        (2.0, "2"),
        (0.25, "0,25"),
        (1234.5, "1.234,5"),
    ],
)
def test_a_figure_is_written_as_vietnamese_write_it(amount: float, written: str) -> None:
    assert number(amount) == written


@pytest.mark.parametrize(
    "fee,written",
    [
        (Money(id="a", label="Lệ phí", amount=8000, per="bản"), "8.000 đồng một bản"),
        (Money(id="a", label="Lệ phí", amount=15000), "15.000 đồng"),
        (Money(id="a", label="Lệ phí", amount=0), "không mất tiền"),
        (Money(id="a", label="Lệ phí"), "chưa rõ mức"),
        (Money(id="a", label="Lệ phí", by_province=True), "mức do tỉnh quy định"),
    ],
)
def test_a_fee_that_is_not_known_is_said_and_never_guessed(fee: Money, written: str) -> None:
    assert money(fee) == written


@pytest.mark.parametrize(
    "time,written",
    [
        (Duration(id="a", label="Xong", amount=3, at_most=True), "không quá 3 ngày làm việc"),
        (Duration(id="a", label="Xong", amount=60, unit="day"), "60 ngày"),
        (Duration(id="a", label="Xong", amount=24, unit="hour"), "24 giờ"),
        (Duration(id="a", label="Xong", amount=1, unit="year"), "1 năm"),
        (Duration(id="a", label="Xong"), "chưa rõ thời hạn"),
    ],
)
def test_a_time_says_its_unit_and_whether_it_is_the_most(time: Duration, written: str) -> None:
    assert duration(time) == written


@pytest.mark.parametrize(
    "figure,written",
    [
        (Quantity(id="a", amount=14, unit="tuổi"), "14 tuổi"),
        (Quantity(id="a", amount=1.5, unit="triệu đồng"), "1,5 triệu đồng"),
        (Quantity(id="a", amount=50, unit="%"), "50%"),
    ],
)
def test_a_quantity_stands_with_its_unit(figure: Quantity, written: str) -> None:
    assert quantity(figure) == written


@pytest.mark.parametrize(
    "fact,written",
    [
        (Document(id="a", name="Giấy chứng sinh"), "Giấy chứng sinh"),
        (Form(id="a", name="Tờ khai", number="CT01"), "Tờ khai (mẫu CT01)"),
        (Form(id="a", name="Tờ khai"), "Tờ khai"),
        (Law(id="a", title="Luật Hộ tịch"), "Luật Hộ tịch"),
        (Trouble(id="a", problem="Ảnh mờ", fix="Chụp lại."), "Chụp lại."),
        (Where(id="a", text="Ở xã.", level="commune"), "Ở xã."),
        (Click(id="a", text="Bấm “Gửi”."), "Bấm “Gửi”."),
        (Statement(id="a", text="Ai cũng được."), "Ai cũng được."),
        (Money(id="a", label="Phí", amount=0), "không mất tiền"),
        (Duration(id="a", label="Xong", amount=2), "2 ngày làm việc"),
        (Quantity(id="a", amount=6, unit="chữ số"), "6 chữ số"),
    ],
)
def test_every_kind_of_fact_has_words(fact: Fact, written: str) -> None:
    assert value(fact) == written


def test_a_kind_without_words_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="Fact"):
        value(Fact(id="a"))


def test_a_date_stands_as_on_papers() -> None:
    assert day(date(2026, 10, 5)) == "05/10/2026"


def test_prose_is_cut_into_text_and_slots_in_order() -> None:
    prose = "{You} nộp {fee.ban-sao} ở {topics/x#where.xa}."
    assert list(pieces(prose)) == [
        Slot("You"), " nộp ", Slot("fee.ban-sao"), " ở ", Slot("topics/x#where.xa"), ".",
    ]  # fmt: skip


def test_prose_without_slots_is_one_piece_and_empty_prose_none() -> None:
    assert list(pieces("Chào.")) == ["Chào."]
    assert list(pieces("")) == []


def test_a_slot_is_a_pronoun_or_the_address_of_a_fact() -> None:
    assert Slot("you").is_pronoun
    assert not Slot("fee.a").is_pronoun
    assert Slot("fee.a").address("khai-sinh") == "topics/khai-sinh#fee.a"
    assert Slot("topics/x#fee.a").address("khai-sinh") == "topics/x#fee.a"


def test_names_from_a_button_that_are_no_facets_are_dropped() -> None:
    assert facets_in(["fee", "<script>", "time", ""]) == ("fee", "time")
