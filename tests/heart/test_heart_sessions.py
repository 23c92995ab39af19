"""What is remembered: little, masked, whole through JSON; and what is said when it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import HOME, STEADY, Talk

from bot.conversation import session_lost, sorry
from bot.library import Library
from bot.messages import Choice, Forget, Heard
from bot.references import LENGTH, reference
from bot.rehearsal import BEGIN
from bot.scene import LINE, REMEMBERED, local_day
from bot.session import (
    Choosing,
    Confirming,
    Idle,
    Locating,
    Papers,
    Rating,
    Resuming,
    Run,
    Session,
    Ticking,
    Told,
    Walking,
    dump,
    load,
)

WORDS = st.text(max_size=20)
MAYBE = st.none() | WORDS
MOMENTS = st.datetimes(timezones=st.just(UTC))
DOINGS = st.one_of(
    st.just(Idle()),
    st.just(Walking()),
    st.just(Resuming()),
    st.builds(Choosing, WORDS, st.lists(WORDS, max_size=3).map(tuple)),
    st.builds(Confirming, st.sampled_from(["forget", "staff", "consent", "reuse", "whom"]), WORDS),
    st.builds(Locating, WORDS),
    st.builds(Rating, WORDS, st.none() | st.integers(1, 5)),
    st.builds(Ticking, WORDS),
)
ANSWERS = st.dictionaries(WORDS, WORDS, max_size=3)
RUNS = st.builds(
    Run, WORDS, ANSWERS, ANSWERS, MAYBE, st.integers(0, 9), st.booleans(), st.none() | MOMENTS
)
FEW = st.lists(WORDS, max_size=3).map(tuple)
SESSIONS = st.builds(
    Session,
    doing=DOINGS,
    topic=MAYBE,
    facets=st.lists(WORDS, max_size=2).map(tuple),
    run=st.none() | RUNS,
    misses=st.integers(0, 3),
    case=MAYBE,
    place=MAYBE,
    language=st.sampled_from(["vi", "en"]),
    offered=st.lists(st.builds(Choice, WORDS, WORDS), max_size=3).map(tuple),
    transcript=st.lists(WORDS, max_size=4).map(tuple),
    last=st.none() | MOMENTS,
    helping=st.booleans(),
    consent=st.booleans(),
    told=st.dictionaries(WORDS, st.builds(Told, WORDS, WORDS), max_size=2),
    lists=st.dictionaries(WORDS, st.builds(Papers, FEW, FEW), max_size=2),
    drafts=st.lists(RUNS, max_size=2).map(tuple),
    question=WORDS,
    generation=st.integers(0, 9),
)


@STEADY
@given(session=SESSIONS)
def test_a_session_comes_back_from_json_as_it_was(session: Session) -> None:
    assert load(dump(session)) == session


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"doing": {"kind": "flying"}}', b"\xff"])
def test_a_session_that_is_none_is_refused_as_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        load(data)


def test_a_session_of_an_older_release_is_read(library: Library) -> None:
    assert load(b'{"doing": {"kind": "idle"}, "topic": "dang-ky-khai-sinh"}').topic is not None


def test_a_lost_session_is_admitted_and_the_talk_begins_anew(library: Library) -> None:
    turn = session_lost(library, Heard("web:1", BEGIN, HOME, "chào"))
    talk = Talk(library, turn.session, turn=turn)
    assert talk.about == ["phrases/session-lost"]
    assert talk.values == ["/menu", "/staff"]
    assert turn.session == Session()
    assert turn.effects == ()


def test_an_error_of_ours_is_admitted_with_its_number(library: Library) -> None:
    turn = sorry(library, Heard("web:1", BEGIN, HOME, "chào"), "KH7M2P4X")
    talk = Talk(library, turn.session, turn=turn)
    assert "KH7M2P4X" in talk.text
    assert talk.values == ["/menu", "/staff"]


# ---- the last lines of the talk


def test_at_most_the_last_lines_are_remembered(walk: Talk) -> None:
    for number in range(20):
        walk.says(f"làm thẻ vườn hoa lần thứ {number}")
    assert len(walk.session.transcript) == REMEMBERED
    assert "lần thứ 19" in "".join(walk.session.transcript)


def test_every_remembered_line_is_short_and_says_who_spoke(walk: Talk) -> None:
    walk.says("đơn " * 300, "menu")
    assert all(line.startswith(("citizen: ", "bot: ")) for line in walk.session.transcript)
    assert all(len(line) <= LINE + len("citizen: ") for line in walk.session.transcript)


@pytest.mark.parametrize(
    "words,secret",
    [
        ("mã otp là 482913", "482913"),
        ("căn cước của tôi 079300012345", "079300012345"),
        ("gọi tôi số 0912345678", "0912345678"),
        ("mật khẩu là Hoa@1990", "Hoa@1990"),
        ("tôi tên là Nguyễn Thị Bình An", "Bình An"),
    ],
)
def test_what_is_remembered_is_masked(words: str, secret: str, walk: Talk) -> None:
    walk.says(words)
    assert secret not in dump(walk.session).decode()


def test_a_pressed_button_is_no_word_of_the_citizen(walk: Talk) -> None:
    walk.presses("t:the-vuon:fee")
    assert all(line.startswith("bot: ") for line in walk.session.transcript)


def test_the_choices_of_the_last_reply_are_kept_for_numbers(walk: Talk) -> None:
    walk.presses("t:the-vuon:fee")
    assert walk.session.offered == walk.choices
    walk.says("2")
    assert walk.turn.understanding == "pressed"


def test_a_turn_without_words_keeps_what_was_offered(walk: Talk) -> None:
    walk.presses("t:the-vuon:fee")
    offered = walk.session.offered
    walk.rings("another-timer")
    assert walk.said == []
    assert walk.session.offered == offered


def test_when_the_last_turn_was_and_which_publish_it_used_is_kept(grounds: Library) -> None:
    talk = Talk(replace(grounds, generation=7)).says("chào")
    assert talk.session.last == BEGIN
    assert talk.session.generation == 7


def test_the_day_of_a_turn_is_the_day_in_viet_nam() -> None:
    assert local_day(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)).day == 22
    assert local_day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)).day == 23


# ---- my data


def test_nothing_kept_is_said_to_be_nothing(walk: Talk) -> None:
    assert walk.says("dữ liệu của tôi").about == ["phrases/mydata-nothing"]


def test_what_is_kept_is_shown_in_words(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi", "/menu").says("gặp cán bộ", "thẻ hỏng")
    case = walk.session.case or "none"
    walk.says("dữ liệu của tôi")
    assert "Xin thẻ vườn" in walk.text
    assert "Cho tôi" in walk.text
    assert case in walk.text
    assert "/forget" in walk.values


def test_forgetting_asks_once_and_then_leaves_nothing(walk: Talk) -> None:
    walk.says("English").presses("f:the-vuon", "a:the-vuon:cho-ai:toi").says("xoá dữ liệu")
    assert walk.about == ["phrases/forget-confirm"]
    assert walk.values == ["forget-yes", "forget-no"]
    walk.presses("forget-yes")
    assert Forget() in walk.turn.effects
    kept = replace(walk.session, offered=(), last=None, generation=0)
    assert kept == Session(language="en")


@pytest.mark.parametrize("yes", ["có", "xoá hết", "xoá đi", "chắc chắn", "đồng ý", "1"])
def test_forgetting_is_confirmed_in_words_too(yes: str, walk: Talk) -> None:
    assert "forget" in walk.says("xoá dữ liệu", yes).kept


@pytest.mark.parametrize("no", ["không", "thôi, giữ lại", "2", "thôi", "là sao?"])
def test_what_is_no_yes_forgets_nothing(no: str, walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi").says("xoá dữ liệu", no)
    assert "forget" not in walk.kept
    assert walk.session.run is not None
    assert walk.session.doing.kind != "confirming"


# ---- codes that people read aloud


@STEADY
@given(event=st.text(max_size=40))
def test_a_code_has_eight_signs_without_look_alikes(event: str) -> None:
    code = reference(event)
    assert len(code) == LENGTH
    assert not set(code) & set("0O1IL5S2Z8B")


def test_a_code_is_derived_and_differs_between_events() -> None:
    codes = {reference(f"telegram:{number}") for number in range(20_000)}
    assert len(codes) == 20_000
    assert reference("telegram:1") == reference("telegram:1")
