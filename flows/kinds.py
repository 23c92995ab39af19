"""The kinds of answer that a question can ask for, as a flow file declares them.

How typed words become a value is the business of answers.py; here stands only what may be asked.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from knowledge.topic import Record, Slug, Words

SKIPPED = ""  # the value of an optional question that is left for later
YES = "yes"
NO = "no"
LONGEST_TEXT = 500  # signs; the official sheets leave two lines at most


class Choice(Record):
    """One way to answer: what is kept, what stands on the button, how else people say it."""

    value: Annotated[str, Field(min_length=1)]  # a slug in flow files; any value in a refusal
    label: Words
    shown: Words | None = None  # how the answer reads in a summary; None: like the label
    words: tuple[Words, ...] = ()  # synonyms, as people type them

    @property
    def summary(self) -> str:
        """How the answer reads when it is shown back."""
        return self.shown or self.label


class ChoiceKind(Record):
    """One of a few: by button, number, label or synonym."""

    kind: Literal["choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _distinct(self) -> ChoiceKind:
        values = [choice.value for choice in self.choices]
        if len(set(values)) < len(values):
            raise ValueError("two choices have the same value")
        return self


class YesNoKind(Record):
    """Yes or no; "không biết" is neither. The labels are those of the two buttons."""

    kind: Literal["yes-no"]
    yes: Words
    no: Words
    yes_shown: Words | None = None
    no_shown: Words | None = None
    yes_words: tuple[Words, ...] = ()
    no_words: tuple[Words, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The two answers, yes first."""
        return (
            Choice(value=YES, label=self.yes, shown=self.yes_shown, words=self.yes_words),
            Choice(value=NO, label=self.no, shown=self.no_shown, words=self.no_words),
        )


class DateKind(Record):
    """A day of the solar calendar; `partial` also takes a month or a year."""

    kind: Literal["date"]
    when: Literal["any", "past", "future"] = "any"
    partial: bool = False


class NumberKind(Record):
    """A whole number."""

    kind: Literal["number"]
    least: int = 0
    most: int = 999

    @model_validator(mode="after")
    def _in_order(self) -> NumberKind:
        if self.least > self.most:
            raise ValueError("`least` is above `most`")
        return self


class PhoneKind(Record):
    """A Vietnamese mobile number."""

    kind: Literal["phone"]


class PersonalIdKind(Record):
    """The 12-digit personal number, compared with what other questions of the flow were told."""

    kind: Literal["personal-id"]
    born: Slug | None = None  # id of the date question with the same person's birth
    sex: Slug | None = None  # id of the choice question whose values are "nam" and "nu"


class NameKind(Record):
    """A person's full name."""

    kind: Literal["name"]


class CommuneKind(Record):
    """A commune, ward or special zone of today."""

    kind: Literal["commune"]


class TextKind(Record):
    """Free words, such as an address in the village or a reason."""

    kind: Literal["text"]
    longest: Annotated[int, Field(ge=1, le=LONGEST_TEXT)] = LONGEST_TEXT


AnswerKind = Annotated[
    ChoiceKind
    | YesNoKind
    | DateKind
    | NumberKind
    | PhoneKind
    | PersonalIdKind
    | NameKind
    | CommuneKind
    | TextKind,
    Field(discriminator="kind"),
]
