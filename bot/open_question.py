"""The question that a walk has put, and what it makes of words that might mean something else."""

from __future__ import annotations

from bot.library import Library
from bot.session import Session
from flows.choices import names_choice
from flows.kinds import ChoiceKind, CommuneKind, YesNoKind
from flows.steps import Question


def open_question(library: Library, session: Session) -> Question | None:
    """The flow's question that waits for an answer."""
    run = session.run
    if session.doing.kind not in {"walking", "resuming"} or run is None or run.asked is None:
        return None
    flow = library.flows.get(run.flow)
    return flow.questions.get(run.asked) if flow else None


def kind_if_digits(asked: Question | None, said: str) -> str | None:
    """What was asked for, when bare digits answer it: "2" is no button, "051026" no code."""
    return asked.answer.kind if asked and said.isascii() and said.isdigit() else None


def names_an_answer(asked: Question, said: str) -> bool:
    """Whether the words are those of a choice: "bố" is no "bỏ", "đuối nước" no cry for help."""
    match asked.answer:
        case ChoiceKind() | YesNoKind() as kind:
            return names_choice(kind, said)
        case _:
            return False


def is_place_asked_for(library: Library, asked: Question | None, said: str) -> bool:
    """Where the commune was asked for, "xã Hóc Môn" is no fishbone in a throat."""
    commune = asked is not None and isinstance(asked.answer, CommuneKind)
    return commune and library.places.find(said) is not None
