"""The answer to a facet of a topic: what was asked first and short, the rest one tap away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.circumstances import facts_told
from bot.fact_lines import line_of
from bot.locally import CENTRES, here
from bot.messages import Choice, Say, Span
from bot.voice import BREAK, Voice
from knowledge.slots import Slot, pieces
from knowledge.topic import (
    FACETS,
    Click,
    Document,
    Duration,
    Facet,
    Fact,
    Lead,
    Money,
    Source,
    Topic,
)
from knowledge.values import day as written_day

READABLE = 700  # signs in one reply; what is longer goes behind a button
ROOM = READABLE - 120  # the source line needs its share
LINES = 7  # facts in one reply
MOST_CHOICES = 4
SAFETY = "an-toan"  # the field of what happens to people who are being cheated
LISTED: tuple[Facet, ...] = FACETS
# facets that have a button of their own
ASKED: tuple[Facet, ...] = ("documents", "steps", "fee", "time", "where", "trouble")
# what is offered next when it was not asked, in the order in which people need it
_NEXT: tuple[Facet, ...] = ("documents", "steps", "fee", "where", "time", "trouble")
# of an account problem: what to do, what goes wrong, where to turn
_NEXT_OF_ANSWERS: tuple[Facet, ...] = ("steps", "trouble", "where", "documents", "fee", "time")

# asked with these, the told circumstances are the whole answer
_OPEN: frozenset[Facet] = frozenset({"trouble", "eligibility"})


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a facet, and from which fact the next page goes on (None: that was all)."""

    spans: tuple[Span, ...]
    sources: tuple[Source, ...]
    rest: int | None


def answer(
    voice: Voice, topic: Topic, facets: Sequence[Facet], start: int = 0, said: str = ""
) -> Say:
    """Say what is known of the facets, in the order asked; none asked: the case told, or all.

    What holds in the very circumstances that were told comes before everything.
    """
    facets = _answerable(topic, facets)
    told = facts_told(topic, said, voice.day)
    if told and set(facets) <= _OPEN:
        return _of_case(voice, topic, told)
    if not facets or (said and topic.kind == "answer" and tuple(facets) == ("trouble",)):
        # told a trouble, an answer topic is asked as a whole: the trouble is its subject
        return _overview(voice, topic)
    spans: list[Span] = []
    sources: list[Source] = []
    for facet, fact in told[:1]:
        spans += line_of(voice, topic, facet, fact)[1:]
        sources.append(topic.source_of(fact))
    first = told[0][1] if told else None
    rest: tuple[Facet, int] | None = None
    room = ROOM // len(facets)
    known = [facet for facet in facets if topic.answers(facet)]
    for facet in known or facets:
        page = page_of(voice, topic, facet, start if len(facets) == 1 else 0, room, first)
        if spans and page.spans:
            spans.append(Span("\n\n", "phrases/blank"))
        spans += page.spans
        sources += page.sources
        if page.rest is not None and rest is None:
            rest = (facet, page.rest)
    spans += source_line(voice, topic, sources)
    return Say(tuple(spans), f"topics/{topic.id}#{facets[0]}", _ways_on(voice, topic, facets, rest))


def _overview(voice: Voice, topic: Topic) -> Say:
    address = f"topics/{topic.id}#summary"
    spans = (*voice.prose(topic.summary, address, topic.id), *source_line(voice, topic, ()))
    return Say(spans, address, _ways_on(voice, topic, (), None))


def _of_case(voice: Voice, topic: Topic, found: Sequence[tuple[Facet, Fact]]) -> Say:
    """What holds in the very case that was told ("cha mẹ chưa cưới thì sao")."""
    spans: list[Span] = []
    for facet, fact in found:
        spans += [BREAK] if spans else []
        spans += line_of(voice, topic, facet, fact)[1:]
    spans += source_line(voice, topic, [topic.source_of(fact) for _, fact in found])
    about = f"topics/{topic.id}#{found[0][0]}"
    return Say(tuple(spans), about, _ways_on(voice, topic, (found[0][0],), None))


def page_of(
    voice: Voice, topic: Topic, facet: Facet, start: int, room: int, first: Fact | None = None
) -> Page:
    """The lead and as many facts of a facet as fit into `room` signs, from the start-th on.

    `first` was said before all else and is not said again.
    """
    lead = topic.opening(facet, voice.day)
    facts = _not_in(lead, topic.asked(facet, voice.day))
    start = start if start < len(facts) else 0  # an old button, of when there were more
    spans: list[Span] = []
    sources: list[Source] = []
    if lead and start == 0:
        spans += voice.prose(lead.text, f"topics/{topic.id}#lead.{facet}", topic.id)
        sources.append(topic.source_of(lead))
    shown = 0
    for number, fact in enumerate(facts[start:], start + 1):
        if fact is first:
            shown += 1
            continue
        line = _in_its_way(voice, topic, facet, facts[:number])
        if shown and (_length(spans) + _length(line) > room or shown >= LINES):
            break
        # asked alone, a first fact is shown however long: else "more" would lead here again
        if shown == 0 and spans and room < ROOM and _length(spans) + _length(line) > room:
            break
        spans += [BREAK] if spans else []
        spans += line
        sources.append(topic.source_of(fact))
        shown += 1
    rest = start + shown if start + shown < len(facts) else None
    if start == 0:
        spans += here(voice, topic, facet)
    spans += _open_points(voice, topic, facet, empty=not spans and not shown)
    return Page(tuple(spans), tuple(sources), rest)


def _answerable(topic: Topic, facets: Sequence[Facet]) -> Sequence[Facet]:
    """An account problem asked by a facet that it does not have is asked as a whole.

    "Tôi bị lừa mất tiền" names money, but wants to know what to do at once.
    """
    if topic.kind == "procedure" or not facets or any(topic.answers(facet) for facet in facets):
        return facets
    return ("steps",) if topic.field == SAFETY and topic.answers("steps") else ()


def _in_its_way(
    voice: Voice, topic: Topic, facet: Facet, facts: Sequence[Fact]
) -> tuple[Span, ...]:
    """The last of the facts as a line; steps are counted by channel, each under its heading."""
    fact = facts[-1]
    if not isinstance(fact, Click):
        return line_of(voice, topic, facet, fact)
    ways = [step.channel for step in facts if isinstance(step, Click)]
    number = ways.count(fact.channel)
    line = line_of(voice, topic, facet, fact.model_copy(update={"channel": "online"}), number)
    if number > 1 or len(set(ways)) == 1:
        return line
    heading = voice.phrase(f"steps-{fact.channel}")
    return (*heading, BREAK, *line)


def _not_in(lead: Lead | None, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Leave out what the lead already said, unless the fact carries more words."""
    if lead is None:
        return facts
    named = {piece.name for piece in pieces(lead.text) if isinstance(piece, Slot)}
    return tuple(fact for fact in facts if fact.note or not _is_named(fact, named))


def _is_named(fact: Fact, named: set[str]) -> bool:
    match fact:
        case Document():
            return f"documents.{fact.id}" in named
        case Money():
            return f"fee.{fact.id}" in named
        case Duration():
            return f"time.{fact.id}" in named
        case _:
            return False


def _open_points(voice: Voice, topic: Topic, facet: Facet, *, empty: bool) -> list[Span]:
    """What is not certain, and whom to ask; said openly when nothing else is known."""
    address = f"topics/{topic.id}#unverified"
    asks = [point.ask for point in topic.unverified if point.facet == facet and point.ask]
    spans: list[Span] = []
    if empty and not asks:
        key = f"facet-{facet}"
        label = voice.words(voice.library.phrasebook.label(key, voice.language))
        return list(voice.phrase("nothing-written", facet=Span(label.lower(), f"phrases/{key}")))
    for ask in asks[:1]:
        spans += [] if empty else [BREAK]
        spans += voice.prose(ask, address, topic.id)
    return spans


def source_line(voice: Voice, topic: Topic, sources: Sequence[Source]) -> list[Span]:
    """The last line: where it comes from, when it was checked, and whether it is being checked."""
    shown = list(dict.fromkeys(source.title for source in sources)) or [
        topic.sources[topic.source].title
    ]
    address = f"topics/{topic.id}#source"
    key = "source" if voice.day <= topic.review_by else "source-under-review"
    title = Span("; ".join(shown[:2]), address)
    checked = Span(written_day(topic.reviewed), address)
    return [BREAK, *voice.phrase(key, title=title, day=checked)]


def _ways_on(
    voice: Voice, topic: Topic, asked: Sequence[Facet], rest: tuple[Facet, int] | None
) -> tuple[Choice, ...]:
    """At most four buttons: more of this, the walk, what is asked next, and a person."""
    choices: list[Choice] = []
    if rest:
        choices.append(voice.choice(f"t:{topic.id}:{rest[0]}:{rest[1]}", "more"))
    if topic.flow and topic.flow in voice.library.flows:
        choices.append(voice.choice(f"f:{topic.flow}", "walk"))
    elif topic.kind == "procedure":
        choices.append(voice.choice(f"b:{topic.id}:documents", "walk"))
    if (walk := voice.library.sheet_walk(topic.id)) and set(asked) & {"form", "documents"}:
        choices.append(voice.choice(f"f:{walk}", "sheet"))
    for facet in asked:
        if _depends_on_place(voice, topic, facet):
            choices.append(voice.choice(f"w:{topic.id}:{facet}", "my-place"))
            break
    for facet in _NEXT if topic.kind == "procedure" else _NEXT_OF_ANSWERS:
        if len(choices) >= MOST_CHOICES - 1:
            break
        if facet not in asked and topic.answers(facet):
            choices.append(voice.choice(f"t:{topic.id}:{facet}", _label(topic, facet)))
    return (*choices[: MOST_CHOICES - 1], voice.choice("/staff"))


def _label(topic: Topic, facet: Facet) -> str:
    """Who was cheated asks what to do now, not how and where to hand a paper in."""
    urgent = topic.field == SAFETY and facet in {"steps", "where"}
    return f"ask-{facet}-now" if urgent else f"ask-{facet}"


def _depends_on_place(voice: Voice, topic: Topic, facet: Facet) -> bool:
    """Whether the citizen's own office would say more, and it is not yet known where they are."""
    if not voice.library.offices or voice.place is not None:
        return False
    by_province = any(isinstance(fact, Money) and fact.by_province for fact in topic.fee)
    return facet == "where" or (facet == "fee" and by_province) or topic.id == CENTRES


def _length(spans: Iterable[Span]) -> int:
    return sum(len(span.text) for span in spans)
