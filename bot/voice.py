"""How the bot speaks in one turn: prose with slots becomes spans that carry their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.library import Library
from bot.messages import Choice, Say, Span
from bot.phrasebook import Language, pronoun
from knowledge.office import Office, nearest
from knowledge.proofreading import fact_at
from knowledge.slots import Slot, pieces
from knowledge.topic import Document, Fact, Form
from knowledge.values import value

Given = str | Span | tuple[Span, ...]  # a bare string is the citizen's own words or a code

BREAK = Span("\n", "phrases/blank")  # a new line between what is said
_DEEPEST = 3  # a fact's prose may name a fact; deeper nesting is a fault of the content


@dataclass(frozen=True, slots=True)
class Voice:
    """The library with the day and the language in which it is read."""

    library: Library
    day: date
    language: Language
    place: str | None = None  # the commune or province that the citizen last named

    def offices(self) -> tuple[Office, ...]:
        """What is known of the citizen's own commune, then of their province."""
        place = self.library.places.by_id(self.place) if self.place else None
        return tuple(nearest(self.library.offices, place))

    def phrase(self, key: str, **given: Given) -> tuple[Span, ...]:
        """A phrase of the bot with its gaps filled."""
        prose = self.library.phrasebook.phrase(key, self.language)
        return self.prose(prose, f"phrases/{key}", given=given)

    def say(self, key: str, *choices: Choice, **given: Given) -> Say:
        """A reply that is one phrase and its choices."""
        return Say(self.phrase(key, **given), f"phrases/{key}", choices)

    def choice(self, pressed: str, label: str | None = None) -> Choice:
        """A button; its label is a label key, `pressed` without its slash when none is given."""
        key = label or pressed.removeprefix("/")
        return Choice(pressed, self.words(self.library.phrasebook.label(key, self.language)))

    def words(self, prose: str) -> str:
        """Short prose (a label, a summary) as plain text."""
        return "".join(span.text for span in self.prose(prose, ""))

    def prose(
        self,
        text: str,
        address: str,
        topic: str = "",
        given: Mapping[str, Given] | None = None,
        depth: int = 0,
    ) -> tuple[Span, ...]:
        """Prose as spans; plain runs carry `address`, what fills a slot carries its own."""
        spans: list[Span] = []
        for piece in pieces(text):
            if isinstance(piece, str):
                spans.append(Span(piece, address))
            else:
                opens = _opens_sentence(spans)
                spans += self._fill(piece, address, topic, given or {}, depth, opens)
        return tuple(spans)

    def fact(self, address: str, depth: int = 0) -> tuple[Span, ...]:
        """The value of the fact at `topics/<id>#section.fact`."""
        found = fact_at(address, self.library.topics)
        if found is None:
            raise KeyError(f"no fact at {address}")
        topic = address.partition("#")[0].removeprefix("topics/")
        return self.prose(value(found), address, topic, depth=depth + 1)

    def _fill(
        self,
        slot: Slot,
        address: str,
        topic: str,
        given: Mapping[str, Given],
        depth: int,
        opens: bool,
    ) -> tuple[Span, ...]:
        if slot.is_pronoun:
            name = slot.name.capitalize() if opens else slot.name
            word = pronoun(name, self.library.address_form, self.language)
            return (Span(word, address),)
        if slot.name in given:
            return _spans(given[slot.name])
        if slot.name.startswith(("site.", "hotline.")):
            shown = self.library.domains.value(slot.name)
            return (Span(shown, f"domains#{slot.name}"),)
        if depth >= _DEEPEST:
            raise RecursionError(f"facts name each other in a ring at {slot.name}")
        return self._named(slot.address(topic), depth, opens)

    def _named(self, address: str, depth: int, opens: bool) -> tuple[Span, ...]:
        spans = self.fact(address, depth)
        if opens or not _is_paper(fact_at(address, self.library.topics)):
            return spans
        return (replace(spans[0], text=_lowered(spans[0].text)), *spans[1:])


def _spans(given: Given) -> tuple[Span, ...]:
    if isinstance(given, str):
        return (Span(given, "citizen"),)
    return (given,) if isinstance(given, Span) else given


def _is_paper(fact: Fact | None) -> bool:
    return isinstance(fact, Document | Form)


def _opens_sentence(spans: list[Span]) -> bool:
    said = "".join(span.text for span in spans[-2:]).rstrip(" “(–-")
    return not said or said[-1] in ".!?\n"


def _lowered(text: str) -> str:
    """Lower a paper's first letter inside a sentence, but leave "CT01" alone."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text
