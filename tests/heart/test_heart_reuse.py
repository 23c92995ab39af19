"""What was told once is offered again, visibly and only once; reasons and consents never are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talk import Talk

from bot.library import Library
from bot.session import Confirming, Session, Told
from flows.flow import read_flows
from flows.kinds import TextKind, YesNoKind
from flows.reuse import REUSED

BIRTH, SHEET = "dang-ky-khai-sinh", "tk-khai-sinh"


@pytest.fixture
def born(library: Library) -> Talk:
    """Half of the guide to a birth certificate: the day of birth is told."""
    talk = Talk(library, Session(consent=True))
    return talk.presses(f"f:{BIRTH}", f"a:{BIRTH}:cho-ai:be").says("05/11/2026")


def test_the_sheet_asks_whether_what_the_guide_was_told_may_be_used_again(born: Talk) -> None:
    born.presses(f"g:{SHEET}")
    assert born.about == ["phrases/reuse"]
    assert "bé sinh 05/11/2026" in born.text
    assert "Dùng lại" in born.text
    assert born.values == [f"u:{SHEET}:yes", f"u:{SHEET}:no"]
    assert born.session.doing == Confirming("reuse", SHEET)


@pytest.mark.parametrize("yes", ["1", "dùng lại", "được", "ừ dùng lại đi"])
def test_used_again_it_is_not_asked_and_can_be_seen(yes: str, born: Talk) -> None:
    born.presses(f"g:{SHEET}").says(yes)
    run = born.session.run
    assert run is not None
    assert run.answers == {"ngay-sinh": "2026-11-05"}
    assert run.reused == ("ngay-sinh",)
    assert born.asked == "xa"
    assert born.presses("/skip", f"a:{SHEET}:yc-qh:me").says("Nguyễn Bình An").asked == "con-gt"


@pytest.mark.parametrize("no", ["2", "không, hỏi lại", "không", "hỏi lại"])
def test_not_used_again_all_is_asked(no: str, born: Talk) -> None:
    born.presses(f"g:{SHEET}").says(no)
    assert born.session.run is not None
    assert born.session.run.answers == {}


def test_a_question_at_the_offer_is_answered_and_the_offer_stays(born: Talk) -> None:
    born.presses(f"g:{SHEET}").says("làm khai sinh mất bao lâu?")
    assert born.about[0].startswith("topics/")
    assert born.session.doing == Confirming("reuse", SHEET)
    assert born.values == [f"u:{SHEET}:yes", f"u:{SHEET}:no"]


def test_what_is_used_again_is_marked_at_the_look_at_all_and_can_be_changed(
    library: Library,
) -> None:
    known = {"be-ngay-sinh": Told("2026-11-05", "05/11/2026")}
    talk = Talk(library, Session(consent=True, told=known)).presses(f"f:{SHEET}", f"u:{SHEET}:yes")
    flow = library.flows[SHEET]
    while talk.asked:
        question = flow.questions[talk.asked]
        if question.optional:
            talk.presses("/skip")
        elif question.id == "con-ten":
            talk.says("Nguyễn Bình An")
        else:
            value = {"yc-qh": "me", "con-gt": "nu", "ghi-ten-cha": "no", "bansao": "no"}[
                question.id
            ]
            talk.presses(f"a:{SHEET}:{question.id}:{value}")
    assert "Bé sinh ngày nào ạ? 05/11/2026 (dùng lại)" in talk.text
    talk.presses(f"e:{SHEET}:ngay-sinh").says("06/11/2026")
    assert "Bé sinh ngày nào ạ? 06/11/2026\n" in talk.text
    assert "(dùng lại)" not in talk.text


def test_what_was_told_outlives_its_walk_only_with_consent(born: Talk) -> None:
    born.presses(f"g:{SHEET}", f"u:{SHEET}:no")
    assert born.session.told == {"be-ngay-sinh": Told("2026-11-05", "05/11/2026")}
    born.session = replace(born.session, consent=False, told={})
    born.presses("g:tach-ho")
    assert born.session.told == {}


def test_beginning_anew_offers_nothing_of_the_past(born: Talk) -> None:
    assert born.presses("/restart").asked == "cho-ai"


def test_nothing_of_one_s_own_is_used_for_somebody_else(born: Talk) -> None:
    born.says("làm giúp người khác", "bác Tư").presses(f"f:{SHEET}", f"y:{SHEET}")
    assert born.asked == "xa"


def test_nothing_of_somebody_else_is_used_for_oneself(library: Library) -> None:
    talk = Talk(library).says("làm giúp người khác", "bác Tư")
    talk.presses(f"f:{BIRTH}", f"y:{BIRTH}", f"a:{BIRTH}:cho-ai:be").says("05/11/2026", "huỷ")
    assert talk.presses(f"f:{SHEET}", f"y:{SHEET}").asked == "xa"
    assert talk.session.told == {}


def test_my_data_tells_what_is_kept_to_be_used_again(born: Talk) -> None:
    born.presses(f"g:{SHEET}", f"u:{SHEET}:no", "/mydata")
    assert "để dùng lại: bé sinh 05/11/2026" in born.text


@pytest.mark.parametrize("value", ["u:da-bo:yes", "u:da-bo:no", "y:da-bo", "z:da-bo"])
def test_a_button_of_a_walk_that_is_gone_says_so(value: str, talk: Talk) -> None:
    assert talk.presses(value).about == ["phrases/walk-gone"]


def test_no_reason_and_no_consent_can_be_answered_from_the_past() -> None:
    asked = [
        question for flow in read_flows().flows.values() for question in flow.questions.values()
    ]
    used = [question for question in asked if question.reuse]
    assert {question.reuse for question in used} == set(REUSED)
    assert not [one for one in used if isinstance(one.answer, TextKind | YesNoKind)]
    assert not {"text", "yes-no", "number"} & set(REUSED.values())


def test_every_fact_that_is_used_again_has_a_name(library: Library) -> None:
    for key in REUSED:
        for language in ("vi", "en"):
            assert f"told-{key}" in library.phrasebook.labels[language]
