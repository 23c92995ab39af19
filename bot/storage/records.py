"""What the store hands out: leases, claims, cases, kept questions; plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.clocks import Times
from bot.messages import Address, Event, FileRef, Reply
from bot.platforms import Raw
from bot.session import Session
from bot.staffroom import Posting


class LeaseLost(Exception):  # noqa: N818 - an outcome the worker expects
    """The lease ran out and was taken over (or the talk was forgotten): nothing was committed."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something kept that cannot be read; `why` never holds its text."""

    why: str


Content = Raw | Event


@dataclass(frozen=True, slots=True)
class Lease:
    """One event of one talk, for one worker, for a while."""

    token: str
    talk: int
    row: int
    address: Address
    content: Content | Broken
    session: Session | Broken
    arrived: datetime
    tries: int  # before this one
    generation: int  # of the content, when the lease was taken
    hash: str  # stands for the address in logs

    @property
    def before(self) -> Session:
        """The session; a fresh one where it cannot be read."""
        return self.session if isinstance(self.session, Session) else Session()


@dataclass(frozen=True, slots=True)
class Claim:
    """One reply that is due, for one deliverer, for a while."""

    token: str
    talk: int
    row: int
    address: Address | Broken
    reply: Reply | Posting | Broken
    proactive: bool
    created: datetime
    tries: int
    faults: int
    hash: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing goes for so many seconds: the channel's pace (`paced`), or nothing is due yet."""

    seconds: float
    paced: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """A row that was given up, with the reason."""

    row: int
    box: Literal["inbox", "outbox"]
    channel: str
    at: datetime
    tries: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case's transcript."""

    at: datetime
    who: Literal["citizen", "bot", "staff", "note"]  # a note is among staff
    text: str
    by: str = ""
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A question handed to staff; every text masked, empty once its time to be kept is over."""

    case: str
    opened: datetime
    question: str
    reason: str
    topic: str | None
    place: str | None
    closed: datetime | None
    closed_by: str | None
    mark: int | None
    word: str
    channel: str | None  # where the citizen is; None once forgotten
    lines: tuple[Line, ...] = ()
    claimed_by: str | None = None  # the member of staff who has it
    claimed: datetime | None = None
    team: int | None = None
    team_name: str = ""
    origin: str | None = None  # the channel, also once the citizen is forgotten
    language: str = "vi"
    practice: bool = False
    first_due: datetime | None = None
    solve_due: datetime | None = None
    answered: datetime | None = None  # staff's first words
    waits: datetime | None = None  # since when the citizen waits for staff
    reopened: datetime | None = None
    merged_into: str | None = None
    merged: tuple[tuple[str, str], ...] = ()  # code and question of cases that go on in this one

    @property
    def times(self) -> Times:
        """What the clocks are read from."""
        return Times(self.first_due, self.solve_due, self.answered, self.waits, self.claimed)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may answer cases."""

    name: str
    channel: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a case after somebody reached for it."""

    by: str
    new: bool  # whether it is theirs only since now


@dataclass(frozen=True, slots=True)
class Revealed:
    """A citizen's own words with name and telephone; what was a secret is masked here too."""

    question: str
    lines: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """Questions that differ only in case, marks and punctuation, counted together."""

    question: str  # as last written, masked
    count: int
    understood: str
    nearest: tuple[str, ...]
    first: datetime
    last: datetime
    alike: str = ""  # by which the whole group is settled


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question (masked) and what staff confirmed that it means."""

    question: str
    expects: str  # topics/<id> or topics/<id>#<facet>
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased of a person."""

    session: bool = False
    messages: int = 0  # that were still waiting or parked
    replies: int = 0
    timers: int = 0
    cases: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept of a person, for "dữ liệu của tôi"."""

    address: Address
    session: Session | None = None
    messages: int = 0  # waiting, not yet read
    replies: tuple[Reply, ...] = ()
    timers: tuple[tuple[str, datetime], ...] = ()
    cases: tuple[Case, ...] = ()
    own: tuple[str, ...] = ()  # their words to staff with name and telephone
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Periods:
    """For how many days things are kept."""

    answers: int = 30
    transcripts: int = 90
    audit: int = 730
    ids: int = 7  # of messages that were answered, against duplicates


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows a sweep erased, by what they were."""

    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a change of keys did: cells sealed anew, cells that no key opens."""

    resealed: int
    broken: int
