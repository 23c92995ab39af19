"""A topic and its facts: the one schema of a topic file.

Facts are typed and addressed (`topics/<id>#<section>.<fact>`); prose is plain text with slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from knowledge.vietnamese import nfc

Facet = Literal[
    "documents",
    "steps",
    "fee",
    "time",
    "where",
    "eligibility",
    "result",
    "form",
    "trouble",
    "status",
    "legal_basis",
]
Day = date  # a field called `date` would hide the type
FACETS: tuple[Facet, ...] = get_args(Facet)


def facets_in(names: Iterable[str]) -> tuple[Facet, ...]:
    """Keep the names that are facets, in their order; a button's value is untrusted text."""
    return tuple(name for name in names if name in FACETS)


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _slug(text: str) -> str:
    if not _ID.fullmatch(text):
        msg = f"{text!r} is not an unaccented kebab-case id (a-z, 0-9, single hyphens)"
        raise ValueError(msg)
    return text


def _plain(text: str) -> str:
    if text != nfc(text):
        raise ValueError("text is not NFC: save the file in composed form")
    if text != text.strip() or not text:
        raise ValueError("text is empty or has space at an end")
    return text


Slug = Annotated[str, AfterValidator(_slug)]
Prose = Annotated[str, AfterValidator(_plain)]  # plain text with {slots}, no markup
Words = Annotated[str, AfterValidator(_plain)]  # plain text without slots


class Record(BaseModel):
    """What every table of a topic file shares: frozen, and no unknown key passes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Record):
    """A law by number and date, or an official page, as it is shown to citizens."""

    title: Words
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    date: Day | None = None  # of the document or of the page
    note: Words | None = None


class Fact(Record):
    """One statement with an id, a source and the days on which it holds."""

    id: Slug
    source: Slug | None = None  # a key of the topic's [sources]; None means the topic's own
    when: Words | None = None  # the case it belongs to, as people say it; None means every case
    since: date | None = Field(default=None, alias="from")  # first day on which it holds
    until: date | None = None  # last day on which it holds
    note: Prose | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the fact is in force on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Document(Fact):
    """One paper of a dossier."""

    name: Words
    original: bool | None = None  # True: the original is handed in or shown
    copies: Annotated[int, Field(ge=1)] | None = None


class Money(Fact):
    """A fee in đồng. `amount` None: not known, or set by the province."""

    label: Words
    amount: Annotated[int, Field(ge=0)] | None = None
    per: Words | None = None  # "bản", "trang", "người"
    channel: Literal["any", "online", "counter"] = "any"
    place: Slug | None = None  # a province's id where the fee holds there only
    by_province: bool = False  # each provincial council sets its own

    @model_validator(mode="after")
    def _known_or_said(self) -> Money:
        if self.by_province and self.amount is not None:
            raise ValueError("by_province fees carry no amount here: it belongs to office data")
        return self


class Duration(Fact):
    """How long something takes, or by when it must be done."""

    label: Words
    role: Literal["processing", "deadline", "validity", "waiting"] = "processing"
    amount: Annotated[int, Field(ge=0)] | None = None
    unit: Literal["working-day", "day", "hour", "minute", "month", "year"] = "working-day"
    at_most: bool = False  # "không quá …"


class Where(Fact):
    """A place to go or a page to open."""

    text: Prose
    level: Literal["commune", "province", "central", "anywhere", "online"]


class Click(Fact):
    """One step, in order of the file; words on the screen stand in “quotes”."""

    text: Prose
    channel: Literal["online", "counter", "phone"] = "online"


class Statement(Fact):
    """A rule in plain words."""

    text: Prose


class Form(Fact):
    """An official form."""

    name: Words
    number: Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None


class Trouble(Fact):
    """What goes wrong, as people say it, and what puts it right."""

    problem: Words
    fix: Prose


class Law(Fact):
    """A legal text in force."""

    title: Words


class Quantity(Fact):
    """Any other figure that prose needs: an age, a number of digits, a limit."""

    amount: float | int
    unit: Words
    label: Words | None = None


class Lead(Record):
    """The first words of the answer to a facet: what was asked, in one or two sentences."""

    text: Prose
    source: Slug | None = None
    since: date | None = Field(default=None, alias="from")
    until: date | None = None


class Unverified(Record):
    """A point that staff still have to check; never told to citizens as certain."""

    text: Words
    facet: Facet | None = None
    ask: Prose | None = None  # what the citizen reads instead: where to ask


class Topic(Record):
    """One thing that citizens ask about. The file's name is its id."""

    SECTIONS: ClassVar[tuple[str, ...]] = (*FACETS, "figures")

    id: Slug
    kind: Literal["procedure", "answer"]
    title: Words
    field: Slug  # the folder it lies in
    summary: Annotated[Prose, Field(max_length=300)]
    codes: tuple[str, ...] = ()  # portal codes, as the national portal writes them
    owns: tuple[str, ...] = ()  # those of `codes` that this topic answers for
    online: Literal["full", "partial", "counter"] | None = None  # toàn trình, một phần, trực tiếp
    related: tuple[Slug, ...] = ()
    flow: Slug | None = None  # the guided dialogue that walks through it
    wordings: tuple[Words, ...]
    source: Slug
    sources: dict[Slug, Source]
    reviewed: date
    review_by: date
    confidence: Literal["high", "medium", "low"]
    unverified: tuple[Unverified, ...] = ()

    lead: dict[Facet, tuple[Lead, ...]] = {}
    documents: tuple[Document, ...] = ()
    steps: tuple[Click, ...] = ()
    fee: tuple[Money, ...] = ()
    time: tuple[Duration, ...] = ()
    where: tuple[Where, ...] = ()
    eligibility: tuple[Statement, ...] = ()
    result: tuple[Statement, ...] = ()
    form: tuple[Form, ...] = ()
    trouble: tuple[Trouble, ...] = ()
    status: tuple[Statement, ...] = ()
    legal_basis: tuple[Law, ...] = ()
    figures: tuple[Quantity, ...] = ()

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Every fact with its address inside the topic (`fee.qua-han`)."""
        for section in self.SECTIONS:
            for fact in getattr(self, section):
                yield f"{section}.{fact.id}", fact

    def fact(self, address: str) -> Fact | None:
        """The fact at `section.id`, or None."""
        section, _, wanted = address.partition(".")
        found = getattr(self, section, ()) if section in self.SECTIONS else ()
        return next((fact for fact in found if fact.id == wanted), None)

    def asked(self, facet: Facet, day: date) -> tuple[Fact, ...]:
        """The facts of a facet that hold on a day, in the order of the file."""
        return tuple(fact for fact in getattr(self, facet) if fact.holds(day))

    def opening(self, facet: Facet, day: date) -> Lead | None:
        """The lead of a facet that holds on a day."""
        return next(
            (
                lead
                for lead in self.lead.get(facet, ())
                if (lead.since is None or lead.since <= day)
                and (lead.until is None or day <= lead.until)
            ),
            None,
        )

    def answers(self, facet: Facet) -> bool:
        """Tell whether anything is written for a facet."""
        return bool(self.lead.get(facet) or getattr(self, facet))

    def source_of(self, fact: Fact | Lead) -> Source:
        """The source that a statement rests on: its own, else the topic's."""
        return self.sources[fact.source or self.source]
