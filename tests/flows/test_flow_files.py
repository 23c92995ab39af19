from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking import HOME, MARRIED, PAST_DAY, flow_of, step

from flows.flow import faults_of, parse_flow, read_flows
from knowledge.pack import read_topics

TOPICS = read_topics().topics
PACK = read_flows()


def faults(**table: Any) -> str:
    return "\n".join(map(str, faults_of(flow_of(**table), TOPICS)))


@pytest.mark.parametrize("flow", PACK.flows.values(), ids=lambda flow: flow.id)
def test_every_flow_is_sound(flow: Any) -> None:
    assert faults_of(flow, TOPICS, flows=PACK.flows) == []


def test_every_flow_file_is_read() -> None:
    assert PACK.faults == ()
    assert set(PACK.flows) >= {
        "vneid-muc-2",
        "cong-dvc-dang-nhap",
        "dang-ky-khai-sinh",
        "dang-ky-thuong-tru",
    }


@pytest.mark.parametrize("flow", PACK.flows.values(), ids=lambda flow: flow.id)
def test_every_synonym_means_one_choice_only(flow: Any) -> None:
    from flows.kinds import ChoiceKind, YesNoKind
    from knowledge.vietnamese import fold

    for question in flow.questions.values():
        if isinstance(question.answer, ChoiceKind | YesNoKind):
            seen: dict[str, str] = {}
            for choice in question.answer.choices:
                for words in {fold(said) for said in (choice.label, choice.value, *choice.words)}:
                    assert seen.setdefault(words, choice.value) == choice.value, (
                        question.id,
                        words,
                    )


@pytest.mark.parametrize("flow", PACK.flows.values(), ids=lambda flow: flow.id)
def test_buttons_are_few_and_short(flow: Any) -> None:
    from flows.kinds import ChoiceKind

    for question in flow.questions.values():
        if isinstance(question.answer, ChoiceKind):
            assert len(question.answer.choices) <= 6, question.id
            assert all(len(choice.label) <= 36 for choice in question.answer.choices), question.id


def test_a_sound_flow_has_no_fault() -> None:
    assert faults() == ""


@pytest.mark.parametrize(
    "table,told",
    [
        ({"topic": "khong-co"}, "no topic is called khong-co"),
        ({"questions": {"a": step("hett")}}, "no step is called hett, did you mean `het`?"),
        (
            {"questions": {"a": step({"to": "het", "equals": "yes"})}},
            "the last route has a test",
        ),
        ({"questions": {"a": step("het", "het")}}, "hides the routes after it"),
        ({"questions": {"a": step("het"), "b": step("het")}}, "questions.b: no route leads here"),
        (
            {"outcomes": {"het": {"say": "Xong."}, "xong": {"say": "Xong."}}},
            "outcomes.xong: no route leads here",
        ),
        (
            {"questions": {"a": step("b"), "b": step({"to": "a", "equals": "yes"}, "het")}},
            "loops: a -> b -> a",
        ),
        (
            {"questions": {"a": step("q0"), "q21": step("het")}
             | {f"q{at}": step(f"q{at + 1}") for at in range(21)}},
            "23 questions deep, at most 20",
        ),
        (
            {"questions": {"a": step({"to": "het", "rule": "within_60_day"}, "het")}},
            "within_60_day is unknown, did you mean `within_60_days`?",
        ),
        (
            {"questions": {"a": step({"to": "het", "rule": "within_60_days"}, "het")}},
            "reads a date, a asks a yes-no",
        ),
        (
            {"questions": {"a": step({"to": "het", "equals": "co"}, "het")}},
            "a never answers co",
        ),
        (
            {"questions": {"a": step({"to": "het", "equals": "x"}, "het", answer=PAST_DAY)}},
            "compared with a fixed answer",
        ),
        (
            {"questions": {"a": step({"to": "het", "at_least": 3}, "het")}},
            "a yes-no is not compared with 3",
        ),
        (
            {"questions": {"a": step({"to": "het", "of": "b", "equals": "yes"}, "het")}},
            "no question is called b",
        ),
        (
            {"questions": {"a": step("het", answer={"kind": "personal-id", "born": "b"})}},
            "no question is called b",
        ),
        (
            {"questions": {"a": step("het", show=["documents.giay-chung-sin"])}},
            "no fact is called documents.giay-chung-sin, did you mean `documents.giay-chung-sinh`?",
        ),
        ({"outcomes": {"het": {"say": "Xong.", "show": ["topics/x#fee.y"]}}}, "topics/x#fee.y"),
        ({"outcomes": {"het": {"say": "Xong.", "checklist": ["fee.y"]}}}, "checklist.0: no fact"),
        ({"outcomes": {"het": {"say": "Xong.", "steps": ["steps.y"]}}}, "steps.0: no fact"),
        (
            {"outcomes": {"het": {"say": "Xong.", "remarks": [{"say": "Ờ.", "show": ["fee.y"]}]}}},
            "remarks.0: no fact",
        ),
        ({"outcomes": {"het": {"say": "Xong.", "next": ["topics/x"]}}}, "topics/x leads nowhere"),
        (
            {"outcomes": {"het": {"say": "Xong.", "next": ["topics/dang-ky-khai-sinh#status"]}}},
            "dang-ky-khai-sinh#status leads nowhere",
        ),
        ({"outcomes": {"het": {"say": "Mất {fee.y}."}}}, "slot {fee.y} leads nowhere"),
        ({"outcomes": {"het": {"say": "Trong 60 ngày."}}}, "naked figure '60 ngày'"),
        ({"outcomes": {"het": {"say": "Theo Điều 15."}}}, "article number 'Điều 15'"),
        ({"outcomes": {"het": {"say": "Ra Phòng Tư pháp huyện."}}}, "superseded"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_key(table: dict[str, Any], told: str) -> None:
    assert told in faults(**table)


def test_official_addresses_and_pronouns_may_be_named() -> None:
    say = {"het": {"say": "{You} vào {site.cong-dvc}, gọi {hotline.vneid}."}}
    assert faults(outcomes=say) == ""
    flow = flow_of(outcomes=say)
    assert faults_of(flow, TOPICS, known=frozenset({"site.cong-dvc", "hotline.vneid"})) == []
    assert len(faults_of(flow, TOPICS, known=frozenset({"site.cong-dvc"}))) == 1


def test_a_flow_that_is_offered_next_must_exist_where_all_flows_are_known() -> None:
    flow = flow_of(outcomes={"het": {"say": "Xong.", "next": ["flows/khong-co"]}})
    assert faults_of(flow, TOPICS) == []
    assert "leads nowhere" in str(faults_of(flow, TOPICS, flows=["thu"])[0])


def test_a_whole_facet_may_be_shown() -> None:
    assert faults(outcomes={"het": {"say": "Xong.", "show": ["fee"]}}) == ""


def test_a_good_condition_has_no_fault() -> None:
    questions = {
        "a": step({"to": "b", "one_of": ["minh", "thue"]}, "het", answer=HOME),
        "b": step({"to": "het", "at_least": 2}, "het", answer={"kind": "number"}),
    }
    assert faults(questions=questions) == ""


# ---- reading


def parse(**table: Any) -> str:
    whole: dict[str, Any] = {
        "title": "Thử",
        "topic": "t",
        "purpose": "Thử.",
        "first": "a",
        "questions": {"a": step("het", answer=MARRIED)},
        "outcomes": {"het": {"say": "Xong."}},
        **table,
    }
    return "\n".join(map(str, parse_flow(whole, "thu", "thu.toml")[1]))


@pytest.mark.parametrize(
    "table,told",
    [
        ({"titel": "x"}, "titel: unknown key, did you mean `title`?"),
        ({"zzzzz": "x"}, "zzzzz: unknown key"),
        ({"questions": {"a": {**step("het"), "routs": []}}}, "did you mean `routes`?"),
        ({"questions": {"a": "x"}}, "questions.a"),
        ({"questions": "x"}, "questions: Input should be"),
        ({"first": "b"}, "there is no question b"),
        ({"outcomes": {"a": {"say": "Xong."}}}, "a is both a question and an outcome"),
        ({"outcomes": {"het": {"say": "Xong.", "checklist": [3]}}}, "checklist"),
        (
            {"outcomes": {"het": {"say": "X.", "checklist": [{"fact": "f", "if": [{"of": "a"}]}]}}},
            "needs `of` (a question) and one test",
        ),
        (
            {"questions": {"a": step({"to": "het", "equals": "yes", "rule": "x"}, "het")}},
            "a route has one test",
        ),
        ({"questions": {"a": step({"to": "het", "of": "a"}, "het")}}, "`of` without a test"),
        (
            {"questions": {"a": step("het", answer={"kind": "choice", "choices": [
                {"value": "x", "label": "X"}, {"value": "x", "label": "Y"}]})}},
            "two choices have the same value",
        ),
        (
            {"questions": {"a": step("het", answer={"kind": "number", "least": 3, "most": 2})}},
            "`least` is above `most`",
        ),
        ({"questions": {"a": step("het", answer={"kind": "colour"})}}, "colour"),
    ],
)  # fmt: skip
def test_a_faulty_table_is_told_with_file_and_key(table: dict[str, Any], told: str) -> None:
    words = parse(**table)
    assert words.startswith("thu.toml: ")
    assert told in words


def test_a_file_that_is_no_toml_is_reported_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "hong.toml").write_text("= oops", encoding="utf-8")
    (tmp_path / "nhi-phan.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "thieu.toml").write_text('title = "x"', encoding="utf-8")
    pack = read_flows(tmp_path)
    assert pack.flows == {}
    assert {fault.file for fault in pack.faults} == {"hong.toml", "nhi-phan.toml", "thieu.toml"}
