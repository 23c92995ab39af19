"""Where a person stands in a flow, replayed from the answers given so far.

Answers are keyed by question, never by position: an edited flow keeps what still fits and asks
the rest again. Nothing here raises, whatever the answers or the flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flows.deadlines import Term, term
from flows.fitting import fits, whole_number
from flows.kinds import SKIPPED
from flows.rules import RULES, span
from flows.steps import Condition, Flow, Guarded, Item, Outcome, Question, Remark, Remind
from knowledge.proofreading import fact_at
from knowledge.topic import Duration, Topic


@dataclass(frozen=True, slots=True)
class Position:
    """The step that a person has reached.

    `path`: ids of the answered questions that led here, in order.
    `waiting`: answers to questions that may still come; they are used when they do.
    `dropped`: answers that no longer fit, or to questions that cannot come any more.
    `fewest_left`, `depth_left`: questions still to answer, this one included, at best and at most.
    """

    step: Question | Outcome
    path: tuple[str, ...]
    waiting: tuple[str, ...]
    dropped: tuple[str, ...]
    fewest_left: int
    depth_left: int


def replay(flow: Flow, answers: Mapping[str, str], today: date) -> Position:
    """Follow the answers as far as they lead.

    In a faulty flow (a route that loops or leads nowhere) the person stays at the last sound
    question and is asked it again.
    """
    step: Question | Outcome = flow.questions[flow.first]
    given: dict[str, str] = {}
    while isinstance(step, Question) and step.id in answers:
        if not fits(step, answers[step.id], today):
            break
        told = {**given, step.id: answers[step.id]}
        following = _following(flow, step, told, today)
        if following is None or following.id in told:
            break
        given, step = told, following
    fewest, most = _ahead(flow, step.id, frozenset(given))
    still = {
        name: fits(flow.questions[name], answers[name], today)
        for name in reachable(flow, step.id) - given.keys()
        if name in answers
    }
    return Position(
        step=step,
        path=tuple(given),
        waiting=tuple(name for name in answers if still.get(name)),
        dropped=tuple(name for name in answers if name not in given and not still.get(name)),
        fewest_left=fewest,
        depth_left=most,
    )


def _following(
    flow: Flow, step: Question, given: Mapping[str, str], today: date
) -> Question | Outcome | None:
    for route in step.routes:
        if holds(flow, route, given, today, step.id):
            return flow.step(route.to)
    return None


def holds(
    flow: Flow, test: Condition, given: Mapping[str, str], today: date, here: str = ""
) -> bool:
    """Tell whether a condition holds; no test always does, an unanswered question never."""
    if not test.tests:
        return True
    name = test.of or here
    value = given.get(name, SKIPPED)
    if value == SKIPPED:
        return False
    if test.rule is not None:
        rule, question = RULES.get(test.rule), flow.questions.get(name)
        fitting = rule and question and question.answer.kind == rule.kind
        return bool(fitting and rule and rule.holds(value, today))
    if test.equals is not None:
        return value == test.equals
    if test.one_of is not None:
        return value in test.one_of
    return _compared(test, value)


def _compared(test: Condition, value: str) -> bool:
    """At least, at most: a number with a number, a day with a day; a span must lie wholly so."""
    bound = test.at_least if test.at_least is not None else test.at_most
    if isinstance(bound, int):
        number = whole_number(value)
        if number is None:
            return False
        return number >= bound if test.at_least is not None else number <= bound
    days = span(value)
    if days is None or bound is None:
        return False
    return days[0] >= bound if test.at_least is not None else days[1] <= bound


def reachable(flow: Flow, start: str) -> frozenset[str]:
    """Every question that can come from here on, this one included."""
    seen: set[str] = set()
    open_steps = [start]
    while open_steps:
        question = flow.questions.get(open_steps.pop())
        if question and question.id not in seen:
            seen.add(question.id)
            open_steps += [route.to for route in question.routes]
    return frozenset(seen)


def _ahead(flow: Flow, start: str, behind: frozenset[str]) -> tuple[int, int]:
    """Fewest and most questions from a step to an outcome; a loop counts once."""
    known: dict[str, tuple[int, int]] = {}

    def count(name: str, above: frozenset[str]) -> tuple[int, int]:
        question = flow.questions.get(name)
        if question is None or name in above:
            return 0, 0
        if name not in known:
            ways = [count(route.to, above | {name}) for route in question.routes]
            known[name] = 1 + min(way[0] for way in ways), 1 + max(way[1] for way in ways)
        return known[name]

    return count(start, behind)


def told(flow: Flow, answers: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers that count: those on the path, in the order of the path."""
    return {name: answers[name] for name in replay(flow, answers, today).path}


def belongs(flow: Flow, part: Guarded, given: Mapping[str, str], today: date) -> bool:
    """Tell whether a part of an outcome is for the case that the answers on the path make."""
    return all(holds(flow, test, given, today) for test in part.provided) and not any(
        holds(flow, test, given, today) for test in part.unless
    )


def _chosen(
    flow: Flow, items: Iterable[Item], given: Mapping[str, str], today: date
) -> tuple[str, ...]:
    """Full addresses, each once, in the order of the file."""
    facts = (
        flow.address(fact)
        for item in items
        if belongs(flow, item, given, today)
        for fact in item.facts
    )
    return tuple(dict.fromkeys(facts))


def checklist(
    flow: Flow, outcome: Outcome, answers: Mapping[str, str], today: date
) -> tuple[str, ...]:
    """Full addresses of the papers for exactly this case, in the order of the file."""
    return _chosen(flow, outcome.checklist, told(flow, answers, today), today)


def remarks(
    flow: Flow, outcome: Outcome, answers: Mapping[str, str], today: date
) -> tuple[Remark, ...]:
    """The sentences that this case needs besides the outcome's own words."""
    given = told(flow, answers, today)
    return tuple(part for part in outcome.remarks if belongs(flow, part, given, today))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A reminder of an outcome that may be set: its place in the outcome's list and its term."""

    number: int
    remind: Remind
    term: Term


def reminders(
    flow: Flow,
    outcome: Outcome,
    answers: Mapping[str, str],
    today: date,
    topics: Mapping[str, Topic],
) -> tuple[Ahead, ...]:
    """The deadlines of this case that lie ahead, where the day that they hang on is known."""
    given = told(flow, answers, today)
    found = []
    for number, remind in enumerate(outcome.remind):
        fact = fact_at(flow.address(remind.fact), topics)
        if not belongs(flow, remind, given, today) or not isinstance(fact, Duration):
            continue
        time = term(given.get(remind.of, SKIPPED), fact, before=remind.before)
        if time is not None and fact.holds(today) and time.ends > today:
            found.append(Ahead(number, remind, time))
    return tuple(found)


def clicks(
    flow: Flow,
    outcome: Outcome,
    answers: Mapping[str, str],
    today: date,
    topics: Mapping[str, Topic],
) -> tuple[str, ...]:
    """Full addresses of the steps to take: the chosen ones, or a channel's of the flow's topic.

    Steps that are not in force on the day are left out. A step of the topic that belongs to a
    special case (`when`) is only taken when it is chosen.
    """
    if not isinstance(outcome.steps, str):
        chosen = _chosen(flow, outcome.steps, told(flow, answers, today), today)
        facts = ((address, fact_at(address, topics)) for address in chosen)
        return tuple(address for address, fact in facts if fact and fact.holds(today))
    topic = topics.get(flow.topic)
    return tuple(
        flow.address(f"steps.{click.id}")
        for click in (topic.asked("steps", today) if topic else ())
        if getattr(click, "channel", None) == outcome.steps and click.when is None
    )
