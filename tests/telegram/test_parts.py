"""A reply too long for a channel becomes several messages, and loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.parts import parts, pieces_of, utf16
from bot.messages import Choice, Edit, FileRef, Say, Span, Typing
from bot.platforms import Capabilities

SMALL = Capabilities("push", 40, utf16=True, files_out=True)
MENU = (Choice("/menu", "Menu"),)


def say(*texts: str, files: tuple[FileRef, ...] = ()) -> Say:
    spans = tuple(Span(text, f"phrases/{number}") for number, text in enumerate(texts))
    return Say(spans, "phrases/x", MENU, files)


def test_a_long_text_is_cut_after_a_sentence() -> None:
    one, two = parts(say("Làm khai sinh không mất phí. Nộp ở Uỷ ban xã nơi ở."), SMALL)
    assert isinstance(one, Say)
    assert isinstance(two, Say)
    assert (one.text, two.text) == ("Làm khai sinh không mất phí.", "Nộp ở Uỷ ban xã nơi ở.")
    assert (one.choices, two.choices) == ((), MENU)


def test_each_piece_keeps_where_its_words_came_from() -> None:
    one, two = parts(say("Lệ phí: ", "năm nghìn đồng một bản. ", "Nộp tại quầy số hai."), SMALL)
    assert isinstance(one, Say)
    assert isinstance(two, Say)
    assert [span.address for span in one.spans] == ["phrases/0", "phrases/1"]
    assert [span.address for span in two.spans] == ["phrases/2"]


def test_signs_of_two_units_count_twice() -> None:
    assert utf16("👋🏻 Chào") == 9
    assert [piece.text for piece in parts(say("🙂" * 21), SMALL) if isinstance(piece, Say)] == [
        "🙂" * 20,
        "🙂",
    ]


def test_files_are_messages_of_their_own_after_the_words() -> None:
    files = (FileRef("a.pdf", "application/pdf", "form:x/a"), FileRef("b", "x/y", "form:x/b"))
    words, one, two = parts(say("Tờ khai đây ạ.", files=files), SMALL)
    assert isinstance(words, Say)
    assert isinstance(two, Say)
    assert (words.files, words.choices) == ((), MENU)
    assert (two.text, two.files) == ("", files[1:])
    assert one != two


def test_a_channel_without_files_keeps_them_in_the_reply() -> None:
    file = FileRef("a.pdf", "application/pdf", "form:x/a")
    [only] = parts(say("Tờ khai.", files=(file,)), Capabilities("pull", 40))
    assert isinstance(only, Say)
    assert only.files == (file,)


def test_other_replies_and_empty_ones_stay() -> None:
    empty = Say((), "phrases/x")
    for reply in (Typing(), Edit("1", say("x")), empty):
        assert parts(reply, SMALL) == (reply,)


@given(st.text(max_size=400), st.integers(2, 60))
def test_no_piece_is_too_long_and_only_space_is_lost(text: str, limit: int) -> None:
    pieces = [text[start:end] for start, end in pieces_of(text, limit, utf16)]
    assert all(utf16(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
