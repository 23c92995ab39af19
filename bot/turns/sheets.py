"""Answers looked through before the end, and the declaration that is made of them.

A sheet is rendered only at delivery.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot.messages import FileRef, Say, Span
from bot.scene import Scene
from bot.session import Idle, Run
from bot.turn import Turn
from bot.turns import outcomes
from bot.voice import BREAK
from flows.engine import replay
from flows.forms import fill
from flows.steps import Flow, Outcome

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def review(scene: Scene, flow: Flow, run: Run, *before: Say) -> Turn:
    """Every answer once more before the sheet is made or the walk let go; each can be changed."""
    voice = scene.voice
    position = replay(flow, run.answers, voice.day)
    path, end = position.path, position.step
    spans: list[Span] = []
    for say in before:
        spans += [*say.spans, BREAK]
    spans += voice.phrase("sheet-review")
    for name in path:
        asked = flow.questions[name].ask
        label = run.labels.get(name)
        answer = (Span(label, "citizen"),) if label else voice.phrase("sheet-left")
        if name in run.reused:
            answer = (*answer, *voice.phrase("sheet-reused"))
        question = voice.prose(asked, f"flows/{flow.id}/{name}", flow.topic)
        spans += [BREAK, *voice.phrase("sheet-row", question=question, answer=answer)]
    sheet = isinstance(end, Outcome) and end.form in scene.library.forms
    choices = (
        voice.choice(f"d:{flow.id}", "sheet-make" if sheet else "review-right"),
        voice.choice("/change"),
        voice.choice("/staff"),
    )
    session = replace(scene.session, doing=Idle(), run=run, misses=0)
    return scene.turn(Say(tuple(spans), "phrases/sheet-review", choices), session=session)


def make(scene: Scene, flow_id: str) -> Turn:
    """The sheet as PDF and Word file, what is still to be written by hand, and how to go on."""
    run, flow = scene.session.run, scene.library.flows.get(flow_id)
    if run is None or flow is None or run.flow != flow_id:
        return scene.say("gone-button", "/menu", "/staff")
    end = replay(flow, run.answers, scene.voice.day).step
    if not isinstance(end, Outcome):
        return scene.say("gone-button", "/resume", "/staff")
    form = scene.library.forms.get(end.form or "")
    told = outcomes.conclude(scene, flow, end, run)
    if form is None:
        return told
    filled = fill(form, flow, run.answers, scene.library.places, scene.voice.day)
    spans = [*scene.voice.phrase("sheet-ready")]
    if filled.empty:
        fields = Span("; ".join(filled.empty), f"flows/{flow.id}/{end.id}")
        spans += [BREAK, *scene.voice.phrase("sheet-by-hand", fields=fields)]
    data = json.dumps({"flow": flow.id, "answers": run.answers, "day": str(scene.voice.day)})
    files = (
        FileRef(f"{form.id}.pdf", PDF, f"form:{form.id}", data),
        FileRef(f"{form.id}.docx", DOCX, f"form:{form.id}", data),
    )
    sheet = Say(tuple(spans), f"flows/{flow.id}/{end.id}", (), files)
    return replace(told, replies=(sheet, *told.replies))
