"""The tables of places, read and corrected: today's units, those of old, and all their names."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from knowledge.place_names import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    TITLES,
    Called,
    District,
    Gazetteer,
    Index,
    Named,
    Region,
    Talk,
    Unit,
    spelling,
)

FOLDER = files("knowledge") / "places"
KINDS = {title: kind for kind, title in TITLES.items()}
TALK = ("before", "after", "below", "sayings")


@dataclass(frozen=True, slots=True)
class Entry:
    """A province or a commune as it was on 1/7/2025: ("tay-ninh/tan-dong", "xa", "Tân Đông")."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """From `since` on, the place `of` is of another kind: one entry of corrections.toml."""

    of: str
    kind: str
    since: date
    source: str
    checked: date
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that was read."""

    provinces: tuple[Entry, ...]
    communes: tuple[Entry, ...]
    changes: tuple[Change, ...]
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of former.tsv: a unit of old ("" on an island without communes) and its heirs.

    `also`: keys of units that had been merged into it before 2025.
    """

    home: str
    district: str
    unit: str
    words: str
    becomes: tuple[str, ...]
    also: tuple[str, ...]


def read_tables() -> Tables:
    """Read the folder `places`; a correction that fits nothing raises ValueError with its key."""
    provinces = _lines("provinces.tsv")
    communes = tuple(Entry(*line) for line in _lines("communes.tsv"))
    corrections = _toml("corrections.toml")
    changes = tuple(Change(**entry) for entry in corrections["kind"])
    ids = {line[0] for line in provinces} | {entry.id for entry in communes}
    _refuse_unknown("kind", [change.of for change in changes], ids)
    homes = {home: line[0] for line in provinces for home in line[3].split(", ")}
    rows = _rows_of_old(homes, corrections["became"], ids)
    entries = tuple(Entry(*line[:3]) for line in provinces)
    names = _gazetteer(entries, communes, changes, homes, rows)
    return Tables(entries, communes, changes, names)


def _lines(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _refuse_unknown(table: str, used: Iterable[str], known: Container[str]) -> None:
    for name in used:
        if name not in known:
            raise ValueError(f"corrections.toml → {table} → {name!r}: nothing has this name")


def _rows_of_old(
    homes: Mapping[str, str], corrections: Sequence[dict[str, Any]], ids: Container[str]
) -> list[_Row]:
    right = {entry["unit"]: tuple(entry["became"]) for entry in corrections}
    rows = []
    for home, district, unit, slugs, also in _lines("former.tsv"):
        words = f"{unit}, {district}, {home}" if unit else f"{district}, {home}"
        becomes = right.pop(words, None) or tuple([f"{homes[home]}/{s}" for s in slugs.split()])
        rows.append(_Row(home, district, unit, words, becomes, tuple(also.split())))
    _refuse_unknown("became", right, ())
    _refuse_unknown("became", (place for entry in corrections for place in entry["became"]), ids)
    return rows


def _untitled(words: str) -> tuple[str, str]:
    """("thi-xa", "Ngã Năm") of "thị xã Ngã Năm"."""
    first, _, rest = words.partition(" ")
    if first in KINDS:
        return KINDS[first], rest
    second, _, name = rest.partition(" ")
    return KINDS[f"{first} {second}"], name


def _gazetteer(
    provinces: Sequence[Entry],
    communes: Sequence[Entry],
    changes: Sequence[Change],
    homes: Mapping[str, str],
    rows: Sequence[_Row],
) -> Gazetteer:
    names = _toml("names.toml")
    kinds = {entry.id: {entry.kind} for entry in (*provinces, *communes)}
    for change in changes:
        kinds[change.of].add(change.kind)
    districts = _districts(rows, homes)
    at = {district.full_name: i for i, district in enumerate(districts)}
    units = [*_todays(communes, kinds, rows, at), *_formers(rows, homes, at)]
    return Gazetteer(
        _index(_regions(provinces, kinds, homes, names["provinces"]), PROVINCE_KINDS),
        districts,
        _index(_district_names(at, names["districts"]), DISTRICT_KINDS),
        _index(units, COMMUNE_KINDS),
        Talk(*(frozenset(spelling(said)[0] for said in names["talk"][part]) for part in TALK)),
    )


def _index(
    names: Iterable[tuple[str, tuple[str, ...], Named]], kinds: Mapping[tuple[str, ...], str]
) -> Index[Named]:
    named: dict[str, list[Called[Named]]] = {}
    for key, marks, what in names:
        named.setdefault(key, []).append(Called(what, marks))
    return Index(MappingProxyType(named), kinds, tuple(named))


def _districts(rows: Sequence[_Row], homes: Mapping[str, str]) -> tuple[District, ...]:
    heirs: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        heirs.setdefault((row.district, row.home), {}).update(dict.fromkeys(row.becomes))
    return tuple(
        District(_untitled(words)[0], words, home, homes[home], tuple(becomes))
        for (words, home), becomes in heirs.items()
    )


def _district_names(
    at: Mapping[str, int], older: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, ...], tuple[int, str]]]:
    for words, place in at.items():
        for called in (words.split(", ")[0], *older.get(words, ())):
            kind, name = _untitled(called)
            yield *spelling(name), (place, kind)


def _todays(
    communes: Sequence[Entry],
    kinds: Mapping[str, set[str]],
    rows: Sequence[_Row],
    at: Mapping[str, int],
) -> Iterator[tuple[str, tuple[str, ...], Unit]]:
    lands: dict[str, set[int]] = {}
    for row in rows:
        for place in row.becomes:
            lands.setdefault(place, set()).add(at[f"{row.district}, {row.home}"])
    for entry in communes:
        land = frozenset(lands.get(entry.id, ()))
        province = entry.id.split("/")[0]
        unit = Unit("", frozenset(kinds[entry.id]), province, land, (entry.id,))
        yield *spelling(entry.name), unit


def _formers(
    rows: Sequence[_Row], homes: Mapping[str, str], at: Mapping[str, int]
) -> Iterator[tuple[str, tuple[str, ...], Unit]]:
    lays = {district: frozenset((place,)) for district, place in at.items()}
    kinds = {kind: frozenset((kind,)) for kind in TITLES}
    for row in rows:
        kind, name = _untitled(row.unit or row.district)
        lay = lays[f"{row.district}, {row.home}"]
        unit = Unit(row.words, kinds[kind], homes[row.home], lay, row.becomes)
        yield *spelling(name), unit
        for key in row.also:
            yield key.replace("y", "i"), (), unit


def _regions(
    provinces: Sequence[Entry],
    kinds: Mapping[str, set[str]],
    homes: Mapping[str, str],
    also: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, tuple[str, ...], Region]]:
    """Today's names, then those names of old that are no more, each with what people call it."""
    todays = {entry.name for entry in provinces}
    namesakes = {_untitled(home)[1]: home for home in homes}
    for entry in provinces:
        namesake = namesakes.get(entry.name, "")
        region = Region(frozenset(kinds[entry.id]), entry.id, "", namesake)
        for name in (entry.name, *also.get(entry.id, ())):
            yield *spelling(name), region
    for home, province in homes.items():
        kind, name = _untitled(home)
        for called in (*([name] if name not in todays else []), *also.get(home, ())):
            yield *spelling(called), Region(frozenset((kind,)), province, home)
