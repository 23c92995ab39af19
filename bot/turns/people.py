"""To a person and back: cases are opened, written on, answered, closed and rated."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.hours import Hours, in_words
from bot.messages import (
    AddToCase,
    CaseClosed,
    Choice,
    Effect,
    Heard,
    OpenCase,
    RateCase,
    Say,
    Span,
    StaffSaid,
)
from bot.privacy import mask
from bot.scene import Scene
from bot.session import Confirming, Idle, Rating
from bot.turn import Turn
from bot.voice import BREAK
from knowledge.vietnamese import fold

MARKS = range(1, 6)


def hand_over(scene: Scene) -> Turn:
    """They want a person: take the last question along, or ask for it."""
    if scene.session.case:
        session = replace(scene.session, doing=Confirming("staff"))
        case = Span(scene.session.case, "citizen")
        say = scene.voice.say("case-still", scene.voice.choice("/menu"), case=case)
        return scene.turn(say, session=session)
    question = _last_question(scene)
    if question is None:
        session = replace(scene.session, doing=Confirming("staff"))
        return scene.say("ask-for-question", "/cancel", session=session)
    return open_case(scene, question, "asked", "case-opened")


def _last_question(scene: Scene) -> str | None:
    """What the citizen last asked in their own words, and the walk that they are on."""
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run and run.asked else None
    walk = ""
    if run and flow:
        told = "; ".join(label for label in run.labels.values() if label)
        walk = mask(f"{flow.title} ({told})" if told else flow.title)
    parts = [part for part in (scene.session.question, walk) if part]
    return " · ".join(parts) or None


def _already(scene: Scene) -> Turn:
    case = Span(scene.session.case or "", "citizen")
    return scene.turn(scene.voice.say("case-already", scene.voice.choice("/menu"), case=case))


def open_case(scene: Scene, question: str, reason: str, key: str, *effects: Effect) -> Turn:
    """Hand a masked question to staff with the last lines of the talk."""
    case = OpenCase(
        case=scene.code,
        question=question,
        transcript=scene.session.transcript,
        reason=reason,
        topic=scene.session.topic,
        place=scene.session.place,
    )
    doing = scene.session.doing if scene.session.doing.kind == "walking" else Idle()
    session = replace(scene.session, doing=doing, case=scene.code, misses=0)
    said = scene.voice.phrase(key, case=Span(scene.code, "citizen"))
    if reason != "emergency":  # there the number to call stands alone
        said += _back_at(scene)
    say = Say(said, f"phrases/{key}", (scene.voice.choice("/menu"),))
    return scene.turn(say, session=session, effects=(*effects, case))


def _back_at(scene: Scene) -> tuple[Span, ...]:
    """When nobody is there now: who waits at night should know until when."""
    at = scene.event.at
    back = Hours().back_at(at)
    if back is None:
        return ()
    when = in_words(back, at, scene.voice.language)
    return (BREAK, *scene.voice.phrase("case-away", back=when))


def question_given(scene: Scene, said: str) -> Turn:
    """The words that were asked for become the case's question; no words are none."""
    if not said.strip():
        return scene.say("ask-for-question", "/cancel")
    if scene.session.case:
        settled = replace(scene, session=replace(scene.session, doing=Idle()))
        return add_to_case(settled, said)
    return open_case(scene, mask(said), "asked", "case-opened")


def add_to_case(scene: Scene, said: str) -> Turn:
    """What the citizen writes on goes to the open case."""
    files = scene.event.files if isinstance(scene.event, Heard) else ()
    added = AddToCase(scene.session.case or "", mask(said), files)
    return replace(_already(scene), effects=(added,))


def pass_on(scene: Scene, event: StaffSaid) -> Turn:
    """Staff's words, to the citizen; what they were doing stays open."""
    words, name = Span(event.text, "staff"), Span(event.by, "staff")
    say = scene.voice.say("staff-says", name=name, case=Span(event.case, "staff"), words=words)
    return scene.turn(say, session=replace(scene.session, case=event.case))


def ask_rating(scene: Scene, event: CaseClosed) -> Turn:
    """A case is closed: how was it?"""
    choices = (Choice(f"r:{event.case}:{mark}", str(mark)) for mark in MARKS)
    name, case = Span(event.by, "staff"), Span(event.case, "staff")
    doing = scene.session.doing if scene.session.doing.kind == "walking" else Rating(event.case)
    say = scene.voice.say("case-closed", *choices, name=name, case=case)
    return scene.turn(say, session=replace(scene.session, doing=doing, case=None))


def mark(scene: Scene, case: str, given: int) -> Turn:
    """One to five was pressed: keep it, and ask for a word."""
    session = replace(scene.session, doing=Rating(case, given))
    turn = scene.say("rating-word", "done", session=session)
    return replace(turn, effects=(RateCase(case, given),))


def word(scene: Scene, rating: Rating, said: str) -> Turn:
    """The word to the mark."""
    session = replace(scene.session, doing=Idle())
    turn = scene.say("rating-thanks", _on(scene), session=session)
    return replace(turn, effects=(RateCase(rating.case, rating.mark or 0, mask(said)),))


def thank(scene: Scene) -> Turn:
    """No word was wanted."""
    return scene.say("rating-thanks", _on(scene), session=replace(scene.session, doing=Idle()))


def _on(scene: Scene) -> str:
    """What comes next: the walk that is half done, else the menu."""
    run = scene.session.run
    return "/resume" if run and run.asked else "/menu"


_SPOKEN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_MARK = re.compile(r"(?:cho |cham )?([1-5]|mot|hai|ba|bon|nam)(?: (?:sao|diem|tren 5))?")


def is_mark(said: str) -> int | None:
    """Read 1 to 5 from typed words: "5", "năm sao", "cho 4 điểm"."""
    found = _MARK.fullmatch(fold(said).strip(" .!"))
    return _SPOKEN.get(found[1]) or int(found[1]) if found else None
