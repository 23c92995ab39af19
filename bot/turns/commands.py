"""What a citizen may say at any time: menu, back, change, a person, my data …"""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Choice, Say
from bot.phrasebook import Language
from bot.scene import Scene
from bot.session import Idle
from bot.turn import Turn
from bot.turns import anything, helping, memory, papers, people, starting, walking
from bot.voice import Voice

# what is offered to someone who does not know where to begin; labels in the words of the street
_FIRST = (
    ("dang-ky-khai-sinh", "first-birth"),
    ("can-cuoc-cap-lai", "first-card"),
    ("dang-ky-thuong-tru", "first-home"),
    ("vneid-dang-ky-muc-2", "first-vneid"),
    ("nop-ho-so-truc-tuyen", "first-online"),
)
_WALKS = ("dang-ky-khai-sinh", "vneid-muc-2", "cong-dvc-dang-nhap", "dang-ky-thuong-tru")


def obey(scene: Scene, name: str) -> Turn:  # noqa: C901, PLR0912 - a table
    """Do what a command says, in whatever state; an unknown one shows the menu."""
    match name:
        case "start":
            return _fresh(scene, "welcome")
        case "help":
            return _and_on(scene, scene.say("help", "/menu", "/staff"))
        case "walk":
            return _walk(scene)
        case "back":
            return walking.back(scene)
        case "change":
            return walking.change(scene)
        case "cancel":
            return walking.cancel(scene)
        case "resume":
            return walking.resume(scene)
        case "restart":
            return starting.restart(scene)
        case "papers":
            return papers.show_lists(scene)
        case "skip":
            return walking.skip(scene)
        case "staff":
            return people.hand_over(scene)
        case "forget":
            return memory.ask_to_forget(scene)
        case "mydata":
            return _and_on(scene, memory.show(scene))
        case "helper":
            return helping.offer(scene)
        case "vietnamese" | "english":
            return _speak(scene, name)
        case _:
            return _fresh(scene, "menu")


def _fresh(scene: Scene, key: str) -> Turn:
    """Welcome or menu; a half-done walk is kept and offered."""
    session = replace(scene.session, doing=Idle(), misses=0)
    open_walk = scene.session.run is not None and scene.session.run.asked is not None
    resume = (scene.voice.choice("/resume"),) if open_walk else ()
    listed = (scene.voice.choice("/papers", "papers-mine"),) if papers.any_open(scene) else ()
    choices = (*resume, *listed, *_topics(scene.voice), scene.voice.choice("/staff"))
    return scene.turn(scene.voice.say(key, *choices), session=session)


def _topics(voice: Voice) -> tuple[Choice, ...]:
    known = voice.library.topics
    return tuple(voice.choice(f"t:{topic}:", label) for topic, label in _FIRST if topic in known)


def _walk(scene: Scene) -> Turn:
    """Step by step: of what was spoken of, else the person is asked which."""
    topic = scene.library.topics.get(scene.session.topic or "")
    if topic and topic.flow:
        return starting.start(scene, topic.flow)
    spoken_of = (scene.session.topic or "").removeprefix("catalogue/")
    if (topic and topic.kind == "procedure") or scene.library.row(spoken_of):
        return anything.walk(scene, spoken_of, "documents")
    flows = scene.library.flows
    offered = (Choice(f"f:{name}", flows[name].title) for name in _WALKS if name in flows)
    return scene.turn(scene.voice.say("walk-which", *offered, scene.voice.choice("/staff")))


def _and_on(scene: Scene, turn: Turn) -> Turn:
    """What was asked in between is answered; an open question is put again."""
    if scene.session.doing.kind != "walking":
        return turn
    first = (replace(reply, choices=()) for reply in turn.replies if isinstance(reply, Say))
    return walking.again(scene, *first)


def _speak(scene: Scene, name: str) -> Turn:
    language: Language = "en" if name == "english" else "vi"
    session = replace(scene.session, language=language)
    voice = replace(scene.voice, language=language)
    say = voice.say(f"language-{language}", voice.choice("/menu"))
    if session.doing.kind == "walking":
        return walking.again(replace(scene, session=session, voice=voice), say)
    return scene.turn(say, session=session)
