"""The rules that every topic's text keeps: slots lead somewhere, no naked figure, nothing old."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from knowledge.pack import Fault
from knowledge.slots import Slot, pieces
from knowledge.topic import Facet, Fact, Topic
from knowledge.vietnamese import fold

FEWEST_WORDINGS = 12
NEEDED_OF_PROCEDURES: tuple[Facet, ...] = ("documents", "steps", "where", "fee", "time")

_UNITS = (
    r"đồng|nghìn|ngàn|triệu|tỷ|đ|vnđ|vnd|%|ngày|giờ|phút|tuần|tháng|năm|tuổi|bản|trang|lần|"
    r"người|chữ số|số|ký tự|km|mb|gb|quyển|thẻ|ảnh"
)
# a figure with its unit, the end of a span ("3-5 ngày") too; a date (28/02/2027), a code (1.001193)
# or a law's number is none
NAKED_FIGURE = re.compile(
    rf"(?<![\w./])(?<!\D-)\d+(?:[.,]\d+)*\s*(?:{_UNITS})(?!\w)", re.IGNORECASE
)
ARTICLE = re.compile(r"\b(?:điều|khoản)\s+\d+", re.IGNORECASE)


def proofread(topics: Mapping[str, Topic], known: frozenset[str] = frozenset()) -> list[Fault]:
    """Every fault of all topics; `known`: addresses outside them (`site.…`, `hotline.…`)."""
    faults = [fault for topic in topics.values() for fault in _faults_of(topic, topics, known)]
    return [*faults, *_shared_wordings(topics.values())]


def dangling(topics: Mapping[str, Topic], known: frozenset[str] = frozenset()) -> list[Fault]:
    """Slots and sources that lead nowhere: an answer that comes upon one cannot be given."""
    return [
        Fault(_file(topic), key, words)
        for topic in topics.values()
        for key, words in _dangling(topic, topics, known)
    ]


def prose_of(topic: Topic) -> Iterator[tuple[str, str]]:
    """Every text of a topic that a citizen may read, with its key."""
    yield "title", topic.title
    yield "summary", topic.summary
    for facet, leads in topic.lead.items():
        for lead in leads:
            yield f"lead.{facet}", lead.text
    for address, fact in topic.facts():
        for key in ("text", "name", "label", "problem", "fix", "note", "when"):
            text = getattr(fact, key, None)
            if text:
                yield f"{address}.{key}", text
    for point in topic.unverified:
        if point.ask:
            yield "unverified.ask", point.ask


def naked_figures(text: str) -> list[str]:
    """Figures with a unit that stand in prose instead of in a typed fact."""
    plain = "".join(piece for piece in pieces(text) if isinstance(piece, str))
    return [found.group() for found in NAKED_FIGURE.finditer(plain)]


def _faults_of(topic: Topic, topics: Mapping[str, Topic], known: frozenset[str]) -> Iterator[Fault]:
    file = _file(topic)
    for key, words in (*_shape(topic, topics), *_dangling(topic, topics, known)):
        yield Fault(file, key, words)
    for key, text in prose_of(topic):
        for figure in naked_figures(text):
            yield Fault(
                file, key, f"naked figure {figure!r}: make it a typed fact and name it by slot"
            )
        for pattern, why in superseded():
            if pattern.search(text):
                yield Fault(file, key, f"superseded: {pattern.pattern!r}: {why}")


def _file(topic: Topic) -> str:
    return f"{topic.field}/{topic.id}.toml"


def _shape(topic: Topic, topics: Mapping[str, Topic]) -> Iterator[tuple[str, str]]:
    if len({fold(words) for words in topic.wordings}) < FEWEST_WORDINGS:
        yield "wordings", f"needs at least {FEWEST_WORDINGS} different ones"
    if topic.review_by <= topic.reviewed:
        yield "review_by", "must lie after `reviewed`"
    for code in set(topic.owns) - set(topic.codes):
        yield "owns", f"{code} is not among `codes`"
    for other in topic.related:
        if other not in topics or other == topic.id:
            yield "related", f"no other topic is called {other}"
    yield from _sources(topic)
    yield from _ids(topic)
    if topic.kind == "procedure":
        open_points = {point.facet for point in topic.unverified}
        for facet in NEEDED_OF_PROCEDURES:
            if not topic.answers(facet) and facet not in open_points:
                yield (
                    facet,
                    "a procedure says this, or lists it under `unverified` with what to ask",
                )


def _named_sources(topic: Topic) -> set[str]:
    named = {topic.source} | {fact.source for _, fact in topic.facts() if fact.source}
    return named | {lead.source for leads in topic.lead.values() for lead in leads if lead.source}


def _sources(topic: Topic) -> Iterator[tuple[str, str]]:
    for source in sorted(set(topic.sources) - _named_sources(topic)):
        yield f"sources.{source}", "no statement rests on it"


def _dangling(
    topic: Topic, topics: Mapping[str, Topic], known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for source in sorted(_named_sources(topic) - set(topic.sources)):
        yield "source", f"{source} is not among [sources]"
    for key, text in prose_of(topic):
        for slot in (piece for piece in pieces(text) if isinstance(piece, Slot)):
            if not _leads_somewhere(slot, topic, topics, known):
                yield key, f"slot {{{slot.name}}} leads nowhere"


def _ids(topic: Topic) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for address, fact in topic.facts():
        if address in seen:
            yield address, "id stands twice in its section"
        seen.add(address)
        if fact.since and fact.until and fact.until < fact.since:
            yield address, "`until` lies before `from`"


def _leads_somewhere(
    slot: Slot, topic: Topic, topics: Mapping[str, Topic], known: frozenset[str]
) -> bool:
    if slot.is_pronoun or slot.name in known:
        return True
    if slot.name.startswith(("site.", "hotline.")):
        return not known
    return fact_at(slot.address(topic.id), topics) is not None


def fact_at(address: str, topics: Mapping[str, Topic]) -> Fact | None:
    """The fact at `topics/<id>#section.fact`, or None."""
    where, _, inside = address.partition("#")
    topic = topics.get(where.removeprefix("topics/"))
    return topic.fact(inside) if topic else None


def _shared_wordings(topics: Iterable[Topic]) -> list[Fault]:
    owner: dict[str, Topic] = {}
    faults = []
    for topic in topics:
        for words in topic.wordings:
            first = owner.setdefault(fold(words), topic)
            if first.id != topic.id:
                file = f"{topic.field}/{topic.id}.toml"
                faults.append(Fault(file, "wordings", f"{words!r} also belongs to {first.id}"))
    return faults


@cache
def superseded() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Rules and names that no longer hold, from superseded.toml: pattern and what holds now."""
    file = Path(__file__).with_name("superseded.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["now"]) for row in table["rule"])
