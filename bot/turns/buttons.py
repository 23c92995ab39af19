"""What a pressed button does. Its value is untrusted text: old, foreign or made up."""

from __future__ import annotations

from bot.scene import Scene
from bot.session import Rating
from bot.turn import Turn
from bot.turns import (
    anything,
    asking,
    commands,
    helping,
    memory,
    papers,
    people,
    places,
    reminders,
    rows,
    sheets,
    starting,
    talk,
    walking,
)


def press(scene: Scene, value: str) -> Turn:  # noqa: C901, PLR0912 - one table of all values
    """`/command`, `t:topic:facets:start`, `f:flow`, `a:flow:question:value` and their kin."""
    if value.startswith("/"):
        return commands.obey(scene, value.removeprefix("/"))
    kind, *rest = value.split(":", 3)
    match kind, rest:
        case "t", [topic, *more]:
            facets, start = (*more, "", "")[:2]
            return asking.tell(scene, topic, asking.facets_of(facets), _number(start))
        case "k", [code, *more]:
            facets, start = (*more, "", "")[:2]
            return rows.tell(scene, code, asking.facets_of(facets), _number(start))
        case "x", [topic] if topic == scene.session.topic:
            return talk.small(scene, "wrong")
        case "w", [topic, facets]:
            return places.ask(scene, topic, facets)
        case "p", [place]:
            return places.choose(scene, place)
        case "f", [flow]:
            return starting.start(scene, flow)
        case "y", [flow]:
            return starting.agree(scene, flow)
        case "h", [number]:
            return helping.take_up(scene, _number(number))
        case "i", [key]:
            return helping.kin(scene, key)
        case "z", [flow]:
            return starting.pass_by(scene, flow)
        case "u", [flow, word]:
            return starting.use_again(scene, flow, yes=word == "yes")
        case "c", [flow]:
            return papers.show(scene, flow)
        case "x", [flow, number]:
            return papers.tick(scene, flow, [_number(number)])
        case "d", [flow]:
            return sheets.make(scene, flow)
        case "g", [flow]:
            return starting.start(scene, flow, instead=True)
        case "a", [flow, question, answer]:
            return walking.press(scene, flow, question, answer)
        case "b", [which, step]:
            return anything.walk(scene, which, step)
        case "n", [flow, outcome, number]:
            return reminders.agree(scene, flow, outcome, _number(number))
        case "m", [flow, outcome, number]:
            return reminders.stop(scene, flow, outcome, _number(number))
        case "e", [flow, question] if scene.session.run and scene.session.run.flow == flow:
            return walking.reopen(scene, question)
        case "r", [case, mark] if people.is_mark(mark):
            return people.mark(scene, case, _number(mark))
        case _:
            return _plain(scene, value)


def _plain(scene: Scene, value: str) -> Turn:
    match value:
        case "none":
            return asking.none_of_these(scene)
        case "export":
            return memory.export(scene)
        case "forget-yes":
            return memory.forget(scene)
        case "forget-no":
            return memory.keep(scene)
        case "consent-no":
            return talk.without_consent(scene)
        case "alone":
            return scene.say("ok", "/menu")
        case "done" if isinstance(scene.session.doing, Rating):
            return people.thank(scene)
        case "contact-other":
            return scene.say("contact-other", "/menu", "/staff")
        case _ if value.startswith("location:"):
            return scene.say("location-shared", "/menu", "/staff")
        case _:
            return scene.say("gone-button", "/menu", "/staff")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
