"""What the citizen's own commune or province says of itself: counters, hours, its fees, teams."""

from __future__ import annotations

from collections.abc import Iterator

from bot.messages import Span
from bot.voice import BREAK, Voice
from knowledge.office import Counter, Office
from knowledge.topic import Facet, Money, Topic
from knowledge.values import day as written_day
from knowledge.values import number

CENTRES = "trung-tam-hanh-chinh-cong"  # the topic about where and when they are open
TEAMS = "to-cong-nghe-so-cong-dong"
MOST = 3  # counters of one office in a reply


def here(voice: Voice, topic: Topic, facet: Facet) -> list[Span]:
    """Lines of the citizen's own office that belong to a facet; none where nothing is known."""
    spans: list[Span] = []
    for office in voice.offices():
        match facet:
            case "where" | "time" if topic.id == TEAMS:
                spans += _teams(office)
            case "where":
                spans += _counters(voice, office)
            case "time" if topic.id == CENTRES:
                spans += _counters(voice, office)
            case "fee":
                spans += _fees(voice, office, topic)
            case _:
                continue
    return spans


def _counters(voice: Voice, office: Office) -> Iterator[Span]:
    address = f"offices/{office.place}"
    for counter in office.counters[:MOST]:
        yield BREAK
        yield Span(f"– {_told(counter)}", f"{address}#counters.{counter.id}")
    if office.online_only_days:
        days = Span(", ".join(office.online_only_days), f"{address}#online_only_days")
        yield BREAK
        yield from voice.phrase("office-online-only", days=days)
    if office.counters:
        yield BREAK
        by, day = Span(office.by, address), Span(written_day(office.checked), address)
        yield from voice.phrase("office-checked", by=by, day=day)


def _told(counter: Counter) -> str:
    parts = (counter.name, counter.address, counter.hours, counter.phone, counter.note)
    return "; ".join(part for part in parts if part)


def _teams(office: Office) -> Iterator[Span]:
    for team in office.teams:
        parts = (team.name, team.area, team.phone, ", ".join(team.languages))
        yield BREAK
        told = "; ".join(part for part in parts if part)
        yield Span(f"– {told}", f"offices/{office.place}#teams.{team.id}")


def _fees(voice: Voice, office: Office, topic: Topic) -> Iterator[Span]:
    place = voice.library.places.by_id(office.place)
    for fee in office.fees:
        known = topic.fact(f"fee.{fee.fee}")
        if fee.topic != topic.id or not isinstance(known, Money) or not fee.holds(voice.day):
            continue
        per = f" một {fee.per}" if fee.per else ""
        where = place.full_name if place else office.place
        told = f"– {known.label} ở {where}: {number(fee.amount)} đồng{per} ({fee.source})"
        yield BREAK
        yield Span(told, f"offices/{office.place}#fees.{fee.topic}.{fee.fee}")
