"""Canned replies: a topic's present figures put into plain words, or what is missing told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.voice import Voice
from knowledge.proofreading import fact_at
from knowledge.slots import Slot, pieces


@dataclass(frozen=True, slots=True)
class Filled:
    """Words that may be sent."""

    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Slots that no longer name anything (or nothing on this day): not to be sent."""

    slots: tuple[str, ...]


def fill(voice: Voice, words: str, topic: str | None) -> Filled | Missing:
    """The words with every slot filled as of the voice's day."""
    slots = [piece for piece in pieces(words) if isinstance(piece, Slot)]
    missing = [slot.name for slot in slots if not _is_known(voice, slot, topic or "")]
    if missing:
        return Missing(tuple(dict.fromkeys(missing)))
    return Filled("".join(span.text for span in voice.prose(words, "staff", topic or "")))


def _is_known(voice: Voice, slot: Slot, topic: str) -> bool:
    if slot.is_pronoun:
        return True
    if slot.name.startswith(("site.", "hotline.")):
        return slot.name in voice.library.domains.addresses()
    fact = fact_at(slot.address(topic), voice.library.topics)
    return fact is not None and fact.holds(voice.day)
