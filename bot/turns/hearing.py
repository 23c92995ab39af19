"""Words heard on a walk: an answer, a question of their own in between, or someone back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.messages import KeepQuestion, Say, Span
from bot.privacy import mask
from bot.scene import Scene
from bot.session import Idle, Resuming, Run
from bot.turn import Turn
from bot.turns import asking, questions, safety, talk
from bot.turns.walking import accept, put, standing
from bot.understanding import Abuse, Answer, Choose, Link, SmallTalk, Understanding, Unknown
from flows.answers import read_answer
from flows.engine import replay
from flows.steps import Flow
from flows.verdicts import Accepted, Refused, Verdict

PAUSE = timedelta(hours=4)  # after this long, the person is reminded of where they were
LONG = 5  # words; shorter ones are rather an answer than a question of their own
# refusals of who does not know: no other meaning of their words is looked for
NOT_KNOWN = frozenset({"answer-not-known", "answer-not-known-date", "answer-yes-no-unsure"})


def hear(scene: Scene, understood: Understanding, said: str) -> Turn:
    """Typed words: an answer to the open question, or a side question before it is put again."""
    at = standing(scene)
    if at is None:
        moved = (scene.voice.say("walk-moved"),) if scene.session.doing.kind == "walking" else ()
        return put(scene, scene.session.run or Run(""), *moved)
    flow, question, _position = at
    run = scene.session.run or Run("")
    verdict = read_answer(question, said, scene.voice.day, scene.library.places, run.answers)
    if isinstance(verdict, Accepted) and not _asks_aside(understood, said):
        return accept(scene, question.id, verdict)
    if isinstance(understood, Answer | Link | Abuse) or _is_chat(understood):
        if not _is_unsure(verdict):
            return aside(scene, understood, said)
    elif said.rstrip().endswith("?"):
        return _asked_back(scene, flow, understood, said)
    if isinstance(verdict, Accepted):
        return accept(scene, question.id, verdict)
    return questions.refuse(scene, question, verdict)


def _is_unsure(verdict: Verdict) -> bool:
    """Whether they do not know: that is no question, whatever else its words may mean."""
    return isinstance(verdict, Refused) and verdict.reason.key in NOT_KNOWN


def _asked_back(scene: Scene, flow: Flow, understood: Understanding, said: str) -> Turn:
    """A question that is not understood for sure: of this very topic, else kept for staff."""
    facets = getattr(understood, "facets", ())
    if facets:
        answered = asking.tell(scene, flow.topic, facets, said=said)
    else:
        kept = KeepQuestion(mask(said), "aside", (flow.topic,), scene.session.place)
        answered = replace(scene.say("walk-not-sure"), effects=(kept,))
    return _and_again(scene, answered)


def _is_chat(understood: Understanding) -> bool:
    """Small talk, but for "ok" and "không": those were meant as answers."""
    meant = {"ok", "no", "nothing"}
    return isinstance(understood, SmallTalk) and understood.of not in meant


def _asks_aside(understood: Understanding, said: str) -> bool:
    """A question of their own, though its words might pass for an answer."""
    if isinstance(understood, Link):
        return True
    if not isinstance(understood, Answer):
        return False
    return said.rstrip().endswith("?")


def aside(scene: Scene, understood: Understanding, said: str) -> Turn:
    """Answer what was asked in between, then put the open question again."""
    match understood:
        case Answer():
            answered = asking.answer(scene, understood, said)
        case Link(links):
            answered = safety.judge(scene, links)
        case SmallTalk(of):
            answered = talk.small(scene, of)
        case _:
            answered = scene.say("abuse")
    return _and_again(scene, answered)


def _and_again(scene: Scene, answered: Turn) -> Turn:
    """What was said in between, without its buttons; then the open question."""
    first = tuple(
        replace(reply, choices=()) if isinstance(reply, Say) else reply
        for reply in answered.replies
    )
    turn = put(scene, scene.session.run or Run(""), scene.voice.say("walk-back-to"))
    return replace(turn, replies=(*first, *turn.replies), effects=answered.effects)


def came_back(scene: Scene) -> bool:
    """Tell whether a half-done walk was left alone for long."""
    session = scene.session
    if session.doing.kind != "walking" or session.last is None or session.run is None:
        return False
    return bool(session.run.answers) and scene.event.at - session.last >= PAUSE


def remind(scene: Scene, understood: Understanding, said: str) -> Turn:
    """Back after a pause: a new question is answered first; then where we were."""
    turn = _where_we_were(scene)
    match understood:
        case Answer():
            first = asking.answer(scene, understood, said).replies
            return replace(turn, replies=(*first, *turn.replies))
        case Choose():
            asked = asking.choose(scene, understood, said)
            return asking.with_choice(asked, scene.voice.choice("/resume"))
        case Unknown():
            return replace(
                turn, effects=(KeepQuestion(mask(said), "unknown", (), scene.session.place),)
            )
        case _:
            return turn


def _where_we_were(scene: Scene) -> Turn:
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if run is None or flow is None:
        return scene.say(
            "walk-gone", "/menu", session=replace(scene.session, doing=Idle(), run=None)
        )
    path = replay(flow, run.answers, scene.voice.day).path
    answers = questions.summary(run, path)
    key = "walk-resume" if answers else "walk-resume-empty"
    choices = (
        scene.voice.choice("/resume"),
        scene.voice.choice("/change"),
        scene.voice.choice("/cancel", "drop"),
    )
    name = Span(flow.title, f"flows/{flow.id}")
    say = scene.voice.say(key, *choices, flow=name, answers=answers)
    return scene.turn(say, session=replace(scene.session, doing=Resuming()))


def asked_first(scene: Scene, understood: Answer | Choose, said: str) -> Turn:
    """A question at a prompt for yes or no is answered; the prompt stays open."""
    if isinstance(understood, Answer):
        answered = asking.answer(scene, understood, said)
    else:
        answered = asking.choose(scene, understood, said)
    session = replace(answered.session, doing=scene.session.doing)
    offered = [choice for choice in scene.session.offered if not choice.value.startswith("/")]
    if isinstance(understood, Answer):
        *before, last = answered.replies
        if isinstance(last, Say):
            last = replace(last, choices=tuple(offered))
        return replace(answered, replies=(*before, last), session=session)
    return replace(answered, session=session)
