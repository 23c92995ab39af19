"""Names as arrays: which documents hold a word (BM25), and what each document is made of.

Everything is numpy, so that a catalogue's index is opened from disk memory-mapped; indexing.py
makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Arrays = dict[str, NDArray[Any]]
NOT = "khong"  # as it is folded


@dataclass(frozen=True, slots=True)
class Postings:
    """Term -> (document, impact), rows of `pointer` into `documents` and `impacts`."""

    pointer: NDArray[np.int64]
    documents: NDArray[np.unsignedinteger]
    impacts: NDArray[np.float16]
    idf: Floats

    def scores(self, asked: Sequence[tuple[int, float]], size: int) -> Floats:
        """Sum of weight x impact for each of `size` documents; asked: (term number, weight)."""
        spans = [(int(self.pointer[t]), int(self.pointer[t + 1]), w) for t, w in asked]
        spans = [span for span in spans if span[0] < span[1]]
        if not spans:
            return np.zeros(size, np.float32)
        documents = np.concatenate([self.documents[a:b] for a, b, _ in spans])
        impacts = np.concatenate([self.impacts[a:b] for a, b, _ in spans])
        weights = np.repeat([w for _, _, w in spans], [b - a for a, b, _ in spans])
        return np.bincount(documents, impacts * weights, size).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Index:
    """All arrays of a set of documents; terms are numbered by `folded` and `accented`.

    Pairs of words are keyed as first x len(folded) + second, sorted in `pair_keys`.
    """

    folded: dict[str, int]
    accented: dict[str, int]
    arrays: Arrays
    name: Postings
    exact: Postings
    pairs: Postings
    body: Postings

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self.arrays["target"])

    def pair_terms(self, pairs: Mapping[tuple[str, str], float]) -> list[tuple[int, float]]:
        """Pairs of folded words as term numbers, those that occur nowhere left out."""
        keys: Sequence[tuple[int, float]] = [
            (self.folded[a] * len(self.folded) + self.folded[b], weight)
            for (a, b), weight in pairs.items()
            if a in self.folded and b in self.folded
        ]
        known = self.arrays["pair_keys"]
        if not keys or not len(known):
            return []
        wanted = np.array([key for key, _ in keys], np.int64)
        places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        hits = known[places] == wanted
        return [
            (int(place), weight)
            for place, hit, (_, weight) in zip(places, hits, keys, strict=True)
            if hit
        ]

    def rows(self, kind: str, documents: Ints) -> tuple[Ints, NDArray[np.int64]]:
        """Terms of documents, joined, and where each document's begin; `kind` of forward table."""
        pointer, terms = self.arrays[f"{kind}_of"], self.arrays[f"{kind}_terms"]
        starts = pointer[documents]
        lengths = pointer[documents + 1] - starts
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - starts, lengths)
        return terms[places], offsets[:-1]


def assemble(folded: dict[str, int], accented: dict[str, int], arrays: Arrays) -> Index:
    """An index from its arrays, as built or as read from disk."""
    postings = [
        Postings(*(arrays[f"{kind}_{part}"] for part in ("pointer", "documents", "impacts", "idf")))
        for kind in ("name", "exact", "pairs", "body")
    ]
    return Index(folded, accented, arrays, *postings)
