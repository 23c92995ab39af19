"""On a guided walk: put the question, hear the answer, go back, change, go on, stop."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Reply, Say, Span
from bot.scene import Scene
from bot.session import Idle, Run, Walking
from bot.turn import Turn
from bot.turns import drafts, outcomes, questions, sheets
from flows.engine import Position, replay
from flows.kinds import SKIPPED
from flows.steps import Flow, Outcome, Question
from flows.verdicts import Accepted


def put(scene: Scene, run: Run, *before: Say) -> Turn:
    """Say where the run stands now: the next question, or how it ends."""
    flow = scene.library.flows.get(run.flow)
    if flow is None:
        session = replace(scene.session, run=None, doing=Idle())
        return scene.say("walk-gone", "/menu", "/staff", session=session)
    position = replay(flow, run.answers, scene.voice.day)
    step = position.step
    if isinstance(step, Outcome) and (step.form in scene.library.forms or run.passing):
        return sheets.review(scene, flow, replace(run, asked=None), *before)
    if isinstance(step, Outcome):
        return outcomes.conclude(scene, flow, step, replace(run, asked=None), *before)
    refusals = run.refusals if run.asked == step.id else 0
    asked = replace(run, asked=step.id, refusals=refusals)
    session = replace(scene.session, doing=Walking(), run=asked, misses=0)
    say = questions.question(scene.voice, flow, step, position, opening=before)
    return scene.turn(say, session=session)


def standing(scene: Scene) -> tuple[Flow, Question, Position] | None:
    """The flow, its open question and the position; None when a publish moved the step."""
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if run is None or flow is None:
        return None
    position = replay(flow, run.answers, scene.voice.day)
    if isinstance(position.step, Outcome) or position.step.id != run.asked:
        return None
    return flow, position.step, position


def accept(scene: Scene, question: str, verdict: Accepted) -> Turn:
    """Keep an answer and go on; say what it warns of."""
    run = scene.session.run
    if run is None:
        return scene.say("walk-nothing", "/menu")
    answers = {**run.answers, question: verdict.value}
    labels = {**run.labels, question: verdict.label}
    changed = question in run.answers and run.answers[question] != verdict.value
    reused = tuple(name for name in run.reused if name != question)
    went_on = replace(run, answers=answers, labels=labels, refusals=0, reused=reused)
    label = Span(verdict.label, "citizen")
    before: list[Say] = []
    if changed:
        before.append(scene.voice.say("walk-changed", answer=label))
    if verdict.warning:
        warning = {key: Span(text, "citizen") for key, text in verdict.warning.args.items()}
        before.append(scene.voice.say(verdict.warning.key, **warning))
    return put(scene, went_on, *before)


def press(scene: Scene, flow_id: str, question_id: str, value: str) -> Turn:
    """A button of a question, perhaps an old one: an old answer is changed, replay decides."""
    run, flow = scene.session.run, scene.library.flows.get(flow_id)
    question = flow.questions.get(question_id) if flow else None
    if run is None or run.flow != flow_id or question is None:
        return scene.say("gone-button", "/menu", "/staff")
    verdict = questions.pressed(question, value, scene)
    if verdict is None:
        return put(scene, run, scene.voice.say("gone-button"))
    return accept(scene, question_id, verdict)


def _so_far(scene: Scene) -> tuple[Flow, Run, tuple[str, ...]] | None:
    """The flow, its run and the questions answered on the way; None where there is no walk."""
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if run is None or flow is None:
        return None
    return flow, run, replay(flow, run.answers, scene.voice.day).path


def back(scene: Scene) -> Turn:
    """Put the question before; its old answer is taken back."""
    found = _so_far(scene)
    if found is None:
        return scene.say("walk-nothing", "/menu")
    _, run, path = found
    if not path:
        return put(scene, run, scene.voice.say("walk-first"))
    return reopen(scene, path[-1])


def reopen(scene: Scene, question: str) -> Turn:
    """Take one answer back and put its question; all others stay and are used again."""
    run = scene.session.run
    if run is None:
        return scene.say("walk-nothing", "/menu")
    answers = {name: value for name, value in run.answers.items() if name != question}
    return put(scene, replace(run, answers=answers, asked=question, refusals=0))


def change(scene: Scene) -> Turn:
    """Offer every answer given so far for a change."""
    found = _so_far(scene)
    if found is None:
        return scene.say("walk-nothing", "/menu")
    flow, run, path = found
    if not path:
        return put(scene, run, scene.voice.say("walk-first"))
    choices = questions.answered(flow, run, path)
    return scene.turn(
        scene.voice.say("walk-change", *choices, scene.voice.choice("/resume")),
        session=replace(scene.session, doing=Walking() if run.asked else scene.session.doing),
    )


def skip(scene: Scene) -> Turn:
    """Leave an optional question for later."""
    at = standing(scene)
    if at is None:
        return scene.say("walk-nothing", "/menu")
    _, question, _ = at
    if question.optional:
        return accept(scene, question.id, Accepted(SKIPPED, ""))
    return again(scene, scene.voice.say("walk-skip-not"))


def cancel(scene: Scene) -> Turn:
    """Stop; the answers stay until the person forgets them or begins something else."""
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if scene.session.doing.kind not in {"walking", "resuming"} or run is None or flow is None:
        return scene.say("ok", "/menu", session=replace(scene.session, doing=Idle()))
    after = drafts.let_go(scene.session, run) if run.helping else scene.session
    session = replace(after, doing=Idle())
    name = Span(flow.title, f"flows/{flow.id}")
    choices = (scene.voice.choice("/resume"), scene.voice.choice("/menu"))
    return scene.turn(scene.voice.say("walk-cancelled", *choices, flow=name), session=session)


def resume(scene: Scene) -> Turn:
    """Go on where the run stands."""
    if scene.session.run is None:
        return scene.say("walk-nothing", "/menu")
    return put(scene, scene.session.run)


def again(scene: Scene, *before: Reply) -> Turn:
    """Put the open question once more after something else was said."""
    run = scene.session.run
    if run is None:
        return scene.turn(*before)
    turn = put(scene, run)
    return replace(turn, replies=(*before, *turn.replies))
