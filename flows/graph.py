"""A flow drawn in Mermaid's notation, as `troly graph FLOW` prints it."""

from __future__ import annotations

from flows.kinds import ChoiceKind, YesNoKind
from flows.steps import Flow, Question, Route
from knowledge.slots import Slot, pieces

LONGEST_LABEL = 60  # signs in one box


def mermaid(flow: Flow) -> str:
    """The flow as a flowchart: questions as boxes, outcomes rounded, routes with their tests."""
    lines = ["flowchart TD"]
    lines += [
        f'    {_node(question.id)}["{_label(question.id, question.ask)}"]'
        for question in flow.questions.values()
    ]
    for outcome in flow.outcomes.values():
        told = _label(outcome.id, outcome.say)
        lines.append(f'    {_node(outcome.id)}(["{told}"]):::{outcome.ending.replace("-", "_")}')
    for question in flow.questions.values():
        for route in question.routes:
            words = _escaped(_test_words(flow, question, route))
            arrow = f'-->|"{words}"|' if words else "-->"
            lines.append(f"    {_node(question.id)} {arrow} {_node(route.to)}")
    lines += [
        "    classDef answered fill:#e6f4ea,stroke:#137333",
        "    classDef handed_over fill:#fef7e0,stroke:#b06000",
        "    classDef redirect fill:#e8f0fe,stroke:#1967d2",
    ]
    return "\n".join(lines) + "\n"


def _node(step: str) -> str:
    """An id that Mermaid takes: "end" is a word of its own there."""
    return f"s_{step.replace('-', '_')}"


def _label(step: str, prose: str) -> str:
    told = "".join(_piece(piece) for piece in pieces(prose))
    short = told if len(told) <= LONGEST_LABEL else told[: LONGEST_LABEL - 1].rstrip() + "…"
    return f"{step}<br/>{_escaped(short)}"


def _piece(piece: str | Slot) -> str:
    if isinstance(piece, str):
        return piece
    return {"you": "bạn", "You": "Bạn", "me": "mình", "Me": "Mình"}.get(
        piece.name, f"‹{piece.name}›"
    )


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )


def _test_words(flow: Flow, question: Question, route: Route) -> str:
    """A test in the words of the buttons where it speaks of choices."""
    asked = flow.questions.get(route.of or "", question)
    wanted = route.one_of or ((route.equals,) if route.equals is not None else ())
    if not wanted or not isinstance(asked.answer, ChoiceKind | YesNoKind):
        return route.words()
    labels = {choice.value: choice.label for choice in asked.answer.choices}
    told = " / ".join(labels.get(value, value) for value in wanted)
    return f"{route.of}: {told}" if route.of else told
