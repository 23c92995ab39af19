"""Whether a stored value is still an answer to a question, also after the flow was edited."""

from __future__ import annotations

from datetime import date

from flows.kinds import (
    NO,
    SKIPPED,
    YES,
    ChoiceKind,
    CommuneKind,
    DateKind,
    NameKind,
    NumberKind,
    PersonalIdKind,
    PhoneKind,
    TextKind,
    YesNoKind,
)
from flows.rules import span
from flows.steps import Question

LONGEST_NUMBER = 9  # digits; what is longer is no count of anything
_DIGITS = {"phone": 10, "personal-id": 12}


def fits(question: Question, value: str, today: date) -> bool:
    """Tell whether a stored value is still an answer to a question; a skipped one is empty."""
    if value == SKIPPED:
        return question.optional
    match question.answer:
        case ChoiceKind() as kind:
            return any(choice.value == value for choice in kind.choices)
        case YesNoKind():
            return value in {YES, NO}
        case DateKind() as kind:
            return _date_fits(kind, value, today)
        case NumberKind() as kind:
            number = whole_number(value)
            return number is not None and kind.least <= number <= kind.most
        case PhoneKind() | PersonalIdKind() as kind:
            return _is_digits(value) and len(value) == _DIGITS[kind.kind]
        case CommuneKind():
            return all(value.partition("/")) and value.count("/") == 1
        case TextKind() as kind:
            return len(value) <= kind.longest
        case NameKind():
            return True


def whole_number(value: str) -> int | None:
    """The number that a stored value is, or None."""
    return int(value) if _is_digits(value) and len(value) <= LONGEST_NUMBER else None


def _is_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _date_fits(kind: DateKind, value: str, today: date) -> bool:
    days = span(value)
    if days is None or (days[0] != days[1] and not kind.partial):
        return False
    if kind.when == "past":
        return days[0] <= today
    return kind.when == "any" or days[1] >= today
