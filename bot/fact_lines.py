"""One fact as a line of a reply: when it holds, what it is, in which manner, and its note."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages import Span
from bot.voice import Voice
from knowledge.topic import Click, Document, Duration, Facet, Fact, Form, Money, Topic, Trouble

Line = tuple[Span, ...]


def line_of(voice: Voice, topic: Topic, facet: Facet, fact: Fact, number: int = 1) -> Line:
    """One fact as a line: "– Khi …: giấy chứng sinh. Ghi chú"."""
    address = f"topics/{topic.id}#{facet}.{fact.id}"
    mark = f"{number}. " if isinstance(fact, Click) else "– "
    spans = [Span(mark, address)]
    for heading in (fact.when, _heading(fact)):
        if heading:
            opening = f"{heading[0].upper()}{heading[1:]}: "
            spans += voice.prose(opening, address, topic.id)
    spans += voice.fact(address)
    spans += _manner(voice, fact, address)
    if fact.note:
        end = "" if spans[-1].text.endswith((".", "!", "?")) else "."
        spans.append(Span(f"{end} ", address))
        spans += voice.prose(fact.note, address, topic.id)
    return tuple(spans)


def _heading(fact: Fact) -> str | None:
    match fact:
        case Money() | Duration():
            return fact.label
        case Trouble():
            return fact.problem
        case _:
            return None


def _manner(voice: Voice, fact: Fact, address: str) -> Iterable[Span]:
    """How a fee is paid, how many copies, where to get a form."""
    words = voice.library.phrasebook
    match fact:
        case Money(channel="online" | "counter"):
            yield Span(f" ({words.label(f'fee-{fact.channel}', voice.language)})", address)
        case Document(copies=int() as copies) if copies > 1:
            yield Span(f" ({copies} {words.label('copies', voice.language)})", address)
        case Click(channel="counter" | "phone"):
            yield Span(f" ({words.label(f'step-{fact.channel}', voice.language)})", address)
        case Form(url=str() as url):
            yield Span(f", {url}", address)
        case _:
            return
