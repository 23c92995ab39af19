"""Answers from the national catalogue's own row, where no topic is written; blanks are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.messages import Say, Span
from bot.scene import Scene
from bot.session import Idle
from bot.turn import Turn
from bot.voice import BREAK, Voice
from knowledge.catalogue import Procedure
from knowledge.topic import Facet
from knowledge.values import day as written_day

LONGEST = 700  # signs of one facet in one reply
_SHOWN: tuple[Facet, ...] = ("documents", "time", "where")  # when no facet was asked
_ASKABLE: tuple[Facet, ...] = ("documents", "steps", "time", "where", "fee")


def tell(scene: Scene, code: str, facets: Sequence[Facet], start: int = 0) -> Turn:
    """What the portal's row says, facet by facet, with its date."""
    row = scene.library.row(code)
    if row is None:
        return scene.say("gone-topic", "/menu", "/staff")
    shown = _shown(row, facets)
    about = f"catalogue/{code}#{shown[0]}"
    name = _named(row, again=scene.session.topic == f"catalogue/{code}")
    spans: list[Span] = [Span(name, f"catalogue/{code}#name")]
    rest = None
    for facet in shown:
        text, rest = _cut(facet_text(row, facet), start if len(facets) == 1 else 0, len(facets))
        spans += [BREAK, *_facet(scene, code, facet, text)]
    spans += [BREAK, *source(scene.voice, row)]
    choices = []
    if rest is not None and len(facets) == 1:
        choices.append(scene.voice.choice(f"k:{code}:{facets[0]}:{rest}", "more"))
    choices.append(scene.voice.choice(f"b:{code}:documents", "walk"))
    choices += [
        scene.voice.choice(f"k:{code}:{facet}", f"ask-{facet}")
        for facet in _ASKABLE
        if facet not in shown and facet_text(row, facet)
    ][: 3 - len(choices)]
    say = Say(tuple(spans), about, (*choices, scene.voice.choice("/staff")))
    session = replace(
        scene.session,
        doing=scene.session.doing if scene.session.doing.kind == "walking" else Idle(),
        topic=f"catalogue/{code}",
        facets=tuple(facets),
        misses=0,
    )
    return scene.turn(say, session=session)


def _shown(row: Procedure, facets: Sequence[Facet]) -> Sequence[Facet]:
    """What was asked; where the portal left all of that blank, also what it does say."""
    if not facets or any(facet_text(row, facet) for facet in facets):
        return facets or _SHOWN
    return (*facets, *(one for one in _SHOWN if one not in facets and facet_text(row, one)))


def _named(row: Procedure, *, again: bool) -> str:
    """The name as the law has it; who is told more of the same need not read all of it again."""
    name = row.name.partition(" (")[0] if again else row.name
    return f"{name} (mã {row.code})"


def facet_text(row: Procedure, facet: Facet) -> str:
    """The row's words for a facet; empty where the portal left it blank."""
    match facet:
        case "documents":
            return "\n".join(_papers(row))
        case "steps" | "trouble":
            return row.steps
        case "fee":
            # a fee of 0 on the portal often means that nobody filled it in
            return "" if row.fee.strip() in {"", "0", "0 đồng", "0 VNĐ"} else row.fee
        case "time":
            return row.duration
        case "where" | "status":
            return "; ".join(dict.fromkeys([*row.executing, row.agency])).strip("; ")
        case "eligibility":
            return row.requirements
        case "result":
            return row.result
        case "form":
            return ""
        case "legal_basis":
            return row.legal_basis


def _papers(row: Procedure) -> Iterable[str]:
    for paper in row.documents:
        quantity = f" ({paper.quantity})" if paper.quantity else ""
        case = f"{paper.case}: " if paper.case else ""
        yield f"– {case}{paper.name.lstrip('+-– ')}{quantity}"


def _cut(text: str, start: int, asked: int) -> tuple[str, int | None]:
    """A readable piece from `start`, ended at a line or sentence; and where the rest begins."""
    room = LONGEST // max(asked, 1)
    start = start if start < len(text) else 0  # an old button, of when there was more to read
    piece = text[start : start + room]
    if start + room >= len(text):
        return piece, None
    end = max(piece.rfind("\n"), piece.rfind(". ") + 1, room // 2)
    return piece[:end].rstrip() + " …", start + end


def _facet(scene: Scene, code: str, facet: Facet, text: str) -> Iterable[Span]:
    address = f"catalogue/{code}#{facet}"
    heading = scene.library.phrasebook.label(f"facet-{facet}", scene.voice.language)
    yield Span(f"{heading}: ", address)
    if text:
        yield Span(f"\n{text}" if "\n" in text else text, address)
    else:
        yield from scene.voice.phrase("catalogue-blank")


def source(voice: Voice, row: Procedure) -> tuple[Span, ...]:
    """The last line: the portal's page and the day of its data."""
    day = Span(_written(row.source_date), f"catalogue/{row.code}#source_date")
    link = Span(row.url, f"catalogue/{row.code}#url")
    return voice.phrase("catalogue-source", day=day, link=link)


def _written(day: str) -> str:
    """2026-07-18 as people write it; anything else as it stands."""
    try:
        return written_day(date.fromisoformat(day))
    except ValueError:
        return day
