"""A message that leans on the talk before it: which topic it keeps, or turns to."""

from __future__ import annotations

from itertools import pairwise

from bot.circumstances import facts_told
from bot.library import Library
from bot.session import Session
from knowledge.audiences import names_audience
from knowledge.decision import Answer, Choose
from knowledge.facets import is_follow_up, names_object
from knowledge.matcher import Match
from knowledge.topic import Facet, facets_in
from knowledge.typed_words import clean, words_of
from knowledge.vietnamese import fold, words

_FOLLOWING = 5  # words; a longer message without an object still tells its own story
_CLEARLY, _LIKELY = 2.0, 0.3  # how far the first must lead, and how probable it must be
Followed = tuple[Match, tuple[Facet, ...]]


def followed(
    library: Library,
    session: Session,
    said: str,
    facets: tuple[Facet, ...],
    decision: Answer | Choose | object,
) -> Followed | None:
    """The topic and facets that a follow-up means; None when the message stands for itself."""
    if session.topic is None:
        return None
    leans = is_follow_up(said)
    kept = spoken_of(library, session.topic)
    if kept and leans and (akin := _for_others(library, kept, said)):
        return akin, facets or facets_in(session.facets)
    if other := _other_object(session.topic, decision):
        # a new object named in a follow-up takes the old facet along: "thế còn bằng lái?"
        return (other, facets or facets_in(session.facets)) if leans else None
    if kept is None or isinstance(decision, Answer):
        return None
    told = facets or _tells_a_case(library, session.topic, said)
    short = len(said.split()) <= _FOLLOWING and not isinstance(decision, Choose)
    return (kept, facets) if told and (leans or short) else None


def asked_of_what_was_spoken_of(
    library: Library, session: Session, said: str, facets: tuple[Facet, ...]
) -> Match | None:
    """What was spoken of, when only a side of it is asked ("nhận kết quả ở đâu?").

    Such words alone may also be those of a topic on that side in general.
    """
    if session.topic is None or not facets or len(said.split()) > _FOLLOWING:
        return None
    spoken = library.topics.get(session.topic)
    if spoken is None or spoken.kind == "answer" or names_object(words_of(clean(said))):
        return None
    match library.matcher.match(said).matches:
        case (first, *_) if first.id in library.topics:
            general = library.topics[first.id].kind == "answer"
            return spoken_of(library, session.topic) if general else None
        case _:
            return None


def _for_others(library: Library, kept: Match, said: str) -> Match | None:
    """The same for somebody else ("còn trẻ con thì sao?"): a topic akin to the one spoken of."""
    if names_object(words_of(clean(said))) or not names_audience(said):
        return None
    if names_audience(kept.title):  # that topic is theirs already
        return None
    core = kept.title.partition(" (")[0]
    nearest = library.matcher.match(f"{core} {said}").matches[:3]
    return next((one for one in nearest if one.id != kept.id and _akin(one.title, core)), None)


def _akin(one: str, other: str) -> bool:
    """Whether two titles share two words that follow each other."""
    mine, theirs = ({*pairwise(map(fold, words(title.lower())))} for title in (one, other))
    return bool((mine & theirs) - {("dang", "ky")})


def _other_object(topic: str, decision: Answer | Choose | object) -> Match | None:
    """The topic that the words name instead of the one spoken of, when that is clear."""
    match decision:
        case Answer(match):
            return match if match.id != topic else None
        case Choose((first, second, *_)) if first.id != topic:
            clear = first.confidence >= _CLEARLY * second.confidence
            return first if clear and first.confidence >= _LIKELY else None
        case _:
            return None


def _tells_a_case(library: Library, spoken: str, said: str) -> bool:
    """Whether the words tell circumstances that the topic has a fact for."""
    topic = library.topics.get(spoken)
    return topic is not None and bool(facts_told(topic, said))


def spoken_of(library: Library, spoken: str) -> Match | None:
    """The topic or row of the catalogue that a session speaks of, as a match."""
    if topic := library.topics.get(spoken):
        return Match(topic.id, "topic", topic.codes, 1.0, topic.title)
    if row := library.row(spoken.removeprefix("catalogue/")):
        return Match(row.code, "catalogue", (row.code,), 1.0, row.name)
    return None
