"""What is wrong in a flow: dead ends, loops, steps that nobody reaches, facts that do not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from flows.deadlines import ROLES, UNITS
from flows.kinds import (
    ChoiceKind,
    DateKind,
    NumberKind,
    PersonalIdKind,
    YesNoKind,
)
from flows.reuse import faults_of_reuse
from flows.rules import RULES
from flows.steps import Condition, Flow, Guarded, Item, Outcome, Question
from knowledge.pack import Fault
from knowledge.proofreading import ARTICLE, fact_at, naked_figures, superseded
from knowledge.slots import Slot, pieces
from knowledge.topic import FACETS, Duration, Topic

DEEPEST = 20  # questions from the start to an outcome


def faults_of(
    flow: Flow,
    topics: Mapping[str, Topic],
    known: frozenset[str] = frozenset(),
    flows: Collection[str] | None = None,
) -> list[Fault]:
    """Every fault of one flow.

    `known`: slots outside the topics (`site.…`, `hotline.…`); `flows`: ids of all flows, where
    they are at hand, to check what an outcome offers next.
    """
    found = [
        *_topic(flow, topics),
        *_routes(flow),
        *_conditions(flow),
        *_ways(flow),
        *_facts(flow, topics),
        *_next(flow, topics, flows),
        *_reminders(flow, topics),
        *faults_of_reuse(flow),
        *_texts(flow, topics, known),
    ]
    return [Fault(f"{flow.id}.toml", key, words) for key, words in found]


def _topic(flow: Flow, topics: Mapping[str, Topic]) -> Iterator[tuple[str, str]]:
    if flow.topic not in topics:
        yield "topic", f"no topic is called {flow.topic}{_near(flow.topic, topics)}"


def _routes(flow: Flow) -> Iterator[tuple[str, str]]:
    steps = [*flow.questions, *flow.outcomes]
    for question in flow.questions.values():
        for at, route in enumerate(question.routes):
            key = f"questions.{question.id}.routes.{at}"
            if flow.step(route.to) is None:
                yield key, f"`to`: no step is called {route.to}{_near(route.to, steps)}"
            last = at == len(question.routes) - 1
            if last and route.tests:
                yield key, "the last route has a test: whom it does not fit stands still"
            if not last and not route.tests:
                yield key, "a route without a test hides the routes after it"


def conditions_of(flow: Flow) -> Iterator[tuple[str, Condition, str]]:
    """Every condition with its key and the question that it reads."""
    for question in flow.questions.values():
        for at, route in enumerate(question.routes):
            if route.tests:
                yield f"questions.{question.id}.routes.{at}", route, route.of or question.id
    for outcome in flow.outcomes.values():
        for key, part in guarded_of(outcome):
            for test in (*part.provided, *part.unless):
                yield key, test, test.of or ""


def guarded_of(outcome: Outcome) -> Iterator[tuple[str, Guarded]]:
    """The parts of an outcome that belong to some cases only, with their keys."""
    groups: tuple[tuple[str, tuple[Guarded, ...]], ...] = (
        ("checklist", outcome.checklist),
        ("remarks", outcome.remarks),
        ("remind", outcome.remind),
        ("steps", () if isinstance(outcome.steps, str) else outcome.steps),
    )
    for section, parts in groups:
        for at, part in enumerate(parts):
            yield f"outcomes.{outcome.id}.{section}.{at}", part


def _conditions(flow: Flow) -> Iterator[tuple[str, str]]:
    for key, test, name in conditions_of(flow):
        question = flow.questions.get(name)
        if question is None:
            yield key, f"`of`: no question is called {name}{_near(name, flow.questions)}"
            continue
        if fault := _unfit(test, question):
            yield key, fault
    for question in flow.questions.values():
        if isinstance(question.answer, PersonalIdKind):
            for other in (question.answer.born, question.answer.sex):
                if other and other not in flow.questions:
                    yield f"questions.{question.id}.answer", f"no question is called {other}"


def _unfit(test: Condition, question: Question) -> str | None:
    """Why a condition can never hold for the answers of a question."""
    kind = question.answer
    if test.rule is not None:
        rule = RULES.get(test.rule)
        if rule is None:
            return f"`rule`: {test.rule} is unknown{_near(test.rule, RULES)}"
        if rule.kind != kind.kind:
            return f"`rule`: {test.rule} reads a {rule.kind}, {question.id} asks a {kind.kind}"
        return None
    if test.equals is not None or test.one_of is not None:
        if not isinstance(kind, ChoiceKind | YesNoKind):
            return f"a {kind.kind} is compared with a fixed answer: use a rule or a bound"
        offered = {choice.value for choice in kind.choices}
        wanted = {test.equals} if test.equals is not None else {*(test.one_of or ())}
        missing = sorted(name for name in wanted if name and name not in offered)
        return f"{question.id} never answers {', '.join(missing)}" if missing else None
    bound = test.at_least if test.at_least is not None else test.at_most
    fitting = NumberKind if isinstance(bound, int) else DateKind
    return None if isinstance(kind, fitting) else f"a {kind.kind} is not compared with {bound}"


def _ways(flow: Flow) -> Iterator[tuple[str, str]]:
    depth = _depths(flow)
    for name in [*flow.questions, *flow.outcomes]:
        if name not in depth:
            section = "questions" if name in flow.questions else "outcomes"
            yield f"{section}.{name}", "no route leads here"
    loop = _loop(flow)
    if loop:
        yield f"questions.{loop[0]}", f"loops: {' -> '.join(loop)}"
        return
    deepest = max(depth.values())
    if deepest > DEEPEST:
        yield "questions", f"{deepest} questions deep, at most {DEEPEST}"


def _depths(flow: Flow) -> dict[str, int]:
    """Each step that can be reached, with the most questions answered before it (loops cut)."""
    depth: dict[str, int] = {}
    open_steps = [(flow.first, 0)]
    while open_steps:
        name, behind = open_steps.pop()
        if flow.step(name) is None or not depth.get(name, -1) < behind <= len(flow.questions):
            continue
        depth[name] = behind
        question = flow.questions.get(name)
        open_steps += [(route.to, behind + 1) for route in question.routes] if question else []
    return depth


def _loop(flow: Flow) -> tuple[str, ...]:
    """The questions of one loop, or nothing."""
    sound: set[str] = set()

    def search(name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if name in above:
            return (*above[above.index(name) :], name)
        question = flow.questions.get(name)
        if question is None or name in sound:
            return ()
        for route in question.routes:
            if found := search(route.to, (*above, name)):
                return found
        sound.add(name)
        return ()

    return next(filter(None, (search(name, ()) for name in flow.questions)), ())


def _facts(flow: Flow, topics: Mapping[str, Topic]) -> Iterator[tuple[str, str]]:
    for key, fact in _named_facts(flow):
        address = flow.address(fact)
        if _whole_facet(address, topics) or fact_at(address, topics):
            continue
        topic = topics.get(address.partition("#")[0].removeprefix("topics/"))
        inside = [name for name, _ in topic.facts()] if topic else []
        yield key, f"no fact is called {fact}{_near(address.partition('#')[2], inside)}"


def _next(
    flow: Flow, topics: Mapping[str, Topic], flows: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    for outcome in flow.outcomes.values():
        for goal in outcome.next:
            if goal.startswith("flows/"):
                leads = flows is None or goal.removeprefix("flows/") in flows
            else:
                leads = _is_place(goal, topics)
            if not leads:
                yield f"outcomes.{outcome.id}.next", f"{goal} leads nowhere"


def _reminders(flow: Flow, topics: Mapping[str, Topic]) -> Iterator[tuple[str, str]]:
    for outcome in flow.outcomes.values():
        for at, remind in enumerate(outcome.remind):
            key = f"outcomes.{outcome.id}.remind.{at}"
            question = flow.questions.get(remind.of)
            if question is None or not isinstance(question.answer, DateKind):
                yield key, f"`of`: {remind.of} is no question for a date"
            fact = fact_at(flow.address(remind.fact), topics)
            if not (isinstance(fact, Duration) and fact.role in ROLES and fact.unit in UNITS):
                yield key, f"`fact`: {remind.fact} is no deadline in days, months or years"


def _named_facts(flow: Flow) -> Iterator[tuple[str, str]]:
    for question in flow.questions.values():
        for fact in question.show:
            yield f"questions.{question.id}.show", fact
    for outcome in flow.outcomes.values():
        for fact in outcome.show:
            yield f"outcomes.{outcome.id}.show", fact
        for key, part in guarded_of(outcome):
            for fact in part.facts if isinstance(part, Item) else ():
                yield key, fact
        for at, remark in enumerate(outcome.remarks):
            for fact in remark.show:
                yield f"outcomes.{outcome.id}.remarks.{at}", fact


def _whole_facet(address: str, topics: Mapping[str, Topic]) -> bool:
    where, _, facet = address.partition("#")
    topic = topics.get(where.removeprefix("topics/"))
    return any(topic.answers(name) for name in FACETS if name == facet) if topic else False


def _is_place(goal: str, topics: Mapping[str, Topic]) -> bool:
    where, _, facet = goal.partition("#")
    return where.removeprefix("topics/") in topics and (not facet or _whole_facet(goal, topics))


def prose_of(flow: Flow) -> Iterator[tuple[str, str]]:
    """Every text of a flow that a citizen may read, with its key."""
    yield "title", flow.title
    yield "purpose", flow.purpose
    for question in flow.questions.values():
        yield f"questions.{question.id}.ask", question.ask
        if question.help:
            yield f"questions.{question.id}.help", question.help
        if isinstance(question.answer, ChoiceKind | YesNoKind):
            for choice in question.answer.choices:
                yield f"questions.{question.id}.answer.{choice.value}", choice.label
                yield f"questions.{question.id}.answer.{choice.value}", choice.summary
    for outcome in flow.outcomes.values():
        yield f"outcomes.{outcome.id}.say", outcome.say
        for at, remark in enumerate(outcome.remarks):
            yield f"outcomes.{outcome.id}.remarks.{at}", remark.say
        for at, remind in enumerate(outcome.remind):
            yield f"outcomes.{outcome.id}.remind.{at}", remind.say


def _texts(
    flow: Flow, topics: Mapping[str, Topic], known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for key, text in prose_of(flow):
        for slot in (piece for piece in pieces(text) if isinstance(piece, Slot)):
            if not _fills(slot, flow, topics, known):
                yield key, f"slot {{{slot.name}}} leads nowhere"
        for figure in naked_figures(text):
            yield key, f"naked figure {figure!r}: name the fact by slot, or `show` it"
        for found in ARTICLE.finditer(text):
            yield key, f"article number {found.group()!r}: it belongs to a topic"
        for pattern, why in superseded():
            if pattern.search(text):
                yield key, f"superseded: {pattern.pattern!r}: {why}"


def _fills(slot: Slot, flow: Flow, topics: Mapping[str, Topic], known: frozenset[str]) -> bool:
    if slot.is_pronoun or slot.name in known:
        return True
    if slot.name.startswith(("site.", "hotline.")):
        return not known
    return fact_at(slot.address(flow.topic), topics) is not None


def _near(word: str, among: Mapping[str, object] | list[str]) -> str:
    near = get_close_matches(word, list(among), n=1, cutoff=0.6)
    return f", did you mean `{near[0]}`?" if near else ""
