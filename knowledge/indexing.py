"""Build an index of names and wordings: each document's words, pairs, actions, heads and cores.

Several documents may stand for one target (a topic, or one procedure at several levels).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import actions
from knowledge.index import NOT, Arrays, Floats, Index, Ints, assemble
from knowledge.vietnamese import Syllable
from knowledge.words import word_classes

_NAME = (1.0, 0.35)  # BM25 k1 and b for names: short, nearly every word once
_BODY = (1.5, 0.75)  # and for the long texts of a row
_HEAD = 3  # first content words of a name: its object
_OPENING = 9  # words among which these stand
_DENIED = 3  # words of a name that "không" stands before
_QUIET = 0.12  # weight of a stop word inside a wording


@dataclass(frozen=True, slots=True)
class Document:
    """One name, or one wording of citizens (spoken).

    body: weighted words of the long texts. traits, offices: audiences and offices as bits.
    core: how many first words name the thing itself, before the cases it is for; 0: all of them.
    """

    words: tuple[Syllable, ...]
    target: int
    text: str
    prior: float = 0.0
    body: Mapping[str, float] | None = None
    traits: int = 0
    offices: int = 0
    spoken: bool = False
    core: int = 0


def build(documents: Sequence[Document]) -> Index:
    """Index documents; targets must be numbered 0, 1, 2 ..."""
    folded, accented = _vocabulary(documents)
    names = [_counted(doc, lambda one: folded[one.folded]) for doc in documents]
    exact = [_counted(doc, lambda one: accented[one.accented]) for doc in documents]
    keyed = [_counted_pairs(doc, folded) for doc in documents]
    keys = sorted({key for row in keyed for key in row})
    number = {key: place for place, key in enumerate(keys)}
    pairs = [{number[key]: count for key, count in row.items()} for row in keyed]
    arrays = {"pair_keys": np.array(keys, np.int64), **_marks(documents)}
    tables = {
        "name": (names, len(folded), _NAME),
        "exact": (exact, len(accented), _NAME),
        "pairs": (pairs, len(keys), _NAME),
        "body": ([_body(doc, folded, number) for doc in documents], len(folded) + len(keys), _BODY),
    }
    targets = [doc.target for doc in documents]
    for kind, (rows, terms, shape) in tables.items():
        arrays |= _postings(kind, rows, terms, targets, shape)
    for kind, rows in (("name", names), ("exact", exact), ("pairs", pairs)):
        arrays |= _forward(kind, rows)
    arrays["content"] = _content(folded, arrays["name_idf"])
    arrays["head_terms"] = _heads(documents, folded)
    arrays["denials"] = _denials(documents, folded, number)
    cores = [_core(doc) for doc in documents]
    arrays["core"] = np.array([len(core) for core in cores], np.int32)
    arrays["same_core"] = _numbered(cores)
    return assemble(folded, accented, _with_masses(arrays))


def _vocabulary(documents: Sequence[Document]) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers of all folded and of all accented words, in order of first appearance."""
    folded: dict[str, int] = {}
    accented: dict[str, int] = {}
    for document in documents:
        for one in document.words:
            folded.setdefault(one.folded, len(folded))
            accented.setdefault(one.accented, len(accented))
        for word in document.body or ():
            if " " not in word:
                folded.setdefault(word, len(folded))
    return folded, accented


def _marks(documents: Sequence[Document]) -> Arrays:
    """What is known of each document beside its words, one array a mark."""
    return {
        "target": np.array([doc.target for doc in documents], np.int32),
        "prior": np.array([doc.prior for doc in documents], np.float32),
        "length": np.log(np.array([max(1, len(doc.words)) for doc in documents], np.float32)),
        "actions": np.array([_actions(doc.text, doc.spoken) for doc in documents], np.int32),
        "traits": np.array([doc.traits for doc in documents], np.int32),
        "spoken": np.array([doc.spoken for doc in documents], np.bool_),
        "offices": np.array([doc.offices for doc in documents], np.int64),
    }


@lru_cache(maxsize=8192)  # a publish builds the topics' index again with nearly the same texts
def _actions(text: str, spoken: bool) -> int:
    """What a name says is to be done; people say it in more ways than names do."""
    return actions.of_question(text) if spoken else actions.of_name(text)


def _counted(document: Document, number: Any) -> dict[int, float]:
    """Term -> count; stop words of a wording count little."""
    stop = word_classes().stop.accented
    found: defaultdict[int, float] = defaultdict(float)
    for one in document.words:
        found[number(one)] += _QUIET if one.accented in stop and document.spoken else 1.0
    return dict(found)


def _counted_pairs(document: Document, folded: dict[str, int]) -> dict[int, float]:
    found: defaultdict[int, float] = defaultdict(float)
    for a, b in pairwise(document.words):
        found[folded[a.folded] * len(folded) + folded[b.folded]] += 1.0
    return dict(found)


def _body(document: Document, folded: dict[str, int], pairs: dict[int, int]) -> dict[int, float]:
    """Words of the long texts, and those pairs that also stand in some name."""
    found: dict[int, float] = {}
    for words, weight in (document.body or {}).items():
        first, _, second = words.partition(" ")
        if not second:
            found[folded[first]] = weight
        elif first in folded and second in folded:
            key = pairs.get(folded[first] * len(folded) + folded[second])
            if key is not None:
                found[len(folded) + key] = weight
    return found


def _postings(
    kind: str,
    rows: Sequence[Mapping[int, float]],
    terms: int,
    targets: Sequence[int],
    shape: tuple[float, float],
) -> Arrays:
    """BM25 impacts; how rare a term is is counted in targets, not in documents."""
    k1, b = shape
    lengths = np.array([sum(row.values()) for row in rows], np.float64)
    mean = float(lengths[lengths > 0].mean()) if (lengths > 0).any() else 1.0
    term = np.array([t for row in rows for t in row], np.int64)
    count = np.array([c for row in rows for c in row.values()], np.float64)
    document = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    idf = _rarity(term, np.array(targets, np.int64)[document] if len(term) else term, terms)
    order = np.argsort(term, kind="stable")
    term, count, document = term[order], count[order], document[order]
    damped = count + k1 * (1 - b + b * lengths[document] / mean) if len(term) else count
    impact = idf[term] * count * (k1 + 1) / damped if len(term) else count
    return {
        f"{kind}_pointer": np.searchsorted(term, np.arange(terms + 1)).astype(np.int64),
        f"{kind}_documents": _narrow(document),
        f"{kind}_impacts": impact.astype(np.float16),  # three digits tell names apart as well
        f"{kind}_idf": idf.astype(np.float32),
    }


def _rarity(term: NDArray[Any], target: NDArray[Any], terms: int) -> NDArray[Any]:
    """Rarity ln(1 + (N - df + .5) / (df + .5)), N and df counting targets."""
    total = int(target.max()) + 1 if len(target) else 1
    pairs = np.unique(term * total + target) // total
    spread = np.bincount(pairs.astype(np.int64), minlength=terms)
    return np.log1p((total - spread + 0.5) / (spread + 0.5))


def _forward(kind: str, rows: Sequence[Mapping[int, float]]) -> Arrays:
    lengths = np.array([0, *(len(row) for row in rows)], np.int64)
    terms = np.array([term for row in rows for term in row], np.int64)
    return {f"{kind}_of": np.cumsum(lengths), f"{kind}_terms": _narrow(terms)}


def _narrow(numbers: NDArray[np.int64]) -> NDArray[Any]:
    """The same numbers in as few bytes as they need: an open catalogue stays in memory."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _content(folded: Mapping[str, int], idf: Floats) -> Floats:
    """How much a word of a name says: its rarity, a quarter for glue, little for stop words."""
    classes = word_classes()
    content = idf.copy()
    for word, place in folded.items():
        if word in classes.glue.folded:
            content[place] *= classes.glue.weight
        elif word in classes.stop.folded:
            content[place] *= 0.5
    return content


def _core(document: Document) -> tuple[str, ...]:
    """The different words of the core of a name: its first terms in the forward table."""
    run = document.words[: document.core] if document.core else document.words
    return tuple(dict.fromkeys(one.folded for one in run))


def _numbered(cores: Sequence[tuple[str, ...]]) -> Ints:
    """A number for each core; names with the same core, for other cases, share it."""
    numbers: dict[tuple[str, ...], int] = {}
    return np.array([numbers.setdefault(core, len(numbers)) for core in cores], np.int32)


def _heads(documents: Sequence[Document], folded: Mapping[str, int]) -> Ints:
    """The first content words of each name, as term numbers, -1 where there are fewer."""
    opening = word_classes().opening.folded
    heads = np.full((len(documents), _HEAD), -1, np.int32)
    for row, document in enumerate(documents):
        first = [one.folded for one in document.words[:_OPENING] if one.folded not in opening]
        for place, word in enumerate(first[:_HEAD]):
            heads[row, place] = folded[word]
    return heads


def _denials(
    documents: Sequence[Document], folded: Mapping[str, int], pairs: Mapping[int, int]
) -> Ints:
    """The pairs by which each name says what is not so ("không phải"), -1 where there are fewer."""
    found = np.full((len(documents), _DENIED), -1, np.int32)
    for row, document in enumerate(documents):
        keys = (
            folded[a.folded] * len(folded) + folded[b.folded]
            for a, b in pairwise(document.words)
            if a.folded == NOT
        )
        for place, key in enumerate(islice(keys, _DENIED)):
            found[row, place] = pairs[key]
    return found


def _with_masses(arrays: Arrays) -> Arrays:
    """Add the total content of each name, in words and in pairs: what coverage is a share of."""
    for kind, weights in (("name", arrays["content"]), ("pairs", arrays["pairs_idf"])):
        pointer, terms = arrays[f"{kind}_of"], arrays[f"{kind}_terms"]
        row = np.repeat(np.arange(len(pointer) - 1), np.diff(pointer))
        mass = np.bincount(row, weights[terms], len(pointer) - 1) + 1e-6
        arrays[f"{kind}_mass"] = mass.astype(np.float32)
    return arrays
