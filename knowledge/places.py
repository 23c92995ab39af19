"""Provinces, communes and the units of old: what a citizen's words for a place mean today.

34 provinces, 3,321 communes, and what became of the 10,035 wards and communes from before 1/7/2025.
Tables: knowledge/places/*.tsv (written by tests/places_source.py), corrected by corrections.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, cast

from knowledge.place_names import TITLES, District, Gazetteer, Region
from knowledge.place_readings import Reading, readings
from knowledge.place_tables import Entry, Tables, read_tables

Kind = Literal["tinh", "thanh-pho", "xa", "phuong", "dac-khu"]

MOST = 5  # candidates that are offered at once
OF_PROVINCES = "Nghị quyết 202/2025/QH15"
OF_COMMUNES = "Nghị quyết của Ủy ban Thường vụ Quốc hội về cấp xã của từng tỉnh, thành năm 2025"


@dataclass(frozen=True, slots=True)
class Place:
    """A province or a commune of today. `id`: "tay-ninh" or "tay-ninh/tan-dong".

    `kind` and `province_kind` are the latest ones (see Places.title_on). `old` says which unit of
    old the words named, if it was one; it is no part of the identity.
    """

    id: str
    name: str
    kind: Kind
    province_id: str
    province_name: str
    province_kind: Kind = "tinh"
    old: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """Kind and name: "xã Tân Đông"."""
        return f"{TITLES[self.kind]} {self.name}"

    @property
    def full_name(self) -> str:
        """As on an envelope: "xã Tân Đông, tỉnh Tây Ninh"."""
        if self.is_province:
            return self.title
        return f"{self.title}, {TITLES[self.province_kind]} {self.province_name}"

    @property
    def is_province(self) -> bool:
        """Whether this is a province, not a commune."""
        return self.id == self.province_id


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words fit several places: at most 5 are offered, `total` says how many there are.

    There may be but one: a unit that had been merged into another before 2025 is asked back too.
    """

    candidates: tuple[Place, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Former:
    """A unit of old and the places of today that it went to (several: it was split)."""

    full_name: str
    became: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """What a place is called since a day (None: since before our tables), and how we know."""

    kind: Kind
    name: str
    since: date | None
    source: str
    checked: date | None = None
    unverified: bool = False

    @property
    def words(self) -> str:
        """Kind and name: "thành phố Đồng Nai"."""
        return f"{TITLES[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class Places:
    """All places, read once, never changed; every question here is pure."""

    provinces: Mapping[str, Place]
    communes: Mapping[str, Place]
    titles: Mapping[str, tuple[Title, ...]]
    names: Gazetteer

    def find(self, words: str, province: str | None = None) -> Place | Ambiguous | None:
        """The commune (or only the province) that the words name, of today or of old.

        `province`: id of the province asked about; then only its places are found, unless the words
        name another. A split unit of old, or a name that stands in several places, is Ambiguous.
        A name of today wins over a unit of old of the same name where the province is known and no
        old district is named. Of an old district alone with more than five heirs, the province is
        found. Raises KeyError for an unknown `province`.
        """
        found = self._readings(words, province)
        return self._answer(self._meant(found), ask=any(reading.older for reading in found))

    def province(self, words: str) -> Place | Ambiguous | None:
        """The province of today in which the named place lies; old names lead to today's."""
        return self._answer(
            (place.split("/")[0], old) for place, old in self._meant(self._readings(words))
        )

    def by_id(self, place: str) -> Place | None:
        """The place of an id, or None."""
        return self.provinces.get(place) or self.communes.get(place)

    def communes_of(self, province: str) -> tuple[Place, ...]:
        """All communes of a province of today, by id; empty if there is no such province."""
        return tuple(place for place in self.communes.values() if place.province_id == province)

    def whereabouts(self, words: str) -> tuple[Former, ...]:
        """The units of old that the words name, and what each became; empty if none is named."""
        found = self._readings(words)
        homes: list[tuple[str, tuple[str, ...]]]
        if regions := _provinces_alone(found):
            homes = [(region.former or region.namesake, (region.province,)) for region in regions]
        elif any(reading.units for reading in found):
            units = [unit for reading in found for unit in reading.units if not unit.today]
            homes = [(unit.words, unit.becomes) for unit in dict.fromkeys(units)]
        else:
            homes = [(d.full_name, d.becomes) for d in self._districts(found)]
        return tuple(
            Former(words, tuple(self._place(i) for i in heirs)) for words, heirs in homes if words
        )

    def title_on(self, place: str, day: date) -> Title:
        """What a province or commune is called on a day; KeyError if there is no such place."""
        return next(
            title
            for title in reversed(self.titles[place])
            if title.since is None or title.since <= day
        )

    def _meant(self, found: Iterable[Reading]) -> list[tuple[str, str]]:
        """(id, unit of old or "") of everything that the words can mean."""
        if regions := _provinces_alone(found):
            return [(region.province, region.former) for region in regions]
        if any(reading.units for reading in found):
            return [one for reading in found if reading.units for one in _in_order(reading)]
        named = self._districts(found)
        heirs = [(heir, d.full_name) for d in named for heir in d.becomes]
        few = len({heir for heir, _ in heirs}) <= MOST
        return heirs if few else [(d.province, d.full_name) for d in named]

    def _districts(self, found: Iterable[Reading]) -> list[District]:
        return [self.names.districts[at] for r in found for at in sorted(r.districts)]

    def _readings(self, words: str, province: str | None = None) -> tuple[Reading, ...]:
        default = None
        if province is not None:
            default = Region(frozenset((self.provinces[province].kind,)), province)
        return readings(self.names, words, default)

    def _answer(
        self, meant: Iterable[tuple[str, str]], *, ask: bool = False
    ) -> Place | Ambiguous | None:
        """One place, or a question back; of (id, unit of old) the first of an id speaks for it."""
        whence: dict[str, str] = {}
        for place, old in meant:
            whence.setdefault(place, old)
        places = [replace(self._place(i), old=old) for i, old in whence.items()]
        if len(places) > 1 or (places and ask):
            return Ambiguous(tuple(places[:MOST]), len(places))
        return places[0] if places else None

    def _place(self, place: str) -> Place:
        return self.provinces.get(place) or self.communes[place]


def _provinces_alone(found: Iterable[Reading]) -> list[Region]:
    """The provinces that were named with nothing else: these come before communes of the name."""
    return [r.region for r in found if r.region and not (r.units or r.districts)]


def _in_order(reading: Reading) -> list[tuple[str, str]]:
    """(id, unit of old) of each place a reading can mean, today's names first.

    Beside an old district the unit of old is meant; in a province of today its commune of today.
    """
    units = sorted(reading.units, key=lambda unit: not unit.today)
    if reading.districts:
        units = [unit for unit in units if not unit.today] or units
    elif reading.region and not reading.region.former:
        units = [unit for unit in units if unit.today] or units
    return [(place, unit.words) for unit in units for place in unit.becomes]


def read_places() -> Places:
    """Read all tables (a fraction of a second); do it once, at the start."""
    tables = read_tables()
    titles = _titles(tables)
    provinces: dict[str, Place] = {}
    for entry in tables.provinces:
        kind = titles[entry.id][-1].kind
        provinces[entry.id] = Place(entry.id, entry.name, kind, entry.id, entry.name, kind)
    communes: dict[str, Place] = {}
    for entry in tables.communes:
        home = provinces[entry.id.split("/")[0]]
        kind = titles[entry.id][-1].kind
        communes[entry.id] = Place(entry.id, entry.name, kind, home.id, home.name, home.kind)
    return Places(MappingProxyType(provinces), MappingProxyType(communes), titles, tables.gazetteer)


def _titles(tables: Tables) -> Mapping[str, tuple[Title, ...]]:
    """Every title of every place, oldest first."""
    titles: dict[str, tuple[Title, ...]] = {}
    for entries, source in ((tables.provinces, OF_PROVINCES), (tables.communes, OF_COMMUNES)):
        for entry in entries:
            titles[entry.id] = (Title(_kind(entry), entry.name, None, source),)
    for change in sorted(tables.changes, key=lambda change: change.since):
        name = titles[change.of][0].name
        kind, since = cast("Kind", change.kind), change.since
        title = Title(kind, name, since, change.source, change.checked, change.unverified)
        titles[change.of] += (title,)
    return MappingProxyType(titles)


def _kind(entry: Entry) -> Kind:
    return cast("Kind", entry.kind)
