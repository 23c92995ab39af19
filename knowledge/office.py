"""An office's own data: counters, hours, hotline, provincial fees, teams. An overlay by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError

from knowledge.pack import Fault
from knowledge.places import Place, Places
from knowledge.topic import Money, Record, Slug, Topic, Words

PlaceId = Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")]


class Counter(Record):
    """A place where people are received."""

    id: Slug
    name: Words
    address: Words
    hours: Words  # as people read it: "thứ hai đến thứ sáu, 7:30–11:30 và 13:30–17:00"
    phone: Words | None = None
    note: Words | None = None


class OfficeFee(Record):
    """What a fee that the province sets comes to here."""

    topic: Slug
    fee: Slug  # the id of a fee of that topic with `by_province`
    amount: Annotated[int, Field(ge=0)]  # đồng
    per: Words | None = None
    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    source: Words  # the resolution by number and date

    def holds(self, day: date) -> bool:
        """Tell whether the amount is in force on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Team(Record):
    """A community digital team and the languages it speaks."""

    id: Slug
    name: Words
    phone: Words | None = None
    area: Words | None = None  # hamlets, wards
    languages: tuple[Words, ...] = ("tiếng Việt",)


class Office(Record):
    """Everything that one commune or province says of itself."""

    place: PlaceId
    checked: date
    by: Words  # who checked it: the office, not a person
    hotline: Words | None = None
    online_only_days: tuple[Words, ...] = ()
    counters: tuple[Counter, ...] = ()
    fees: tuple[OfficeFee, ...] = ()
    teams: tuple[Team, ...] = ()


def parse_office(
    table: Mapping[str, Any], file: str, topics: Mapping[str, Topic], places: Places
) -> tuple[Office | None, list[Fault]]:
    """Validate an office's table; None with every fault, each with its key."""
    try:
        office = Office.model_validate(dict(table))
    except ValidationError as error:
        return None, [
            Fault(file, ".".join(map(str, detail["loc"])), detail["msg"])
            for detail in error.errors()
        ]
    faults = [Fault(file, key, words) for key, words in _faults(office, topics, places)]
    return (None if faults else office), faults


def _faults(
    office: Office, topics: Mapping[str, Topic], places: Places
) -> Iterator[tuple[str, str]]:
    if places.by_id(office.place) is None:
        yield "place", f"{office.place} is no place of today; ids are province or province/commune"
    for number, fee in enumerate(office.fees):
        topic = topics.get(fee.topic)
        known = topic.fact(f"fee.{fee.fee}") if topic else None
        if not isinstance(known, Money) or not known.by_province:
            yield f"fees.{number}", f"{fee.topic}#fee.{fee.fee} is no fee that a province sets"
    for section in ("counters", "teams"):
        ids = [entry.id for entry in getattr(office, section)]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            yield section, f"id {twice} stands twice"


def nearest(offices: Mapping[str, Office], place: Place | None) -> Iterator[Office]:
    """The office of a commune, then that of its province, as far as they are known."""
    if place is None:
        return
    for name in dict.fromkeys((place.id, place.province_id)):
        if name in offices:
            yield offices[name]
