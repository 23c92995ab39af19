"""The off switch: what is switched off says nothing; people are led to staff instead."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Heard, Reply, Say
from bot.scene import Scene
from bot.session import Confirming, Rating
from bot.turn import Turn
from bot.turns import asking, people
from bot.understanding import Command, Emergency, Pressed, Secret, StaffWanted, Understanding

OPEN = {"staff", "forget", "mydata", "vietnamese", "english"}  # commands that are never shut
_PRESSED = {f"/{name}" for name in OPEN} | {"forget-yes", "forget-no", "export"}


def shut(scene: Scene, understood: Understanding) -> Turn | None:
    """The answer while all, or this channel, is off; None when this is to be met as ever."""
    channel = f"channel:{scene.event.address.channel}"
    if not scene.library.off & {"all", channel} or _is_open(scene, understood):
        return None
    return _away(scene)


def _is_open(scene: Scene, understood: Understanding) -> bool:
    """What keeps people safe, and the way to staff, is open at all times."""
    match scene.session.doing, understood:
        case _, Emergency() | Secret() | StaffWanted():
            return True
        case Confirming("staff" | "forget"), _:
            return True
        case Rating(), Pressed(value):
            return value.startswith("r:") or value == "done"
        case _, Command(name):
            return name in OPEN
        case _, Pressed(value):
            return value in _PRESSED or value.startswith("r:")
        case _:
            return False


def hold_back(scene: Scene, turn: Turn) -> Turn:
    """The turn, unless it speaks of a topic or leads through a walk that is off.

    Then nothing of it is kept: a walk that is half done goes on where it was, later.
    """
    off = scene.library.off
    if not off or not any(_speaks_of(reply, off) for reply in turn.replies):
        return turn
    return replace(_away(scene), understanding=turn.understanding)


def _speaks_of(reply: Reply, off: frozenset[str]) -> bool:
    """Whether a reply is about something that is off; naming it among choices is not."""
    if not isinstance(reply, Say):
        return False
    kind, _, rest = reply.about.partition("/")
    if kind == "topics":
        return f"topic:{rest.partition('#')[0]}" in off
    return kind == "flows" and f"flow:{rest.partition('/')[0]}" in off


def _away(scene: Scene) -> Turn:
    """Say so, keep the question at hand for staff, and offer them."""
    event = scene.event
    if isinstance(event, Heard) and event.text.strip() and not event.pressed:
        if scene.session.case:
            return people.add_to_case(scene, event.text)
        scene = asking.asked(scene, event.text)
    return scene.say("switched-off", "/staff")
