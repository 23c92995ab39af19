"""What the proof-reader finds in topics: lost slots, naked figures, old rules, shared wordings."""

from __future__ import annotations

from typing import Any

import pytest
from garden import topic_of

from knowledge.proofreading import fact_at, naked_figures, proofread, prose_of, superseded
from knowledge.topic import Topic

FILE = "vuon/the-vuon.toml"


def found(extra: str = "", known: frozenset[str] = frozenset(), **keys: Any) -> list[str]:
    """The faults of the small topic with a change."""
    topic = topic_of(extra, **keys)
    return [str(fault) for fault in proofread({topic.id: topic}, known)]


def test_a_sound_topic_is_proofread_without_a_fault() -> None:
    assert found() == []


# ---- figures

NAKED = [
    "60 ngày",
    "7 ngày làm việc",
    "8.000 đồng",
    "8000đ",
    "50.000 VNĐ",
    "1,5 triệu",
    "2 nghìn",
    "50%",
    "14 tuổi",
    "3-5 ngày",
    "3–5 ngày",
    "2 bản",
    "06 tháng",
    "24 giờ",
    "15 phút",
    "6 chữ số",
    "2 người",
    "20 MB",
]
CLOTHED = [
    "28/02/2027",
    "ngày 28/02/2027, mang giấy",
    "1.001193",
    "thủ tục 1.001193, bản mới",
    "Nghị định 123/2015/NĐ-CP",
    "Thông tư 04/2024/TT-BTP năm ngoái",
    "1900.0368",
    "gọi 1900.0368, số này không mất tiền",
    "mẫu CT01",
    "mức 2",
    "tháng 10/2026",
    "từ 01/01/2027 người dân không phải nộp",
    "hai bản",
    "{time.xong}",
    "{figures.14} tuổi",
]


@pytest.mark.parametrize("text", NAKED)
def test_a_figure_with_its_unit_is_naked(text: str) -> None:
    assert naked_figures(f"Khoảng {text} là xong.")


@pytest.mark.parametrize("text", CLOTHED)
def test_a_date_a_code_a_number_of_a_law_and_a_slot_are_not(text: str) -> None:
    assert naked_figures(f"Xem {text}.") == []


def test_a_naked_figure_is_reported_where_it_stands() -> None:
    extra = '\n[[eligibility]]\nid = "ai"\ntext = "Từ 14 tuổi."\n'
    told = "naked figure '14 tuổi': make it a typed fact and name it by slot"
    assert found(extra) == [f"{FILE}: eligibility.ai.text: {told}"]


@pytest.mark.parametrize(
    "extra,key",
    [
        ('\n[[eligibility]]\nid = "a"\nwhen = "quá 60 ngày"\ntext = "Được."\n', "a.when"),
        ('\n[[eligibility]]\nid = "a"\ntext = "Được."\nnote = "Trong 60 ngày."\n', "a.note"),
        ('\n[[trouble]]\nid = "a"\nproblem = "Chờ 60 ngày"\nfix = "Hỏi."\n', "a.problem"),
        ('\n[[trouble]]\nid = "a"\nproblem = "Chờ"\nfix = "Sau 60 ngày hỏi."\n', "a.fix"),
        ('\n[[documents]]\nid = "a"\nname = "Giấy 60 ngày"\n', "a.name"),
        ('\n[[time]]\nid = "a"\nlabel = "Hạn 60 ngày"\namount = 60\n', "a.label"),
        ('\n[[unverified]]\ntext = "x"\nask = "Có phải 60 ngày không?"\n', "unverified.ask"),
        ('\n[[lead.time]]\ntext = "Trong 60 ngày."\n', "lead.time"),
    ],
)
def test_no_text_for_citizens_may_hide_a_figure(extra: str, key: str) -> None:
    lines = found(extra)
    assert len(lines) == 1
    assert f"{key}: naked figure" in lines[0]


# ---- slots


@pytest.mark.parametrize(
    "slot", ["fee.khong-co", "phi.the", "topics/khong-co#fee.the", "topics/the-vuon#fee.x", "they"]
)
def test_a_slot_that_leads_nowhere_is_reported(slot: str) -> None:
    assert found(summary=f"Xem {{{slot}}}.") == [f"{FILE}: summary: slot {{{slot}}} leads nowhere"]


@pytest.mark.parametrize("slot", ["you", "Me", "fee.the", "topics/the-vuon#where.xa"])
def test_a_slot_may_name_a_pronoun_and_any_fact(slot: str) -> None:
    assert found(summary=f"Xem {{{slot}}}.") == []


def test_an_address_outside_the_topics_must_be_known() -> None:
    known = frozenset({"site.cong-dvc"})
    assert found(known=known, summary="Mở {site.cong-dvc}.") == []
    assert found(known=known, summary="Mở {site.cong-gia}.") == [
        f"{FILE}: summary: slot {{site.cong-gia}} leads nowhere"
    ]


def test_no_fact_stands_at_a_topic_that_is_not_there() -> None:
    topic = topic_of()
    assert fact_at("topics/the-vuon#fee.the", {topic.id: topic}) is topic.fee[0]
    assert fact_at("topics/khac#fee.the", {topic.id: topic}) is None
    assert fact_at("topics/the-vuon#summary", {topic.id: topic}) is None


# ---- old rules

OLD = [
    "Theo Nghị định 59/2022, làm VNeID.",
    "Theo NĐ 61/2018 thì mức độ 4.",
    "Nghị định 13/2023 về dữ liệu.",
    "NĐ 144/2021 phạt.",
    "Thông tư 66/2023/TT-BCA về cư trú.",
    "Nộp ở UBND huyện.",
    "Lương cơ sở 2.340.000 thôi.",
    "Theo nghị định 28/2015.",
    "Thông tư 12/2025/TT-BCA về bằng lái.",
    "NĐ 175/2024 về xây dựng.",
    "Hộ kinh doanh nộp thuế khoán.",
    "Thông tư 31/2023/TT-BCA về hộ chiếu.",
    "Thông tư 08/2022/TT-BGDĐT về tuyển sinh.",
    "Nghị định 81/2021 về học phí.",
    "Sở Tư pháp cấp phiếu lý lịch.",
    "Nộp trên Cổng dịch vụ công tỉnh.",
]


def test_every_superseded_rule_has_a_sample_here() -> None:
    assert len(OLD) == len(superseded())


@pytest.mark.parametrize("row", range(len(OLD)))
def test_a_superseded_rule_is_found_and_what_holds_now_is_said(row: int) -> None:
    pattern, now = superseded()[row]
    lines = [line for line in found(summary=OLD[row]) if "superseded" in line]
    assert lines == [f"{FILE}: summary: superseded: {pattern.pattern!r}: {now}"]


def test_rules_in_force_are_not_taken_for_old_ones() -> None:
    now = " ".join(why for _, why in superseded())
    assert [pattern.pattern for pattern, _ in superseded() if pattern.search(now)] == []


# ---- shape


def test_fewer_than_twelve_different_wordings_are_too_few() -> None:
    eleven = [f"thẻ vườn kiểu {letter}" for letter in "abcdefghijk"]
    assert found(wordings=eleven) == [f"{FILE}: wordings: needs at least 12 different ones"]


def test_wordings_that_differ_in_marks_alone_count_once() -> None:
    same = ["thẻ vườn", "the vuon", "THẺ VƯỜN", "thẻ  vườn"] * 3
    assert found(wordings=same) == [f"{FILE}: wordings: needs at least 12 different ones"]


def test_a_wording_that_belongs_to_two_topics_is_reported_at_the_second() -> None:
    first = topic_of()
    other = first.model_copy(update={"id": "the-rung", "field": "rung"})
    faults = [str(fault) for fault in proofread({first.id: first, other.id: other})]
    assert len(faults) == len(first.wordings)
    assert faults[0] == "rung/the-rung.toml: wordings: 'làm thẻ vườn hoa' also belongs to the-vuon"


@pytest.mark.parametrize(
    "keys,fault",
    [
        ({"owns": ["1.000002"]}, "owns: 1.000002 is not among `codes`"),
        ({"related": ["khong-co"]}, "related: no other topic is called khong-co"),
        ({"related": ["the-vuon"]}, "related: no other topic is called the-vuon"),
        ({"source": "luat"}, "source: luat is not among [sources]"),
    ],
)
def test_what_points_to_nothing_is_named(keys: dict[str, Any], fault: str) -> None:
    assert f"{FILE}: {fault}" in found(**keys)


def test_a_review_must_lie_after_the_last_one() -> None:
    day = topic_of().reviewed
    assert found(review_by=day) == [f"{FILE}: review_by: must lie after `reviewed`"]


def test_a_source_of_a_fact_or_lead_must_be_listed() -> None:
    fact = '\n[[eligibility]]\nid = "a"\ntext = "Ai cũng được."\nsource = "luat"\n'
    lead = '\n[[lead.where]]\ntext = "Ở vườn."\nsource = "luat"\n'
    assert found(fact) == [f"{FILE}: source: luat is not among [sources]"]
    assert found(lead) == [f"{FILE}: source: luat is not among [sources]"]


def test_a_source_on_which_nothing_rests_is_reported() -> None:
    extra = '\n[sources.luat]\ntitle = "Luật Vườn hoa"\n'
    assert found(extra) == [f"{FILE}: sources.luat: no statement rests on it"]


def test_an_id_stands_once_in_its_section() -> None:
    twice = '\n[[fee]]\nid = "the"\nlabel = "Thẻ nữa"\namount = 1\n'
    elsewhere = '\n[[eligibility]]\nid = "the"\ntext = "Ai cũng được."\n'
    assert found(twice) == [f"{FILE}: fee.the: id stands twice in its section"]
    assert found(elsewhere) == []


def test_a_fact_does_not_end_before_it_begins() -> None:
    extra = '\n[[eligibility]]\nid = "a"\ntext = "Được."\nfrom = 2027-03-01\nuntil = 2027-02-28\n'
    assert found(extra) == [f"{FILE}: eligibility.a: `until` lies before `from`"]


@pytest.mark.parametrize("facet", ["documents", "steps", "where", "fee", "time"])
def test_a_procedure_says_the_five_things_that_everybody_needs(facet: str) -> None:
    keys: dict[str, Any] = {facet: None, "lead": None, "summary": "Thẻ."}
    assert found(**keys) == [
        f"{FILE}: {facet}: a procedure says this, or lists it under `unverified` with what to ask"
    ]
    assert found(f'\n[[unverified]]\nfacet = "{facet}"\ntext = "Hỏi lại."\n', **keys) == []


def test_an_answer_topic_need_not_have_a_dossier() -> None:
    assert found(kind="answer", documents=None, lead=None, fee=None) == []


def test_every_text_for_citizens_is_proofread() -> None:
    extra = (
        '\n[[trouble]]\nid = "mo"\nproblem = "Ảnh mờ"\nfix = "Chụp lại."\nwhen = "nộp qua mạng"\n'
        'note = "Chụp chỗ sáng."\n[[unverified]]\ntext = "x"\nask = "Hỏi xã."\n'
    )
    texts = dict(prose_of(topic_of(extra)))
    assert {"title", "summary", "lead.documents", "documents.don.name", "unverified.ask"} <= set(
        texts
    )
    assert texts["trouble.mo.fix"] == "Chụp lại."
    assert {"trouble.mo.problem", "trouble.mo.when", "trouble.mo.note"} <= set(texts)


def test_facts_are_found_by_address_and_only_there() -> None:
    topic: Topic = topic_of()
    assert dict(topic.facts())["fee.the"] is topic.fact("fee.the")
    assert topic.fact("fee") is None
    assert topic.fact("wordings.0") is None
    assert topic.fact("model_fields.x") is None
