"""Where a commune of old lies today: told from the places, asked back where it was split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Say, Span
from bot.scene import Scene
from bot.session import Locating
from bot.turn import Turn
from bot.voice import BREAK
from knowledge.places import Former
from knowledge.vietnamese import fold

TOPIC = "xa-moi-cua-toi"
_TODAY = re.compile(r"\b(?:nay|gio|chu|hien|moi|sap nhap)\b.{0,24}\b(?:nao|dau|gi|chi|mo)\b")
MOST_WORDS = 16  # read of one message
MOST_AROUND = 8  # words of the question around the name
MOST = 5  # units of old in one reply; more means that the district is missing


def asks(said: str) -> bool:
    """Whether the words ask what a place is called today ("nay là xã nào")."""
    return bool(_TODAY.search(fold(said)))


def told(scene: Scene, said: str) -> Turn | None:
    """The places of today that the words lead to; None when they name no unit of old."""
    found = _named(scene, said)
    if not found:
        return None
    return _too_many(scene) if len(found) > MOST else _listed(scene, found)


def _named(scene: Scene, said: str) -> tuple[Former, ...]:
    """The units of old in the words, though a question may stand before and after them."""
    words = said.split()[:MOST_WORDS]
    for cut in range(min(MOST_AROUND, len(words))):
        for first in range(cut + 1):
            part = " ".join(words[first : len(words) - (cut - first)])
            if found := scene.library.places.whereabouts(part):
                return found
    return ()


def _listed(scene: Scene, found: Sequence[Former]) -> Turn:
    spans: list[Span] = []
    for former in found:
        spans += [BREAK] if spans else []
        spans += _line(scene, former)
    if any(len(former.became) > 1 for former in found):
        spans += [BREAK, *scene.voice.phrase("place-split")]
    choices = (
        scene.voice.choice("t:trung-tam-hanh-chinh-cong:where", "ask-where"),
        scene.voice.choice("t:giay-to-sau-sap-nhap:", "papers-after-merger"),
        scene.voice.choice("/menu"),
    )
    places = [place for former in found for place in former.became]
    place = places[0].id if len(places) == 1 else scene.session.place
    session = replace(
        scene.session, doing=Locating(TOPIC), topic=TOPIC, facets=(), misses=0, place=place
    )
    return scene.turn(Say(tuple(spans), f"topics/{TOPIC}#where", choices), session=session)


def _line(scene: Scene, former: Former) -> tuple[Span, ...]:
    new: list[Span] = []
    for place in former.became:
        new += [Span("; ", "phrases/blank")] if new else []
        new.append(Span(place.full_name, f"places/{place.id}"))
    old = Span(former.full_name, f"places/{former.became[0].id}")
    key = "place-became" if len(former.became) == 1 else "place-became-several"
    return scene.voice.phrase(key, old=old, new=tuple(new))


def _too_many(scene: Scene) -> Turn:
    session = replace(scene.session, doing=Locating(TOPIC), topic=TOPIC, facets=())
    return scene.say("place-which", "/menu", session=session)


def expecting(turn: Turn) -> Turn:
    """After the topic was told without a place: the next words may be one."""
    return replace(turn, session=replace(turn.session, doing=Locating(TOPIC)))
