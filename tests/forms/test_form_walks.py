"""The walks that fill a declaration: what they ask stands on it, and nothing needed is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest
from filling import HAS_POPPLER, PAGE, TODAY, places, text_of_pdf
from walk_talks import ALSO, SAID

from bot import documents
from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard, Say
from bot.rehearsal import BEGIN
from bot.session import Session
from bot.turn import Turn
from flows.answers import Accepted, read_answer
from flows.engine import replay
from flows.faults import DEEPEST
from flows.flow import Flow, read_flows
from flows.form_schema import SLOT
from flows.forms import FilledForm, Form, fill, read_forms, unasked
from flows.kinds import SKIPPED, ChoiceKind, CommuneKind, DateKind, PersonalIdKind, YesNoKind
from flows.steps import Outcome, Question
from flows.walk import walk

# of CT01: further people, and what others write and sign
OF_OTHERS = {
    *(f"tv-{row}-{part}" for row in (2, 3) for part in ("ten", "ns", "gt", "id", "qh")),
    *("yk-csh-ten", "yk-csh-id", "yk-cm-ten", "yk-cm-id"),
}
# what stays for the person's own hand, of what a question could ask
BY_HAND: dict[str, set[str]] = {
    # an address is only for who has no personal number; nationality of the parents: depth
    "tk-khai-sinh": {"yc-nct", "me-nct", "cha-nct", "me-qt", "cha-qt", "lamtai"},
    "tk-khai-tu": {"yc-nct", "chet-gio", "chet-phut", "lamtai"},
    "tk-doc-than": {"nd-tg", "nd-tg-tu", "nd-tg-den", "lamtai"},
    "tk-ket-hon": {"lamtai"},
    "tk-ct01": OF_OTHERS,
    "tk-tam-tru": OF_OTHERS,
    "tk-gia-han": OF_OTHERS,
    "tk-tach-ho": OF_OTHERS,
    "tk-ct07": OF_OTHERS | {f"tv-1-{part}" for part in ("ten", "ns", "gt", "id", "qh")},
    "tk-bhyt": {
        *(f"tv-{row}-{part}" for row in (1, 2) for part in ("ten", "ns", "gt", "id", "qh", "ms")),
        *("o-09-2", "o-14", "ii-hs", "lamtai"),
    },
}
WALKS = tuple(BY_HAND)
CASES = tuple(SAID)
# a slow typesetter: one case of each walk is left half done and rendered, all are checked whole
FIRST = tuple({case.partition(":")[0]: case for case in reversed(CASES)}.values())
POPPLER = pytest.mark.skipif(not HAS_POPPLER, reason="poppler-utils is not installed")


@cache
def flow_of(case: str) -> Flow:
    return read_flows().flows[case.partition(":")[0]]


@cache
def form_of(case: str) -> Form:
    name = flow_of(case).outcomes["xong"].form
    assert name
    return read_forms().forms[name]


@cache
def answers_of(case: str) -> Mapping[str, str]:
    """The words of a case as the walk keeps them."""
    given: dict[str, str] = {}
    for name, words in SAID[case].items():
        question = flow_of(case).questions[name]
        verdict = read_answer(question, words, TODAY, places(), given)
        assert isinstance(verdict, Accepted), (name, words, verdict)
        assert verdict.warning is None, (name, words, verdict.warning)
        given[name] = verdict.value
    return given


def filled(case: str, answers: Mapping[str, str] | None = None) -> FilledForm:
    given = answers_of(case) if answers is None else answers
    return fill(form_of(case), flow_of(case), given, places(), TODAY, PAGE)


@cache
def printed(case: str) -> str:
    return bare(text_of_pdf(documents.pdf(filled(case))))


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def on_paper(question: Question, value: str) -> str:
    """How an answer stands on a sheet, where it stands there in its own words."""
    match question.answer:
        case ChoiceKind() | YesNoKind():
            return ""  # in the form's words: `ALSO`
        case DateKind():
            return value[:4]  # some sheets part a date
        case CommuneKind():
            place = places().by_id(value)
            return place.name if place else "?"
        case _:
            return value


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_leads_to_one_sheet_of_its_topic(name: str) -> None:
    (end,) = flow_of(name).outcomes.values()
    assert end.form
    assert flow_of(name).topic in form_of(name).topics
    assert not end.checklist  # it would offer to make the sheet once more


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_is_short_enough_and_every_route_is_taken(name: str) -> None:
    walked = walk(flow_of(name), TODAY)
    assert walked.journeys <= 300
    assert walked.deepest <= DEEPEST
    assert walked.missing() == ()


@pytest.mark.parametrize("name", WALKS)
def test_only_what_belongs_to_the_hand_is_not_asked(name: str) -> None:
    assert set(unasked(form_of(name), flow_of(name))) == BY_HAND[name]


@pytest.mark.parametrize("name", WALKS)
def test_nothing_is_asked_that_neither_stands_on_the_sheet_nor_decides(name: str) -> None:
    flow, used = flow_of(name), set[str]()
    for key, field in form_of(name).fields.items():
        used |= {key, *(field.of or ()), *field.join}
        for wording in field.wordings:
            used |= {slot["key"] for slot in SLOT.finditer(wording.say)}
            used |= {test.of for test in (*wording.provided, *wording.unless) if test.of}
    deciding = {question.id for question in flow.questions.values() if len(question.routes) > 1}
    assert set(flow.questions) <= used | deciding


@pytest.mark.parametrize("name", WALKS)
def test_signatures_pledges_and_consents_are_never_asked(name: str) -> None:
    hand = {key for key, field in form_of(name).fields.items() if field.by_hand}
    assert not hand & set(flow_of(name).questions)


@pytest.mark.parametrize("name", WALKS)
def test_what_tells_of_a_person_is_marked_and_a_number_is_cross_checked(name: str) -> None:
    harmless = {"bansao", "bansao-so", "soban", "o-11", "ii-pt"}
    questions = flow_of(name).questions
    assert {one.id for one in questions.values() if not one.personal} <= harmless
    for question in questions.values():
        if isinstance(question.answer, PersonalIdKind) and question.id != "ch-id":
            assert question.answer.born in questions


def test_every_question_of_every_walk_is_answered_by_somebody() -> None:
    for name in WALKS:
        said = {key for case in CASES if case.startswith(f"{name}:") for key in SAID[case]}
        assert said == set(flow_of(name).questions)


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_asked_in_this_order_and_no_question_more(case: str) -> None:
    position = replay(flow_of(case), answers_of(case), TODAY)
    assert isinstance(position.step, Outcome)
    assert list(position.path) == list(SAID[case])
    assert position.dropped == ()


@pytest.mark.parametrize("case", CASES)
def test_a_whole_walk_leaves_nothing_empty_that_the_office_needs(case: str) -> None:
    assert filled(case).empty == ()


@POPPLER
@pytest.mark.parametrize("case", CASES)
def test_the_sheet_holds_every_answer(case: str) -> None:
    questions = flow_of(case).questions
    for name, value in answers_of(case).items():
        assert bare(on_paper(questions[name], value)).upper() in printed(case).upper(), name
    for words in ALSO[case]:
        assert bare(words) in printed(case), words


@pytest.mark.parametrize("case", FIRST)
def test_a_sheet_of_few_answers_is_made_and_names_what_is_missing(case: str) -> None:
    few = {
        name: SKIPPED if flow_of(case).questions[name].optional else value
        for name, value in answers_of(case).items()
    }
    made = filled(case, few)
    assert isinstance(replay(flow_of(case), few, TODAY).step, Outcome)
    assert made.empty
    assert documents.pdf(made).startswith(b"%PDF-")
    assert documents.docx(made).startswith(b"PK")


@pytest.mark.parametrize("case", CASES)
def test_said_in_a_talk_a_case_is_looked_through_and_ends_in_a_sheet(
    case: str, library: Library
) -> None:
    flow = flow_of(case).id
    turn = _heard(library, Session(consent=True), "", f"f:{flow}")
    for name, words in SAID[case].items():
        assert turn.session.run
        assert turn.session.run.asked == name
        turn = _heard(library, turn.session, words)
    (looked,) = turn.replies
    assert isinstance(looked, Say)
    assert (looked.about, len(looked.text) <= 2000) == ("phrases/sheet-review", True)
    assert turn.session.run
    assert turn.session.run.answers == answers_of(case)
    made = [
        one
        for one in _heard(library, turn.session, "", f"d:{flow}").replies
        if isinstance(one, Say)
    ]
    assert {one.about for one in made} == {f"flows/{flow}/xong"}
    assert [file.media_type for one in made for file in one.files] == [
        documents.PDF,
        documents.DOCX,
    ]


def _heard(library: Library, session: Session, words: str, pressed: str | None = None) -> Turn:
    event = Heard("web:1", BEGIN, Address("web", "nguoi-dan"), words, pressed=pressed)
    return respond(library, session, event)


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_that_has_just_begun_makes_a_blank_sheet(name: str) -> None:
    made = filled(name, {})
    assert {key for key, text in made.values.items() if text} <= {"ngay", "thang", "nam"}


def test_the_mother_is_not_asked_for_her_own_data_twice() -> None:
    made = filled("tk-khai-sinh: mother, father named")
    assert made.values["yc-ten"] == made.values["me-ten"] == "Trần Thị Hường"
    assert made.values["yc-gt"] == "Số định danh cá nhân 072198001234"


def test_a_father_who_is_not_declared_stays_blank() -> None:
    made = filled("tk-khai-sinh: grandmother, father blank")
    assert not any(made.values[f"cha-{part}"] for part in ("ten", "ns", "dt", "qt", "nct", "gt"))
    assert made.values["yc-ten"] == "Phan Thị Sáu"


def test_who_asks_for_oneself_is_not_asked_twice() -> None:
    made = filled("tk-doc-than: oneself, to marry")
    assert made.values["nd-ten"] == made.values["yc-ten"]
    assert made.values["nd-nct"] == "ấp Đông Thành, xã Tân Đông, tỉnh Tây Ninh"


def test_the_head_of_a_new_household_stands_in_its_own_box() -> None:
    made = filled("tk-ct01: own house, alone")
    assert (made.values["ch-ten"], made.values["ch-id"]) == ("Đặng Ngọc Ẩn", "072085006600")


def test_who_has_a_number_fills_the_second_part_alone() -> None:
    made = filled("tk-bhyt: paying in")
    assert not any(made.values[key] for key in made.values if key.startswith("o-"))
