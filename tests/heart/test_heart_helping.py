"""Done for someone else: who it is for, agreed to, a draft for each, wiped as promised."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talk import Talk

from bot.messages import CancelTimer, SetTimer
from bot.session import Confirming, Idle, dump

WHOLE = ("a:the-vuon:cho-ai:toi", "/skip")
ID = "079300012345"


def helping(talk: Talk, whom: str = "bác Tư") -> Talk:
    """A walk is begun for somebody who agreed to that."""
    return talk.says("làm giúp người khác", whom).presses("f:the-vuon", "y:the-vuon")


def told(talk: Talk) -> Talk:
    """All but the last question is answered."""
    return talk.presses(*WHOLE).says(ID)


def timers(talk: Talk) -> list[str]:
    return [effect.timer for effect in talk.turn.effects if isinstance(effect, SetTimer)]


def test_whoever_helps_is_asked_for_whom(walk: Talk) -> None:
    walk.says("làm giúp người khác")
    assert walk.about == ["phrases/helper-whom"]
    assert walk.values == ["i:parents", "i:grandparents", "i:child", "i:neighbour", "/cancel"]
    assert walk.session.doing == Confirming("whom")


@pytest.mark.parametrize("said, whom", [("1", "cha mẹ"), ("Hàng xóm, bà con", "hàng xóm, bà con")])
def test_kin_may_be_pressed_by_number_or_label(said: str, whom: str, walk: Talk) -> None:
    walk.says("làm giúp người khác", said)
    assert walk.session.whom == whom
    assert f"làm giúp {whom}" in walk.text


def test_what_is_no_name_is_asked_again(walk: Talk) -> None:
    assert walk.says("làm giúp người khác", "..").about[0].startswith("phrases/")
    assert not walk.session.helping


def test_who_is_somebody_of_mine_is_named_without_me(walk: Talk) -> None:
    assert walk.says("làm giúp người khác", "bà nội tôi").session.whom == "bà nội"


def test_what_is_to_be_done_is_answered_instead_of_taken_for_a_name(walk: Talk) -> None:
    walk.says("làm giúp người khác", "làm khai sinh cho con cần gì")
    assert walk.about == ["phrases/helper-on", "topics/dang-ky-khai-sinh#documents"]
    assert walk.session.helping
    assert walk.session.whom == "người đó"


def test_the_person_who_is_helped_agrees_first(walk: Talk) -> None:
    walk.says("làm giúp người khác", "bác Tư").presses("f:the-vuon")
    assert walk.about == ["phrases/consent-helping"]
    assert walk.values == ["y:the-vuon", "consent-no"]


def test_helping_says_what_is_kept_and_sets_a_timer(walk: Talk) -> None:
    helping(walk)
    assert "người đó tự quyết và tự ký" in walk.text
    assert timers(walk) == ["helper-wipe:1"]


def test_their_agreement_is_not_the_helper_s_own(walk: Talk) -> None:
    walk.session = replace(walk.session, consent=False)
    assert not helping(walk).session.consent


def test_answers_are_looked_through_before_they_go(walk: Talk) -> None:
    told(helping(walk)).presses("a:the-vuon:hieu:yes")
    assert walk.about == ["phrases/sheet-review"]
    assert walk.values == ["d:the-vuon", "/change", "/staff"]


def test_what_was_answered_for_someone_else_goes_at_the_end(walk: Talk) -> None:
    told(helping(walk)).presses("a:the-vuon:hieu:yes", "d:the-vuon")
    assert walk.about[-1] == "phrases/walk-done-helping"
    assert walk.session.run is None
    assert not walk.session.helping
    assert walk.session.lists == walk.session.told == {}
    assert ID not in dump(walk.session).decode()
    assert walk.turn.effects == (CancelTimer("helper-wipe:1"),)
    offered = [choice.value for say in walk.said for choice in say.choices]
    assert not {"/change", "c:the-vuon"} & set(offered)


def test_what_was_answered_for_someone_else_goes_when_the_timer_rings(walk: Talk) -> None:
    helping(walk).presses("a:the-vuon:cho-ai:toi").waits(hours=24).rings("helper-wipe:1")
    assert walk.about == ["phrases/helper-wiped"]
    assert walk.session.run is None
    assert walk.session.doing == Idle()
    assert not walk.session.helping


def test_what_was_answered_for_someone_else_goes_when_it_is_called_off(walk: Talk) -> None:
    helping(walk).presses("a:the-vuon:cho-ai:toi").says("huỷ")
    assert walk.session.run is None
    assert not walk.session.helping


@pytest.mark.parametrize("end", ["d:the-vuon", "/cancel", "helper-wipe:1"])
def test_no_line_of_what_was_done_for_someone_else_is_remembered(end: str, walk: Talk) -> None:
    told(helping(walk)).presses("a:the-vuon:hieu:yes")
    _ = walk.rings(end) if end.startswith("helper") else walk.presses("/back", end)
    if end == "d:the-vuon":
        walk.presses("a:the-vuon:hieu:yes", end)
    assert walk.session.run is None
    assert walk.session.transcript == ()


def test_one_s_own_walk_is_not_wiped_by_the_timer(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi").rings("helper-wipe:1")
    assert walk.said == []
    assert walk.session.run is not None


def test_one_s_own_walk_waits_until_the_help_is_over(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:nha")
    told(helping(walk)).presses("a:the-vuon:hieu:yes", "d:the-vuon", "/resume")
    assert walk.asked == "may-nguoi"


def test_each_person_has_a_draft_of_their_own(walk: Talk) -> None:
    helping(walk, "bác Tư").presses("a:the-vuon:cho-ai:nha")
    helping(walk, "cô Út").presses("a:the-vuon:cho-ai:toi")
    assert timers(helping(walk, "dì Ba")) == ["helper-wipe:3"]
    walk.says("làm giúp người khác")
    assert [choice.label for choice in walk.choices[:3]] == ["dì Ba", "bác Tư", "cô Út"]
    walk.says("bác tư")
    assert walk.about == ["flows/the-vuon/may-nguoi"]
    assert "bác Tư" in walk.text
    assert walk.presses("/helper", "h:2").asked == "ngay"


def test_a_draft_that_waits_is_wiped_alone(walk: Talk) -> None:
    helping(walk, "bác Tư").presses("a:the-vuon:cho-ai:nha")
    helping(walk, "cô Út").presses("a:the-vuon:cho-ai:toi").rings("helper-wipe:1")
    assert walk.about == ["phrases/helper-wiped"]
    assert walk.session.drafts == ()
    assert walk.asked == "ngay"
    assert walk.presses("h:1").about == ["phrases/gone-button"]


def test_drafts_are_told_with_my_data_and_forgotten_with_it(walk: Talk) -> None:
    helping(walk, "bác Tư").presses("a:the-vuon:cho-ai:nha")
    helping(walk, "cô Út").presses("/mydata")
    assert "làm dở giúp bác Tư" in walk.text
    walk.says("xoá dữ liệu").presses("forget-yes")
    assert CancelTimer("helper-wipe:1") in walk.turn.effects
    assert walk.session.drafts == ()
