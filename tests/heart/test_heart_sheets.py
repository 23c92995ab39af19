"""A walk that fills a declaration: agreed to first, looked through, then made as files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from garden import GARDEN, flow_of, garden
from talk import Talk

from bot.library import Library
from bot.messages import CancelTimer, Say, SetTimer
from bot.session import Confirming, Idle, Run, dump

SHEET = GARDEN.replace("[outcomes.xong]\n", '[outcomes.xong]\nform = "ct01"\n')
ID = "079300012345"


@pytest.fixture
def sheet(library: Library) -> Talk:
    """A talk in the garden whose walk ends in a declaration."""
    return Talk(garden(library, flow_of(SHEET)))


def walked(talk: Talk) -> Talk:
    """The whole way, agreed to, up to the look at all answers."""
    talk.presses("f:the-vuon", "y:the-vuon", "a:the-vuon:cho-ai:toi", "/skip").says(ID)
    return talk.presses("a:the-vuon:hieu:yes")


def files(talk: Talk) -> list[str]:
    return [file.name for say in talk.said for file in say.files]


def test_before_names_and_numbers_are_asked_the_person_agrees(sheet: Talk) -> None:
    sheet.presses("f:the-vuon")
    assert sheet.about == ["phrases/consent"]
    assert sheet.values == ["y:the-vuon", "z:the-vuon", "consent-no"]
    assert "giữ có mã hoá 30 ngày" in sheet.text
    assert sheet.session.doing == Confirming("consent", "the-vuon")
    assert sheet.session.run is None


@pytest.mark.parametrize("yes", ["đồng ý", "có", "1"])
def test_agreeing_may_be_typed(yes: str, sheet: Talk) -> None:
    assert sheet.presses("f:the-vuon").says(yes).asked == "cho-ai"
    assert sheet.session.consent


@pytest.mark.parametrize("no", ["không", "thôi", "3", "không đồng ý"])
def test_no_is_no_and_nothing_is_asked(no: str, sheet: Talk) -> None:
    sheet.presses("f:the-vuon").says(no)
    assert sheet.session.run is None
    assert not sheet.session.consent
    assert sheet.session.doing == Idle()


def test_who_agreed_once_is_not_asked_again(sheet: Talk) -> None:
    assert sheet.presses("f:the-vuon", "y:the-vuon", "/restart").asked == "cho-ai"


@pytest.mark.parametrize("said", ["cho bé trai nhà tôi", "xoá hết", "ờ thì"])
def test_what_is_neither_yes_nor_no_is_asked_again(said: str, sheet: Talk) -> None:
    sheet.presses("f:the-vuon").says(said)
    assert sheet.about == ["phrases/press-one"]
    assert sheet.values == ["y:the-vuon", "z:the-vuon", "consent-no"]
    assert sheet.session.run is None
    assert not sheet.session.consent
    assert sheet.says("đồng ý").asked == "cho-ai"


def test_another_question_at_the_prompt_is_answered_and_the_prompt_stays(sheet: Talk) -> None:
    sheet.presses("f:the-vuon").says("mất căn cước làm lại")
    assert sheet.about[0].startswith("topics/")
    assert sheet.session.doing == Confirming("consent", "the-vuon")


def test_a_no_keeps_the_answer_at_hand(sheet: Talk) -> None:
    sheet.presses("f:the-vuon").says("không")
    assert sheet.values == ["t:the-vuon:documents", "t:the-vuon:where", "/menu", "/staff"]


def test_a_guide_that_asks_of_people_says_what_for_and_for_how_long(grounds: Library) -> None:
    talk = Talk(replace(grounds, answers_days=7)).presses("f:the-vuon")
    assert talk.about == ["phrases/consent-guide"]
    assert "giữ có mã hoá 7 ngày" in talk.text


def test_a_guide_that_asks_nothing_of_people_begins_at_once(talk: Talk) -> None:
    assert talk.presses("f:tach-ho").asked == "noi-o"


def test_done_without_keeping_the_sheet_is_made_and_all_is_gone(sheet: Talk) -> None:
    sheet.presses("f:the-vuon", "z:the-vuon")
    assert "không giữ lại gì" in sheet.text
    assert [effect.timer for effect in sheet.turn.effects if isinstance(effect, SetTimer)] == [
        "helper-wipe"
    ]
    sheet.presses("a:the-vuon:cho-ai:toi", "/skip").says(ID)
    sheet.presses("a:the-vuon:hieu:yes", "d:the-vuon")
    assert files(sheet) == ["ct01.pdf", "ct01.docx"]
    assert sheet.about[-1] == "phrases/walk-done-unkept"
    assert not sheet.session.consent
    assert ID not in dump(sheet.session).decode()
    assert sheet.turn.effects == (CancelTimer("helper-wipe"),)


def test_what_was_not_to_be_kept_goes_after_a_day(sheet: Talk) -> None:
    sheet.presses("f:the-vuon", "z:the-vuon", "a:the-vuon:cho-ai:toi").rings("helper-wipe")
    assert sheet.about == ["phrases/unkept-wiped"]
    assert sheet.session.run is None


def test_every_answer_is_looked_through_before_the_sheet_is_made(sheet: Talk) -> None:
    walked(sheet)
    assert sheet.about == ["phrases/sheet-review"]
    assert sheet.values == ["d:the-vuon", "/change", "/staff"]
    for told in ("Cho tôi", "079 300 012 345", "Rồi"):
        assert told in sheet.text or told.replace(" ", "") in sheet.text
    assert files(sheet) == []


def test_what_was_left_for_later_is_said_to_be_empty(sheet: Talk) -> None:
    assert "{" not in walked(sheet).text
    assert "Vào vườn ngày nào?" in sheet.text


def test_a_changed_answer_leads_back_to_the_look_at_all(sheet: Talk) -> None:
    walked(sheet).presses("e:the-vuon:ngay").says("30/12/2026")
    assert sheet.about == ["phrases/sheet-review"]
    assert "30/12/2026" in sheet.text


def test_the_sheet_comes_as_pdf_and_word_with_what_is_left_to_write(sheet: Talk) -> None:
    walked(sheet).presses("d:the-vuon")
    assert files(sheet) == ["ct01.pdf", "ct01.docx"]
    assert "Họ, chữ đệm và tên khai sinh" in sheet.text
    assert sheet.about[-1] == "flows/the-vuon/xong"
    first = sheet.said[0].files[0]
    assert first.source == "form:ct01"
    assert json.loads(first.data)["answers"]["so"] == ID


def test_what_stands_on_the_sheet_stays_out_of_what_staff_see(sheet: Talk) -> None:
    walked(sheet).presses("d:the-vuon")
    assert ID not in "".join(sheet.session.transcript)


def test_what_was_filled_for_someone_else_goes_with_the_sheet(sheet: Talk) -> None:
    sheet.says("làm giúp người khác", "cụ Sửu")
    walked(sheet).presses("d:the-vuon")
    assert files(sheet) == ["ct01.pdf", "ct01.docx"]
    assert sheet.session.run is None
    assert ID not in dump(sheet.session).decode()


@pytest.mark.parametrize("value", ["d:the-vuon", "d:dang-ky-khai-sinh", "d:da-bo"])
def test_a_sheet_is_not_made_before_its_walk_is_over(value: str, sheet: Talk) -> None:
    sheet.presses("f:the-vuon", "y:the-vuon", value)
    assert sheet.about == ["phrases/gone-button"]
    assert files(sheet) == []


def test_a_sheet_that_was_taken_away_is_not_made(sheet: Talk) -> None:
    walked(sheet)
    sheet.library = garden(sheet.library, flow_of(GARDEN))
    assert sheet.presses("d:the-vuon").about[-1] == "flows/the-vuon/xong"
    assert files(sheet) == []


def test_a_walk_of_safety_begins_in_the_middle_of_another(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi", "f:lo-otp")
    assert isinstance(walk.session.run, Run)
    assert walk.session.run.flow == "lo-otp"


def test_every_reply_with_a_file_has_words_too(sheet: Talk) -> None:
    walked(sheet).presses("d:the-vuon")
    assert all(reply.text.strip() for reply in sheet.turn.replies if isinstance(reply, Say))
