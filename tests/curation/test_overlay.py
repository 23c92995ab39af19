"""Published revisions lie over the wheel's files; none of them can take the bot down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import SMALL_TOPIC
from writing import AT, field_of, revision, shipped

from bot.answering import answer
from bot.curation.overlay import overlay
from bot.library import Library
from bot.scene import local_day
from bot.storage.revisions import stamp
from bot.voice import Voice

BIRTH = "dang-ky-khai-sinh"


def birth(old: str = "", new: str = "", **more: object) -> object:
    body = shipped(BIRTH)
    assert not old or old in body
    return revision(
        body.replace(old, new) if old else body, BIRTH, field_of(BIRTH),
        **{"origin": stamp(body), **more},
    )  # fmt: skip


def told(library: Library, topic: str, facet: str) -> str:
    return answer(Voice(library, local_day(AT), "vi"), library.topics[topic], (facet,)).text  # type: ignore[arg-type]


def test_without_revisions_the_library_is_the_same(library: Library) -> None:
    assert overlay(library, []).library is library


def test_a_revision_answers_instead_of_the_file(library: Library) -> None:
    found = overlay(library, [birth("amount = 8000", "amount = 9000")])
    assert "9.000 đồng" in told(found.library, BIRTH, "fee")
    assert "8.000 đồng" in told(library, BIRTH, "fee")
    assert set(found.own) == {BIRTH}
    assert found.left_out == ()


def test_a_new_topic_is_found_by_its_wordings(library: Library) -> None:
    found = overlay(library, [revision(SMALL_TOPIC)]).library
    assert found.matcher.match("xin thẻ vào vườn hoa").matches[0].id == "the-vuon"


def test_the_index_is_built_anew_and_the_rest_stays(library: Library) -> None:
    found = overlay(library, [revision(SMALL_TOPIC)]).library
    assert found.matcher is not library.matcher
    assert found.places is library.places
    assert found.flows is library.flows


def test_a_revision_that_is_the_file_follows_the_file(library: Library) -> None:
    """Who took the original back gets the next upgrade's original too."""
    old = shipped(BIRTH).replace("amount = 8000", "amount = 7000")  # of an earlier wheel
    found = overlay(library, [revision(old, BIRTH, "ho-tich", origin=stamp(old))])
    assert found.library is library


@pytest.mark.parametrize(
    "old,new,why",
    [
        ('kind = "procedure"', "kind = ", "not readable as TOML"),
        ("confidence = ", "tin_cay = ", "confidence"),
        ("{time.han-dang-ky} từ ngày", "{time.khong-co} từ ngày", "leads nowhere"),
        ('id = "giay-chung-sinh"', 'id = "giay-khac"', "giay-chung-sinh"),
        ('source = "nd-120"', 'source = "nd-121"', "not among [sources]"),
    ],
)
def test_a_broken_revision_is_left_out(old: str, new: str, why: str, library: Library) -> None:
    found = overlay(library, [birth(old, new), revision(SMALL_TOPIC, id=2)])
    [left] = found.left_out
    assert (left.revision, left.name) == (1, BIRTH)
    assert why in left.why
    assert found.library.topics[BIRTH] is library.topics[BIRTH]
    assert "the-vuon" in found.library.topics


def test_a_topic_that_an_upgrade_let_flows_name_more_of_is_left_out(library: Library) -> None:
    """The walk of the new wheel shows a fact that the revision does not have."""
    body = shipped(BIRTH)
    at = body.index('[[fee]]\nid = "mien"')
    without = body[:at] + body[body.index("[[fee]]", at + 5) :]
    found = overlay(library, [birth(body, without)])
    flows = [flow for flow in library.flows.values() if flow.topic == BIRTH]
    named = any("fee.mien" in flow.model_dump_json() for flow in flows)
    assert bool(found.left_out) == named


def test_staff_teach_a_word_that_the_law_calls_otherwise(library: Library) -> None:
    said = "con tui muốn vô xóm bông"
    words = '[[concept]]\nlaw = ["đăng ký khai sinh"]\nsaid = ["vô xóm bông"]\n'
    assert library.matcher.match(said).matches[0].id != BIRTH
    found = overlay(library, [revision(words, "lexicon", "", kind="lexicon")])
    assert found.library.matcher.match(said).matches[0].id == BIRTH
    assert found.left_out == ()


@pytest.mark.parametrize("words", ['[[concept]]\nlaw = []\nsaid = ["x"]', "[[", '[a]\nb = "c"'])
def test_broken_words_of_staff_are_left_out(words: str, library: Library) -> None:
    found = overlay(library, [revision(words, "lexicon", "", kind="lexicon")])
    assert [left.name for left in found.left_out] == ["lexicon"]
    assert found.library is library


def test_an_empty_list_of_words_is_no_fault(library: Library) -> None:
    found = overlay(library, [revision("", "lexicon", "", kind="lexicon", origin=stamp("x"))])
    assert found.left_out == ()


def test_what_is_switched_off_stays_off_under_a_revision(library: Library) -> None:
    off = replace(library, off=frozenset({f"topic:{BIRTH}"}))
    assert overlay(off, [revision(SMALL_TOPIC)]).library.off == off.off
