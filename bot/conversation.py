"""The heart of the bot: one event in, one turn out. Pure, and read on one screen."""

from __future__ import annotations

from dataclasses import replace

from bot.library import Library
from bot.messages import CaseClosed, Erased, Event, Heard, Span, StaffSaid, TimerRang
from bot.scene import Scene, remember
from bot.session import Confirming, Locating, Rating, Resuming, Session, Ticking, Walking
from bot.turn import Turn
from bot.turns import (
    asking,
    buttons,
    commands,
    confirming,
    hearing,
    memory,
    papers,
    people,
    places,
    safety,
    switched,
    talk,
)
from bot.understanding import (
    Abuse,
    Answer,
    Choose,
    Command,
    Emergency,
    Link,
    Pressed,
    Secret,
    SmallTalk,
    StaffWanted,
    Understanding,
    Unknown,
    understand,
)


def respond(library: Library, session: Session, event: Event) -> Turn:
    """What an event leads to. Errors of the citizen are answered; only ours would raise."""
    event = _whole(event) if isinstance(event, Heard) else event
    scene = Scene.open(library, session, event)
    match event:
        case StaffSaid():
            turn, said = people.pass_on(scene, event), ""
        case CaseClosed():
            turn, said = people.ask_rating(scene, event), ""
        case TimerRang():
            turn, said = switched.hold_back(scene, memory.ring(scene, event)), ""
        case Erased():
            turn, said = memory.erased(scene, event), ""
        case Heard():
            turn, said = _hear(scene, event), "" if event.pressed else event.text
    return remember(session, said, turn, event.at, library.generation)


def _whole(heard: Heard) -> Heard:
    """Half of an emoji, as a message that was cut ends with, can be kept nowhere: it falls off."""
    text = heard.text.encode(errors="ignore").decode()
    pressed = heard.pressed and heard.pressed.encode(errors="ignore").decode()
    return replace(heard, text=text, pressed=pressed)


def _hear(scene: Scene, heard: Heard) -> Turn:
    if heard.files and not heard.text.strip():
        return talk.file_heard(scene)
    understood = understand(scene.library, scene.session, heard.text, heard.pressed)
    turn = switched.shut(scene, understood)
    turn = turn or switched.hold_back(scene, _meet(scene, understood, heard.text))
    if turn.session.misses == scene.session.misses:  # understood: misses count only in a row
        turn = replace(turn, session=replace(turn.session, misses=0))
    return replace(turn, understanding=type(understood).__name__.lower())


def _meet(scene: Scene, understood: Understanding, said: str) -> Turn:  # noqa: C901, PLR0912 - the one table
    """Every state against every understanding; the first line that fits decides."""
    match scene.session.doing, understood:
        case _, Emergency(of):
            return safety.help_now(scene, of, said)
        case _, Secret(found):
            return safety.guard(scene, found, said)
        case _, Pressed(value):
            return buttons.press(scene, value)
        case Confirming("forget"), Command("cancel"):
            return memory.keep(scene)
        case _, Command(name):
            return commands.obey(scene, name)
        case _, StaffWanted(language):
            return people.hand_over(scene, language)
        case Confirming("consent" | "forget" | "reuse"), Answer() | Choose() if (
            said.rstrip().endswith("?")
        ):
            return hearing.asked_first(scene, understood, said)
        case Confirming() as asked, _:
            return confirming.answer(scene, asked, understood, said)
        case Ticking(flow), _ if ticked := papers.typed(scene, flow, said):
            return ticked
        case Rating(case, None), _ if given := people.is_mark(said):
            return people.mark(scene, case, given)
        case Rating() as rating, _ if rating.mark and not said.rstrip().endswith("?"):
            return people.word(scene, rating, said)
        case Walking(), _ if hearing.came_back(scene):
            return hearing.remind(scene, understood, said)
        case Walking() | Resuming(), _:
            return hearing.hear(scene, understood, said)
        case Locating(then), Answer() | Choose() | Unknown() if placed := places.located(
            scene, then, said
        ):
            return placed
        case _, Link(links):
            return safety.judge(scene, links)
        case _, Abuse():
            return scene.say("abuse", "/staff", "/menu")
        case _, SmallTalk(of):
            return talk.small(scene, of)
        case _, Answer():
            return asking.answer(scene, understood, said)
        case _, Choose():
            return asking.choose(scene, understood, said)
        case _, Unknown():
            return asking.unknown(scene, understood, said)


def session_lost(library: Library, event: Event) -> Turn:
    """The session could not be read: say so; it was set aside, the talk starts anew."""
    scene = Scene.open(library, Session(), event)
    return scene.say("session-lost", "/menu", "/staff")


def sorry(library: Library, event: Event, reference: str) -> Turn:
    """We failed: apologise with the number under which staff find it."""
    scene = Scene.open(library, Session(), event)
    choices = (scene.voice.choice("/menu"), scene.voice.choice("/staff"))
    return scene.turn(scene.voice.say("sorry", *choices, reference=Span(reference, "citizen")))
