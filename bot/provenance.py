"""Where each word of an answer came from: an address back to its fact, file, source and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.library import Library
from bot.voice import Voice
from knowledge.domains import Official
from knowledge.topic import FACETS, Fact, Source, Topic
from knowledge.values import day as written_day

Rows = list[tuple[str, str]]


def trace(library: Library, ref: str, day: date) -> Rows | None:
    """What stands at an address of a reply, as named rows; None when nothing does."""
    kind, _, rest = ref.partition("/")
    match kind:
        case "topics":
            return _topic(library, rest, day)
        case "flows":
            return _flow(library, rest)
        case "phrases":
            words = library.phrasebook
            text = words.phrases["vi"].get(rest) or words.labels["vi"].get(rest)
            return [("phrase", text), ("file", "locales/vi")] if text else None
        case "places":
            place = library.places.by_id(rest)
            return [("place", place.full_name), ("file", "knowledge/places")] if place else None
        case "catalogue":
            row = library.row(rest.partition("#")[0])
            return (
                [("procedure", row.name), ("source", row.url), ("date", row.source_date)]
                if row
                else None
            )
        case _:
            return _domain(library, ref)


def _topic(library: Library, rest: str, day: date) -> Rows | None:
    name, _, inside = rest.partition("#")
    topic = library.topics.get(name)
    if topic is None:
        return None
    file = ("file", f"knowledge/topics/{topic.field}/{topic.id}.toml")
    section, _, fact_id = inside.partition(".")
    if section == "lead":
        return [("lead", "\n".join(_leads(topic, fact_id))), file, *_reviewed(topic)]
    if fact := topic.fact(inside):
        words = "".join(span.text for span in Voice(library, day, "vi").fact(f"topics/{rest}"))
        return [
            ("fact", words),
            *_fact(fact),
            *_source(topic.source_of(fact)),
            file,
            *_reviewed(topic),
        ]
    if section in FACETS and not fact_id:
        ids = ", ".join(f"{section}.{fact.id}" for fact in getattr(topic, section))
        return [("facet", ids), file, *_reviewed(topic)]
    if fact_id:
        return None
    main = topic.sources[topic.source]
    return [
        ("title", topic.title),
        ("summary", topic.summary),
        *_source(main),
        file,
        *_reviewed(topic),
    ]


def _leads(topic: Topic, facet: str) -> Iterator[str]:
    for name, leads in topic.lead.items():
        if name == facet:
            yield from (f"{lead.text} [{topic.source_of(lead).title}]" for lead in leads)


def _fact(fact: Fact) -> Iterator[tuple[str, str]]:
    yield "kind", type(fact).__name__
    if fact.when:
        yield "when", fact.when
    if fact.since:
        yield "from", written_day(fact.since)
    if fact.until:
        yield "until", written_day(fact.until)


def _source(source: Source) -> Iterator[tuple[str, str]]:
    yield "source", source.title
    if source.url:
        yield "url", source.url
    if source.date:
        yield "source date", written_day(source.date)


def _reviewed(topic: Topic) -> Iterator[tuple[str, str]]:
    yield "reviewed", written_day(topic.reviewed)
    yield "review by", written_day(topic.review_by)
    yield "confidence", topic.confidence


def _flow(library: Library, rest: str) -> Rows | None:
    name, _, step_id = rest.partition("/")
    flow = library.flows.get(name)
    step = flow.step(step_id) if flow else None
    if flow is None or (step_id and step is None):
        return None
    text = getattr(step, "ask", None) or getattr(step, "say", None) or flow.title
    return [
        ("step", text),
        ("topic", f"topics/{flow.topic}"),
        ("file", f"flows/definitions/{name}.toml"),
    ]


def _domain(library: Library, ref: str) -> Rows | None:
    slot = ref.removeprefix("domains#")
    file = ("file", "knowledge/domains.toml")
    if slot in library.domains.addresses():
        return [("value", library.domains.value(slot)), file]
    match library.domains.judge(slot) if slot != ref else None:
        case Official(name=name, source=source):
            return [("site", name), ("source", source), file]
        case _:
            return None
