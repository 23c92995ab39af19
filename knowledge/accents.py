"""Which marks a syllable typed without them should carry: counts of syllables and their pairs.

The counts (syllables.tsv) come from the catalogue and the topics; `make train` writes them.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from knowledge.vietnamese import Syllable, syllable

_CANDIDATES = 6  # spellings tried for one bare syllable
_RARE = 3  # a folded syllable seen less often may be a typing slip
_SMOOTHING = 15.0  # pairs that are invented for each word, in the shares of all words
_ALONE = 0.6  # weight of a spelling's own share beside that of its pairs
_LONGEST_SLIP = 9

Spelling = tuple[float, str]  # (log share among the spellings of a folded syllable, accented key)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Counts of accented syllables and of neighbouring pairs; pairs: first -> second -> count."""

    counts: dict[str, int]
    folded_counts: dict[str, int]
    spellings: dict[str, tuple[Spelling, ...]]
    pairs: dict[str, dict[str, int]]
    slips: dict[str, tuple[str, ...]]
    surfaces: dict[str, str]
    total: int

    def knows(self, word: str) -> bool:
        """Whether a spelling (as typed, lower case) has been read anywhere."""
        return syllable(word).accented in self.counts

    def mend(self, found: Sequence[Syllable]) -> list[Syllable]:
        """Unknown folded syllables one slip away from a known one take the likeliest neighbour."""
        mended = list(found)
        for place, (_, bare) in enumerate(found):
            if self._is_slip(bare):
                left = mended[place - 1].folded if place else ""
                right = found[place + 1].folded if place + 1 < len(found) else ""
                mended[place] = Syllable("", self._nearest(bare, left, right))
        return mended

    def restore(self, found: Sequence[Syllable]) -> list[Syllable]:
        """Give every syllable without known marks the likeliest ones (Viterbi over pairs)."""
        if not any(accented == "" for accented, _ in found):
            return list(found)
        choices = [self._choices(one) for one in found]
        path = self._best_path(choices)
        return [
            Syllable(choices[place][pick][1], found[place].folded)
            for place, pick in enumerate(path)
        ]

    def _is_slip(self, bare: str) -> bool:
        return (
            self.folded_counts.get(bare, 0) < _RARE
            and bare.isalpha()
            and 3 <= len(bare) <= _LONGEST_SLIP
        )

    def _nearest(self, bare: str, left: str, right: str) -> str:
        near = set(self.slips.get(bare, ()))
        for shorter in _deletions(bare):
            near.update(self.slips.get(shorter, ()))
        if not near:
            return bare

        def fitness(candidate: str) -> tuple[float, str]:
            context = self._together(left, candidate) + self._together(candidate, right)
            return context + 0.3 * math.log1p(self.folded_counts.get(candidate, 0)), candidate

        return max(near, key=fitness)

    def _together(self, left: str, right: str) -> float:
        """How often two folded syllables stand side by side, whatever their marks (log)."""
        seconds = [accented for _, accented in self.spellings.get(right, ())]
        firsts = [self.pairs.get(accented, {}) for _, accented in self.spellings.get(left, ())]
        return math.log1p(sum(after.get(one, 0) for after in firsts for one in seconds))

    def _choices(self, one: Syllable) -> Sequence[Spelling]:
        if one.accented:
            return ((0.0, one.accented),)
        return self.spellings.get(one.folded, ((0.0, one.folded),))

    def _best_path(self, choices: Sequence[Sequence[Spelling]]) -> list[int]:
        scores = [_ALONE * share for share, _ in choices[0]]
        back: list[list[int]] = []
        for before, after in pairwise(choices):
            steps = []
            following = []
            for share, word in after:
                gains = [
                    score + self._pair(previous, word)
                    for score, (_, previous) in zip(scores, before, strict=True)
                ]
                best = max(gains)
                steps.append(gains.index(best))
                following.append(best + _ALONE * share)
            back.append(steps)
            scores = following
        pick = scores.index(max(scores))
        path = [pick]
        for steps in reversed(back):
            pick = steps[pick]
            path.append(pick)
        return path[::-1]

    def _pair(self, left: str, right: str) -> float:
        often = (self.counts.get(right, 0) + 0.5) / self.total
        seen = self.pairs.get(left, {}).get(right, 0) + _SMOOTHING * often
        return math.log(seen / (self.counts.get(left, 0) + _SMOOTHING))


@lru_cache(maxsize=1)
def language_model() -> LanguageModel:
    """The counts that ship with the package."""
    source = files("knowledge").joinpath("syllables.tsv").read_text("utf-8")
    return parse(line for line in source.splitlines() if not line.startswith("#"))


def parse(lines: Iterable[str]) -> LanguageModel:
    """Read `word <tab> count <tab> follower:count follower:count ...` lines."""
    counts: dict[str, int] = {}
    surfaces: dict[str, str] = {}
    pairs: dict[str, dict[str, int]] = {}
    for line in lines:
        word, count, followers = line.split("\t")
        accented = sys.intern(syllable(word).accented)
        counts[accented] = counts.get(accented, 0) + int(count)  # "hoà" and "hòa" are one
        surfaces.setdefault(accented, word)
        after = pairs.setdefault(accented, {})
        for follower in followers.split():
            other, times = follower.rsplit(":", 1)
            second = sys.intern(syllable(other).accented)
            after[second] = after.get(second, 0) + int(times)
    return _model(counts, surfaces, pairs)


def _model(
    counts: dict[str, int], surfaces: dict[str, str], pairs: dict[str, dict[str, int]]
) -> LanguageModel:
    bare = {accented: syllable(word).folded for accented, word in surfaces.items()}
    folded_counts: defaultdict[str, int] = defaultdict(int)
    spelled: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for accented, count in counts.items():
        folded_counts[bare[accented]] += count
        spelled[bare[accented]].append((count, accented))
    return LanguageModel(
        counts,
        dict(folded_counts),
        {folded: _shares(rows) for folded, rows in spelled.items()},
        pairs,
        _slips(folded_counts),
        surfaces,
        sum(counts.values()) or 1,
    )


def _shares(rows: list[tuple[int, str]]) -> tuple[Spelling, ...]:
    likely = sorted(rows, reverse=True)[:_CANDIDATES]
    total = sum(count for count, _ in likely)
    return tuple((math.log(count / total), accented) for count, accented in likely)


def _slips(folded_counts: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """Every known folded syllable under itself and under each form with one letter less."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for bare, count in folded_counts.items():
        if count >= _RARE and bare.isalpha() and len(bare) > 1:
            for form in {bare, *_deletions(bare)}:
                table[form].append(bare)
    return {form: tuple(sorted(known)) for form, known in table.items()}


def _deletions(bare: str) -> list[str]:
    return [bare[:place] + bare[place + 1 :] for place in range(len(bare))]
