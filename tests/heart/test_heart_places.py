"""Where the citizen is: asked once, told by name or chosen, and what of old lies where today."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import garden
from talk import Talk

from bot.library import Library
from bot.session import Idle, Locating
from knowledge.office import Office

HERE = Office.model_validate(
    {
        "place": "tay-ninh/tan-dong",
        "checked": "2026-11-01",
        "by": "UBND xã Tân Đông",
        "counters": [
            {"id": "q1", "name": "Trung tâm xã", "address": "Ấp 1", "hours": "thứ hai đến thứ sáu"}
        ],
    }
)


@pytest.fixture
def near(library: Library) -> Talk:
    """A talk in the garden where one commune says of itself where its counter is."""
    return Talk(replace(garden(library), offices={HERE.place: HERE}))


def test_what_depends_on_the_place_asks_for_it(near: Talk) -> None:
    near.presses("t:the-vuon:where")
    assert "w:the-vuon:where" in near.values
    near.presses("w:the-vuon:where")
    assert near.session.doing == Locating("the-vuon:where")


def test_a_named_commune_is_kept_and_its_counter_told(near: Talk) -> None:
    near.presses("w:the-vuon:where").says("xã Tân Đông, Tây Ninh")
    assert near.session.place == "tay-ninh/tan-dong"
    assert near.about == ["topics/the-vuon#where"]
    assert "Trung tâm xã; Ấp 1" in near.text
    assert near.session.doing == Idle()
    assert "w:the-vuon:where" not in near.values


def test_a_name_of_several_communes_is_asked_back(near: Talk) -> None:
    near.presses("w:the-vuon:where").says("xã Tân Hưng")
    assert len(near.choices) >= 2
    assert all(choice.value.startswith("p:") for choice in near.choices)
    near.presses(near.values[0])
    assert near.session.place == near.turn.session.place
    assert near.session.place is not None


def test_a_commune_that_says_nothing_of_itself_is_kept_too(near: Talk) -> None:
    near.presses("w:the-vuon:where").says("phường Long Hoa, Tây Ninh")
    assert near.session.place is not None
    assert near.session.doing == Idle()


def test_words_that_name_no_place_are_heard_as_a_question(near: Talk) -> None:
    near.presses("w:the-vuon:where").says("làm khai sinh cho con cần giấy gì")
    assert near.about == ["topics/dang-ky-khai-sinh#documents"]


def test_a_place_that_is_none_is_said_to_be_none(near: Talk) -> None:
    assert near.presses("p:khong/co").about == ["phrases/place-none"]
    assert near.session.place is None


def test_a_name_that_too_many_communes_of_old_had_is_asked_back(talk: Talk) -> None:
    talk.session = replace(talk.session, doing=Locating("xa-moi-cua-toi"))
    talk.says("xã Tân Bình")
    assert talk.about == ["phrases/place-which"]
    assert talk.session.doing == Locating("xa-moi-cua-toi")


def test_a_commune_that_was_split_says_so(talk: Talk) -> None:
    talk.session = replace(talk.session, doing=Locating("xa-moi-cua-toi"))
    talk.says("xã Tân Bình, huyện Tân Thạnh, Long An")
    assert talk.about == ["topics/xa-moi-cua-toi#where"]
    assert talk.values[-1] == "/menu"


def test_anothers_contact_and_a_place_on_a_map_are_turned_down_kindly(talk: Talk) -> None:
    assert talk.presses("contact-other").about == ["phrases/contact-other"]
    assert talk.presses("location:10.50000,106.25000").about == ["phrases/location-shared"]
    assert "10.5" not in talk.text
