"""To a person and back: cases are opened, written on, answered, closed and rated."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

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
from bot.privacy import mask, mask_but_contact
from bot.scene import Scene
from bot.session import Confirming, Ended, Idle, Locating, Rating, Session
from bot.turn import Turn
from bot.understanding import Answer, understand
from bot.voice import BREAK
from knowledge.languages import language_name
from knowledge.places import Place
from knowledge.vietnamese import fold

MARKS = range(1, 6)
POOR = 2  # a mark at which the way back to staff is offered
REOPENED_WITHIN = timedelta(days=3)
AT_STAFF = "case"  # what a place is asked for


def hand_over(scene: Scene, language: str = "") -> Turn:
    """They want a person: take the last question along, or ask for it."""
    if language:
        scene = replace(scene, session=replace(scene.session, tongue=language))
        if scene.session.case:
            return _ask_for_language(scene)
    if scene.session.case:
        session = replace(scene.session, doing=Confirming("staff"))
        case = Span(scene.session.case, "citizen")
        say = scene.voice.say("case-still", scene.voice.choice("/menu"), case=case)
        return scene.turn(say, session=session)
    question = _last_question(scene)
    if question is None:
        session = replace(scene.session, doing=Confirming("staff"))
        key = "ask-for-question-language" if language else "ask-for-question"
        said = language_phrase(scene, key) if language else scene.voice.phrase(key)
        return scene.turn(
            Say(said, f"phrases/{key}", (scene.voice.choice("/cancel"),)), session=session
        )
    return open_case(scene, question, "asked", "case-opened")


def _ask_for_language(scene: Scene) -> Turn:
    """A case is open: staff are told in which language its citizen wants to talk."""
    said = scene.event.text if isinstance(scene.event, Heard) else ""
    added = AddToCase(
        scene.session.case or "", mask(said), own=_own(scene), language=scene.session.tongue
    )
    spans = language_phrase(scene, "case-language")
    say = Say(spans, "phrases/case-language", (scene.voice.choice("/menu"),))
    return scene.turn(say, effects=(added,))


def language_phrase(scene: Scene, key: str) -> tuple[Span, ...]:
    """A phrase that names the language they asked for; who asks for English reads it too."""
    tongue = scene.session.tongue
    english = tongue == "en" and scene.voice.language == "vi" and not key.startswith("mydata")
    voices = (scene.voice, replace(scene.voice, language="en")) if english else (scene.voice,)
    spans: tuple[Span, ...] = ()
    for voice in voices:
        name = Span(language_name(tongue, voice.language), f"phrases/{key}")
        spans += ((BREAK,) if spans else ()) + voice.phrase(key, language=name)
    return spans


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
    if reason in {"asked", "unknown-twice"} and recent(scene):
        return reopen(scene, question, *effects)
    tongue = scene.session.tongue
    case = OpenCase(
        case=scene.code,
        question=question,
        transcript=scene.session.transcript,
        reason=reason,
        topic=scene.session.topic,
        place=scene.session.place,
        language=tongue or scene.session.language,
        own=_own(scene),
    )
    session = _at_staff(scene, scene.code)
    said = scene.voice.phrase(key, case=Span(scene.code, "citizen"))
    if tongue and tongue != scene.session.language:
        said += (BREAK, *language_phrase(scene, "case-language"))
    if reason != "emergency":  # there the number to call stands alone
        said += _back_at(scene)
        if scene.library.by_place and scene.session.place is None and session.doing == Idle():
            said += (BREAK, *scene.voice.phrase("case-where"))
            session = replace(session, doing=Locating(AT_STAFF))
    say = Say(said, f"phrases/{key}", (scene.voice.choice("/menu"),))
    return scene.turn(say, session=session, effects=(*effects, case))


def place_told(scene: Scene, place: Place) -> Turn:
    """Where the citizen of an open case lives: it goes to the team there."""
    case = scene.session.case or ""
    name = Span(place.full_name, f"places/{place.id}")
    say = scene.voice.say(
        "case-where-told", scene.voice.choice("/menu"), place=name, case=Span(case, "citizen")
    )
    added = AddToCase(case, place.full_name, place=place.id)
    return scene.turn(say, effects=(added,))


def _at_staff(scene: Scene, case: str) -> Session:
    """The session whose question is with staff; a walk stays open beneath."""
    doing = scene.session.doing if scene.session.doing.kind == "walking" else Idle()
    return replace(scene.session, doing=doing, case=case, ended=None, misses=0)


def _own(scene: Scene) -> str:
    """What was typed to staff, with name and telephone; empty when masking hides none of them."""
    if not isinstance(scene.event, Heard) or scene.event.pressed is not None:
        return ""
    own = mask_but_contact(scene.event.text)
    return own if own != mask(scene.event.text) else ""


def recent(scene: Scene) -> str | None:
    """The case that was closed not long ago: who writes on means it."""
    ended = scene.session.ended
    return ended.case if ended and scene.event.at - ended.at <= REOPENED_WITHIN else None


def reopen(scene: Scene, question: str, *effects: Effect) -> Turn:
    """The case that was just closed goes on with these words."""
    case = recent(scene) or ""
    typed = scene.event if isinstance(scene.event, Heard) and not scene.event.pressed else None
    words = dict.fromkeys((mask(typed.text) if typed else "", question))
    text = " · ".join(part for part in words if part)
    added = AddToCase(case, text, own=_own(scene), language=scene.session.tongue)
    said = scene.voice.phrase("case-reopened", case=Span(case, "citizen")) + _back_at(scene)
    say = Say(said, "phrases/case-reopened", (scene.voice.choice("/menu"),))
    return scene.turn(say, session=_at_staff(scene, case), effects=(*effects, added))


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
    return open_case(_about(scene, said), mask(said), "asked", "case-opened")


def _about(scene: Scene, said: str) -> Scene:
    """The scene whose session knows what the question is about, so that the right team gets it."""
    match understand(scene.library, Session(place=scene.session.place), said):
        case Answer(match=found):
            topic = found.id if found.kind == "topic" else f"catalogue/{found.id}"
            return replace(scene, session=replace(scene.session, topic=topic))
        case _:
            return scene


def add_to_case(scene: Scene, said: str) -> Turn:
    """What the citizen writes on goes to the open case."""
    files = scene.event.files if isinstance(scene.event, Heard) else ()
    added = AddToCase(scene.session.case or "", mask(said), files, _own(scene))
    return replace(_already(scene), effects=(added,))


def pass_on(scene: Scene, event: StaffSaid) -> Turn:
    """Staff's words, to the citizen; what they were doing stays open."""
    words, name = Span(event.text, "staff"), Span(event.by, "staff")
    say = scene.voice.say("staff-says", name=name, case=Span(event.case, "staff"), words=words)
    return scene.turn(say, session=replace(scene.session, case=event.case, ended=None))


def ask_rating(scene: Scene, event: CaseClosed) -> Turn:
    """A case is closed: how was it? One that goes on under another code is not over."""
    name, case = Span(event.by, "staff"), Span(event.case, "staff")
    if event.into:
        say = scene.voice.say("case-merged", name=name, case=case, into=Span(event.into, "staff"))
        return scene.turn(say, session=replace(scene.session, case=event.into))
    choices = (Choice(f"r:{event.case}:{mark}", str(mark)) for mark in MARKS)
    doing = scene.session.doing if scene.session.doing.kind == "walking" else Rating(event.case)
    say = scene.voice.say("case-closed", *choices, name=name, case=case)
    ended = Ended(event.case, event.at)
    session = replace(scene.session, doing=doing, case=None, ended=ended)
    return scene.turn(say, session=session)


def mark(scene: Scene, case: str, given: int) -> Turn:
    """One to five was pressed: keep it, and ask for a word."""
    session = replace(scene.session, doing=Rating(case, given))
    turn = scene.say("rating-word", "done", session=session)
    return replace(turn, effects=(RateCase(case, given),))


def word(scene: Scene, rating: Rating, said: str) -> Turn:
    """The word to the mark."""
    turn = thank(scene)
    return replace(turn, effects=(RateCase(rating.case, rating.mark or 0, mask(said)),))


def thank(scene: Scene) -> Turn:
    """The rating is done; who was not helped may go back to staff at once."""
    doing = scene.session.doing
    poor = isinstance(doing, Rating) and doing.mark is not None and doing.mark <= POOR
    session = replace(scene.session, doing=Idle())
    ways = (_on(scene), "/staff") if poor else (_on(scene),)
    return scene.say("rating-thanks", *ways, session=session)


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
