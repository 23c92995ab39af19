"""Every way through every flow, walked by machine through the whole heart of the bot."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard, Reply, Say
from bot.rehearsal import BEGIN
from bot.scene import local_day
from bot.session import Session
from bot.turn import Turn
from flows.flow import read_flows
from flows.walk import journeys, walk
from knowledge.proofreading import NAKED_FIGURE

FLOWS = sorted(read_flows().flows)
HOME = Address("web", "journey")
DAY = local_day(BEGIN)
FROM_FACTS = re.compile(r"^(topics/|domains#|places/|citizen$|staff$)")


def press(library: Library, session: Session, value: str, number: int) -> Turn:
    return respond(library, session, Heard(f"web:{number}", BEGIN, HOME, "", pressed=value))


def go(library: Library, flow: str, answers: dict[str, str]) -> Iterator[tuple[Session, Reply]]:
    """Press one journey through; every reply with the session after it."""
    turn = press(library, Session(consent=True), f"f:{flow}", 0)
    yield from ((turn.session, reply) for reply in turn.replies)
    for number in range(1, 40):
        run = turn.session.run
        if run is None or run.asked is None:
            made = press(library, turn.session, f"d:{flow}", number)
            yield from ((made.session, reply) for reply in made.replies)
            return
        value = answers[run.asked]
        pressed = f"a:{flow}:{run.asked}:{value}" if value else "/skip"
        turn = press(library, turn.session, pressed, number)
        yield from ((turn.session, reply) for reply in turn.replies)
    pytest.fail(f"{flow}: no end in sight with {answers}")


@pytest.mark.parametrize("flow", FLOWS)
def test_every_journey_ends_and_every_word_of_it_is_sourced(flow: str, library: Library) -> None:
    ends: set[str] = set()
    for journey in journeys(library.flows[flow], DAY):
        says = [reply for _, reply in go(library, flow, dict(journey)) if isinstance(reply, Say)]
        for say in says:
            assert len(say.text) <= 2000, f"{say.about}: {len(say.text)} signs"
            assert len(say.choices) <= 12
            assert all(len(choice.value.encode()) <= 64 for choice in say.choices)
            assert not re.search(r"\{[\w.#/-]*\}", say.text), say.text
            for span in say.spans:
                sourced = FROM_FACTS.match(span.address) or not NAKED_FIGURE.search(span.text)
                assert sourced, f"{span.address}: {span.text}"
        ends |= {say.about for say in says}
    assert {f"flows/{flow}/{outcome}" for outcome in library.flows[flow].outcomes} <= ends


@pytest.mark.parametrize("flow", FLOWS)
def test_every_step_is_reached_and_every_route_taken(flow: str, library: Library) -> None:
    walked = walk(library.flows[flow], DAY)
    assert walked.stranded == ()
    assert walked.met == walked.all
    assert walked.deepest <= 20


@pytest.mark.parametrize("flow", FLOWS)
def test_going_back_from_every_question_puts_the_one_before(flow: str, library: Library) -> None:
    journey = max(journeys(library.flows[flow], DAY), key=len)
    turn = press(library, Session(consent=True), f"f:{flow}", 0)
    asked: list[str] = []
    while turn.session.run and turn.session.run.asked:
        question = turn.session.run.asked
        asked.append(question)
        value = journey[question]
        turn = press(library, turn.session, f"a:{flow}:{question}:{value}" if value else "/skip", 1)
    for question in reversed(asked):
        turn = press(library, turn.session, "/back", 2)
        assert turn.session.run is not None
        assert turn.session.run.asked == question
