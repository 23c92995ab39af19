"""Procedures of which only the portal's own row is known: told facet by facet, blanks said."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from talk import Talk

from bot.library import Library
from bot.provenance import trace
from bot.rehearsal import BEGIN
from bot.scene import local_day
from bot.turns.rows import facet_text
from knowledge.catalogue import Paper, Procedure
from knowledge.catalogue_store import from_rows
from knowledge.facets import FACETS

CODE = "1.999999"
STEPS = "\n".join(f"Bước {at}: mang sổ chim đến quầy số {at} rồi chờ gọi tên." for at in range(60))
ROW = Procedure(
    code=CODE,
    name="Cấp giấy phép nuôi chim cảnh quý",
    agency="Uỷ ban nhân dân cấp xã",
    executing=("Phòng Chim cảnh", "Uỷ ban nhân dân cấp xã"),
    url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/chim",
    documents=(
        Paper("- Đơn xin nuôi chim", "Bản chính: 1"),
        Paper("Ảnh chim", "", "nuôi tại nhà"),
    ),
    duration="5 ngày làm việc",
    fee="0 đồng",
    steps=STEPS,
    requirements="Có lồng.",
    result="Giấy phép.",
    legal_basis="Luật Chim.",
    source_date="2026-04-15",
)


@pytest.fixture
def birds(library: Library) -> Talk:
    """A talk where the catalogue has one procedure, of which no topic is written."""
    bare = Procedure(code="1.999998", name="Cấp thẻ hội chim", source_date="2026-04-15")
    return Talk(replace(library, catalogue=from_rows([ROW, bare])))


def test_asked_about_nothing_in_particular_papers_time_and_place_are_told(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:")
    assert birds.about == [f"catalogue/{CODE}#documents"]
    assert "– Đơn xin nuôi chim (Bản chính: 1)\n– nuôi tại nhà: Ảnh chim" in birds.text
    assert "5 ngày làm việc" in birds.text
    assert "Phòng Chim cảnh; Uỷ ban nhân dân cấp xã" in birds.text
    assert birds.session.topic == f"catalogue/{CODE}"


def test_every_answer_names_the_portal_and_the_day_of_its_data(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:time")
    assert "15/04/2026" in birds.text
    assert "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/chim" in birds.text


def test_a_fee_of_nought_is_no_fee_that_is_known(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:fee")
    assert "0 đồng" not in birds.text
    assert "Cổng để trống phần này" in birds.text


def test_what_the_portal_left_blank_is_said(birds: Talk) -> None:
    birds.presses("k:1.999998:")
    assert birds.text.count("Cổng để trống phần này") == 3


def test_a_long_text_is_read_to_its_end_page_by_page(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:steps")
    told = birds.text
    for _ in range(20):
        if birds.values[0].count(":") != 3:
            break
        birds.presses(birds.values[0])
        told += birds.text
    assert [at for at in range(60) if f"Bước {at}:" not in told] == []
    assert told.count("Bước 0:") == 1


def test_a_page_is_short_and_ends_at_a_line(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:steps")
    assert len(birds.text) < 1100
    assert "chờ gọi tên. …" in birds.text


def test_an_old_button_beyond_the_end_reads_from_the_beginning(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:time:900")
    assert "5 ngày làm việc" in birds.text


def test_at_most_four_choices_and_a_person_among_them(birds: Talk) -> None:
    for facets in ("", "steps", "fee", "documents,fee", "time"):
        birds.presses(f"k:{CODE}:{facets}")
        assert len(birds.values) <= 4
        assert birds.values[-1] == "/staff"


def test_a_follow_up_keeps_the_procedure(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:").says("thế mất bao lâu")
    assert birds.about == [f"catalogue/{CODE}#time"]


def test_a_code_that_is_gone_is_said_to_be_gone(birds: Talk) -> None:
    assert birds.presses("k:1.000000:fee").about == ["phrases/gone-topic"]


def test_without_a_catalogue_no_row_is_known(talk: Talk) -> None:
    assert talk.library.row(CODE) is None
    assert talk.presses(f"k:{CODE}:").about == ["phrases/gone-topic"]


def test_a_walk_stays_open_beneath_a_row(birds: Talk) -> None:
    birds.presses("f:tach-ho", f"k:{CODE}:time")
    assert birds.session.doing.kind == "walking"


def test_every_word_can_be_traced_to_the_row(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:")
    day = local_day(BEGIN)
    refs = {span.address for say in birds.said for span in say.spans}
    assert {ref for ref in refs if trace(birds.library, ref, day) is None} == set()


def test_every_facet_is_told_from_the_row() -> None:
    told = {facet: facet_text(ROW, facet) for facet in FACETS}
    assert [facet for facet, words in told.items() if not words] == ["fee", "form"]
    assert told["trouble"] == told["steps"]


def test_a_row_without_anything_is_blank_everywhere() -> None:
    bare = Procedure(code="1", name="Trống")
    assert {facet_text(bare, facet) for facet in FACETS} == {""}
    assert asdict(bare)["fee"] == ""


def test_where_all_that_was_asked_is_blank_what_the_portal_does_say_is_told(birds: Talk) -> None:
    birds.presses(f"k:{CODE}:fee")
    assert birds.about == [f"catalogue/{CODE}#fee"]
    assert "Cổng để trống phần này" in birds.text
    assert "Đơn xin nuôi chim" in birds.text
    birds.presses(f"k:{CODE}:time")  # what is not blank is told alone
    assert "Đơn xin nuôi chim" not in birds.text


def test_who_is_told_more_of_a_procedure_need_not_read_its_whole_name_again(
    library: Library,
) -> None:
    long = replace(ROW, name="Cấp giấy phép nuôi chim (chim cảnh; chim quý; chim di cư)")
    talk = Talk(replace(library, catalogue=from_rows([long])))
    talk.presses(f"k:{CODE}:time")
    assert f"{long.name} (mã {CODE})" in talk.text
    talk.presses(f"k:{CODE}:where")
    assert f"Cấp giấy phép nuôi chim (mã {CODE})" in talk.text
    assert "chim di cư" not in talk.text
