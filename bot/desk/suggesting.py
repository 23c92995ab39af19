"""What the bot itself would answer to a case: a suggestion that staff send, mend or leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard, Say
from bot.session import Choosing, Session
from bot.turn import Turn

_ANYONE = Address("console", "suggestion")
_MASKED = re.compile(r"\[[^\[\]]{1,20}\]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words with their source line, and what they are about (`topics/<id>#<facet>`)."""

    text: str
    about: str
    sure: bool  # whether the question itself was clear enough to be answered


def suggest(
    library: Library, question: str, at: datetime, *, topic: str | None, place: str | None
) -> Suggestion | None:
    """The best that the knowledge base has for a question; None when it has nothing."""
    asked = _MASKED.sub(" ", question).partition(" · ")[0]
    session = Session(place=place)
    turn = respond(library, session, Heard("suggestion", at, _ANYONE, asked))
    if found := _answer(turn, sure=True):
        return found
    doing = turn.session.doing
    likely = doing.offered[0] if isinstance(doing, Choosing) else topic
    if likely is None:
        return None
    kind = "t" if likely in library.topics else "k"
    pressed = f"{kind}:{likely.removeprefix('catalogue/')}:"
    heard = Heard("suggestion", at, _ANYONE, "", pressed=pressed)
    return _answer(respond(library, session, heard), sure=False)


def _answer(turn: Turn, *, sure: bool) -> Suggestion | None:
    for reply in turn.replies:
        if isinstance(reply, Say) and reply.about.startswith(("topics/", "catalogue/")):
            return Suggestion(reply.text, reply.about, sure)
    return None
