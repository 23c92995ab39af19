"""What is hard to read is found where it stands; what is quoted or opened is not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.library import Library
from knowledge.readability import LONG, hard_places, terms


def reads(library: Library, summary: str) -> list[Any]:
    topic = library.topics["dang-ky-khai-sinh"].model_copy(update={"summary": summary})
    return [hard for hard in hard_places(topic) if hard.key == "summary"]


def test_a_sentence_that_is_too_long_is_found(library: Library) -> None:
    [hard] = reads(library, f"{'dài ' * LONG}quá.")
    assert str(LONG + 1) in hard.why


@pytest.mark.parametrize("summary", ["Ngắn gọn.", f"Bấm “{'dài ' * LONG * 2}” là xong."])
def test_a_short_sentence_and_the_words_of_a_screen_are_not(summary: str, library: Library) -> None:
    assert reads(library, summary) == []


def test_an_office_word_is_opened_at_its_first_use(library: Library) -> None:
    term, opened = next(iter(terms().items()))
    assert [hard.why for hard in reads(library, f"Cần {term}.")] == [
        f"{term} is not opened ({opened})"
    ]
    assert reads(library, f"Cần {opened} ({term}).") == []
