"""What is known of any procedure, laid out to be walked through: a topic's facts, or a row's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot import answering
from bot.fact_lines import Line, line_of
from bot.messages import Span
from bot.turns.rows import facet_text, source
from bot.voice import BREAK, Voice
from knowledge.catalogue import Procedure
from knowledge.topic import Click, Facet, Source, Topic

WAYS = ("online", "counter", "phone", "all")  # "all": steps that are not told apart by channel
PIECE = 400  # signs of a row's text on one line of ours
WHOLE = 100_000  # room in which nothing is left out


@dataclass(frozen=True, slots=True)
class Told:
    """Lines that can be read one after another, and the source line that they rest on."""

    lines: tuple[Line, ...]
    source: Line


@dataclass(frozen=True, slots=True)
class Guide:
    """One procedure: `told` by documents, where, fee (with time), trouble, and by way of doing."""

    about: str  # `topics/<id>` or `catalogue/<code>`
    title: Span
    step: str  # the phrase that numbers a step
    told: Mapping[str, Told]

    @property
    def ways(self) -> tuple[str, ...]:
        """How it can be done, in the order of WAYS; never empty."""
        return tuple(way for way in WAYS if way in self.told)


def guide(voice: Voice, which: str) -> Guide | None:
    """The guide of a topic's id or a catalogue's code; None when there is neither."""
    if topic := voice.library.topics.get(which):
        return _of_topic(voice, topic)
    row = voice.library.row(which)
    return _of_row(voice, row) if row else None


# ---- from a topic's facts


def facet_of(voice: Voice, topic: Topic, *facets: Facet) -> Told:
    """Everything that is known of the facets, line by line."""
    lines: list[Line] = []
    sources: list[Source] = []
    for facet in facets:
        start: int | None = 0
        while start is not None:
            page = answering.page_of(voice, topic, facet, start, WHOLE)
            lines += _split(page.spans)
            sources += page.sources
            start = page.rest
    found = tuple(dict.fromkeys(lines))  # what is not certain stands under every page
    return Told(found, tuple(answering.source_line(voice, topic, sources)))


def _split(spans: Iterable[Span]) -> list[Line]:
    """Spans cut into lines where a blank stands between them."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.address == "phrases/blank" and not span.text.strip():
            lines.append([])
        else:
            lines[-1].append(span)
    return [tuple(line) for line in lines if line]


def _of_topic(voice: Voice, topic: Topic) -> Guide:
    about = f"topics/{topic.id}"
    told = {
        "documents": facet_of(voice, topic, "documents"),
        "where": facet_of(voice, topic, "where"),
        "fee": facet_of(voice, topic, "fee", "time"),
    }
    if topic.answers("trouble"):
        told["trouble"] = facet_of(voice, topic, "trouble")
    steps = [fact for fact in topic.asked("steps", voice.day) if isinstance(fact, Click)]
    for way in WAYS:
        if clicks := [click for click in steps if click.channel == way]:
            told[way] = _clicks(voice, topic, clicks)
    if not steps:
        told["all"] = facet_of(voice, topic, "steps")
    return Guide(about, Span(topic.title, f"{about}#title"), "anything-step", told)


def _clicks(voice: Voice, topic: Topic, clicks: Sequence[Click]) -> Told:
    """Steps of one way, without their numbers and without the way, which was chosen."""
    bare = [click.model_copy(update={"channel": "online"}) for click in clicks]
    lines = tuple(line_of(voice, topic, "steps", click)[1:] for click in bare)
    sources = [topic.source_of(click) for click in clicks]
    return Told(lines, tuple(answering.source_line(voice, topic, sources)))


# ---- from a row of the catalogue


def _of_row(voice: Voice, row: Procedure) -> Guide:
    about = f"catalogue/{row.code}"
    last = (BREAK, *source(voice, row))
    where = [*_facet(voice, row, "where")]
    if row.submission.strip():
        where += _pieces(voice, row.submission, "submission", f"{about}#submission")
    money = [*_facet(voice, row, "fee"), *_facet(voice, row, "time")]
    told = {
        "documents": Told(tuple(_facet(voice, row, "documents")), last),
        "where": Told(tuple(where), last),
        "fee": Told(tuple(money), last),
        "all": Told(tuple(_facet(voice, row, "steps")), last),
    }
    title = Span(_title(row), f"{about}#name")
    return Guide(about, title, "anything-part", told)


def _title(row: Procedure) -> str:
    """The row's name, cut where it would fill a screen."""
    return row.name if len(row.name) <= PIECE // 2 else f"{row.name[: PIECE // 2].rstrip()}…"


def _facet(voice: Voice, row: Procedure, facet: Facet) -> list[Line]:
    """The row's words under their heading; what the portal left blank is said to be blank."""
    address = f"catalogue/{row.code}#{facet}"
    text = facet_text(row, facet)
    if text.strip():
        return _pieces(voice, text, f"facet-{facet}", address)
    return [(_heading(voice, f"facet-{facet}", address), *voice.phrase("catalogue-blank"))]


def _heading(voice: Voice, label: str, address: str) -> Span:
    words = voice.library.phrasebook.label(label, voice.language)
    return Span(f"{words}: ", address)


def _pieces(voice: Voice, text: str, label: str, address: str) -> list[Line]:
    """The text's paragraphs, each short enough to be read; the heading before the first."""
    parts = [part for line in text.split("\n") if line.strip() for part in _cut(line.strip())]
    first, *rest = parts
    heading = _heading(voice, label, address)
    return [(heading, Span(first, address)), *((Span(part, address),) for part in rest)]


def _cut(line: str) -> Iterable[str]:
    """Pieces of a long paragraph, ended at a sentence or a word."""
    while len(line) > PIECE:
        head = line[:PIECE]
        end = max(head.rfind(". ") + 1, head.rfind("; ") + 1) or head.rfind(" ")
        end = end if end > 0 else PIECE
        yield line[:end].rstrip()
        line = line[end:].lstrip()
    if line:
        yield line
