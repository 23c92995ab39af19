"""What a person told in one walk and may use again in another, never without being asked.

A closed list: facts of persons and places. Reasons, causes, wishes, consents and signatures are
not on it and cannot be, so none of them is ever answered from the past.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from flows.engine import reachable
from flows.fitting import fits
from flows.kinds import SKIPPED
from flows.steps import Flow

# what is told -> the kind of answer that tells it
REUSED: Mapping[str, str] = {
    "noi-o": "commune",
    "toi-ten": "name",
    "toi-ngay-sinh": "date",
    "toi-gioi-tinh": "choice",
    "toi-so": "personal-id",
    "toi-dien-thoai": "phone",
    "be-ten": "name",
    "be-ngay-sinh": "date",
    "be-gioi-tinh": "choice",
    "me-be-ten": "name",
    "me-be-ngay-sinh": "date",
    "me-be-so": "personal-id",
    "cha-be-ten": "name",
    "cha-be-ngay-sinh": "date",
    "cha-be-so": "personal-id",
    "cho-o": "choice",
}


def told(flow: Flow, answers: Mapping[str, str]) -> dict[str, str]:
    """What the answers of a run tell, by its name in the list: the question that told it."""
    return {
        question.reuse: question.id
        for question in flow.questions.values()
        if question.reuse and answers.get(question.id, SKIPPED) != SKIPPED
    }


def carried(flow: Flow, known: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers to questions of a flow that what is known gives, where they fit."""
    return {
        name: known[key]
        for name, key in _asked(flow)
        if key in known and fits(flow.questions[name], known[key], today)
    }


def _asked(flow: Flow) -> Iterator[tuple[str, str]]:
    """Questions that can come, with what they ask, in the order of the file."""
    some = reachable(flow, flow.first)
    for question in flow.questions.values():
        if question.reuse and question.id in some:
            yield question.id, question.reuse


def faults_of_reuse(flow: Flow) -> Iterator[tuple[str, str]]:
    """What is wrong with the questions that say what they tell."""
    seen: dict[str, str] = {}
    for question in flow.questions.values():
        if question.reuse is None:
            continue
        key = f"questions.{question.id}"
        if question.reuse not in REUSED:
            yield key, f"`reuse`: {question.reuse} is unknown; there are {', '.join(REUSED)}"
        elif REUSED[question.reuse] != question.answer.kind:
            told_as = REUSED[question.reuse]
            yield key, f"`reuse`: {question.reuse} is told as a {told_as}"
        if first := seen.get(question.reuse):
            yield key, f"`reuse`: {question.reuse} is also told by {first}"
        seen[question.reuse] = question.id
