"""What a message is: the one place that decides. Pure; the conversation decides what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.following import asked_of_what_was_spoken_of, followed, spoken_of
from bot.library import Library
from bot.open_question import (
    is_place_asked_for,
    kind_if_digits,
    names_an_answer,
    open_question,
)
from bot.phrasebook import Phrasebook
from bot.privacy import SecretFound, asks_about_link, links_in, secrets_in
from bot.session import Choosing, Session
from knowledge.decision import Answer as Sure
from knowledge.decision import Choose as Unsure
from knowledge.decision import decide
from knowledge.facets import facets_of, without_opening
from knowledge.languages import language_wanted
from knowledge.matcher import Match
from knowledge.smalltalk import (
    EmergencyKind,
    abuse,
    emergency,
    small_talk,
    wants_staff,
)
from knowledge.topic import Facet
from knowledge.vietnamese import fold, nfc

LONGEST = 4000  # signs that are read; the rest of a longer message says nothing new
_NOT_WORDS = re.compile(r"[^\w/]+")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, or a number or label that stands for one."""

    value: str


@dataclass(frozen=True, slots=True)
class Command:
    """What a citizen may always say: menu, back, change …"""

    name: str


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must not be kept was typed where nobody asked for it."""

    found: tuple[SecretFound, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Is this address, message or file real? Empty when none was quoted."""

    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """Somebody is in danger now."""

    of: EmergencyKind


@dataclass(frozen=True, slots=True)
class Abuse:
    """Insults."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Greeting, thanks, "are you a machine?" …; "nothing" for an empty message."""

    of: str


@dataclass(frozen=True, slots=True)
class StaffWanted:
    """They want a person, perhaps one who speaks their language."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to answer, about the facets in the order asked."""

    match: Match
    facets: tuple[Facet, ...]
    nearest: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Choose:
    """One of at most three."""

    matches: tuple[Match, ...]
    facets: tuple[Facet, ...]
    nearest: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not understood; the nearest are kept for curation."""

    nearest: tuple[Match, ...] = ()
    facets: tuple[Facet, ...] = ()


Understanding = (
    Pressed
    | Command
    | Secret
    | Link
    | Emergency
    | Abuse
    | SmallTalk
    | StaffWanted
    | Answer
    | Choose
    | Unknown
)


def understand(
    library: Library, session: Session, text: str, pressed: str | None = None
) -> Understanding:
    """Decide what a message is. What keeps people safe goes before all else."""
    if pressed is not None:
        return Pressed(pressed)
    said = nfc(text)[:LONGEST].strip()
    asked = open_question(library, session)
    number = kind_if_digits(asked, said)
    if number != "number" and (value := offered_value(session, said)):
        return Pressed(value)
    if asked is not None and names_an_answer(asked, said):
        return Unknown()  # an answer of the walk, whatever else its words may mean
    if (danger := emergency(said)) and not is_place_asked_for(library, asked, said):
        return Emergency(danger)
    secrets = secrets_in(said, asked=asked.secrets if asked else frozenset())
    if secrets and number != "date":
        return Secret(secrets)
    if name := command(library.phrasebook, said):
        return Command(name)
    return _reaction(said) or _question(library, session, said)


def command(phrasebook: Phrasebook, said: str) -> str | None:
    """The command that the whole message is, in any language and typing."""
    return _command_words(tuple(sorted(phrasebook.commands.items()))).get(bare(said))


@lru_cache(maxsize=4)
def _command_words(commands: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {bare(words): name for name, list_ in commands for words in list_}


def bare(text: str) -> str:
    """Folded words alone: "Quay lại!" -> "quay lai"; polite endings fall off."""
    words = _NOT_WORDS.sub(" ", fold(text)).split()
    while len(words) > 1 and words[-1] in {"a", "nhe", "nha", "di", "dum", "gium", "voi", "em"}:
        words.pop()
    return " ".join(words)


def offered_value(session: Session, said: str) -> str | None:
    """The value of the offered choice whose number, label or value was typed."""
    if said.isascii() and said.isdigit() and len(said) <= 2:
        place = int(said) - 1
        return session.offered[place].value if 0 <= place < len(session.offered) else None
    wanted = fold(said)
    for choice in session.offered:
        if said == choice.value or (wanted and wanted == fold(choice.label)):
            return choice.value
    return None


def _reaction(said: str) -> Understanding | None:
    if not any(sign.isalnum() for sign in said) and small_talk(said) is None:
        return SmallTalk("nothing")
    if asks_about_link(said):
        return Link(tuple(found.text for found in links_in(said)))
    if language := language_wanted(said):
        return StaffWanted(language)
    if wants_staff(said):
        return StaffWanted()
    if abuse(said):
        return Abuse()
    if kind := small_talk(said):
        return SmallTalk(kind)
    return None


def _question(library: Library, session: Session, said: str) -> Answer | Choose | Unknown:
    """Which topic and which facets; a follow-up keeps the topic it leans on."""
    facets = facets_of(said)
    ranking = library.matcher.match(said)
    if side := asked_of_what_was_spoken_of(library, session, said, facets):
        return Answer(side, facets)
    decision = _called(library, said) or decide(ranking, library.thresholds)
    if follow := followed(library, session, said, facets, decision):
        return Answer(*follow)
    if facets and not isinstance(decision, Sure) and (again := _offered_again(library, session)):
        return Choose(again, facets, ranking.matches)
    match decision:
        case Sure(match):
            return Answer(match, facets, (match, *_others(ranking.matches, match.id)))
        case Unsure(matches):
            return Choose(matches, facets, ranking.matches)
        case _:
            return Unknown(ranking.matches, facets)


def _called(library: Library, said: str) -> Sure | None:
    """The topic that the message calls by its name: sure without any ranking."""
    names = library.names
    called, sure = names.called(said) or names.called(without_opening(said)) or ("", 0.0)
    topic = library.topics.get(called)
    return Sure(Match(topic.id, "topic", topic.codes, sure, topic.title)) if topic else None


def _others(matches: tuple[Match, ...], topic: str) -> tuple[Match, ...]:
    return tuple(match for match in matches if match.id != topic)[:4]


def _offered_again(library: Library, session: Session) -> tuple[Match, ...]:
    """What was offered and not yet chosen: "bao nhiêu tiền" then asks it of those."""
    if not isinstance(session.doing, Choosing):
        return ()
    found = (spoken_of(library, name) for name in session.doing.offered)
    return tuple(match for match in found if match)
