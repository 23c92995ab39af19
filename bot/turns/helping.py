"""Done for someone else: for whom, a draft for each of them, wiped at the end or after a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.messages import Choice, Say, Span, TimerRang
from bot.scene import Scene
from bot.session import Confirming, Idle
from bot.turn import Turn
from bot.turns import asking
from bot.turns.drafts import drafts, let_go, set_aside, timer_of
from bot.turns.walking import put
from bot.understanding import Answer
from flows.answers import clean

_MINE = re.compile(r"\s+(?:tôi|mình|tui)$", re.IGNORECASE)  # "bà nội tôi" is "bà nội" here
LONGEST = 30  # signs of what somebody is called here
WHOM = ("parents", "grandparents", "child", "neighbour")  # labels `whom-…`


def offer(scene: Scene) -> Turn:
    """For whom? Drafts that wait are offered first."""
    voice = scene.voice
    waiting = [Choice(f"h:{run.number}", run.whom[:60]) for run in drafts(scene.session)]
    kin = [Choice(f"i:{key}", voice.words(_label(scene, key))) for key in WHOM]
    session = replace(scene.session, doing=Confirming("whom"))
    choices = (*waiting, *kin[: max(1, len(WHOM) - len(waiting))], voice.choice("/cancel"))
    return scene.turn(voice.say("helper-whom", *choices), session=session)


def _label(scene: Scene, key: str) -> str:
    return scene.library.phrasebook.label(f"whom-{key}", scene.voice.language)


def kin(scene: Scene, key: str) -> Turn:
    """One of the offered: parents, a neighbour …"""
    if key not in WHOM:
        return scene.say("gone-button", "/menu", "/staff")
    return begin(scene, scene.voice.words(_label(scene, key)).lower())


def begin(scene: Scene, said: str) -> Turn:
    """From now on the next walk is theirs; one that waits for the same person goes on."""
    whom = _MINE.sub("", clean(said)[:LONGEST].strip(" .,;!"))
    if not whom:
        return offer(scene)
    known = (run for run in drafts(scene.session) if run.whom.casefold() == whom.casefold())
    if found := next(known, None):
        return take_up(scene, found.number)
    session = replace(set_aside(scene.session), helping=True, whom=whom, doing=Idle())
    say = scene.voice.say("helper-on", scene.voice.choice("/menu"), whom=Span(whom, "citizen"))
    return scene.turn(say, session=session)


def begin_with(scene: Scene, understood: Answer, said: str) -> Turn:
    """They told what is to be done instead of for whom: it is answered, for "that person"."""
    begun = begin(scene, scene.voice.words(_label(scene, "someone")))
    answered = asking.answer(replace(scene, session=begun.session), understood, said)
    replies = (*begun.replies[:1], *answered.replies)
    first = replies[0]
    bare = replace(first, choices=()) if isinstance(first, Say) else first
    return replace(answered, replies=(bare, *replies[1:]))


def take_up(scene: Scene, number: int) -> Turn:
    """Go on with the draft of one person."""
    session = set_aside(scene.session)
    found = next((run for run in session.drafts if run.number == number), None)
    if found is None:
        return scene.say("gone-button", "/menu", "/staff")
    others = tuple(run for run in session.drafts if run is not found)
    theirs = replace(session, drafts=others, run=found, helping=True, whom=found.whom, doing=Idle())
    say = scene.voice.say("helper-again", whom=Span(found.whom, "citizen"))
    return put(replace(scene, session=theirs), found, say)


def ring(scene: Scene, event: TimerRang) -> Turn:
    """A day is over: what was not to be kept goes, open or set aside."""
    run, session = scene.session.run, scene.session
    if run is not None and run.passing and timer_of(run) == event.timer:
        key = "helper-wiped" if run.helping else "unkept-wiped"
        after = replace(let_go(session, run), doing=Idle())
        return scene.say(key, "/menu", session=after)
    left = tuple(draft for draft in session.drafts if timer_of(draft) != event.timer)
    if len(left) == len(session.drafts):
        return scene.turn()
    return scene.say("helper-wiped", "/menu", session=replace(session, drafts=left))


def kept(scene: Scene) -> Iterable[Span]:
    """The drafts that wait, in words, for "dữ liệu của tôi"."""
    for run in scene.session.drafts:
        flow = scene.library.flows.get(run.flow)
        name = Span(flow.title if flow else run.flow, f"flows/{run.flow}")
        yield from scene.voice.phrase("mydata-draft", flow=name, whom=Span(run.whom, "citizen"))
        yield Span(". ", "citizen")
