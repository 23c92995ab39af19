"""What is remembered: shown on request, forgotten on request, wiped when it was promised."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import CancelTimer, Forget, Span, TimerRang
from bot.scene import Scene
from bot.session import Confirming, Idle, Session
from bot.turn import Turn
from bot.turns import drafts, helping, papers, questions, reminders, starting


def ask_to_forget(scene: Scene) -> Turn:
    """Forgetting cannot be undone: ask once."""
    session = replace(scene.session, doing=Confirming("forget"))
    voice = scene.voice
    choices = (voice.choice("forget-yes"), voice.choice("forget-no"))
    return scene.turn(voice.say("forget-confirm", *choices), session=session)


def forget(scene: Scene) -> Turn:
    """Everything goes, here and in the store."""
    fresh = Session(language=scene.session.language)
    say = scene.voice.say("forgotten", scene.voice.choice("/menu"))
    timers = (
        drafts.TIMER,
        *(drafts.timer_of(run) for run in drafts.drafts(scene.session)),
        *scene.session.reminders,
    )
    return scene.turn(say, session=fresh, effects=(*map(CancelTimer, timers), Forget()))


def keep(scene: Scene) -> Turn:
    """They thought better of it."""
    run = scene.session.run
    on = "/resume" if run and run.asked else "/menu"
    return scene.say("forget-kept", on, session=replace(scene.session, doing=Idle()))


def show(scene: Scene) -> Turn:
    """What is kept of this person, in words."""
    kept = [
        *_run(scene),
        *helping.kept(scene),
        *starting.kept(scene),
        *papers.told(scene),
        *reminders.kept(scene),
        *_case(scene),
    ]
    choices = (scene.voice.choice("/forget", "forget-yes"), scene.voice.choice("/menu"))
    if not kept:
        return scene.turn(scene.voice.say("mydata-nothing", *choices))
    return scene.turn(scene.voice.say("mydata", *choices, kept=tuple(kept)))


def _run(scene: Scene) -> tuple[Span, ...]:
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if run is None or flow is None or not run.answers:
        return ()
    answers = questions.summary(run, tuple(run.answers))
    name = Span(flow.title, f"flows/{flow.id}")
    return (*scene.voice.phrase("mydata-run", flow=name, answers=answers), Span(". ", "citizen"))


def _case(scene: Scene) -> tuple[Span, ...]:
    case = scene.session.case
    return scene.voice.phrase("mydata-case", case=Span(case, "citizen")) if case else ()


def ring(scene: Scene, event: TimerRang) -> Turn:
    """A timer is due: a reminder, or what was done for someone else is wiped."""
    if event.timer.startswith(reminders.TIMER):
        return reminders.ring(scene, event)
    return helping.ring(scene, event)
