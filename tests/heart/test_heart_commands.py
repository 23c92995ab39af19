"""What anyone may say or press at any time: in every state it is answered, and nothing raises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import STEADY, Talk

from bot.library import Library
from bot.messages import Choice
from bot.phrasebook import read_phrasebook
from bot.session import (
    Choosing,
    Confirming,
    Doing,
    Idle,
    Locating,
    Rating,
    Resuming,
    Run,
    Session,
    Ticking,
    Walking,
    dump,
    load,
)

COMMANDS = sorted(read_phrasebook().commands)
HALF = Run("the-vuon", {"cho-ai": "toi"}, {"cho-ai": "Cho tôi"}, asked="ngay")
DONE = replace(HALF, asked=None)
STATES: dict[str, tuple[Doing, Run | None]] = {
    "idle": (Idle(), None),
    "idle with a walk half done": (Idle(), HALF),
    "idle after a walk": (Idle(), DONE),
    "choosing": (Choosing("xe cũ", ("xe-sang-ten", "xe-thu-hoi")), None),
    "walking": (Walking(), HALF),
    "walking at the first question": (Walking(), Run("the-vuon", asked="cho-ai")),
    "walking for someone else": (Walking(), replace(HALF, helping=True)),
    "walking without being kept": (Walking(), replace(HALF, unkept=True)),
    "ticking": (Ticking("the-vuon"), HALF),
    "asked whether to use it again": (Confirming("reuse", "the-vuon"), HALF),
    "asked for whom": (Confirming("whom"), HALF),
    "walking nowhere": (Walking(), None),
    "walking a flow that is gone": (Walking(), replace(HALF, flow="da-bo")),
    "resuming": (Resuming(), HALF),
    "confirming to forget": (Confirming("forget"), HALF),
    "confirming a case": (Confirming("staff"), None),
    "confirming to be asked": (Confirming("consent", "the-vuon"), None),
    "confirming what is gone": (Confirming("consent", "da-bo"), HALF),
    "locating": (Locating("xa-moi-cua-toi"), None),
    "locating for an answer": (Locating("dang-ky-khai-sinh:where"), None),
    "rating": (Rating("KH7M2P4X"), None),
    "rating, a word to come": (Rating("KH7M2P4X", 5), None),
}


def in_state(grounds: Library, state: str) -> Talk:
    doing, run = STATES[state]
    session = Session(
        doing=doing,
        run=run,
        topic="the-vuon",
        offered=(Choice("/menu", "Xem danh mục"),),
        helping=bool(run and run.helping),
    )
    return Talk(grounds, session)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_answered_in_every_state(
    state: str, command: str, grounds: Library
) -> None:
    talk = in_state(grounds, state).presses(f"/{command}")
    assert talk.text.strip()
    assert load(dump(talk.session)) == talk.session


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "words", ["menu", "QUAY LẠI", "huy", "Sửa.", "gặp cán bộ ạ", "xoa du lieu", "English", "help"]
)
def test_every_command_may_be_typed_as_people_type(
    state: str, words: str, grounds: Library
) -> None:
    talk = in_state(grounds, state).says(words)
    assert talk.text.strip()
    assert talk.turn.understanding in {"command", "staffwanted"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", ["", "   ", "…", "👍", "\ud800", "0", "a" * 5000, "{you}", "1"])
def test_odd_messages_are_answered_in_every_state(state: str, words: str, grounds: Library) -> None:
    talk = in_state(grounds, state).says(words)
    assert talk.text.strip()
    assert load(dump(talk.session)) == talk.session


@pytest.mark.parametrize("state", STATES)
def test_a_file_a_closed_case_and_staff_are_met_in_every_state(
    state: str, grounds: Library
) -> None:
    assert in_state(grounds, state).sends_a_file().text.strip()
    assert in_state(grounds, state).staff_says("Chào.", "KH7M2P4X").text.strip()
    assert in_state(grounds, state).staff_closes("KH7M2P4X").text.strip()


@pytest.mark.parametrize("state", STATES)
def test_an_emergency_beats_every_state(state: str, grounds: Library) -> None:
    talk = in_state(grounds, state).says("cháy nhà rồi cứu với")
    assert talk.turn.understanding == "emergency"
    assert "114" in talk.text
    assert talk.kept[-1:] == ["open-case"]


@pytest.mark.parametrize("state", STATES)
def test_a_secret_is_guarded_in_every_state(state: str, grounds: Library) -> None:
    talk = in_state(grounds, state).says("mã otp là 482913")
    assert talk.turn.understanding == "secret"
    assert "482913" not in dump(talk.session).decode()


def test_an_unknown_command_shows_the_menu(walk: Talk) -> None:
    assert walk.presses("/khong-co").about == ["phrases/menu"]
    assert walk.presses("/").about == ["phrases/menu"]


def test_the_menu_offers_a_half_done_walk_again(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi", "/menu")
    assert walk.values[0] == "/resume"
    assert walk.presses("/resume").about == ["flows/the-vuon/ngay"]


def test_the_menu_offers_no_walk_that_is_over(walk: Talk) -> None:
    assert "/resume" not in walk.presses("/menu").values


@pytest.mark.parametrize("command", ["start", "menu", "help"])
def test_the_way_to_a_person_is_always_among_the_choices(command: str, walk: Talk) -> None:
    assert "/staff" in walk.presses(f"/{command}").values


def test_a_command_ends_with_a_polite_word_or_a_sign_too(walk: Talk) -> None:
    for words in ("Menu ạ", "menu nhé!", "  MENU  ", "menu đi"):
        assert walk.says(words).about == ["phrases/menu"]


def test_a_command_inside_a_sentence_is_none(talk: Talk) -> None:
    talk.says("sửa tên trên giấy khai sinh thì làm sao")
    assert talk.turn.understanding != "command"


# ---- language


def test_a_language_is_kept_and_the_menu_stays_in_reach(walk: Talk) -> None:
    walk.says("English")
    assert walk.session.language == "en"
    assert walk.says("menu").text.startswith("What do you need?")
    assert walk.says("tiếng Việt").says("menu").text.startswith("Bác cần")


def test_changing_the_language_puts_the_open_question_again(walk: Talk) -> None:
    walk.presses("f:the-vuon", "/english")
    assert walk.about == ["phrases/language-en", "flows/the-vuon/cho-ai"]
    assert walk.session.doing == Walking()


def test_what_has_no_translation_is_said_in_vietnamese(walk: Talk) -> None:
    walk.says("English").presses("t:the-vuon:fee")
    assert "8.000 đồng" in walk.text
    assert "Source: " in walk.text


# ---- buttons: untrusted text


OLD = [
    "", ":", "t", "t:", "t:da-bo:fee", "t:the-vuon:khong-co:9", "t:the-vuon:fee:999999999",
    "t:the-vuon:fee:-1", "t:the-vuon:fee:²", "k", "k:", "k:1.001193:fee:0", "f", "f:", "f:da-bo",
    "g:da-bo", "a", "a:x", "a:x:y", "a:the-vuon:cho-ai:toi", "a:the-vuon:da-bo:toi",
    "a:the-vuon:cho-ai:hang-xom", "e:the-vuon:cho-ai", "e:the-vuon:da-bo", "e:da-bo:x", "r", "r::",
    "r:KH7M2P4X:5", "r:KH7M2P4X:9", "r:KH7M2P4X:", "none", "forget-yes", "forget-no", "alone",
    "r:\ud800:5", "\ud800", "done", "p:", "p:khong/co", "w:da-bo:where",
    "y", "y:", "y:da-bo", "d:", "d:the-vuon", "d:da-bo", "consent-no", "w:the-vuon:where",
    "x:y:z", "💥", "a" * 300, "c", "c:", "c:the-vuon", "x", "x:the-vuon", "x:the-vuon:²",
    "u:the-vuon", "u:the-vuon:", "h", "h:", "h:²", "i", "i:", "z", "z:", "z:da-bo",
]  # fmt: skip


@pytest.mark.parametrize("value", OLD)
def test_an_old_or_foreign_button_is_answered_kindly_in_every_state(
    value: str, grounds: Library
) -> None:
    for state in STATES:
        talk = in_state(grounds, state).presses(value)
        assert talk.text.strip(), state
        assert load(dump(talk.session)) == talk.session, state


@STEADY
@given(value=st.text(max_size=40), state=st.sampled_from(sorted(STATES)))
def test_made_up_buttons_never_raise(value: str, state: str, grounds: Library) -> None:
    assert in_state(grounds, state).presses(value).text.strip()


def test_a_made_up_button_says_that_it_is_old_and_leads_on(walk: Talk) -> None:
    walk.presses("x:y:z")
    assert walk.about == ["phrases/gone-button"]
    assert walk.values == ["/menu", "/staff"]


def test_a_topic_that_is_gone_is_said_to_be_gone(walk: Talk) -> None:
    assert walk.presses("t:da-bo:fee").about == ["phrases/gone-topic"]


def test_a_number_a_label_and_a_value_press_what_was_offered(walk: Talk) -> None:
    for words in ("1", "xem danh muc", "/menu"):
        walk.session = Session(offered=(Choice("/menu", "Xem danh mục"),))
        assert walk.says(words).turn.understanding == "pressed"


def test_a_number_beyond_what_was_offered_presses_nothing(walk: Talk) -> None:
    walk.session = Session(offered=(Choice("/menu", "Xem danh mục"),))
    assert walk.says("7").turn.understanding != "pressed"


# ---- anything at all


LINES = st.sampled_from(
    [
        "làm khai sinh cho con cần gì",
        "thế bao nhiêu tiền",
        "còn ở đâu",
        "nuôi voi",
        "có",
        "không",
        "1",
        "2",
        "quay lại",
        "sửa",
        "huỷ",
        "menu",
        "gặp cán bộ",
        "xoá dữ liệu",
        "English",
        "079300012345",
        "mã otp là 482913",
        "link dichvucong-gov.top nay that ko",
        "cảm ơn",
        "đồ ngu",
        "gõ sau",
        "làm giúp người khác",
        "5",
        "30/12/2026",
        "không biết",
        "cả nhà",
        "12",
        "xã Tân Đông, Tây Ninh",
        "đồng ý",
        "dùng lại",
        "giấy tờ của tôi",
        "1 2",
        "đủ rồi",
        "dữ liệu của tôi",
        "bà nội tôi",
    ]
)
NEW = (
    "f:tk-ct01", "y:the-vuon", "z:the-vuon", "y:tk-ct01", "z:tk-ct01", "u:tk-ct01:yes",
    "u:the-vuon:no", "c:the-vuon", "x:the-vuon:0", "x:the-vuon:9", "d:the-vuon", "d:tk-ct01",
    "h:1", "h:7", "i:parents", "i:nobody", "export", "consent-no",
)  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("says"), LINES),
    st.tuples(
        st.just("presses"), st.sampled_from([*OLD, *NEW, "f:the-vuon", "f:dang-ky-khai-sinh"])
    ),
    st.tuples(st.just("offered"), st.integers(0, 6)),
    st.tuples(st.just("waits"), st.integers(1, 30)),
    st.tuples(st.just("staff"), st.sampled_from(["says", "closes"])),
    st.tuples(st.just("rings"), st.sampled_from(["helper-wipe", "helper-wipe:1"])),
)


@STEADY
@given(acts=st.lists(ACTS, max_size=9))
def test_whatever_happens_is_answered_and_the_session_can_be_kept(
    acts: list[tuple[str, str | int]], grounds: Library
) -> None:
    talk = Talk(grounds)
    for act, what in acts:
        match act, what:
            case "says", str(words):
                talk.says(words)
            case "presses", str(value):
                talk.presses(value)
            case "offered", int(at) if talk.session.offered:
                talk.presses(talk.session.offered[at % len(talk.session.offered)].value)
            case "waits", int(hours):
                talk.waits(hours=hours)
                continue
            case "staff", "says":
                talk.staff_says("Chào bác.", "KH7M2P4X")
            case "staff", "closes":
                talk.staff_closes("KH7M2P4X")
            case "rings", str(timer):
                talk.rings(timer)
                continue
            case _:
                continue
        assert talk.text.strip()
        assert "482913" not in dump(talk.session).decode()
        assert load(dump(talk.session)) == talk.session
