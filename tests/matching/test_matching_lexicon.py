"""The lexicon: big enough, well-formed, longest saying first, conditions kept."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

from knowledge import lexicon
from knowledge.lexicon import parse
from knowledge.vietnamese import nfc, syllables


def _concepts() -> list[dict[str, Any]]:
    source = files("knowledge").joinpath("lexicon.toml").read_text("utf-8")
    return list(tomllib.loads(source)["concept"])


def test_the_lexicon_holds_at_least_1500_sayings() -> None:
    assert sum(len(concept["said"]) for concept in _concepts()) >= 1500


def test_no_saying_stands_twice_under_the_same_condition() -> None:
    said = Counter(
        (tuple(one.accented for one in syllables(text)), str(concept.get("near")))
        for concept in _concepts()
        for text in concept["said"]
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_every_concept_is_written_in_nfc_and_names_the_law() -> None:
    for concept in _concepts():
        assert set(concept) <= {"law", "said", "near", "keep"}
        for text in (*concept["law"], *concept["said"]):
            assert text == nfc(text)
            assert syllables(text)


def _found(source: str, text: str, guessed: bool = False) -> list[tuple[int, int]]:
    words = syllables(text)
    return [(hit.start, hit.length) for hit in parse(source).find(words, [guessed] * len(words))]


_SOURCE = """
[[concept]]
law = ["cấp lại giấy phép lái xe"]
said = ["mất bằng", "mất bằng lái"]
[[concept]]
law = ["đăng ký thường trú"]
said = ["nhập khẩu"]
near = [["vợ", "con"]]
[[concept]]
law = ["tôn giáo"]
said = ["đạo"]
[[concept]]
law = ["đăng ký khai sinh"]
said = ["giấy khai sinh", "khai sinh"]
keep = true
[[concept]]
law = []
said = ["..."]
"""


def test_the_longest_saying_wins() -> None:
    assert _found(_SOURCE, "em mất bằng lái rồi") == [(1, 3)]


def test_a_condition_must_stand_in_the_same_sentence() -> None:
    assert _found(_SOURCE, "nhập khẩu cho vợ") == [(0, 2)]
    assert _found(_SOURCE, "nhập khẩu máy bơm") == []


def test_a_single_word_needs_its_marks_even_where_they_were_guessed() -> None:
    assert _found(_SOURCE, "theo đạo") == [(1, 1)]
    assert _found(_SOURCE, "con dao", guessed=True) == []


def test_several_words_may_fit_by_their_folded_form_where_marks_were_guessed() -> None:
    assert _found(_SOURCE, "mắt bằng lái", guessed=True) == [(0, 3)]
    assert _found(_SOURCE, "mat bang lai", guessed=True) == []
    assert _found(_SOURCE, "mắt bằng lái") == []


def test_a_concept_that_keeps_its_words_lets_the_next_overlap() -> None:
    assert _found(_SOURCE, "giấy khai sinh") == [(0, 3), (1, 2)]


def test_the_shipped_lexicon_reads_the_words_of_three_regions() -> None:
    known = lexicon.lexicon()
    for said in ("cất nhà", "bằng lái", "sổ đỏ", "cà vẹt", "mướn nhà", "lên thổ cư"):
        words = syllables(said)
        assert known.find(words, [False] * len(words)), said
