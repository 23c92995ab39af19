"""How a message can be read as an address: which part is the commune, the district, the province.

Every cut of the words is tried (addresses go from small to large), first to the letter, then with
typing slips; what all cheapest cuts mean is handed back, and nothing is chosen here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic

from knowledge.place_names import (
    COMMUNE_KINDS,
    Called,
    Gazetteer,
    Index,
    Named,
    Region,
    Talk,
    Unit,
    Word,
    agree,
    is_marked,
    key_of,
    kinds_at,
    marks_of,
    near,
    turned,
    words_of,
)

LONGEST = 300  # letters; what is longer is a story, not an address
LONGEST_NAME = 8  # words of one part: "phường Văn Miếu - Quốc Tử Giám" has six
SLIPS = 2  # typing slips forgiven in one message
AGES = words_of("cũ cu mới moi")
LONG = 6  # letters above which a mere name may have a slip
LONG_WORD = 4  # letters of a mere name of one word: "Vinh"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand the message: only a province, or also a district, or also units.

    `region` is None where neither the words nor the asker named a province. `older`: a unit was
    named that had been merged into these before 2025, so that they are only likely.
    """

    cost: int
    region: Region | None
    districts: frozenset[int] = frozenset()
    units: tuple[Unit, ...] = ()
    older: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A stretch of words without its word of kind, and without "cũ" or "mới" (its `age`)."""

    kind: str | None
    words: tuple[Word, ...]
    age: str


@dataclass(frozen=True, slots=True)
class _Hit(Generic[Named]):
    """What a stretch can name, so many slips away."""

    cost: int
    name: _Name
    called: Sequence[Called[Named]]


def readings(names: Gazetteer, text: str, default: Region | None) -> tuple[Reading, ...]:
    """The cheapest readings of a message; `default` is the province asked about, if any."""
    words = words_of(text[: LONGEST + 1])
    if not words or len(text) > LONGEST or key_of(words) in names.talk.sayings:
        return ()
    whole, behind = _parts(words, names.talk)
    for slips, parts in ((0, whole), (0, behind), (SLIPS, whole), (SLIPS, behind)):
        for part in parts:
            found = _Pass(names, part, is_marked(words), slips, default).readings()
            if slips and parts is behind:  # what stands before was not understood: be sure
                found = [one for one in found if one.region is not default or one.districts]
            if found:
                least = min((reading.cost, reading.older) for reading in found)
                return tuple(one for one in found if (one.cost, one.older) == least)
    return ()


def _parts(
    words: tuple[Word, ...], talk: Talk
) -> tuple[list[tuple[Word, ...]], list[tuple[Word, ...]]]:
    """Where the address may stand: all but talk, also turned round; or behind a street or story."""
    whole = {words: None}
    for core in (words, _without_tail(words, talk)):
        rest = core
        whole[rest] = None
        while len(rest) > 1 and rest[0].bare in talk.before:
            rest = rest[1:]
            whole[rest] = None
    whole[turned(rest)] = None
    behind = []
    below = False
    for at, word in enumerate(rest):
        if at and ((word.opens and below) or _names_a_commune(rest[at : at + 3])):
            behind.append(rest[at:])
        if not at or word.opens:
            below = word.bare in talk.below or word.bare.isdigit()
    return list(whole), behind


def _without_tail(words: tuple[Word, ...], talk: Talk) -> tuple[Word, ...]:
    for size in (2, 1):
        if len(words) > size and key_of(words[-size:]) in talk.after:
            return _without_tail(words[:-size], talk)
    return words


def _names_a_commune(words: tuple[Word, ...]) -> bool:
    return any(kind for kind, _ in kinds_at(words, COMMUNE_KINDS))


@dataclass(slots=True)
class _Pass:
    """One pass over the words of one message, with so many slips forgiven."""

    names: Gazetteer
    words: tuple[Word, ...]
    marked: bool
    slips: int
    default: Region | None
    seen: dict[tuple[int, int], list[_Hit[tuple[int, str]]]] = field(default_factory=dict)

    def readings(self) -> list[Reading]:
        """Every cut into [commune] [district] [province], small to large, that means something."""
        found: list[Reading] = []
        for cut in range(min(len(self.words), LONGEST_NAME) + 1):
            scopes = self.scopes(cut)
            if not cut:  # a province alone, or a district: everyday words must not pass for one
                scopes = [one for one in scopes if one.cost <= (one.region is not None)]
            elif scopes:
                hits = self.hits(0, cut, self.names.units)
                scopes = [one for scope in scopes for one in self.settle(hits, scope)]
            found += scopes
        return [reading for reading in found if reading.cost <= self.slips]

    def scopes(self, cut: int) -> list[Reading]:
        """What the words behind the commune's name say of its district and province."""
        return [
            Reading(region_cost + cost, region, districts)
            for mid in range(cut, len(self.words) + 1)
            for region_cost, region in self.regions(mid)
            for cost, districts in self.districts(cut, mid, region)
        ]

    def hits(self, start: int, end: int, index: Index[Named]) -> list[_Hit[Named]]:
        """What words[start:end] spell at one level, or nearly spell when slips are forgiven."""
        stretch = self.words[start:end]
        if any(word.opens for word in stretch[1:]):
            return []
        found = []
        for name in _names(stretch, index.kinds):
            key = key_of(name.words)
            if name.kind is None and key.isdigit():
                continue  # "1" alone is an answer to something else
            keys = [(key, 0)] if key in index.named else []
            if self.slips and not keys:
                keys = near(key, index.keys, titled=name.kind is not None)
            for other, cost in keys:
                called = [one for one in index.named[other] if one.marks or not cost]
                if name.kind is None and len(stretch) == len(self.words):
                    called = self.alone(called, name, cost, index, other)
                elif name.kind is None and cost:
                    called = [one for one in called if self.spelt(one, name, cost)]
                if called:
                    found.append(_Hit(cost, name, called))
        return found

    def alone(
        self, called: Sequence[Called[Named]], name: _Name, cost: int, index: Index[Named], key: str
    ) -> list[Called[Named]]:
        """Of a message that is a mere name only what everyday words are not taken for.

        "thái độ" is not Thái Đô, "con ơi" not Cò Nòi, "thuế" not Huế; "đúng" is not Dùng, but "Kép"
        is one where a commune of a known province was asked for.
        """
        region = index is self.names.regions
        asked = region or self.default is not None
        if cost > (asked and len(key) > LONG):
            return []
        if len(name.words) == 1 and not asked and len(key) < LONG_WORD:
            return []
        short = region and not cost and not self.marked  # "TPHCM"
        return [one for one in called if short or self.spelt(one, name, cost)]

    @staticmethod
    def spelt(one: Called[Named], name: _Name, cost: int) -> bool:
        """Whether the words are written as the name's are; half of them, if there is a slip."""
        typed = marks_of(name.words)
        if len(one.marks) != len(typed):
            return False
        right = sum(agree((m,), (said,)) for m, said in zip(one.marks, typed, strict=True))
        return right == len(typed) or bool(cost and right * 2 >= len(typed))

    def regions(self, mid: int) -> list[tuple[int, Region | None]]:
        """The provinces that the words from `mid` on name; the asker's where there are none."""
        if mid == len(self.words):
            return [(0, self.default)]
        return [
            (hit.cost, one.what)
            for hit in self.hits(mid, len(self.words), self.names.regions)
            for one in hit.called
            if hit.name.kind in (None, "tinh") or hit.name.kind in one.what.kinds
        ]

    def districts(
        self, cut: int, mid: int, region: Region | None
    ) -> list[tuple[int, frozenset[int]]]:
        """The old districts that words[cut:mid] name within the region; no words, no limit."""
        if cut == mid:
            return [(0, frozenset())]
        if (cut, mid) not in self.seen:
            self.seen[cut, mid] = self.hits(cut, mid, self.names.district_names)
        found = []
        for hit in self.seen[cut, mid]:
            kind = hit.name.kind
            here = self.within([one.what for one in hit.called], region)
            same = [at for at, of in here if kind in (None, of)]
            if here:  # beside a commune another kind counts as a slip: thành phố, not huyện
                cost = hit.cost + (not same and cut > 0)
                found.append((cost, frozenset(same or [at for at, _ in here])))
        return found

    def within(
        self, named: Sequence[tuple[int, str]], region: Region | None
    ) -> list[tuple[int, str]]:
        """Those that lay in the region: in its namesake of old, where they lay there."""
        if region is None:
            return list(named)
        districts = self.names.districts
        here = [one for one in named if districts[one[0]].province == region.province]
        home = region.former or region.namesake
        at_home = [one for one in here if districts[one[0]].home == home]
        return at_home or ([] if region.former else here)

    def settle(self, hits: Sequence[_Hit[Unit]], scope: Reading) -> list[Reading]:
        """Readings of a commune's name within its scope."""
        found = []
        for hit in hits:
            called = [one for one in hit.called if self.fits(one.what, scope)]
            called = [one for one in called if hit.name.kind in one.what.kinds] or called
            if hit.name.age:
                new = hit.name.age == "moi"
                called = [one for one in called if one.what.today is new] or called
            called = [one for one in called if one.marks] or called
            cost, called = self.by_marks(called, hit)
            if len(hit.name.words) == 1 and scope.region is None and not scope.districts:
                called = [one for one in called if hit.name.kind in one.what.kinds and not cost]
            if called:
                units = tuple(one.what for one in called)
                older = not called[0].marks
                found.append(replace(scope, cost=scope.cost + cost, units=units, older=older))
        return found

    def fits(self, unit: Unit, scope: Reading) -> bool:
        """Whether the unit lies in the province and one of the districts that were named."""
        region = scope.region
        if scope.districts:
            return bool(unit.districts & scope.districts)
        if region is None or not region.former:
            return region is None or unit.province == region.province
        return any(self.names.districts[at].home == region.former for at in unit.districts)

    def by_marks(
        self, called: list[Called[Unit]], hit: _Hit[Unit]
    ) -> tuple[int, list[Called[Unit]]]:
        """Those whose marks were typed; other marks than the name's count as a slip."""
        typed = marks_of(hit.name.words)
        if not self.marked or not any(one.marks for one in called):
            return hit.cost, called
        same = [one for one in called if one.marks == typed]
        if like := same or [one for one in called if agree(one.marks, typed)]:
            return hit.cost, like
        return max(hit.cost, 1), called


def _names(stretch: tuple[Word, ...], kinds: Mapping[tuple[str, ...], str]) -> Iterator[_Name]:
    """The name in a stretch of words: with or without its kind, with or without "cũ", "mới"."""
    for kind, used in kinds_at(stretch, kinds):
        words = stretch[used:]
        if words:
            yield _Name(kind, words, "")
        if len(words) > 1 and words[-1] in AGES:
            yield _Name(kind, words[:-1], words[-1].bare)
