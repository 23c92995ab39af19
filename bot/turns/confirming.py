"""Words typed where something was asked that is no question of a walk."""

from __future__ import annotations

from bot.scene import Scene
from bot.session import Confirming
from bot.turn import Turn
from bot.turns import hearing, helping, memory, people, starting, talk
from bot.understanding import Answer, Understanding
from flows.choices import read_yes_no
from flows.kinds import YES, YesNoKind
from flows.verdicts import Accepted

_AGREED = ("đồng ý", "chắc", "chắc chắn", "chắc rồi")
_ERASE = ("xoá", "xoá đi", "xoá hết đi")  # a yes to erasing alone

_ANEW = ("hỏi lại", "nhập lại", "trả lời lại", "khai lại")  # a no to using it again


def answer(scene: Scene, asked: Confirming, understood: Understanding, said: str) -> Turn:
    """What the words do. Nobody agrees by saying something else, and nobody refuses by it."""
    flow = asked.question
    match asked.what:
        case "whom" if isinstance(understood, Answer):
            return helping.begin_with(scene, understood, said)
        case "whom":
            return helping.begin(scene, said)
        case "staff":
            return people.question_given(scene, said)
        case "forget":
            return memory.forget(scene) if _meant(scene, said, "forget") else memory.keep(scene)
        case "consent" | "reuse" as of:
            yes = _meant(scene, said, of)
            if yes is None:
                return _ask_again(scene, understood, said)
            if of == "reuse":
                return starting.use_again(scene, flow, yes=yes)
            return starting.agree(scene, flow) if yes else talk.without_consent(scene)


def _meant(scene: Scene, said: str, of: str) -> bool | None:
    """Yes or no; None for what is neither."""
    labels = scene.library.phrasebook
    kind = YesNoKind(
        kind="yes-no",
        yes=labels.label(f"{of}-yes", scene.voice.language),
        no=labels.label(f"{of}-no", scene.voice.language),
        yes_words=(*_AGREED, *(_ERASE if of == "forget" else ())),
        no_words=_ANEW if of == "reuse" else (),
    )
    verdict = read_yes_no(kind, said)
    return verdict.value == YES if isinstance(verdict, Accepted) else None


def _ask_again(scene: Scene, understood: Understanding, said: str) -> Turn:
    """A question of their own is answered first; other words lead back to the buttons."""
    if isinstance(understood, Answer):
        return hearing.asked_first(scene, understood, said)
    return scene.turn(scene.voice.say("press-one", *scene.session.offered))
