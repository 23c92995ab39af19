"""How a question of a flow is put, refused and shown back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import answering
from bot.fact_lines import line_of
from bot.messages import Choice, Say, Span
from bot.scene import Scene
from bot.session import Run, Walking
from bot.turn import Turn
from bot.voice import BREAK, Voice
from flows.answers import read_answer
from flows.engine import Position
from flows.fitting import fits
from flows.kinds import Choice as FlowChoice
from flows.kinds import ChoiceKind, YesNoKind
from flows.steps import Flow, Question
from flows.verdicts import Accepted, Refused

OFFER_WAYS_AT = 2  # refusals in a row
OFFER_PERSON_AT = 3
LABEL = 60


def question(
    voice: Voice,
    flow: Flow,
    asked: Question,
    position: Position,
    opening: Sequence[Say] = (),
) -> Say:
    """The question, after what was just said and the facts that it shows; at last its choices."""
    address = f"flows/{flow.id}/{asked.id}"
    spans: list[Span] = []
    for say in opening:
        spans += [*say.spans, BREAK]
    for fact in asked.show:
        spans += [*_fact(voice, flow.address(fact)), BREAK]
    spans += voice.prose(asked.ask, address, flow.topic)
    if asked.help:
        spans += [BREAK, *voice.prose(asked.help, address, flow.topic)]
    choices = list(_choices(flow.id, asked))
    if asked.optional:
        choices.append(voice.choice("/skip"))
    if position.path:
        choices.append(voice.choice("/back"))
    return Say(tuple(spans), address, tuple(choices))


def _fact(voice: Voice, address: str) -> tuple[Span, ...]:
    """One fact as a line without its mark."""
    where, _, inside = address.partition("#")
    topic = voice.library.topics[where.removeprefix("topics/")]
    section, _, _ = inside.partition(".")
    found = topic.fact(inside)
    if found is None or not found.holds(voice.day):
        return ()
    facet = next((facet for facet in answering.LISTED if facet == section), None)
    line = line_of(voice, topic, facet, found) if facet else voice.fact(address)
    return line[1:] if facet else line


def _choices(flow: str, asked: Question) -> tuple[Choice, ...]:
    match asked.answer:
        case ChoiceKind() | YesNoKind() as kind:
            return tuple(button(flow, asked.id, choice) for choice in kind.choices)
        case _:
            return ()


def button(flow: str, asked: str, choice: FlowChoice) -> Choice:
    """A choice of a question as something to press."""
    return Choice(f"a:{flow}:{asked}:{choice.value}", choice.label[:LABEL])


def pressed(asked: Question, value: str, scene: Scene) -> Accepted | None:
    """The verdict on a button's value; None when it is no longer an answer."""
    if not fits(asked, value, scene.voice.day):
        return None
    match asked.answer:
        case ChoiceKind() | YesNoKind() as kind:
            label = next(choice.summary for choice in kind.choices if choice.value == value)
            return Accepted(value, label)
        case _:
            return _meant(asked, value, scene)


def _meant(asked: Question, value: str, scene: Scene) -> Accepted | None:
    """A value that a refusal offered, or that was given before; a commune by its id."""
    place = scene.library.places.by_id(value)
    if place is not None:
        return Accepted(value, place.full_name)
    given = scene.session.run.answers if scene.session.run else {}
    verdict = read_answer(asked, value, scene.voice.day, scene.library.places, given, chosen=True)
    return verdict if isinstance(verdict, Accepted) else None


def refuse(scene: Scene, asked: Question, verdict: Refused) -> Turn:
    """The wrong-answer ladder: why and an example; then other ways; then a person."""
    run = scene.session.run or Run("")
    refusals = run.refusals + 1
    session = replace(
        scene.session, doing=Walking(), run=replace(run, refusals=refusals, asked=asked.id)
    )
    voice = scene.voice
    reason = {key: Span(text, "citizen") for key, text in verdict.reason.args.items()}
    spans = list(voice.phrase(verdict.reason.key, **reason))
    choices = [button(run.flow, asked.id, choice) for choice in verdict.choices]
    choices += [] if choices else _choices(run.flow, asked)
    if asked.optional:
        choices.append(voice.choice("/skip"))
    if refusals >= OFFER_WAYS_AT:
        choices.append(voice.choice("/back"))
    if refusals >= OFFER_PERSON_AT:
        spans += [BREAK, *voice.phrase("walk-ladder-person")]
        choices.append(voice.choice("/staff"))
    elif refusals == OFFER_WAYS_AT:
        spans += [BREAK, *voice.phrase("walk-ladder-ways")]
    about = f"flows/{run.flow}/{asked.id}"
    return scene.turn(Say(tuple(spans), about, tuple(choices)), session=session)


def answered(flow: Flow, run: Run, path: Sequence[str]) -> tuple[Choice, ...]:
    """Each answer given so far as something to press for a change."""
    return tuple(
        Choice(f"e:{flow.id}:{name}", (run.labels.get(name) or run.answers[name] or "…")[:LABEL])
        for name in path
    )


def summary(run: Run, path: Sequence[str]) -> tuple[Span, ...]:
    """The answers given so far, in words."""
    labels = [run.labels.get(name) or run.answers[name] for name in path]
    shown = "; ".join(label for label in labels if label)
    return (Span(shown, "citizen"),) if shown else ()
