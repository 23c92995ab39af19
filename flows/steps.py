"""The schema of a flow: questions and outcomes, the routes between them, and their conditions.

Conditions are a closed set (equals, one of, at least, at most, a named rule): routes are data that
can be drawn, checked and walked by machine.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from flows.kinds import AnswerKind, PersonalIdKind, PhoneKind
from knowledge.topic import Prose, Record, Slug, Words

Ending = Literal["answered", "handed-over", "redirect"]
TESTS = ("equals", "one_of", "at_least", "at_most", "rule")


class Condition(Record):
    """One test on the answer to a question; `of` names the question."""

    of: Slug | None = None
    equals: str | None = None
    one_of: tuple[str, ...] | None = None
    at_least: int | date | None = None
    at_most: int | date | None = None
    rule: str | None = None  # a name in rules.RULES

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the tests that are set."""
        return tuple(name for name in TESTS if getattr(self, name) is not None)

    def words(self) -> str:
        """The test in one short line, for graphs and coverage rows."""
        told = [
            f"{name} {'|'.join(value) if isinstance(value, tuple) else value}"
            for name, value in ((name, getattr(self, name)) for name in self.tests)
        ]
        return f"{self.of}: {', '.join(told)}" if self.of and told else ", ".join(told)


class Route(Condition):
    """Where to go next; without a test, always. `of` None: the question the route leaves from."""

    to: Slug

    @model_validator(mode="after")
    def _one_test_at_most(self) -> Route:
        if len(self.tests) > 1:
            raise ValueError("a route has one test: equals, one_of, at_least, at_most or rule")
        if self.of and not self.tests:
            raise ValueError("`of` without a test")
        return self


class When(Condition):
    """A condition of an outcome: it names its question and has exactly one test."""

    @model_validator(mode="after")
    def _whole(self) -> When:
        if not self.of or len(self.tests) != 1:
            raise ValueError("needs `of` (a question) and one test")
        return self


class Guarded(Record):
    """Something that belongs to some cases: all of `if` must hold, and none of `unless`."""

    provided: Annotated[tuple[When, ...], Field(alias="if")] = ()
    unless: tuple[When, ...] = ()


class Item(Guarded):
    """Facts that are shown in some cases; a plain string in the file means in every case."""

    facts: Annotated[tuple[str, ...], Field(min_length=1)]


class Remark(Guarded):
    """A sentence that is said in some cases, with the facts that it brings."""

    say: Prose
    show: tuple[str, ...] = ()


class Remind(Guarded):
    """A deadline of which the person may be reminded, where the day that it hangs on is known.

    It ends when the time of `fact` has passed since the day in `of`; with `before`, on that day
    itself, and the time of `fact` is when it can be done.
    """

    of: Slug
    fact: str
    say: Prose
    before: bool = False


def _as_item(entry: Any) -> Any:
    if isinstance(entry, str):
        return {"facts": [entry]}
    if isinstance(entry, dict) and "fact" in entry and "facts" not in entry:
        return {
            **{key: value for key, value in entry.items() if key != "fact"},
            "facts": [entry["fact"]],
        }
    return entry


Items = tuple[Annotated[Item, BeforeValidator(_as_item)], ...]


class Question(Record):
    """A step that asks. Its last route has no test."""

    id: Slug
    ask: Prose
    help: Prose | None = None  # why it is asked, or where the answer is found
    answer: AnswerKind
    optional: bool = False  # may be left for later
    personal: bool = False  # the answer tells something about a person
    reuse: Slug | None = None  # what it tells, of reuse.REUSED: offered again in another walk
    show: tuple[str, ...] = ()  # addresses of facts shown with the question
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]

    @property
    def secrets(self) -> frozenset[str]:
        """What would be guarded elsewhere and is asked for here: "personal_id", "phone"."""
        match self.answer:
            case PersonalIdKind():
                return frozenset({"personal_id"})
            case PhoneKind():
                return frozenset({"phone"})
            case _:
                return frozenset()


class Outcome(Record):
    """A step that concludes: what to say, what to bring, what to press, what may come next."""

    id: Slug
    say: Prose
    ending: Ending = "answered"
    remarks: tuple[Remark, ...] = ()
    checklist: Items = ()  # the papers of this case
    show: tuple[str, ...] = ()  # fee, time, place: addresses of facts, or of a whole facet
    steps: Literal["online", "counter", "phone"] | Items = ()  # a channel's clicks, or chosen ones
    form: Slug | None = None  # the declaration that this walk fills (flows/forms/<form>)
    remind: tuple[Remind, ...] = ()  # the first that lies ahead is offered
    next: tuple[str, ...] = ()  # `topics/<id>[#facet]`, `flows/<id>`
    staff: bool = False  # a person is offered at once
    warn: bool = False  # urgent: scam, lock-out


class Flow(Record):
    """A guided dialogue. The file's name is its id."""

    id: Slug
    title: Words
    topic: Slug  # the topic it walks through; bare fact addresses are seen from there
    purpose: Words  # what the person has in hand at the end
    first: Slug
    questions: Annotated[dict[Slug, Question], Field(min_length=1)]
    outcomes: Annotated[dict[Slug, Outcome], Field(min_length=1)]

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Flow:
        if self.first not in self.questions:
            raise ValueError(f"`first`: there is no question {self.first}")
        for step in self.questions.keys() & self.outcomes.keys():
            raise ValueError(f"{step} is both a question and an outcome")
        return self

    def step(self, name: str) -> Question | Outcome | None:
        """The step of that id, or None."""
        return self.questions.get(name) or self.outcomes.get(name)

    def address(self, fact: str) -> str:
        """The full address of a fact that the flow names (`fee.x` -> `topics/<topic>#fee.x`)."""
        return fact if "/" in fact else f"topics/{self.topic}#{fact}"
