"""Any procedure, step by step, from its own facts: papers, place, each click, money, tracking.

Where a person stands is carried by the pressed button alone (`b:<topic or code>:<step>`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering import READABLE
from bot.fact_lines import Line
from bot.messages import Choice, Say, Span
from bot.scene import Scene
from bot.session import Idle
from bot.turn import Turn
from bot.turns.guides import WAYS, Guide, Told, facet_of, guide
from bot.voice import BREAK, Voice
from knowledge.topic import Facet

TRACKING = "tra-cuu-ho-so"
MOST = 4  # buttons, the way to a person among them


def walk(scene: Scene, which: str, step: str) -> Turn:
    """The screen of a step: `documents.2` (a page), `online.0` (a click), `stuck.online.0` …"""
    found = guide(scene.voice, which)
    if found is None:
        return scene.say("gone-topic", "/menu", "/staff")
    stage, *rest = step.split(".")
    match stage:
        case "missing":
            return _missing(scene, found, which)
        case "where":
            return _where(scene, found, which, _page(rest))
        case "stuck" if rest and rest[0] in found.told:
            return _stuck(scene, found, which, rest[0], rest[1:])
        case "fee":
            return _money(scene, found, which, _page(rest))
        case "end":
            return _end(scene, found, which, _page(rest))
        case way if way in WAYS and way in found.told:
            return _click(scene, found, which, way, _page(rest))
        case _:
            return _papers(scene, found, which, _page(rest))


def _page(numbers: Sequence[str]) -> int:
    """The first number of a value, which is untrusted text."""
    text = numbers[0] if numbers else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


# ---- the screens


def _papers(scene: Scene, found: Guide, which: str, page: int) -> Turn:
    voice = scene.voice
    before = voice.phrase("anything-start", title=found.title)
    after = voice.phrase("anything-papers")
    spans, more = _paged(found.told["documents"], page, before, after)
    choices = (
        *_more(voice, f"b:{which}:documents", more),
        voice.choice(f"b:{which}:where", "have-all"),
        voice.choice(f"b:{which}:missing", "lacking"),
    )
    return _shown(scene, found, "documents", spans, choices)


def _missing(scene: Scene, found: Guide, which: str) -> Turn:
    voice = scene.voice
    choices = (
        voice.choice(f"b:{which}:where", "look-on"),
        voice.choice(f"b:{which}:documents", "back"),
    )
    spans = (*voice.phrase("anything-missing"), *found.told["documents"].source)
    return _shown(scene, found, "documents", spans, choices)


def _where(scene: Scene, found: Guide, which: str, page: int) -> Turn:
    voice = scene.voice
    after = voice.phrase("anything-way") if len(found.ways) > 1 else ()
    spans, more = _paged(found.told["where"], page, (), after)
    only = len(found.ways) == 1
    ways = [
        voice.choice(f"b:{which}:{way}.0", "way-all" if only else f"way-{way}")
        for way in found.ways
    ]
    return _shown(scene, found, "where", spans, (*_more(voice, f"b:{which}:where", more), *ways))


def _click(scene: Scene, found: Guide, which: str, way: str, number: int) -> Turn:
    """One step alone on the screen."""
    voice, told = scene.voice, found.told[way]
    last = len(told.lines) - 1
    number = min(number, last)
    line = told.lines[number]
    if last:
        address = line[0].address
        at, of = Span(str(number + 1), address), Span(str(last + 1), address)
        line = voice.phrase(found.step, number=at, all=of, what=line)
    on = (f"{way}.{number + 1}", "next-step") if number < last else ("fee", "last-step")
    back = f"{way}.{number - 1}" if number else "where"
    choices = (
        voice.choice(f"b:{which}:{on[0]}", on[1]),
        voice.choice(f"b:{which}:stuck.{way}.{number}", "stuck"),
        voice.choice(f"b:{which}:{back}", "back"),
    )
    return _shown(scene, found, "steps", (*line, *told.source), choices)


def _stuck(scene: Scene, found: Guide, which: str, way: str, at: Sequence[str]) -> Turn:
    """What goes wrong with this procedure; where that is not known, a person."""
    voice, number = scene.voice, _page(at)
    same = voice.choice(f"b:{which}:{way}.{number}", "same-step")
    trouble = found.told.get("trouble")
    if trouble is None:
        spans = (*voice.phrase("anything-stuck-unknown"), *found.told[way].source)
        return _shown(scene, found, "steps", spans, (same,))
    page = _page(at[1:])
    spans, more = _paged(trouble, page, voice.phrase("anything-stuck"))
    further = _more(voice, f"b:{which}:stuck.{way}.{number}", more)
    return _shown(scene, found, "trouble", spans, (*further, same))


def _money(scene: Scene, found: Guide, which: str, page: int) -> Turn:
    voice = scene.voice
    spans, more = _paged(found.told["fee"], page, voice.phrase("anything-money"))
    choices = (
        *_more(voice, f"b:{which}:fee", more),
        voice.choice(f"b:{which}:end", "track"),
        voice.choice(f"b:{which}:where", "back"),
    )
    return _shown(scene, found, "fee", spans, choices)


def _end(scene: Scene, found: Guide, which: str, page: int) -> Turn:
    """How to follow the dossier, from the topic that tells it."""
    voice = scene.voice
    topic = scene.library.topics.get(TRACKING)
    if topic is None:
        source = found.told["fee"].source
        spans = (*voice.phrase("anything-done"), *source)
        return _shown(scene, found, "fee", spans, (voice.choice("/menu"),))
    spans, more = _paged(facet_of(voice, topic, "status"), page, voice.phrase("anything-end"))
    choices = (*_more(voice, f"b:{which}:end", more), voice.choice("/menu"))
    turn = _shown(scene, found, "status", spans, choices)
    about = f"topics/{TRACKING}#status"
    says = (replace(say, about=about) for say in turn.replies if isinstance(say, Say))
    return replace(turn, replies=tuple(says))


# ---- what all screens share


def _shown(
    scene: Scene, found: Guide, facet: Facet, spans: Sequence[Span], choices: Sequence[Choice]
) -> Turn:
    """The screen with the way out; what was spoken of is remembered for the next question."""
    ways = (*choices[: MOST - 1], scene.voice.choice("/staff"))
    say = Say(tuple(spans), f"{found.about}#{facet}", ways)
    walking = scene.session.doing.kind == "walking"
    session = replace(
        scene.session,
        doing=scene.session.doing if walking else Idle(),
        topic=found.about.removeprefix("topics/"),
        facets=(facet,),
        misses=0,
    )
    return scene.turn(say, session=session)


def _paged(told: Told, page: int, before: Line, after: Line = ()) -> tuple[Line, int | None]:
    """A page of lines, what opens the first and closes each; the number of the next page."""
    around = _length(before) + _length(after) + _length(told.source) + 2
    pages = list(_pages(told.lines, READABLE - around))
    page = page if page < len(pages) else 0
    spans: list[Span] = [] if page else [*before]
    for line in pages[page]:
        spans += [*([BREAK] if spans else []), *line]
    spans += [BREAK, *after] if after else []
    return (*spans, *told.source), page + 1 if page + 1 < len(pages) else None


def _pages(lines: Sequence[Line], room: int) -> Iterator[list[Line]]:
    """Lines packed into pages; a line that is longer than the room stands alone."""
    page: list[Line] = []
    left = room
    for line in lines:
        if page and _length(line) + 1 > left:
            yield page
            page, left = [], room
        page.append(line)
        left -= _length(line) + 1
    yield page


def _more(voice: Voice, value: str, page: int | None) -> tuple[Choice, ...]:
    return () if page is None else (voice.choice(f"{value}.{page}", "more"),)


def _length(line: Sequence[Span]) -> int:
    return sum(len(span.text) for span in line)
