"""Small talk, emergencies, abuse and "a real person" in noisy typing; questions stay questions."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.smalltalk import abuse, emergency, small_talk, wants_staff
from knowledge.typed_words import clean, mark_key, words_of
from knowledge.vietnamese import fold
from knowledge.wordings import Wordings

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
KINDS: dict[str, Callable[[str], object]] = {
    "smalltalk": small_talk,
    "emergency": emergency,
    "abuse": abuse,
    "staff": wants_staff,
}


def read(kind: str, fires: str) -> list[str]:
    with (HERE / "examples" / f"{kind}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["text"] for row in rows if row["fires"] == fires]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_sixty_examples_and_near_misses(kind: str) -> None:
    assert len(read(kind, "yes")) >= 60
    assert len(read(kind, "no")) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_recognised(kind: str) -> None:
    texts = read(kind, "yes")
    assert sum(bool(KINDS[kind](text)) for text in texts) >= 0.93 * len(texts)


@pytest.mark.parametrize("kind", KINDS)
def test_near_misses_stay_questions(kind: str) -> None:
    texts = read(kind, "no")
    assert sum(bool(KINDS[kind](text)) for text in texts) <= 0.05 * len(texts)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared question sets are not here")
@pytest.mark.parametrize("kind", KINDS)
def test_real_questions_are_not_swallowed(kind: str) -> None:
    lines = (SHARED / "questions_dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    lines = (SHARED / "messages_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    questions += [row["text"] for row in rows if row["expect"] == "topic"]
    questions += [fold(question) for question in questions]
    assert sum(bool(KINDS[kind](question)) for question in questions) <= 0.01 * len(questions)


@pytest.mark.parametrize(
    "text,kind",
    [
        ("chàoooo bạn", "greeting"),
        ("Chaof banj", "greeting"),
        ("cha2o ba5n", "greeting"),
        ("chào em, cảm ơn nhiều nha", "thanks"),
        ("bạn là người hay máy vậy", "bot?"),
        ("bạn tên gì", "who-are-you"),
        ("giúp được gì", "what-can-you-do"),
        ("tạm biệt nhé", "bye"),
        ("dạ vâng ạ", "ok"),
        ("ừ", "ok"),
        ("không", "no"),
        ("hahahaha", "laugh"),
        ("😂😂", "laugh"),
        (":))", "laugh"),
        ("🙏", "thanks"),
        ("👋", "greeting"),
        ("👍", "ok"),
        ("giỏi quá ta", "praise"),
        ("khỏe không em", "mood"),
        ("tôi tên Hoa", "name"),
        ("bác tên là Hai", "name"),
        ("cô tên Bảy", "name"),
        ("tên chú là Tư", "name"),
        ("con tên bị sai", None),
        ("bác rối quá, mệt mỏi", "mood"),
        ("rối trí quá cháu ơi", "mood"),
        ("không hiểu gì hết", "lost"),
        ("khó hiểu quá", "lost"),
        ("chưa hiểu", "lost"),
        ("thế là sao", "lost"),
        ("nói dễ hiểu hơn đi", "lost"),
        ("chán quá", "unhappy"),
        ("tệ", "unhappy"),
        ("dở quá à", "unhappy"),
        ("không giúp được gì hết", "unhappy"),
        ("tức chết đi được", "unhappy"),
        ("nói lại đi", "repeat"),
        ("dạ nhắc lại giùm bác", "repeat"),
        ("hả", "repeat"),
        ("hả cháu?", "repeat"),
        ("nghe không kịp", "repeat"),
        ("thế hả", "ok"),
        ("cháu nói sai rồi", "wrong"),
        ("sai bét", "wrong"),
        ("tôi không hỏi cái đó", "wrong"),
        ("trả lời gì kỳ vậy", "wrong"),
        ("không sai", "ok"),
        ("không hiểu gì hết trơn", "lost"),
        ("nói sao cho bác hiểu với", "lost"),
        ("hỏi mà không trả lời được", "unhappy"),
        ("cháu nói gì", "repeat"),
        ("em tên gì vậy", "who-are-you"),
        ("bác tên gì", "who-are-you"),
        ("nói lại cách nộp hồ sơ", None),
        ("không đúng", "wrong"),
        ("trả lời sai", "wrong"),
        ("không phải", "no"),
        ("Minh Khai", None),
        ("khoai", None),
    ],
)
def test_small_talk_is_told_apart(text: str, kind: str | None) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    "text",
    ["", "   ", "?", "k", "a", "???!!!", "chào, hộ chiếu", "\u200b", "ok " * 30, "ajsjdjd hdhdh"],
)
def test_what_is_no_small_talk_is_left_alone(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize(
    "text,kind",
    [
        ("cháy nhà rồi cứu với", "fire"),
        ("điện giật người ta bất tỉnh rồi, gọi ai", "medical"),
        ("co nguoi dang pha cua vao nha toi", "police"),
        ("con tôi 5 tuổi đi lạc từ sáng tới giờ không thấy", "distress"),
        ("chồng đang đánh tôi", "distress"),
        ("toi khong muon song nua", "distress"),
        ("con tôi chết đuối cần làm khai tử", None),
        ("bị tai nạn muốn hưởng trợ cấp", None),
        ("cháy nhà mất hết giấy tờ giờ làm lại", None),
        ("", None),
        ("xã Hóc Môn", None),
        ("tôi ở Cai Lậy, Hóc Môn, Gò Công nộp đâu", None),
        ("toi o cam hung", None),
        ("con bị hóc xương cá", "medical"),
        ("bé bị hóc", "medical"),
        ("chồng đánh bạc bán đất của hai vợ chồng", None),
        ("chồng đánh rớt mất giấy xe", None),
        ("xe tôi bị đánh cắp giờ làm sao", None),
        ("chồng đánh bạc thua về đánh tôi", "police"),
        ("cháy nhà " + "rồi " * 60, None),
    ],
)
def test_an_emergency_is_now_and_no_paper_is_asked(text: str, kind: str | None) -> None:
    assert emergency(text) == kind


@pytest.mark.parametrize("text", ["d.m", "n.g.u", "đồ ngu", "DITME MAY", "vcl trl cái qq gì vậy"])
def test_abuse_is_seen_also_when_spelt_out(text: str) -> None:
    assert abuse(text) == (text != "DITME MAY")  # joined words are left to the matcher


@pytest.mark.parametrize(
    "text",
    [
        "tức chết đi được, hồ sơ bị trả hoài",
        "dm vneid báo lỗi hoài",
        "bot ngu, làm khai sinh cần giấy gì",
        "vl hồ sơ tới đâu rồi",
    ],
)
def test_anger_that_carries_a_clear_request_is_no_mere_abuse(text: str) -> None:
    assert not abuse(text)


@pytest.mark.parametrize("text", ["bot ngu vcl", "làm khai sinh mà cũng không biết, đồ ngu", "đm"])
def test_anger_without_a_request_stays_abuse(text: str) -> None:
    assert abuse(text)


@pytest.mark.parametrize("text", ["hong ngu", "toi o an hai", "pham ngu lao", "ngu hanh son"])
def test_names_of_places_are_no_abuse(text: str) -> None:
    assert not abuse(text)


@pytest.mark.parametrize("text", ["", "ban hoc toi nha ngu vai bua", "con cho hoi", "ngu " * 50])
def test_ordinary_words_are_no_abuse(text: str) -> None:
    assert not abuse(text)


@pytest.mark.parametrize("text", ["", "gặp cán bộ nào để nộp hồ sơ", "gặp người thật " * 20])
def test_asking_whom_to_see_is_not_asking_for_a_person(text: str) -> None:
    assert not wants_staff(text)


def test_tone_marks_may_stand_on_either_vowel() -> None:
    assert mark_key("hoà") == mark_key("hòa")


def test_invisible_signs_are_dropped_and_marks_composed() -> None:
    assert clean("cha\u200b\u0300o\nba\u0323n") == "chào bạn"


def test_a_phrase_may_skip_words_and_demand_marks() -> None:
    wordings = Wordings({"far": ["một * ba"], "strict": ["=chó"], "end": ["tên *"]})

    def kinds(text: str) -> set[str]:
        return {hit.kind for hit in wordings.find(words_of(text))}

    assert kinds("mot x y z ba") == {"far"}
    assert kinds("một ba") == {"far"}
    assert kinds("một x y z t ba") == set()
    assert kinds("cho") == set()
    assert kinds("chó") == {"strict"}
    assert kinds("tên an") == {"end"}


def test_a_marked_message_does_not_lend_its_bare_words() -> None:
    wordings = Wordings({"price": ["giá"]})
    assert not wordings.find(words_of("đất gia đình được hưởng"))
    assert wordings.find(words_of("gia bao nhieu"))


@pytest.mark.parametrize("typed", ["gặp", "gap", "gaqp", "gawpj", "ga85p", "gapj", "gặpppp"])
def test_telex_vni_and_drawn_out_letters_are_read(typed: str) -> None:
    wordings = Wordings({"meet": ["gặp"]})
    assert bool(wordings.find(words_of(typed))) == (typed != "gaqp")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_a_recogniser(text: str) -> None:
    for find in KINDS.values():
        find(text)


@pytest.mark.parametrize("piece", ["gặp ", "chồng đánh ", "cứu tôi ", "a", "ngu ", "d.", "không "])
def test_long_messages_stay_quick(piece: str) -> None:
    text = (piece * 4000)[:4000]
    start = time.perf_counter()
    for find in KINDS.values():
        find(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ ơi cho em hỏi làm khai sinh cần gì",
        "nhờ cán bộ hướng dẫn cách nộp hồ sơ trực tuyến",
        "cứu em với ad ơi vneid bị khóa rồi",
        "hồ sơ bị ngâm mấy tháng, bực muốn chết",
        "mẹ em ngã gãy chân không ra xã được, có làm tại nhà không",
        "gọi điện cho tôi khi có kết quả được không",
        "làm sổ đỏ cho con chó má gì lâu thế",
        "sang ten so do cho con co mat thue khong",
        "cong bo nang luc tu van",
        "co ai di cung duoc khong",
    ],
)
def test_a_question_in_strong_words_is_still_a_question(text: str) -> None:
    angry = "chó má" in text
    swallowed = [kind for kind, find in KINDS.items() if find(text)]
    assert swallowed == (["abuse"] if angry else [])


def test_a_bare_cry_for_help_is_an_emergency() -> None:
    assert emergency("cứu tôi với") == "police"
    assert emergency("cuu em voi") == "police"
