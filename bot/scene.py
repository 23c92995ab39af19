"""What is at hand in one turn: the library, the session, the event and the voice for its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.library import Library
from bot.messages import Effect, Event, Reply, Say
from bot.privacy import mask
from bot.references import reference
from bot.session import Session
from bot.turn import Turn
from bot.voice import Voice

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
REMEMBERED = 12  # lines of the talk that staff get to see
_LABELS = {"y:": "consent-yes"}  # buttons whose value names what they are for
LINE = 300  # signs of each


def local_day(at: datetime) -> date:
    """The day in Việt Nam at a moment."""
    return at.astimezone(HERE).date()


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn's givens."""

    library: Library
    session: Session
    event: Event
    voice: Voice

    @classmethod
    def open(cls, library: Library, session: Session, event: Event) -> Scene:
        """Set the scene for an event."""
        day = local_day(event.at)
        voice = Voice(library, day, session.language, session.place)
        return cls(library, session, event, voice)

    @property
    def code(self) -> str:
        """Eight signs for a case or an error that this event leads to."""
        return reference(self.event.id)

    def turn(
        self,
        *replies: Reply,
        session: Session | None = None,
        effects: tuple[Effect, ...] = (),
    ) -> Turn:
        """A turn with these replies; the session stays unless another is given."""
        return Turn(session or self.session, replies, effects)

    def say(self, key: str, *pressed: str, session: Session | None = None) -> Turn:
        """A turn that is one phrase with buttons named by their command."""
        choices = (self.voice.choice(value, _LABELS.get(value[:2])) for value in pressed)
        return self.turn(self.voice.say(key, *choices), session=session)


def _let_go(session: Session) -> bool:
    return session.run is None or not session.run.passing


def remember(session: Session, said: str, turn: Turn, at: datetime, generation: int) -> Turn:
    """Close a turn: keep what was offered, and the last lines of the talk, masked, for staff."""
    spoken = [reply for reply in turn.replies if isinstance(reply, Say)]
    lines = [f"citizen: {mask(said)[:LINE]}"] if said else []
    lines += [f"bot: {mask(reply.text)[:LINE]}" for reply in spoken]
    offered = next((reply.choices for reply in reversed(spoken) if reply.choices), ())
    kept = (*turn.session.transcript, *lines)[-REMEMBERED:]
    passed = session.run is not None and session.run.passing and _let_go(turn.session)
    forgotten = passed or turn.session == Session(language=session.language)
    return replace(
        turn,
        session=replace(
            turn.session,
            offered=offered if spoken else turn.session.offered,
            transcript=() if forgotten else kept,
            last=at,
            generation=generation,
        ),
    )
