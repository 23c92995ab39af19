"""Typed words become a value, or are refused with the reason and a right example.

One reader a kind: choices.py, dates.py, persons.py; communes come from knowledge.places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from flows.choices import is_unsure, names_choice, read_choice, read_yes_no
from flows.dates import date_label, read_date
from flows.daywords import SPOKEN
from flows.fitting import LONGEST_NUMBER
from flows.kinds import (
    SKIPPED,
    Choice,
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
from flows.persons import (
    personal_id_label,
    phone_label,
    read_name,
    read_personal_id,
    read_phone,
)
from flows.steps import Question
from flows.verdicts import Accepted, Phrase, Refused, Verdict, refused
from knowledge.places import Ambiguous, Place, Places
from knowledge.vietnamese import fold, nfc

__all__ = ["Accepted", "Phrase", "Refused", "Verdict", "clean", "read_answer", "shown"]

LONGEST_READ = 400  # signs; no answer but free text needs more, and a wall of text is none
_LATER = re.compile(
    r"(?:(?:de|go|nhap|tra loi|tinh|dien|ghi)\s+sau|bo qua|bo trong|skip|de trong|sau nhe)"
)
# "cái này" points at something; only "hôm nay" is today
_POINTING = re.compile(
    r"\b(?:c[áa]i|c[âa]u|vi[ệe]c|v[ụu]|chuy[ệe]n|[đd]i[ềe]u|gi[ấa]y|b[ée]|con|v[ậa]y) n[àầa]y\b",
    re.IGNORECASE,
)


def read_answer(
    question: Question,
    words: str,
    today: date,
    places: Places,
    given: Mapping[str, str] | None = None,
    *,
    chosen: bool = False,
) -> Verdict:
    """Read the words as an answer to the question.

    `given`: the other answers of the run, for the cross-check of personal numbers.
    `chosen`: the words are the value of a choice that a refusal offered, so they are meant.
    """
    text = clean(words)
    if not any(sign.isalnum() for sign in text):
        return refused("answer-empty")
    folded = fold(text).strip(" .,;:!?")
    if _LATER.fullmatch(folded) and not _is_choice(question, text):
        return Accepted(SKIPPED, "") if question.optional else refused("answer-needed")
    if len(text) > LONGEST_READ and not isinstance(question.answer, TextKind):
        return refused("answer-long", most=str(LONGEST_READ))
    verdict = _read(question, text, today, places, given or {}, chosen=chosen)
    unsure = is_unsure(text) and not isinstance(question.answer, YesNoKind)
    if unsure and (isinstance(verdict, Refused) or isinstance(question.answer, NameKind)):
        return _not_known(question)
    return verdict


def _is_choice(question: Question, text: str) -> bool:
    """Whether a choice is called so itself: "để trống" where the father's name may be left out."""
    kind = question.answer
    return isinstance(kind, ChoiceKind | YesNoKind) and names_choice(kind, text)


def _not_known(question: Question) -> Refused:
    """Say what is enough for now to who does not know or has forgotten."""
    if isinstance(question.answer, DateKind) and question.answer.partial:
        return refused("answer-not-known-date")
    if isinstance(question.answer, ChoiceKind):
        return refused("answer-not-known", *question.answer.choices)
    return refused("answer-not-known")


def clean(words: str) -> str:
    """Composed letters, single spaces; control, direction and zero-width signs are gone."""
    kept = (
        " " if sign.isspace() else "" if unicodedata.category(sign)[0] == "C" else sign
        for sign in nfc(words)
    )
    return " ".join("".join(kept).split())


def _read(
    question: Question,
    text: str,
    today: date,
    places: Places,
    given: Mapping[str, str],
    *,
    chosen: bool,
) -> Verdict:
    match question.answer:
        case ChoiceKind() as kind:
            return read_choice(kind, text)
        case YesNoKind() as kind:
            return read_yes_no(kind, text)
        case DateKind() as kind:
            return read_date(kind, _POINTING.sub(" ", text), today)
        case NumberKind() as kind:
            return _number(kind, text)
        case PhoneKind():
            return read_phone(text)
        case PersonalIdKind() as kind:
            return read_personal_id(kind, text, given)
        case NameKind():
            return read_name(text, chosen=chosen)
        case CommuneKind():
            return _commune(text, places)
        case TextKind() as kind:
            return _text(kind, text)


def _text(kind: TextKind, text: str) -> Verdict:
    if len(text) > kind.longest:
        return refused("answer-text-long", most=str(kind.longest), typed=str(len(text)))
    return Accepted(text, text)


def _number(kind: NumberKind, text: str) -> Verdict:
    found = re.findall(r"\d+", text)
    spoken = SPOKEN.get(fold(text))
    if spoken is None and (len(found) != 1 or len(found[0]) > LONGEST_NUMBER):
        return refused("answer-number-none", least=str(kind.least), most=str(kind.most))
    number = int(found[0]) if spoken is None else spoken
    if not kind.least <= number <= kind.most:
        return refused("answer-number-range", least=str(kind.least), most=str(kind.most))
    return Accepted(str(number), str(number))


def _commune(text: str, places: Places) -> Verdict:
    """A commune of today; who names one of old is told what it is called now."""
    match places.by_id(text) or places.find(text):
        case Place(is_province=True) as place:
            return refused("answer-commune-province", place=place.full_name)
        case Place() as place:
            named = {"old": place.old, "now": place.full_name}
            warning = Phrase("answer-commune-renamed", named) if place.old else None
            return Accepted(place.id, place.full_name, warning)
        case Ambiguous() as several:
            options = (Choice(value=one.id, label=one.full_name) for one in several.candidates)
            return refused("answer-commune-which", *options)
    return refused("answer-commune-unknown")


def shown(question: Question, value: str, places: Places) -> str:
    """How a stored answer reads in a summary; empty for one that is left for later."""
    if value == SKIPPED:
        return ""
    match question.answer:
        case ChoiceKind() | YesNoKind() as kind:
            return next((one.summary for one in kind.choices if one.value == value), value)
        case DateKind():
            return date_label(value)
        case PhoneKind():
            return phone_label(value)
        case PersonalIdKind():
            return personal_id_label(value)
        case CommuneKind():
            place = places.by_id(value)
            return place.full_name if place else value
        case _:
            return value
