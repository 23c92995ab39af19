"""Everything that was read, frozen; one reference that is swapped on publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.phrasebook import AddressForm, Phrasebook, read_phrasebook
from flows.flow import Flow, read_flows
from flows.forms import Form, read_forms
from knowledge.catalogue import Procedure
from knowledge.catalogue_store import CatalogueIndex
from knowledge.decision import TOPICS_ALONE, WITH_CATALOGUE, Thresholds
from knowledge.domains import Domains, read_domains
from knowledge.lexicon import Lexicon
from knowledge.matcher import Entry, Matcher
from knowledge.naming import Names
from knowledge.office import Office
from knowledge.pack import Fault, read_topics
from knowledge.places import Places, read_places
from knowledge.topic import Topic


class UnfitContent(Exception):  # noqa: N818 - named for what is wrong, not for being an error
    """Content with faults: the bot does not start on it. `faults` lists them all."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Library:
    """What the heart of the bot knows. Nothing in it changes after reading."""

    topics: Mapping[str, Topic]
    flows: Mapping[str, Flow]
    phrasebook: Phrasebook
    places: Places
    domains: Domains
    matcher: Matcher
    thresholds: Thresholds = field(default_factory=Thresholds)
    address_form: AddressForm = "bac"
    answers_days: int = 30  # for how long what is told is kept, as the setting says
    catalogue: CatalogueIndex | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}, {}))
    offices: Mapping[str, Office] = field(default_factory=dict)  # by place
    by_place: bool = False  # whether teams of staff cover places: then it is asked where one lives
    off: frozenset[str] = frozenset()  # all | channel:<name> | topic:<id> | flow:<id>
    generation: int = 0

    def sheet_walk(self, topic: str) -> str | None:
        """The flow that fills a declaration of the topic."""
        for flow in self.flows.values():
            if flow.topic == topic and any(
                end.form in self.forms for end in flow.outcomes.values()
            ):
                return flow.id
        return None

    def row(self, code: str) -> Procedure | None:
        """A procedure of the national catalogue; None without a catalogue or such a code."""
        return self.catalogue.row(code) if self.catalogue else None


def entries(topics: Mapping[str, Topic]) -> list[Entry]:
    """What the matcher knows of each topic."""
    return [
        Entry(
            id=topic.id,
            title=topic.title,
            wordings=topic.wordings,
            codes=topic.codes,
            owns=topic.owns,
            kind=topic.kind,
        )
        for topic in topics.values()
    ]


def names(topics: Mapping[str, Topic]) -> Names:
    """What each topic is called: its title, with and without its explanation, and its wordings."""
    return Names.of(
        (topic.id, (topic.title, topic.title.partition(" (")[0], *topic.wordings))
        for topic in topics.values()
    )


def with_topics(library: Library, topics: Mapping[str, Topic], phrases: Lexicon | None) -> Library:
    """The library with other topics and phrases; its catalogue's index stays as it is."""
    return replace(
        library,
        topics=topics,
        names=names(topics),
        matcher=Matcher.build(entries(topics), library.catalogue, sayings=phrases),
    )


def measured(catalogue: CatalogueIndex | None) -> Thresholds:
    """The thresholds that were measured for this content."""
    return WITH_CATALOGUE if catalogue else TOPICS_ALONE


def read_library(
    thresholds: Thresholds | None = None,
    address_form: AddressForm = "bac",
    catalogue: CatalogueIndex | None = None,
) -> Library:
    """Read all content that ships with the wheel. Raises UnfitContent with every fault."""
    pack, flows, forms = read_topics(), read_flows(), read_forms()
    if faults := (*pack.faults, *flows.faults, *forms.faults):
        raise UnfitContent(faults)
    return Library(
        topics=pack.topics,
        flows=flows.flows,
        phrasebook=read_phrasebook(),
        places=read_places(),
        domains=read_domains(),
        forms=forms.forms,
        names=names(pack.topics),
        matcher=Matcher.build(entries(pack.topics), catalogue),
        catalogue=catalogue,
        thresholds=thresholds or measured(catalogue),
        address_form=address_form,
    )
