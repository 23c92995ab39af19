"""The vocabulary: what happens (Event), what is said (Reply), what is kept (Effect)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Address:
    """One talk on one channel: ("telegram", "12345")."""

    channel: str
    talk: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file by name; `source` says how to get it: `form:<form>` or `<channel>:<its id>`."""

    name: str
    media_type: str
    source: str
    data: str = ""  # what a form is filled from (JSON); erased with the reply


@dataclass(frozen=True, slots=True)
class Heard:
    """A citizen wrote, pressed or sent something. `id` is unique; its first part is the channel."""

    id: str
    at: datetime  # aware, as it arrived
    address: Address
    text: str
    pressed: str | None = None  # the value of a pressed button
    files: tuple[FileRef, ...] = ()
    message: str | None = None  # the platform's message id, so that a secret can be deleted
    kind: Literal["heard"] = "heard"


@dataclass(frozen=True, slots=True)
class StaffSaid:
    """A member of staff answered a case."""

    id: str
    at: datetime
    address: Address
    case: str
    text: str
    by: str  # the name shown to the citizen
    kind: Literal["staff-said"] = "staff-said"


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """A member of staff closed a case; the citizen is asked how it went, or where it goes on."""

    id: str
    at: datetime
    address: Address
    case: str
    by: str
    into: str = ""  # the case that goes on for both, when two were one
    kind: Literal["case-closed"] = "case-closed"


@dataclass(frozen=True, slots=True)
class TimerRang:
    """A timer that an earlier turn set is due."""

    id: str
    at: datetime
    address: Address
    timer: str
    payload: str = ""
    kind: Literal["timer-rang"] = "timer-rang"


@dataclass(frozen=True, slots=True)
class Erased:
    """What a wish to be forgotten erased, as the store counted it, by what it was."""

    id: str
    at: datetime
    address: Address
    counts: dict[str, int]
    kind: Literal["erased"] = "erased"


Event = Heard | StaffSaid | CaseClosed | TimerRang | Erased


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and the address of what it came from; `citizen`: their own words back."""

    text: str
    address: str  # topics/… | catalogue/… | flows/… | phrases/… | places/… | domains#… | staff


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be pressed; `value` is short ASCII (at most 64 bytes)."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the citizen. `about` names what the reply is about (see NAMES)."""

    spans: tuple[Span, ...]
    about: str
    choices: tuple[Choice, ...] = ()
    files: tuple[FileRef, ...] = ()
    kind: Literal["say"] = "say"

    @property
    def text(self) -> str:
        """The words as one string."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the words of an earlier reply, where the channel can."""

    message: str
    say: Say
    kind: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class Retract:
    """Delete a message of the citizen that held a secret, where the channel can."""

    message: str
    kind: Literal["retract"] = "retract"


@dataclass(frozen=True, slots=True)
class Typing:
    """Show that an answer is on its way."""

    kind: Literal["typing"] = "typing"


Reply = Say | Edit | Retract | Typing


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Hand a question to staff. Everything in it is masked already, but `own`.

    `own`: the words as typed, where name and telephone make a difference; never a secret or the
    number of a paper. It is kept sealed and opened for a reason that is noted.
    """

    case: str  # 8 signs without look-alikes
    question: str
    transcript: tuple[str, ...]  # "citizen: …" / "bot: …" lines, oldest first
    reason: str  # unknown-twice | asked | outcome | emergency | three-refusals
    topic: str | None = None
    place: str | None = None  # a commune's id, when the citizen named one
    language: str = "vi"  # in which they want to be answered
    own: str = ""
    kind: Literal["open-case"] = "open-case"


@dataclass(frozen=True, slots=True)
class AddToCase:
    """The citizen wrote on (masked; `own` as in OpenCase); a case that was closed goes on."""

    case: str
    text: str
    files: tuple[FileRef, ...] = ()
    own: str = ""
    language: str = ""  # they ask for staff who speak it
    place: str | None = None  # they told where they live, so that the right team gets it
    kind: Literal["add-to-case"] = "add-to-case"


@dataclass(frozen=True, slots=True)
class RateCase:
    """The citizen's mark, 1 to 5, and a word (masked)."""

    case: str
    mark: int
    word: str = ""
    kind: Literal["rate-case"] = "rate-case"


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """Remember a question for curation (masked) with what was understood."""

    question: str
    understood: str  # unknown | choose | none-of-these | wrong | corrected
    nearest: tuple[str, ...] = ()  # ids of the nearest topics or catalogue codes
    place: str | None = None  # a commune's or province's id, when the citizen named one
    kind: Literal["keep-question"] = "keep-question"


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything that is kept of this talk."""

    kind: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Have `TimerRang` happen at a time; setting a name again moves it."""

    timer: str
    at: datetime
    payload: str = ""
    kind: Literal["set-timer"] = "set-timer"


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Take a timer back."""

    timer: str
    kind: Literal["cancel-timer"] = "cancel-timer"


Effect = OpenCase | AddToCase | RateCase | KeepQuestion | Forget | SetTimer | CancelTimer
