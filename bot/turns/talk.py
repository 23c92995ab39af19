"""Small talk, a file without words, a no: everything that is no question of procedure."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import KeepQuestion
from bot.scene import Scene
from bot.session import Confirming, Idle
from bot.turn import Turn
from bot.turns import asking, people
from knowledge.topic import Facet, facets_in

_KEYS = {"bot?": "bot"}  # a key cannot hold a question mark


def small(scene: Scene, of: str) -> Turn:
    """Answer kindly, and lead to what the person came for."""
    match of:
        case "repeat" if scene.session.topic in scene.library.topics:
            return _again(scene, scene.session.topic or "")
        case "lost" if scene.session.topic:
            return scene.say("lost", "/walk", "/staff")
        case "wrong":
            asked, place = scene.session.question, scene.session.place
            kept = KeepQuestion(asked, "wrong", _spoken_of(scene), place)
            turn = scene.say("wrong", "/staff", "/menu")
            return replace(turn, effects=(kept,)) if scene.session.question else turn
        case "repeat":
            return scene.say("menu", "/menu", "/staff")
        case _:
            return scene.say(_KEYS.get(of, of), "/menu", "/staff")


def _again(scene: Scene, topic: str) -> Turn:
    """What was just said, once more."""
    turn = asking.tell(scene, topic, facets_in(scene.session.facets))
    return replace(turn, replies=(scene.voice.say("repeat"), *turn.replies))


def _spoken_of(scene: Scene) -> tuple[str, ...]:
    return (scene.session.topic,) if scene.session.topic else ()


def without_consent(scene: Scene) -> Turn:
    """No is no: nothing personal is asked; what needs no person is one tap away."""
    doing, session = scene.session.doing, replace(scene.session, doing=Idle())
    flow = scene.library.flows.get(doing.question) if isinstance(doing, Confirming) else None
    topic = scene.library.topics[flow.topic] if flow else None
    facets: tuple[Facet, ...] = ("documents", "where") if topic else ()
    answers = (
        scene.voice.choice(f"t:{topic.id}:{facet}", f"ask-{facet}")
        for facet in facets
        if topic and topic.answers(facet)
    )
    ways = (scene.voice.choice("/menu"), scene.voice.choice("/staff"))
    return scene.turn(scene.voice.say("consent-refused", *answers, *ways), session=session)


def file_heard(scene: Scene) -> Turn:
    """A picture or file without words: to the open case, else said that it cannot be read."""
    if scene.session.case:
        return people.add_to_case(scene, "")
    return scene.say("file-heard", "/staff", "/menu")
