"""The machine walk's wrong answers: for every reason of a refusal, words that meet it.

A question that refuses with another reason than it should, or takes what is wrong, shows in the
coverage table and fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flows.answers import LONGEST_READ, read_answer
from flows.choices import is_unsure
from flows.kinds import ChoiceKind, DateKind, NumberKind, PersonalIdKind, TextKind, YesNoKind
from flows.steps import Flow, Question
from flows.verdicts import Accepted, Verdict
from knowledge.places import Places


def _always(_: Question) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wrong:
    """Words that are no answer, and the reason that has to be given; to `fits` questions only."""

    reason: str
    words: Callable[[Question, date], str]
    fits: Callable[[Question], bool] = _always


def _said(words: str) -> Callable[[Question, date], str]:
    return lambda _question, _today: words


def _on(days: int) -> Callable[[Question, date], str]:
    """A full day so many days from today."""
    return lambda _question, today: f"{today + timedelta(days=days):%d/%m/%Y}"


def _date(when: str) -> Callable[[Question], bool]:
    return lambda question: isinstance(question.answer, DateKind) and question.answer.when == when


def _whole_day(question: Question) -> bool:
    return isinstance(question.answer, DateKind) and not question.answer.partial


def _beyond(question: Question, _: date) -> str:
    most = question.answer.most if isinstance(question.answer, NumberKind) else 0
    return str(most + 1)


def _too_long(question: Question, _: date) -> str:
    return "a" * ((question.answer.longest if isinstance(question.answer, TextKind) else 0) + 1)


def _both(question: Question, _: date) -> str:
    kind = question.answer
    first, second, *_rest = kind.choices if isinstance(kind, ChoiceKind) else ()
    return f"{first.label} hoặc {second.label}"


def _has_many(question: Question) -> bool:
    """Of two choices, one is often the other's "no": naming both is naming that one."""
    return isinstance(question.answer, ChoiceKind) and len(question.answer.choices) > 2


def _asks_sex(question: Question) -> bool:
    return isinstance(question.answer, PersonalIdKind) and question.answer.sex is not None


def _cross_checked(question: Question) -> bool:
    return isinstance(question.answer, PersonalIdKind) and question.answer.born is not None


def _offers_no_way_out(question: Question) -> bool:
    """Whether "I do not know" is none of the choices."""
    kind = question.answer
    choices = kind.choices if isinstance(kind, ChoiceKind | YesNoKind) else ()
    return not any(is_unsure(words) for one in choices for words in (one.label, *one.words))


_ALL = (
    Wrong("answer-empty", _said("???")),
    Wrong("answer-needed", _said("gõ sau"), lambda question: not question.optional),
)
_LONG = Wrong("answer-long", _said("dài dòng " * (LONGEST_READ // 8)))

WRONGS: Mapping[str, tuple[Wrong, ...]] = {
    "choice": (
        _LONG,
        Wrong("answer-not-known", _said("không biết"), _offers_no_way_out),
        Wrong("answer-choice-unknown", _said("xanh lơ")),
        Wrong("answer-choice-number", _said("27")),
        Wrong("answer-choice-two", _both, _has_many),
    ),
    "yes-no": (
        _LONG,
        Wrong("answer-yes-no-unsure", _said("không biết"), _offers_no_way_out),
        Wrong("answer-yes-no-unclear", _said("xanh lơ")),
    ),
    "date": (
        _LONG,
        Wrong("answer-not-known-date", _said("không nhớ"), lambda q: not _whole_day(q)),
        Wrong("answer-not-known", _said("không nhớ"), _whole_day),
        Wrong("answer-date-unknown", _said("lúc hoa nở rộ")),
        Wrong("answer-date-day", _said("31/11/2025")),
        Wrong("answer-date-leap", _said("29/02/2025")),
        Wrong("answer-date-month", _said("05/13/2025")),
        Wrong("answer-date-year", _said("5/10")),
        Wrong("answer-date-incomplete", _said("tháng 10/2025"), _whole_day),
        Wrong("answer-date-old", _said("05/10/1790")),
        Wrong("answer-date-future", _on(40), _date("past")),
        Wrong("answer-date-past", _on(-40), _date("future")),
        Wrong("answer-date-lunar", _said("mồng 5 tháng giêng âm lịch")),
        Wrong("answer-date-weekday", _said("thứ ba")),
        Wrong("answer-date-vague", _said("hôm nọ")),
        Wrong("answer-date-two", _said("05/10/2025 hoặc 06/10/2025")),
    ),
    "number": (
        _LONG,
        Wrong("answer-number-none", _said("nhiều lắm")),
        Wrong("answer-number-range", _beyond),
    ),
    "phone": (
        _LONG,
        Wrong("answer-not-known", _said("không nhớ")),
        Wrong("answer-phone-none", _said("số nhà bên")),
        Wrong("answer-phone-length", _said("0912 345")),
        Wrong("answer-phone-prefix", _said("0112345678")),
        Wrong("answer-phone-landline", _said("02838123456")),
        Wrong("answer-phone-old", _said("01662345678")),
        Wrong("answer-phone-hotline", _said("18001096")),
        Wrong("answer-phone-two", _said("0912345678 hoặc 0987654321")),
    ),
    "personal-id": (
        _LONG,
        Wrong("answer-not-known", _said("không nhớ")),
        Wrong("answer-id-none", _said("số trên thẻ")),
        Wrong("answer-id-length", _said("0790900001")),
        Wrong("answer-id-old-card", _said("024567891")),
        Wrong("answer-id-passport", _said("B1234567")),
        Wrong("answer-id-two", _said("079090000123 hoặc 079090000124")),
        Wrong("answer-id-warn-province", _said("999050000123")),
        Wrong("answer-id-warn-century", _said("079490000123"), lambda q: not _cross_checked(q)),
        Wrong("answer-id-warn-year", _said("079090000123"), _cross_checked),
        Wrong("answer-id-warn-sex", _said("079050000123"), _asks_sex),
    ),
    "name": (
        _LONG,
        Wrong("answer-not-known", _said("không nhớ")),
        Wrong("answer-name-none", _said("tên là")),
        Wrong("answer-name-long", _said("Nguyễn " * 20)),
        Wrong("answer-name-digits", _said("Nguyễn Văn 5")),
        Wrong("answer-name-signs", _said("Nguyễn <An>")),
        Wrong("answer-name-raw", _said("Nguyeenx Vawn An")),
        Wrong("answer-name-one-word", _said("Hường")),
        Wrong("answer-name-no-marks", _said("Tran Van Hung")),
        Wrong("answer-name-check", _said("H'Hen Niê")),
    ),
    "commune": (
        _LONG,
        Wrong("answer-not-known", _said("không nhớ")),
        Wrong("answer-commune-unknown", _said("xã Qwerty")),
        Wrong("answer-commune-which", _said("xã Tân Lập")),
        Wrong("answer-commune-province", _said("Tây Ninh")),
        Wrong("answer-commune-renamed", _said("xã Phú Xuân huyện Phú Vang")),
    ),
    "text": (Wrong("answer-text-long", _too_long),),
}

# of whom the numbers are told: a woman of 1950, so that each is wrong in one respect
BORN, SEX = "1950-05-05", "nu"


def wrongs_of(question: Question) -> Iterator[Wrong]:
    """What can be said wrongly to a question."""
    for wrong in (*_ALL, *WRONGS[question.answer.kind]):
        if wrong.fits(question):
            yield wrong


def refused(flow: Flow, today: date, places: Places) -> tuple[frozenset[str], frozenset[str]]:
    """Every reason that the questions of a flow gave, and all that they should: `question.reason`.

    A warning counts as well: the answer is taken, and the person is told to look again.
    """
    met: set[str] = set()
    all_: set[str] = set()
    for question in flow.questions.values():
        for wrong in wrongs_of(question):
            key = f"{question.id}.{wrong.reason}"
            all_.add(key)
            verdict = _heard(question, wrong, today, places)
            if _reason(verdict) == wrong.reason:
                met.add(key)
    return frozenset(met), frozenset(all_)


def _heard(question: Question, wrong: Wrong, today: date, places: Places) -> Verdict:
    given: dict[str, str] = {}
    if isinstance(kind := question.answer, PersonalIdKind):
        about_sex = kind.sex and wrong.reason == "answer-id-warn-sex"
        given |= {kind.born: BORN} if kind.born else {}
        given |= {kind.sex: SEX} if kind.sex and about_sex else {}
    return read_answer(question, wrong.words(question, today), today, places, given)


def _reason(verdict: Verdict) -> str:
    if isinstance(verdict, Accepted):
        return verdict.warning.key if verdict.warning else ""
    return verdict.reason.key
