"""Questions for tests, asked on one fixed day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hypothesis import settings

from flows.answers import Accepted, Refused, read_answer
from flows.flow import Flow, Question, parse_flow
from knowledge.places import Places, read_places

STEADY = settings(deadline=None, derandomize=True, max_examples=100)
TODAY = date(2026, 11, 22)  # a Sunday

PAST_DAY = {"kind": "date", "when": "past"}
PAST_PARTIAL = {"kind": "date", "when": "past", "partial": True}
COMING_DAY = {"kind": "date", "when": "future"}
MARRIED = {"kind": "yes-no", "yes": "Rồi", "no": "Chưa", "no_words": ["mẹ đơn thân"]}
HOME = {
    "kind": "choice",
    "choices": [
        {"value": "minh", "label": "Nhà của mình", "words": ["sổ đỏ tên tôi", "có"]},
        {"value": "nguoi-than", "label": "Nhà người thân", "words": ["nhà chồng", "nhà cha mẹ"]},
        {"value": "thue", "label": "Thuê, ở nhờ", "words": ["nhà thuê", "ở trọ", "ở nhờ", "trọ"]},
    ],
}


@cache
def all_places() -> Places:
    return read_places()


def question(answer: Mapping[str, Any], **more: Any) -> Question:
    table = {"id": "hoi", "ask": "Gì ạ?", "answer": answer, "routes": [{"to": "het"}], **more}
    return Question.model_validate(table)


def ask(
    answer: Mapping[str, Any],
    words: str,
    given: Mapping[str, str] | None = None,
    *,
    chosen: bool = False,
    **more: Any,
) -> Accepted | Refused:
    asked = question(answer, **more)
    return read_answer(asked, words, TODAY, all_places(), given, chosen=chosen)


def value(answer: Mapping[str, Any], words: str, **more: Any) -> str | None:
    verdict = ask(answer, words, **more)
    return verdict.value if isinstance(verdict, Accepted) else None


def reason(answer: Mapping[str, Any], words: str, **more: Any) -> str | None:
    verdict = ask(answer, words, **more)
    return verdict.reason.key if isinstance(verdict, Refused) else None


def offered(answer: Mapping[str, Any], words: str, **more: Any) -> list[str]:
    verdict = ask(answer, words, **more)
    return [choice.value for choice in verdict.choices] if isinstance(verdict, Refused) else []


def flow_of(**table: Any) -> Flow:
    """A flow from what its file would hold; one question "a" and one outcome where left out."""
    whole: dict[str, Any] = {
        "title": "Thử",
        "topic": "dang-ky-khai-sinh",
        "purpose": "Thử.",
        "first": "a",
        "questions": {"a": step("het")},
        "outcomes": {"het": {"say": "Xong."}},
        **table,
    }
    flow, faults = parse_flow(whole, "thu", "thu.toml")
    assert flow is not None, faults
    return flow


def step(*routes: str | dict[str, Any], answer: Mapping[str, Any] = MARRIED, **more: Any) -> Any:
    ways = [{"to": route} if isinstance(route, str) else route for route in routes]
    return {"ask": "Gì ạ?", "answer": dict(answer), "routes": ways, **more}
