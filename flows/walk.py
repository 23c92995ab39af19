"""The machine walk: every way through a flow, and what no way ever reaches.

Each question is answered with one sample per outcome of every test that looks at it, so that the
journeys together take every route and meet both sides of every condition of an outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flows.engine import belongs, holds, replay, told
from flows.faults import conditions_of, guarded_of
from flows.fitting import fits
from flows.kinds import (
    NO,
    SKIPPED,
    YES,
    ChoiceKind,
    DateKind,
    NumberKind,
    YesNoKind,
)
from flows.steps import Condition, Flow, Outcome, Question

MOST_JOURNEYS = 20_000  # a flow with more is too wide to be understood by anybody

# kinds that no test but a rule could look at
_ONE_SAMPLE = {
    "phone": "0912345678",
    "personal-id": "079090000123",
    "name": "Nguyễn Bình An",
    "commune": "tay-ninh/tan-dong",
    "text": "Ấp Một",
}

Journey = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """What all journeys through a flow met, out of what the flow has."""

    flow: str
    journeys: int
    deepest: int  # questions on the longest journey
    met: Mapping[str, frozenset[str]]  # by section: questions, routes, outcomes, cases
    all: Mapping[str, frozenset[str]]
    stranded: tuple[str, ...]  # journeys that ended at a question, as "a=1 b=2"

    def missing(self) -> tuple[str, ...]:
        """Everything that no journey met, as `section key`."""
        return tuple(
            f"{section} {key}"
            for section, keys in self.all.items()
            for key in sorted(keys - self.met[section])
        )

    def row(self) -> tuple[str, ...]:
        """One line of the coverage table: flow, journeys, depth, then met/all by section."""
        counts = (f"{len(self.met[name])}/{len(keys)}" for name, keys in self.all.items())
        return (self.flow, str(self.journeys), str(self.deepest), *counts)


def heads() -> tuple[str, ...]:
    """The head of the coverage table."""
    return ("flow", "journeys", "deepest", "questions", "routes", "outcomes", "cases")


def walk(flow: Flow, today: date) -> Walk:
    """Go every way through a sound flow on a day."""
    met: dict[str, set[str]] = {
        name: set() for name in ("questions", "routes", "outcomes", "cases")
    }
    stranded: list[str] = []
    count = deepest = 0
    for journey in journeys(flow, today):
        count += 1
        position = replay(flow, journey, today)
        deepest = max(deepest, len(position.path))
        met["questions"].update(position.path)
        met["routes"].update(_routes_taken(flow, position.path, journey, today))
        if isinstance(position.step, Outcome):
            met["outcomes"].add(position.step.id)
            met["cases"].update(_cases_met(flow, position.step, journey, today))
        else:
            stranded.append(" ".join(f"{name}={value}" for name, value in journey.items()))
    return Walk(
        flow.id,
        count,
        deepest,
        {section: frozenset(keys) for section, keys in met.items()},
        _everything(flow),
        tuple(stranded),
    )


def journeys(flow: Flow, today: date) -> Iterator[Journey]:
    """Every journey that differs in a route or in a condition; at most MOST_JOURNEYS."""
    open_ways: list[dict[str, str]] = [{}]
    given_out = 0
    while open_ways and given_out < MOST_JOURNEYS:
        answers = open_ways.pop()
        step = replay(flow, answers, today).step
        if isinstance(step, Outcome) or step.id in answers:
            given_out += 1
            yield answers
            continue
        open_ways += [{**answers, step.id: value} for value in telling(flow, step, today)]


def telling(flow: Flow, question: Question, today: date) -> list[str]:
    """One sample answer for each way in which the flow's tests can turn out on this question."""
    tests = [test for _, test, name in conditions_of(flow) if name == question.id]
    samples: dict[tuple[bool, ...], str] = {}
    for value in sample_answers(question, tests, today):
        given = {question.id: value}
        turned = tuple(holds(flow, test, given, today, question.id) for test in tests)
        samples.setdefault(turned, value)
    return list(samples.values())


def sample_answers(question: Question, tests: list[Condition], today: date) -> list[str]:
    """Values that fit a question, among them the ones at the edges of every test."""
    bounds = [
        bound for test in tests for bound in (test.at_least, test.at_most) if bound is not None
    ]
    match question.answer:
        case ChoiceKind() as kind:
            values = [choice.value for choice in kind.choices]
        case YesNoKind():
            values = [YES, NO]
        case DateKind():
            values = _dates(bounds, today)
        case NumberKind() as kind:
            numbers = [bound for bound in bounds if isinstance(bound, int)]
            near = [number + step for number in numbers for step in (-1, 0, 1)]
            values = [str(number) for number in (kind.least, kind.most, *near)]
        case kind:
            values = [_ONE_SAMPLE[kind.kind]]
    if question.optional:
        values = [*values, SKIPPED]
    return [value for value in values if fits(question, value, today)]


def _dates(bounds: list[int | date], today: date) -> list[str]:
    """Days around the deadlines and ages that rules look at, months and years among them."""
    days = [today - timedelta(days=ago) for ago in (0, 1, 15, 16, 30, 31, 59, 60, 61, 62, 120)]
    ages = (2, 6, 13, 14, 18, 40, 70, 75)
    days += [today - timedelta(days=round(365.25 * years) + 5) for years in ages]
    days += [today + timedelta(days=ahead) for ahead in (1, 30, 400)]
    for bound in bounds:
        if isinstance(bound, date):
            days += [bound + timedelta(days=step) for step in (-1, 0, 1)]
    full = [day.isoformat() for day in days]
    return [*full, *(day[:7] for day in full), *(day[:4] for day in full)]


def _routes_taken(
    flow: Flow, path: tuple[str, ...], answers: Journey, today: date
) -> Iterator[str]:
    given: dict[str, str] = {}
    for name in path:
        given[name] = answers[name]
        for at, route in enumerate(flow.questions[name].routes):
            if holds(flow, route, given, today, name):
                yield f"{name}.{at}"
                break


def _cases_met(flow: Flow, outcome: Outcome, answers: Journey, today: date) -> Iterator[str]:
    """The parts of an outcome that this journey shows, and those that it leaves out."""
    given = told(flow, answers, today)
    for key, part in guarded_of(outcome):
        if part.provided or part.unless:
            yield f"{key} {'shown' if belongs(flow, part, given, today) else 'left out'}"


def _everything(flow: Flow) -> dict[str, frozenset[str]]:
    cases = {
        f"{key} {way}"
        for outcome in flow.outcomes.values()
        for key, part in guarded_of(outcome)
        if part.provided or part.unless
        for way in ("shown", "left out")
    }
    routes = {
        f"{question.id}.{at}"
        for question in flow.questions.values()
        for at in range(len(question.routes))
    }
    return {
        "questions": frozenset(flow.questions),
        "routes": frozenset(routes),
        "outcomes": frozenset(flow.outcomes),
        "cases": frozenset(cases),
    }
