"""Words typed where something was asked that is no question of a walk."""

from __future__ import annotations

from collections.abc import Callable

from bot.scene import Scene
from bot.session import Confirming
from bot.turn import Turn
from bot.turns import helping, memory, people, starting, talk
from flows.choices import read_yes_no
from flows.kinds import YES, YesNoKind
from flows.verdicts import Accepted

_AGREED = ("đồng ý", "chắc", "chắc chắn", "chắc rồi")
_ERASE = ("xoá", "xoá đi", "xoá hết đi")  # a yes to erasing alone


def answer(scene: Scene, asked: Confirming, said: str) -> Turn:
    """What the words do; where a yes is needed, all that is none leaves everything as it is."""
    flow = asked.question
    match asked.what:
        case "whom":
            return helping.begin(scene, said)
        case "staff":
            return people.question_given(scene, said)
        case "consent":
            agreed, not_agreed = starting.agree, talk.without_consent
            return _yes_or_no(scene, said, "consent", lambda on: agreed(on, flow), not_agreed)
        case "reuse":
            return _yes_or_no(
                scene,
                said,
                "reuse",
                lambda on: starting.use_again(on, flow, yes=True),
                lambda on: starting.use_again(on, flow, yes=False),
            )
        case "forget":
            return _yes_or_no(scene, said, "forget", memory.forget, memory.keep)


def _yes_or_no(
    scene: Scene, said: str, of: str, yes: Callable[[Scene], Turn], no: Callable[[Scene], Turn]
) -> Turn:
    labels = scene.library.phrasebook
    kind = YesNoKind(
        kind="yes-no",
        yes=labels.label(f"{of}-yes", scene.voice.language),
        no=labels.label(f"{of}-no", scene.voice.language),
        yes_words=(*_AGREED, *(_ERASE if of == "forget" else ())),
    )
    verdict = read_yes_no(kind, said)
    return yes(scene) if isinstance(verdict, Accepted) and verdict.value == YES else no(scene)
