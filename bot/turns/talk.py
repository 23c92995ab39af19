"""Small talk and yes-or-no: everything that is no question of procedure."""

from __future__ import annotations

from collections.abc import Callable

from bot.scene import Scene
from bot.session import Rating
from bot.turn import Turn
from bot.turns import people
from flows.choices import read_yes_no
from flows.kinds import YES, YesNoKind
from flows.verdicts import Accepted

_KEYS = {"bot?": "bot"}  # a key cannot hold a question mark


def small(scene: Scene, of: str) -> Turn:
    """Answer kindly, and lead to what the person came for."""
    return scene.say(_KEYS.get(of, of), "/menu", "/staff")


def rated(scene: Scene, rating: Rating, said: str) -> Turn:
    """A mark in words or digits, or the word to it."""
    given = people.is_mark(said)
    if given is not None and rating.mark is None:
        return people.mark(scene, rating.case, given)
    return people.word(scene, rating, said)


def file_heard(scene: Scene) -> Turn:
    """A picture or file without words: to the open case, else said that it cannot be read."""
    if scene.session.case:
        return people.add_to_case(scene, "")
    return scene.say("file-heard", "/staff", "/menu")


def yes_or_no(
    scene: Scene, said: str, yes: Callable[[Scene], Turn], no: Callable[[Scene], Turn]
) -> Turn:
    """Typed words to a confirmation; what is neither leaves everything as it is."""
    labels = scene.library.phrasebook
    kind = YesNoKind(
        kind="yes-no",
        yes=labels.label("forget-yes", scene.voice.language),
        no=labels.label("forget-no", scene.voice.language),
    )
    verdict = read_yes_no(kind, said)
    return yes(scene) if isinstance(verdict, Accepted) and verdict.value == YES else no(scene)
