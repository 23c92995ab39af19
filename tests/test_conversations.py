"""Every talk in tests/conversations holds, and together they reach every outcome and command."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.library import Library
from bot.messages import Say, Span
from bot.rehearsal import BEGIN, Line, Stage, play, read_talk, talks
from bot.session import Session
from knowledge.proofreading import NAKED_FIGURE

FOLDER = Path(__file__).parent / "conversations"
TALKS = dict(talks(FOLDER))
# where a figure may stand: what comes from a fact, from the citizen, from staff, from a list
SOURCED = re.compile(r"^(topics/|catalogue/|domains#|places/|citizen$|staff$)")
OFFICE = re.compile(r"\b(UBND|Uỷ ban nhân dân|Ủy ban nhân dân|Công an (xã|phường|tỉnh))")


@pytest.mark.parametrize("name", TALKS)
def test_the_talk_goes_as_written(name: str, library: Library) -> None:
    assert [str(difference) for difference in play(library, TALKS[name], name)] == []


def told(library: Library, name: str, lines: list[Line]) -> list[Say]:
    """Every reply of a talk."""
    stage = Stage(library, Session(), BEGIN, name)
    said: list[Say] = []
    for line in lines:
        if line.who not in {"bot", "effect"}:
            stage.step(line)
            said += [reply for reply in stage.replies if isinstance(reply, Say)]
    return said


@pytest.mark.parametrize("name", TALKS)
def test_no_figure_and_no_office_is_said_without_a_fact(name: str, library: Library) -> None:
    naked = [
        span
        for say in told(library, name, TALKS[name])
        for span in say.spans
        if not SOURCED.match(span.address) and _names_a_fact(span)
    ]
    assert naked == []


def _names_a_fact(span: Span) -> bool:
    """A figure always; an office, unless a step of a flow sends people there by name."""
    office = OFFICE.search(span.text) and not span.address.startswith("flows/")
    return bool(NAKED_FIGURE.search(span.text) or office)


@pytest.mark.parametrize("name", TALKS)
def test_every_reply_can_be_read_on_a_phone(name: str, library: Library) -> None:
    for say in told(library, name, TALKS[name]):
        assert say.text.strip()
        assert len(say.text) <= 2000  # the tightest channel
        assert all(len(choice.value.encode()) <= 64 for choice in say.choices)
        assert not re.search(r"\{[\w.#/-]*\}", say.text)


def test_the_talks_reach_every_outcome_and_every_command(library: Library) -> None:
    reached: Counter[str] = Counter()
    said: set[str] = set()
    for name, lines in TALKS.items():
        reached.update(say.about for say in told(library, name, lines))
        said |= {line.words.lower() for line in lines if line.who == "citizen"}
    outcomes = {
        f"flows/{flow.id}/{outcome}" for flow in library.flows.values() for outcome in flow.outcomes
    }
    missing = sorted(outcomes - set(reached))
    missing += [
        f"command {command}"
        for command, words in library.phrasebook.commands.items()
        if not said & {word.lower() for word in words}
    ]
    assert missing == []


def test_a_line_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_talk("citizen: chào\nnobody: hm\n")
