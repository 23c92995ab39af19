"""Every refusal and warning has its sentence, and every sentence its refusal."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from knowledge.proofreading import ARTICLE, naked_figures
from knowledge.slots import PRONOUNS, Slot, pieces
from knowledge.vietnamese import nfc

ROOT = Path(__file__).parents[2]
FILE = ROOT / "locales" / "vi" / "answers.toml"
PHRASES: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["phrases"]
SOURCE = "\n".join(
    file.read_text(encoding="utf-8")
    for file in (ROOT / "flows").glob("*.py")
    if file.stem != "refusals"  # it lists reasons, and raises none
)
RAISED = set(re.findall(r'"(answer-[a-z-]+)"', SOURCE))


def test_every_reason_in_the_code_has_its_sentence_and_no_sentence_is_idle() -> None:
    assert set(PHRASES) == RAISED


@pytest.mark.parametrize("key", PHRASES)
def test_a_sentence_is_plain_composed_and_names_no_figure(key: str) -> None:
    text = PHRASES[key]
    assert text == nfc(text)
    assert naked_figures(text) == []
    assert not ARTICLE.search(text)
    assert len(text) <= 200


@pytest.mark.parametrize(
    "key",
    [
        key
        for key in PHRASES
        if not re.search("warn|one-word|no-marks|check|renamed|needed|not-known$", key)
    ],
)
def test_a_refusal_shows_a_right_example(key: str) -> None:
    assert "ví dụ" in PHRASES[key]


@pytest.mark.parametrize("key", PHRASES)
def test_the_slots_of_a_sentence_are_filled_where_it_is_raised(key: str) -> None:
    slots = {piece.name for piece in pieces(PHRASES[key]) if isinstance(piece, Slot)} - PRONOUNS
    raised = [SOURCE[found.end() : found.end() + 260] for found in re.finditer(f'"{key}"', SOURCE)]
    assert raised
    for after in raised:
        for slot in slots:
            assert re.search(rf'\b{slot}=|"{slot}":|named|digits=', after), (key, slot)
