"""Every question, route, ending, case and refusal of every flow is reached by the machine."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from asking import PAST_DAY, TODAY, all_places, flow_of, step

from flows.coverage import HEADS, cover, total
from flows.flow import Flow, read_flows
from flows.refusals import WRONGS, refused, wrongs_of

FLOWS = read_flows().flows
ANSWERS = Path("locales/vi/answers.toml")


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_nothing_of_a_flow_is_out_of_reach(flow: Flow) -> None:
    covered = cover(flow, TODAY, all_places())
    assert covered.missing() == ()
    assert len(covered.refusals) >= 2 * len(flow.questions)


def test_every_reason_that_the_bot_has_words_for_is_met_by_some_question() -> None:
    phrases = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))["phrases"]
    met = {
        key.partition(".")[2]
        for flow in FLOWS.values()
        for key in refused(flow, TODAY, all_places())[0]
    }
    assert set(phrases) - met == {"answer-date-past"}  # no walk asks for a day that lies ahead


def test_every_kind_of_answer_can_be_refused() -> None:
    asked = {
        question.answer.kind for flow in FLOWS.values() for question in flow.questions.values()
    }
    assert asked <= set(WRONGS)
    assert all(len(wrongs) for wrongs in WRONGS.values())


def test_a_refusal_that_nothing_meets_is_named() -> None:
    taken = step(
        "het",
        answer={
            "kind": "choice",
            "choices": [
                {"value": "a", "label": "Xanh lơ"},
                {"value": "b", "label": "Đỏ"},
            ],
        },
    )
    covered = cover(flow_of(questions={"a": taken}), TODAY, all_places())
    assert covered.missing() == ("refusals a.answer-choice-unknown",)
    assert dict(zip(HEADS, covered.row(), strict=True))["refusals"] == "5/6"


def test_a_day_that_may_lie_anywhere_is_never_too_late() -> None:
    flow = flow_of(questions={"a": step("het", answer=PAST_DAY), "b": step("het")})
    reasons = {wrong.reason for wrong in wrongs_of(flow.questions["a"])}
    assert "answer-date-future" in reasons
    assert "answer-date-past" not in reasons


def test_the_last_line_sums_up_all_flows() -> None:
    covered = [cover(flow, TODAY, all_places()) for flow in list(FLOWS.values())[:2]]
    summed = dict(zip(HEADS, total(covered), strict=True))
    assert summed["flow"] == "2 flows"
    assert summed["questions"] == "12/12"
