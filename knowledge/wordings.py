"""Phrases found in messages as people type them; the phrases themselves are data (TOML).

A phrase is a line of words. `=word` must be typed with exactly its marks ("=chó" is never "cho"),
`*` stands for up to three words, `a|b` for one word of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.typed_words import LOOSE, Word, lenient_keys, mark_key

_GAP = 3  # the most words that `*` skips


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of `kind` that covers the words `start` to `end` (end not included)."""

    kind: str
    start: int
    end: int


class Wordings:
    """Phrases of several kinds in one tree of words, found in one pass over a message.

    The work is bounded by the words of the message times the longest phrase, whatever is typed.
    """

    def __init__(self, kinds: Mapping[str, Iterable[str]]) -> None:
        self._edges: list[dict[str, list[int]]] = [{}]
        self._ends: list[set[str]] = [set()]
        self._gaps: list[int | None] = [None]
        self._nodes: dict[tuple[int, str], int] = {}
        for kind, phrases in kinds.items():
            for phrase in phrases:
                self._add(kind, phrase)

    def _step(self, node: int, word: str) -> int:
        known = self._nodes.get((node, word))
        if known is not None:
            return known
        self._edges.append({})
        self._ends.append(set())
        self._gaps.append(None)
        after = self._nodes[node, word] = len(self._edges) - 1
        if word == "*":
            self._gaps[node] = after
            return after
        for choice in word.split("|"):
            strict = choice.startswith("=")
            exact = mark_key(choice[1:] if strict else choice)
            loose = frozenset() if strict else lenient_keys(choice)
            for key in {exact} | {LOOSE + key for key in loose}:
                self._edges[node].setdefault(key, []).append(after)
        return after

    def _add(self, kind: str, phrase: str) -> None:
        node = 0
        for word in phrase.lower().split():
            node = self._step(node, word)
        self._ends[node].add(kind)

    def find(self, words: Sequence[Word]) -> tuple[Found, ...]:
        """Every phrase that stands in the words, in the order of their first word."""
        found: dict[Found, None] = {}
        for start in range(len(words)):
            for kind, end in self._from(words, start):
                found[Found(kind, start, end)] = None
        return tuple(found)

    def _from(self, words: Sequence[Word], start: int) -> Iterable[tuple[str, int]]:
        reached = self._next(0, words[start])
        at = start + 1
        standing = {(node, 0) for node in reached}
        while standing:
            for node, _ in standing:
                for kind in sorted(self._ends[node]):
                    yield kind, at
            if at >= len(words):
                return
            standing = self._advance(standing, words[at])
            at += 1

    def _advance(self, standing: set[tuple[int, int]], word: Word) -> set[tuple[int, int]]:
        """One word further; the second number counts the words that a gap has already skipped."""
        after: set[tuple[int, int]] = set()
        for node, skipped in standing:
            after.update((reached, 0) for reached in self._next(node, word))
            gap = self._gaps[node]
            if gap is not None:
                after.update((reached, 0) for reached in self._next(gap, word))
                after.add((gap, 1))
            if skipped and skipped < _GAP:
                after.add((node, skipped + 1))
        return after

    def _next(self, node: int, word: Word) -> set[int]:
        edges = self._edges[node]
        return {after for key in word.readings for after in edges.get(key, ())}
