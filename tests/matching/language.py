"""Counts of syllables and pairs, read from the catalogue, the topics and everyday speech."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from knowledge.catalogue import Procedure
from knowledge.vietnamese import marked, syllable, words

SPOKEN = 60  # how often everyday speech counts
SAID = 2  # a pair of words must stand in two ways to call a row before it is kept
BARE = 40  # a spelling without marks that is rarer among its spellings is a slip of the typing,
TRUSTED = 8  # unless names and our own wordings, which were read over, hold it so often ("khoan")
LEAST_PAIRS = 3
LEAST_WORD = 3
Counts = tuple[Counter[str], Counter[tuple[str, str]]]


def count(texts: Iterable[tuple[str, int]]) -> Counts:
    """Unigram and pair counts of texts, each with its weight."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text, weight in texts:
        for sentence in text.replace("\n", ".").split("."):
            found = words(sentence)
            if len(found) > 2 and sum(map(marked, found)) < 0.3 * len(found):
                continue  # typed without marks: it would teach that words have none
            for word in found:
                singles[word] += weight
            for pair in pairwise(found):
                pairs[pair] += weight
    return singles, pairs


def catalogue_texts(rows: Sequence[Procedure]) -> Iterable[tuple[str, int]]:
    """What a row says, its name counting three times."""
    for row in rows:
        yield row.name, 3
        yield row.field, 1
        yield row.steps[:4000], 1
        yield row.requirements[:2000], 1
        yield ". ".join(paper.name for paper in row.documents)[:4000], 1


def spoken_texts(folder: Path) -> Iterable[tuple[str, int]]:
    """Everyday speech, which official texts lack: spoken.txt and our own questions and examples."""
    tables = (folder / "asked.tsv", folder / "outside.tsv", *_examples(folder.parent / "examples"))
    for path in (folder / "spoken.txt", *tables):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                yield line.replace("\t", ". "), SPOKEN


def _examples(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tsv"))


def said_texts(ways: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, int]]:
    """How people call the catalogue's rows."""
    for said in ways.values():
        for way in said:
            yield way, SAID


def sheet_texts(folders: Iterable[Path]) -> Iterable[tuple[str, int]]:
    """Prose of topics and fact sheets (TOML, Markdown), addresses and marks left out."""
    for folder in folders:
        for path in sorted((*folder.rglob("*.toml"), *folder.rglob("*.md"))):
            for line in path.read_text("utf-8").splitlines():
                if "http" not in line:
                    said = path.suffix == ".toml" and line.startswith('    "')
                    yield (
                        line.replace("**", "").replace(";", ".").replace("|", "."),
                        8 if said else 2,
                    )


def write(counts: Counts, trusted: Mapping[str, int], path: Path) -> int:
    """Write the language file, rare words and pairs left out; gives the number of pairs kept.

    trusted: how often each word stands in texts that were read over.
    """
    singles, pairs = counts
    spelled: Counter[str] = Counter()
    for word, times in singles.items():
        spelled[syllable(word).folded] += times
    kept = {
        word
        for word, times in singles.items()
        if times >= LEAST_WORD
        and _vietnamese(word)
        and (
            marked(word)
            or times * BARE >= spelled[syllable(word).folded]
            or trusted.get(word, 0) >= TRUSTED
        )
    }
    followers: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (left, right), times in pairs.items():
        if times >= LEAST_PAIRS and left in kept and right in kept:
            followers[left].append((times, right))
    lines = ["# word, how often, followers with how often: written by `make train`"]
    for word in sorted(kept, key=lambda w: (-singles[w], w)):
        tail = " ".join(f"{other}:{n}" for n, other in sorted(followers[word], reverse=True))
        lines.append(f"{word}\t{singles[word]}\t{tail}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return sum(map(len, followers.values()))


def _vietnamese(word: str) -> bool:
    return (word.isdigit() and len(word) <= 2) or (word.isalpha() and len(word) <= 8)
