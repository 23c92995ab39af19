"""Where the citizen is: asked once, told by name, kept for what depends on it."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Choice, Span
from bot.scene import Scene
from bot.session import Idle, Locating
from bot.turn import Turn
from bot.turns import asking, people, whereabouts
from knowledge.places import Ambiguous, Place

LABEL = 60  # signs on a button


def ask(scene: Scene, topic: str, facets: str) -> Turn:
    """Ask for the commune; `topic:facets` is answered again once it is known."""
    session = replace(scene.session, doing=Locating(f"{topic}:{facets}"))
    return scene.say("office-which", "/menu", session=session)


def located(scene: Scene, then: str, said: str) -> Turn | None:
    """A place by name; None when the words are none, so that they may be something else."""
    return whereabouts.told(scene, said) if then == whereabouts.TOPIC else _hear(scene, then, said)


def _hear(scene: Scene, then: str, said: str) -> Turn | None:
    match scene.library.places.find(said):
        case Place() as place:
            return settle(scene, place, then)
        case Ambiguous(candidates=candidates):
            offered = (
                Choice(f"p:{place.id}", (place.old or place.full_name)[:LABEL])
                for place in candidates
            )
            return scene.turn(scene.voice.say("place-several", *offered))
        case _:
            return None


def choose(scene: Scene, place_id: str) -> Turn:
    """One of several was pressed."""
    place = scene.library.places.by_id(place_id)
    doing = scene.session.doing
    if place is None:
        return scene.say("place-none", "/menu")
    return settle(scene, place, doing.then if isinstance(doing, Locating) else "")


def settle(scene: Scene, place: Place, then: str) -> Turn:
    """Keep the place, and answer what waited for it."""
    session = replace(scene.session, place=place.id, doing=Idle())
    voice = replace(scene.voice, place=place.id)
    there = replace(scene, session=session, voice=voice)
    if then == people.AT_STAFF and session.case:
        return people.place_told(there, place)
    topic, _, facets = then.partition(":")
    known = any(office.counters or office.fees for office in voice.offices())
    if not known or topic not in scene.library.topics:
        name = Span(place.full_name, f"places/{place.id}")
        say = voice.say("office-unknown", voice.choice("/menu"), voice.choice("/staff"), place=name)
        return there.turn(say)
    return asking.tell(there, topic, asking.facets_of(facets))
