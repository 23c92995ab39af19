"""All that is remembered of one talk on one channel. Stored encrypted, read back whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from bot.messages import Choice


@dataclass(frozen=True, slots=True)
class Run:
    """One person's way through a flow: answers keyed by question, never by position."""

    flow: str
    answers: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # each answer as it is shown back
    asked: str | None = None  # the question that was last put
    refusals: int = 0  # wrong answers in a row to it
    helping: bool = False  # done for someone else: nothing of it is reused
    since: datetime | None = None
    whom: str = ""  # what that person is called here
    number: int = 0  # tells the drafts of several persons apart
    unkept: bool = False  # its person did not want it kept
    reused: tuple[str, ...] = ()  # questions answered from what was told before

    @property
    def passing(self) -> bool:
        """Whether nothing of it stays once it has ended."""
        return self.helping or self.unkept


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a person told once and may use again: the value and how it reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a case, by the addresses of their facts, and those that are at hand."""

    papers: tuple[str, ...]
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is open: any message is a new question."""

    kind: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True)
class Choosing:
    """The bot offered which of a few was meant."""

    question: str  # masked
    offered: tuple[str, ...]
    times: int = 1  # that just these were offered
    kind: Literal["choosing"] = "choosing"


@dataclass(frozen=True, slots=True)
class Walking:
    """A flow is open; its run is `Session.run`."""

    kind: Literal["walking"] = "walking"


@dataclass(frozen=True, slots=True)
class Resuming:
    """Came back after a pause: the bot asked whether to go on, to change or to drop."""

    kind: Literal["resuming"] = "resuming"


@dataclass(frozen=True, slots=True)
class Confirming:
    """A yes is needed before something that cannot be undone or that tells others."""

    what: Literal["forget", "staff", "consent", "reuse", "whom"]
    question: str = ""  # masked; of "consent" and "reuse" the flow
    kind: Literal["confirming"] = "confirming"


@dataclass(frozen=True, slots=True)
class Locating:
    """The bot asked for a commune: to answer `then` ("whereabouts", or a topic and facet)."""

    then: str
    kind: Literal["locating"] = "locating"


@dataclass(frozen=True, slots=True)
class Rating:
    """A closed case waits for 1 to 5 and a word."""

    case: str
    mark: int | None = None
    kind: Literal["rating"] = "rating"


@dataclass(frozen=True, slots=True)
class Ticking:
    """The checklist of a flow lies open: what is at hand is ticked off."""

    flow: str
    kind: Literal["ticking"] = "ticking"


Doing = Idle | Choosing | Walking | Resuming | Confirming | Locating | Rating | Ticking


@dataclass(frozen=True, slots=True)
class Ended:
    """The last case that was closed, and when: who writes on soon reopens it."""

    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """What is known between two turns. Every text in it is masked, but for a run's answers."""

    doing: Doing = Idle()
    topic: str | None = None  # the topic (or `catalogue/<code>`) last spoken of
    facets: tuple[str, ...] = ()  # those last answered
    run: Run | None = None
    question: str = ""  # the last question in the citizen's own words, masked, for staff
    misses: int = 0  # messages in a row that were not understood
    case: str | None = None  # an open case: what is written goes there too
    ended: Ended | None = None
    tongue: str = ""  # the language in which they want to talk with staff
    place: str | None = None  # the commune or province last named
    language: Literal["vi", "en"] = "vi"
    offered: tuple[Choice, ...] = ()  # the choices of the last reply: a number or label presses one
    transcript: tuple[str, ...] = ()  # the last lines, masked, for staff
    last: datetime | None = None
    consent: bool = False  # agreed that answers about persons are kept for a while
    told: dict[str, Told] = field(default_factory=dict)  # what may be used again: flows/reuse.py
    lists: dict[str, Papers] = field(default_factory=dict)  # flow -> its papers, over many days
    own: Run | None = None  # their own walk, set aside while they help someone else
    helping: bool = False  # the next walk is done for someone else
    whom: str = ""  # what that person is called here
    drafts: tuple[Run, ...] = ()  # half done for others, set aside
    reminders: dict[str, str] = field(default_factory=dict)  # timer -> its day, 2026-12-01
    generation: int = 0  # which publish the last turn used


_ADAPTER: TypeAdapter[Session] = TypeAdapter(Session)


def dump(session: Session) -> bytes:
    """The session as JSON bytes."""
    return _ADAPTER.dump_json(session)


def load(data: bytes) -> Session:
    """A session from JSON bytes. Raises ValueError when it cannot be read."""
    return _ADAPTER.validate_json(data)
