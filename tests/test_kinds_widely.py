"""Wishes, good-byes, insults, cries, secrets, doubts and "a person", said in many ways.

Each is recognised as it stands; the questions in the same words are none of these.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.privacy import asks_about_link, secrets_in
from knowledge.smalltalk import abuse, emergency, small_talk, wants_staff
from knowledge.vietnamese import fold

KINDS: dict[str, Callable[[str], object]] = {
    "secret": secrets_in,
    "link": asks_about_link,
    "emergency": emergency,
    "abuse": abuse,
    "staff": wants_staff,
    "smalltalk": small_talk,
}


def read() -> list[tuple[str, str]]:
    path = Path(__file__).parent / "examples" / "widely.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["kind"], row["text"]) for row in rows]


SAID = [(kind, text) for kind, text in read() if kind in KINDS]
ASKED = [text for kind, text in read() if kind == "question"]


@pytest.mark.parametrize("kind,text", SAID)
def test_each_kind_is_recognised_in_many_words(kind: str, text: str) -> None:
    assert KINDS[kind](text)


@pytest.mark.parametrize("text", ASKED)
def test_a_question_in_such_words_is_none_of_these_kinds(text: str) -> None:
    assert not [kind for kind, find in KINDS.items() if find(text) or find(fold(text))]


def test_most_are_recognised_without_marks_too() -> None:
    seen = sum(bool(KINDS[kind](fold(text))) for kind, text in SAID)
    assert seen >= 0.9 * len(SAID)
