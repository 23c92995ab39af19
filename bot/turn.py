"""What one event leads to: the new session, what is said, what is kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Effect, Reply
from bot.session import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """The whole outcome of one event; committed in one piece or not at all."""

    session: Session
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]
    understanding: str = ""  # one word for the log, never the text
