"""`make bench-matching`: hits by tier and by half, decisions, speed, beside rapidfuzz and BM25.

Reads the labelled questions beside the project; says so and ends where there are none.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bench_decisions
import bm25s
import numpy as np
from measure import (
    CATALOGUE,
    DATA,
    entries,
    first_hit,
    half_of,
    interval,
    load,
    noisy,
    shares,
    stripped,
)
from rapidfuzz import fuzz, process

from knowledge.catalogue_index import spoken_name
from knowledge.catalogue_store import CatalogueIndex, import_file, open_catalogue
from knowledge.matcher import Entry, Matcher
from knowledge.vietnamese import fold

STYLES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "no marks": stripped,
    "typing noise": noisy,
}
PROTOTYPE = (
    "prototype, unseen set: ALL .794/.919/.951 · no marks .774/.889/.931 · noise .769/.894/.926"
)
Found = list[set[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what is accepted, and the group that it is counted in."""

    text: str
    accept: set[str]
    group: str


def main() -> None:
    """Print everything."""
    if not DATA.exists():
        sys.exit("no labelled questions beside the project: nothing to measure")
    topics = entries()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = _opened(Path(folder))
        matcher = Matcher.build(topics, catalogue)
        _ranks(matcher, topics, catalogue)
        _topics(topics, catalogue)
        bench_decisions.show(matcher, Matcher.build(topics))
        _speed(matcher)


def _opened(folder: Path) -> CatalogueIndex:
    start = time.perf_counter()
    import_file(CATALOGUE, folder)
    built = time.perf_counter() - start
    start = time.perf_counter()
    catalogue = open_catalogue(folder)
    print(f"catalogue index: built in {built:.1f} s, opened in {time.perf_counter() - start:.3f} s")
    if catalogue is None:
        raise AssertionError("nothing was imported")
    start = time.perf_counter()
    topics = entries()
    start = time.perf_counter()
    Matcher.build(topics, catalogue)
    cold = time.perf_counter() - start
    start = time.perf_counter()
    Matcher.build(topics, catalogue)
    warm = time.perf_counter() - start
    print(f"topics' index: {cold:.2f} s at first, {warm:.2f} s after a publish")
    return catalogue


def _ranks(matcher: Matcher, topics: Sequence[Entry], catalogue: CatalogueIndex) -> None:
    asked = [
        Asked(d["question"], set(d["accept"]), d["tier"][0]) for d in load("questions_dev.jsonl")
    ]
    print("\ncatalogue and topics, hit@1/@3/@5")
    for style, typed in STYLES.items():
        _print_ranks(f"troly, {style}", asked, typed, _ours(matcher))
    names, codes = _peers(topics, catalogue)
    for peer, ask in (
        ("rapidfuzz WRatio", _rapidfuzz(names, codes)),
        ("BM25", _bm25(names, codes)),
    ):
        for style, typed in STYLES.items():
            _print_ranks(f"{peer}, {style}", asked, typed, ask)
    print(PROTOTYPE)


def _print_ranks(
    name: str, asked: Sequence[Asked], typed: Callable[[str], str], ask: Callable[[str], Found]
) -> None:
    ranks, took = [], []
    for one in asked:
        text = typed(one.text)
        start = time.perf_counter()
        found = ask(text)
        took.append(1000 * (time.perf_counter() - start))
        ranks.append(first_hit(found, one.accept))
    low, high = interval(ranks, 1)
    parts = [f"{name:26s} {_hits(ranks)} (@1 {low:.3f}..{high:.3f})"]
    for group in sorted({one.group for one in asked}):
        among = [rank for rank, one in zip(ranks, asked, strict=True) if one.group == group]
        parts.append(f"{group} {_hits(among)}")
    for half in (0, 1):
        among = [rank for rank, one in zip(ranks, asked, strict=True) if half_of(one.text) == half]
        parts.append(f"half {half} {_hits(among)}")
    p50, p95 = np.percentile(took, [50, 95])
    print(" · ".join(parts), f"· p50 {p50:.1f} p95 {p95:.1f} ms")


def _hits(ranks: Sequence[int]) -> str:
    return "/".join(f"{share:.3f}" for share in shares(ranks))


def _ours(matcher: Matcher) -> Callable[[str], Found]:
    def ask(text: str) -> Found:
        return [{match.id, *match.codes} for match in matcher.match(text).matches]

    return ask


def _peers(topics: Sequence[Entry], catalogue: CatalogueIndex) -> tuple[list[str], list[set[str]]]:
    """What the other matchers search: every name, title and wording, folded."""
    names = [fold(spoken_name(name)) for name in catalogue.names]
    codes = [{code} for code in catalogue.codes]
    for topic in topics:
        for text in (topic.title, *topic.wordings):
            names.append(fold(text))
            codes.append({topic.id, *topic.codes})
    return names, codes


def _distinct(found: Iterable[set[str]]) -> Found:
    kept: Found = []
    for codes in found:
        if not any(codes <= other for other in kept):
            kept.append(codes)
    return kept[:5]


def _rapidfuzz(names: Sequence[str], codes: Sequence[set[str]]) -> Callable[[str], Found]:
    def ask(text: str) -> Found:
        found = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=15)
        return _distinct(codes[place] for _, _, place in found)

    return ask


def _bm25(names: Sequence[str], codes: Sequence[set[str]]) -> Callable[[str], Found]:
    ranker = bm25s.BM25()
    ranker.index([name.split() for name in names], show_progress=False)

    def ask(text: str) -> Found:
        found, _ = ranker.retrieve([fold(text).split()], k=15, show_progress=False)
        return _distinct(codes[place] for place in found[0])

    return ask


def _topics(topics: Sequence[Entry], catalogue: CatalogueIndex) -> None:
    asked = [
        Asked(d["text"], {d["topic"], *d["also"]}, d["origin"])
        for d in load("messages_dev.jsonl")
        if d["expect"] == "topic"
    ]
    print("\nmessages on the topics, hit@1/@3/@5")
    for name, base in (("topics alone", None), ("with the catalogue", catalogue)):
        matcher = Matcher.build(topics, base)
        for style, typed in STYLES.items():
            _print_ranks(f"{name}, {style}", asked, typed, _ours(matcher))


def _speed(matcher: Matcher) -> None:
    texts = [d["question"] for d in load("questions_dev.jsonl")]
    texts += [d["text"] for d in load("messages_dev.jsonl")]
    took = []
    for text in texts * 2:
        start = time.process_time()
        matcher.match(text)
        took.append(1000 * (time.process_time() - start))
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    print(f"\nprocessor time a question: p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms")


if __name__ == "__main__":
    main()
