"""Citizens who write and press by a seed, and what each of them must read: the heart, replayed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.channels.parts import parts
from bot.channels.telegram import CAPABILITIES
from bot.channels.telegram_calls import readable
from bot.channels.telegram_updates import Me, read, wrap
from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard, OpenCase, Say
from bot.platforms import Raw
from bot.session import Session
from bot.turn import Turn

COMMON = (
    "hết bao nhiêu tiền",
    "cần giấy gì",
    "nộp ở đâu",
    "trợ giúp",
    "menu",
    "cảm ơn",
    "quay lại",
)


@dataclass
class Citizen:
    """One person: what they will do, in order, and what the bot must have said to it."""

    user: int
    stimuli: list[tuple[str, str]] = field(default_factory=list)  # (text | press, words or value)
    session: Session = field(default_factory=Session)
    expected: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    def hear(self, library: Library, update: dict[str, object], me: Me) -> None:
        """Replay one update as the bot must take it."""
        raw = wrap(update, me)
        assert isinstance(raw, Raw)
        event = read(raw, datetime.now(UTC))
        if event is None:
            return
        turn = respond(library, self.session, event)
        self.session = turn.session
        self.cases += [effect.case for effect in turn.effects if isinstance(effect, OpenCase)]
        for reply in turn.replies:
            fitting = parts(reply, CAPABILITIES)
            self.expected += [readable(part.text) for part in fitting if isinstance(part, Say)]


def crowd(library: Library, seed: int, people: int, messages: int) -> list[Citizen]:
    """So many citizens with so many stimuli each; every tenth asks for a person."""
    chance = random.Random(seed)
    topics = sorted(library.topics)
    made = []
    for number in range(people):
        citizen, session = Citizen(5000 + number), Session()
        for step in range(messages):
            chosen = _stimulus(chance, library, topics, session)
            if step == messages - 2 and number % 10 == 0:
                chosen = "text", "gặp cán bộ"
            turn = _rehearse(library, session, chosen)
            opens = any(isinstance(effect, OpenCase) for effect in turn.effects)
            if opens and number % 10:  # staff's group takes twenty a minute: few cases
                chosen = "press", f"t:{chance.choice(topics)}:"
                turn = _rehearse(library, session, chosen)
            session = turn.session
            citizen.stimuli.append(chosen)
        made.append(citizen)
    return made


def _rehearse(library: Library, session: Session, stimulus: tuple[str, str]) -> Turn:
    kind, said = stimulus
    text, pressed = (said, None) if kind == "text" else ("", said)
    event = Heard("plan:1", datetime.now(UTC), Address("telegram", "1"), text, pressed=pressed)
    return respond(library, session, event)


def _stimulus(
    chance: random.Random, library: Library, topics: list[str], session: Session
) -> tuple[str, str]:
    lot = chance.random()
    if lot < 0.35:
        return "text", chance.choice(library.topics[chance.choice(topics)].wordings)
    if lot < 0.55:
        return "text", chance.choice(COMMON)
    offered = [choice.value for choice in session.offered if not choice.value.startswith("r:")]
    if lot < 0.85 and offered:
        return "press", chance.choice(offered)
    return "press", f"t:{chance.choice(topics)}:"


def unread_session(session: Session) -> str:
    """A session as words to compare, without the instant of its last turn."""
    kept = json.loads(_dump(session))
    kept.pop("last")
    if kept.get("run"):
        kept["run"].pop("since", None)
    return json.dumps(kept, sort_keys=True)


def _dump(session: Session) -> bytes:
    from bot.session import dump

    return dump(session)
