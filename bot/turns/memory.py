"""What is remembered: shown on request, forgotten on request, wiped when it was promised."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.messages import CancelTimer, Erased, FileRef, Forget, Span, TimerRang
from bot.scene import Scene
from bot.session import Confirming, Idle, Session
from bot.turn import Turn
from bot.turns import drafts, helping, papers, people, questions, reminders, starting

TEXT, JSON = "text/plain", "application/json"
OF_A_PERSON = "kept:"  # the source of a file that tells what is kept of its receiver


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


def erased(scene: Scene, event: Erased) -> Turn:
    """What was erased, as the store counted it."""
    spans = list(scene.voice.phrase("erased-session")) if event.counts.get("session") else []
    for name in ("cases", "timers", "questions"):
        if count := event.counts.get(name):
            key = f"erased-{name}"
            spans += [Span("; ", f"phrases/{key}")] if spans else []
            spans += scene.voice.phrase(key, count=Span(str(count), "store"))
    if not spans:
        return scene.say("erased-nothing", "/menu")
    say = scene.voice.say("erased", scene.voice.choice("/menu"), what=tuple(spans))
    return scene.turn(say)


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
        *_tongue(scene),
        *_case(scene),
    ]
    choices = (
        scene.voice.choice("export"),
        scene.voice.choice("/forget", "forget-yes"),
        scene.voice.choice("/menu"),
    )
    if not kept:
        return scene.turn(scene.voice.say("mydata-nothing", *choices))
    return scene.turn(scene.voice.say("mydata", *choices, kept=tuple(kept)))


def export(scene: Scene) -> Turn:
    """Everything that is kept, as files: read from the store at delivery, rendered nowhere else."""
    address = scene.event.address
    data = json.dumps(
        {"channel": address.channel, "talk": address.talk, "day": str(scene.voice.day)}
    )
    files = (
        FileRef("du-lieu-cua-toi.txt", TEXT, OF_A_PERSON, data),
        FileRef("du-lieu-cua-toi.json", JSON, OF_A_PERSON, data),
    )
    say = scene.voice.say("export", scene.voice.choice("/forget", "forget-yes"))
    return scene.turn(replace(say, files=files))


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


def _tongue(scene: Scene) -> tuple[Span, ...]:
    if not scene.session.tongue:
        return ()
    return (*people.language_phrase(scene, "mydata-tongue"), Span("; ", "citizen"))


def ring(scene: Scene, event: TimerRang) -> Turn:
    """A timer is due: a reminder, or what was done for someone else is wiped."""
    if event.timer.startswith(reminders.TIMER):
        return reminders.ring(scene, event)
    return helping.ring(scene, event)
