"""The declaration at the end of a walk: agreed to, looked through, made when it is delivered."""

from __future__ import annotations

import pytest

from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, FileRef, Heard, Say
from bot.rehearsal import BEGIN
from bot.rendering import NoSuchFile, opener
from bot.scene import local_day
from bot.session import Session
from bot.storage.records import Kept
from bot.turn import Turn
from flows.walk import journeys

WALKS = (
    "tk-khai-sinh", "tk-khai-tu", "tk-doc-than", "tk-ket-hon", "tk-ct01", "tk-bhyt",
    "tk-tam-tru", "tk-gia-han", "tk-tach-ho", "tk-ct07",
)  # fmt: skip


async def nobody(address: Address) -> Kept:
    """A store in which nothing is kept of anybody."""
    return Kept(address)


def press(library: Library, session: Session, value: str, number: int = 0) -> Turn:
    event = Heard(f"web:{value}{number}", BEGIN, Address("web", "sheet"), "", pressed=value)
    return respond(library, session, event)


def says(turn: Turn) -> list[Say]:
    return [reply for reply in turn.replies if isinstance(reply, Say)]


def walked(library: Library, flow: str) -> Turn:
    """The turn at which the answers of one journey are put up for a last look."""
    answers = dict(max(journeys(library.flows[flow], local_day(BEGIN)), key=len))
    turn = press(library, Session(consent=True), f"f:{flow}")
    for number in range(40):
        run = turn.session.run
        assert run is not None
        if run.asked is None:
            return turn
        value = answers[run.asked]
        pressed = f"a:{flow}:{run.asked}:{value}" if value else "/skip"
        turn = press(library, turn.session, pressed, number)
    raise AssertionError(f"{flow} has no end")


def test_nothing_about_people_is_asked_before_they_agree(library: Library) -> None:
    turn = press(library, Session(), "f:tk-khai-sinh")
    assert [say.about for say in says(turn)] == ["phrases/consent"]
    assert turn.session.run is None


def test_who_refuses_is_still_helped_without_it(library: Library) -> None:
    asked = press(library, Session(), "f:tk-khai-sinh")
    refused = press(library, asked.session, "consent-no")
    assert says(refused)[0].about == "phrases/consent-refused"
    assert not refused.session.consent


def test_an_agreement_is_asked_for_once(library: Library) -> None:
    agreed = press(library, press(library, Session(), "f:tk-ct01").session, "y:tk-ct01")
    assert agreed.session.consent
    assert says(agreed)[-1].about.startswith("flows/tk-ct01/")


@pytest.mark.parametrize("flow", WALKS)
def test_every_answer_is_read_back_before_the_sheet_is_made(flow: str, library: Library) -> None:
    turn = walked(library, flow)
    run = turn.session.run
    assert run is not None
    [say] = [say for say in says(turn) if say.about == "phrases/sheet-review"]
    assert all(label in say.text for label in run.labels.values())
    assert f"d:{flow}" in [choice.value for choice in say.choices]


@pytest.mark.parametrize("flow", WALKS)
async def test_the_sheet_is_made_as_pdf_and_word_file(flow: str, library: Library) -> None:
    turn = press(library, walked(library, flow).session, f"d:{flow}")
    files = [file for say in says(turn) for file in say.files]
    open_file = opener(lambda: library, nobody)
    starts = [(await open_file(file))[:4] for file in files]
    assert starts == [b"%PDF", b"PK\x03\x04"]


def test_a_sheet_is_not_made_for_another_walk(library: Library) -> None:
    turn = press(library, walked(library, "tk-ct01").session, "d:tk-khai-sinh")
    assert says(turn)[0].about == "phrases/gone-button"


async def test_a_file_whose_form_is_gone_is_told_not_raised_as_a_riddle(library: Library) -> None:
    with pytest.raises(NoSuchFile):
        await opener(lambda: library, nobody)(
            FileRef("a.pdf", "application/pdf", "form:khong-co", "{}")
        )


def test_the_answers_of_a_topic_offer_its_sheet(library: Library) -> None:
    turn = press(library, Session(), "t:dang-ky-khai-sinh:documents")
    assert "f:tk-khai-sinh" in [choice.value for choice in says(turn)[0].choices]
