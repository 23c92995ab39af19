"""Reminders that a citizen asked for: a deadline of the law, told some days before it ends.

All that a reminder needs travels with its timer, so it also rings when the talk was swept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot import answering
from bot.messages import CancelTimer, Choice, Say, SetTimer, Span, TimerRang
from bot.scene import HERE, Scene
from bot.session import Run
from bot.turn import Turn
from bot.voice import BREAK
from flows.deadlines import last_reminder, reminder
from flows.engine import Ahead, replay
from flows.engine import reminders as ahead
from flows.steps import Flow, Outcome, Remind
from knowledge.values import day as written_day

TIMER = "remind:"  # then `<flow>:<outcome>:<number>`
MORNING = 9  # o'clock in Việt Nam: no hour of the night


def offer(scene: Scene, flow: Flow, outcome: Outcome, run: Run) -> tuple[Choice, ...]:
    """A button for the first deadline that lies ahead; none for what is not kept."""
    if run.passing:
        return ()
    found = ahead(flow, outcome, run.answers, scene.voice.day, scene.library.topics)
    for one in found[:1]:
        name = f"{flow.id}:{outcome.id}:{one.number}"
        if f"{TIMER}{name}" in scene.session.reminders:
            return (scene.voice.choice(f"m:{name}", "remind-stop"),)
        return (scene.voice.choice(f"n:{name}", "remind"),)
    return ()


def agree(scene: Scene, flow_id: str, outcome_id: str, number: int) -> Turn:
    """They want to be reminded: set the timer, and say for which day and how to stop it."""
    run, flow = scene.session.run, scene.library.flows.get(flow_id)
    if run is None or flow is None or run.flow != flow_id:
        return scene.say("gone-button", "/menu", "/staff")
    end = replay(flow, run.answers, scene.voice.day).step
    if not isinstance(end, Outcome) or end.id != outcome_id:
        return scene.say("gone-button", "/resume", "/staff")
    found = _numbered(scene, flow, end, run, number)
    day = reminder(found.term, scene.voice.day) if found else None
    if found is None or day is None:
        return scene.say("remind-late", "/menu", "/staff")
    name = f"{flow_id}:{outcome_id}:{number}"
    what, address = _what(scene, flow, end, found.remind)
    say = scene.voice.say(
        "remind-set",
        scene.voice.choice(f"m:{name}", "remind-stop"),
        scene.voice.choice("/menu"),
        what=what,
        day=Span(written_day(day), address),
        last=Span(written_day(found.term.ends), address),
    )
    return _kept(scene.turn(say), f"{TIMER}{name}", day, found.term.ends)


def _numbered(scene: Scene, flow: Flow, end: Outcome, run: Run, number: int) -> Ahead | None:
    found = ahead(flow, end, run.answers, scene.voice.day, scene.library.topics)
    return next((one for one in found if one.number == number), None)


def _what(
    scene: Scene, flow: Flow, outcome: Outcome, remind: Remind
) -> tuple[tuple[Span, ...], str]:
    """What the deadline is, and the address of the fact that it rests on."""
    words = scene.voice.prose(remind.say, f"flows/{flow.id}/{outcome.id}", flow.topic)
    return words, flow.address(remind.fact)


def _kept(turn: Turn, timer: str, day: date, ends: date) -> Turn:
    """The turn that also sets the timer for the morning of a day, and remembers it."""
    morning = datetime(day.year, day.month, day.day, MORNING, tzinfo=HERE)
    session = replace(turn.session, reminders={**turn.session.reminders, timer: day.isoformat()})
    setting = SetTimer(timer, morning, ends.isoformat())
    return replace(turn, session=session, effects=(*turn.effects, setting))


def stop(scene: Scene, flow_id: str, outcome_id: str, number: int) -> Turn:
    """No reminder any more; taking back one that is not there does no harm."""
    timer = f"{TIMER}{flow_id}:{outcome_id}:{number}"
    session = _without(scene, timer)
    turn = scene.say("remind-stopped", "/menu", "/staff", session=session.session)
    return replace(turn, effects=(CancelTimer(timer),))


def _without(scene: Scene, timer: str) -> Scene:
    left = {name: day for name, day in scene.session.reminders.items() if name != timer}
    return replace(scene, session=replace(scene.session, reminders=left))


def ring(scene: Scene, event: TimerRang) -> Turn:
    """The morning has come: what is due until when; once more on the eve of the last day."""
    scene = _without(scene, event.timer)
    ends = date.fromisoformat(event.payload)
    flow_id, _, rest = event.timer.removeprefix(TIMER).partition(":")
    outcome_id, _, number = rest.partition(":")
    flow = scene.library.flows.get(flow_id)
    outcome = flow.outcomes.get(outcome_id) if flow else None
    if flow is None or outcome is None or not int(number) < len(outcome.remind):
        last = Span(written_day(ends), "citizen")
        ways = (scene.voice.choice("/menu"), scene.voice.choice("/staff"))
        return scene.turn(scene.voice.say("remind-gone", *ways, last=last))
    return _remind(scene, flow, outcome, int(number), ends)


def _remind(scene: Scene, flow: Flow, outcome: Outcome, number: int, ends: date) -> Turn:
    voice = scene.voice
    what, address = _what(scene, flow, outcome, outcome.remind[number])
    spans = list(voice.phrase("remind-due", what=what, last=Span(written_day(ends), address)))
    run = scene.session.run
    on = "/resume" if run and run.flow == flow.id else f"f:{flow.id}"
    choices = [voice.choice(on, "resume")]
    again = last_reminder(ends, voice.day)
    if again:
        once_more = voice.phrase("remind-again", day=Span(written_day(again), address))
        spans += [BREAK, *once_more]
        choices.append(voice.choice(f"m:{flow.id}:{outcome.id}:{number}", "remind-stop"))
    spans += _source(scene, address)
    about = f"flows/{flow.id}/{outcome.id}"
    said = Say(tuple(spans), about, (*choices, voice.choice("/staff")))
    idle = scene.session.doing.kind == "idle"
    topic = flow.topic if idle else scene.session.topic
    turn = scene.turn(said, session=replace(scene.session, topic=topic))
    timer = f"{TIMER}{flow.id}:{outcome.id}:{number}"
    return _kept(turn, timer, again, ends) if again else turn


def _source(scene: Scene, address: str) -> list[Span]:
    where, _, inside = address.partition("#")
    topic = scene.library.topics[where.removeprefix("topics/")]
    fact = topic.fact(inside)
    return answering.source_line(scene.voice, topic, [topic.source_of(fact)] if fact else [])


def kept(scene: Scene) -> tuple[Span, ...]:
    """The reminders that are set, in words."""
    spans: list[Span] = []
    for timer, day in scene.session.reminders.items():
        flow_id = timer.removeprefix(TIMER).partition(":")[0]
        flow = scene.library.flows.get(flow_id)  # gone since: what is kept is told all the same
        name = Span(flow.title if flow else flow_id, f"flows/{flow_id}")
        on = Span(written_day(date.fromisoformat(day)), "citizen")
        spans += [*scene.voice.phrase("mydata-reminder", flow=name, day=on)]
        spans.append(Span(". ", "citizen"))
    return tuple(spans)
