"""Every rule on all content: topics, flows, phrases, buttons. Gathers all faults, never stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from bot.phrasebook import Phrasebook
from bot.understanding import bare
from flows.faults import faults_of
from flows.flow import FlowPack
from flows.kinds import ChoiceKind, YesNoKind
from flows.steps import Flow
from knowledge.domains import Domains
from knowledge.pack import Fault, Pack
from knowledge.proofreading import ARTICLE, naked_figures, proofread
from knowledge.slots import PRONOUNS, Slot, pieces
from knowledge.vietnamese import nfc

PRESSED = 64  # bytes of a button's value on the tightest channel


def check_content(
    pack: Pack, flows: FlowPack, phrasebook: Phrasebook, domains: Domains
) -> tuple[Fault, ...]:
    """Every fault, each with its file and key."""
    known = domains.addresses()
    return (
        *pack.faults,
        *flows.faults,
        *proofread(pack.topics, known),
        *chain.from_iterable(
            faults_of(flow, pack.topics, known, flows.flows) for flow in flows.flows.values()
        ),
        *chain.from_iterable(_buttons(flow) for flow in flows.flows.values()),
        *(_flow_of_topics(pack, flows)),
        *_phrases(phrasebook, known),
        *_commands(phrasebook),
    )


def _buttons(flow: Flow) -> Iterator[Fault]:
    for question in flow.questions.values():
        match question.answer:
            case ChoiceKind() | YesNoKind() as kind:
                for choice in kind.choices:
                    value = f"a:{flow.id}:{question.id}:{choice.value}"
                    if len(value.encode()) > PRESSED or not value.isascii():
                        key = f"questions.{question.id}"
                        words = f"button value {value!r} has more than {PRESSED} ASCII bytes"
                        yield Fault(f"{flow.id}.toml", key, words)
            case _:
                continue


def _flow_of_topics(pack: Pack, flows: FlowPack) -> Iterator[Fault]:
    for topic in pack.topics.values():
        if topic.flow and topic.flow not in flows.flows:
            file = f"{topic.field}/{topic.id}.toml"
            yield Fault(file, "flow", f"there is no flow {topic.flow}")


def _phrases(phrasebook: Phrasebook, known: frozenset[str]) -> Iterator[Fault]:
    for language, phrases in phrasebook.phrases.items():
        for key, text in phrases.items():
            for words in _faults_of_phrase(text, known):
                yield Fault(f"locales/{language}", key, words)
            yield from _same_slots(language, key, text, phrasebook.phrases["vi"])


def _faults_of_phrase(text: str, known: frozenset[str]) -> Iterator[str]:
    if text != nfc(text):
        yield "text is not NFC"
    for figure in naked_figures(text):
        yield f"naked figure {figure!r}: figures live in topics"
    if ARTICLE.search(text):
        yield "names an article of a law: that lives in topics"
    for slot in (piece for piece in pieces(text) if isinstance(piece, Slot)):
        if slot.name.startswith(("site.", "hotline.")) and slot.name not in known:
            yield f"slot {{{slot.name}}} leads nowhere"


def _same_slots(language: str, key: str, text: str, source: Mapping[str, str]) -> Iterator[Fault]:
    """A translation fills the same gaps; pronouns may differ."""
    if key not in source:
        yield Fault(f"locales/{language}", key, "is not among the Vietnamese phrases")
    elif missing := _gaps(source[key]) ^ _gaps(text):
        yield Fault(f"locales/{language}", key, f"other slots than in Vietnamese: {missing}")


def _gaps(text: str) -> frozenset[str]:
    slots = {piece.name for piece in pieces(text) if isinstance(piece, Slot)}
    return frozenset(slots - PRONOUNS)


def _commands(phrasebook: Phrasebook) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for command, words in phrasebook.commands.items():
        for said in words:
            first = owner.setdefault(bare(said), command)  # as it is heard
            if first != command:
                yield Fault("locales", f"commands.{command}", f"{said!r} also means {first}")
