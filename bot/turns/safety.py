"""What keeps people safe: secrets, false links, cries for help."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages import Choice, Heard, Reply, Retract, Say, Span
from bot.privacy import SecretFound, mask
from bot.scene import Scene
from bot.session import Idle
from bot.turn import Turn
from bot.turns import asking, people
from bot.understanding import Answer, Choose, understand
from bot.voice import BREAK
from knowledge import domains
from knowledge.smalltalk import EmergencyKind

CAUGHT = "lo-bam-link-lo-otp"  # the topic for who pressed, told or paid already
_MASKED = re.compile(r"\[[^\[\]]{1,30}\]")  # what `mask` put in place of a number
MOST_LINKS = 3  # of one message; more say nothing new
_KIND = {
    "otp": "secret-otp",
    "password": "secret-password",
    "passcode": "secret-password",
    "card": "secret-card",
    "bank_account": "secret-card",
    "personal_id": "secret-personal-id",
}
_URGENT = ("otp", "password", "passcode", "card", "bank_account", "personal_id")


def guard(scene: Scene, found: tuple[SecretFound, ...], said: str) -> Turn:
    """Warn, have the message deleted where the channel can, and answer what was asked beside it."""
    kinds = {secret.kind for secret in found}
    worst = next((kind for kind in _URGENT if kind in kinds), "personal_id")
    replies: list[Reply] = []
    key = _KIND[worst]
    event = scene.event
    if isinstance(event, Heard) and event.message is not None:
        replies.append(Retract(event.message))
    choices = [] if worst == "personal_id" else _who_asked(scene)
    if scene.session.doing.kind == "walking":
        choices.append(scene.voice.choice("/resume"))
    choices.append(scene.voice.choice("/staff" if len(choices) > 1 else "/menu"))
    warning = scene.voice.say(key, *choices)
    turn = _asked_beside(scene, said) if worst == "personal_id" else None
    if turn is None:
        return scene.turn(*replies, warning)
    return replace(turn, replies=(*replies, replace(warning, choices=()), *turn.replies))


def _asked_beside(scene: Scene, said: str) -> Turn | None:
    """The question that stood beside a number, read without it; None when there was none."""
    if scene.session.doing.kind == "walking":
        return None
    rest = _MASKED.sub(" ", mask(said))
    match understand(scene.library, scene.session, rest):
        case Answer() as understood:
            return asking.answer(scene, understood, rest)
        case Choose() as understood:
            return asking.choose(scene, understood, rest)
        case _:
            return None


def _who_asked(scene: Scene) -> list[Choice]:
    return [_what_to_do(scene, "someone-calls"), scene.voice.choice("alone")]


def _what_to_do(scene: Scene, label: str) -> Choice:
    """To what is done at once: the walk through it, else its steps."""
    walk = "lo-otp" in scene.library.flows
    return scene.voice.choice("f:lo-otp" if walk else f"t:{CAUGHT}:steps", label)


def judge(scene: Scene, links: tuple[str, ...]) -> Turn:
    """Is it real? Answered from the list of official addresses; look-alikes are called out."""
    voice = scene.voice
    ways = (
        _what_to_do(scene, "clicked"),
        voice.choice("t:nhan-biet-lua-dao:", "how-to-tell"),
        voice.choice("/staff"),
    )
    if not links:
        return scene.turn(voice.say("link-none", *ways))
    spans: list[Span] = []
    for link in links[:MOST_LINKS]:
        spans += [BREAK] if spans else []
        spans += _verdict(scene, link).spans
    about = _verdict(scene, links[0]).about
    return scene.turn(Say(tuple(spans), about, ways))


def _verdict(scene: Scene, link: str) -> Say:
    say, shown = scene.voice.say, Span(mask(link)[:120], "citizen")
    match scene.library.domains.judge(link):
        case domains.Official(confidence="suffix"):
            return say("link-government", link=shown)
        case domains.Official(name=name, host=host):
            return say("link-official", link=shown, name=Span(name, f"domains#{host}"))
        case domains.LookAlike(of=real):
            return say("link-look-alike", link=shown, real=Span(real, f"domains#{real}"))
        case domains.Shortener():
            return say("link-shortener", link=shown)
        case domains.File():
            return say("link-file", link=shown)
        case _:
            return say("link-unknown", link=shown)


def help_now(scene: Scene, kind: EmergencyKind, said: str) -> Turn:
    """The number to call, and a person at once."""
    say = scene.voice.say(f"emergency-{kind}", scene.voice.choice("/staff"))
    if scene.session.case:
        return replace(people.add_to_case(scene, said), replies=(say,))
    calm = replace(scene, session=replace(scene.session, doing=Idle()))
    opened = people.open_case(calm, mask(said), "emergency", "case-emergency")
    return replace(opened, replies=(say, *opened.replies))
