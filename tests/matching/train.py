"""`make train`: counts of the language, weights of the ranking, models of the confidence.

Seeded: the same catalogue and topics give the same files. No labelled question is read for the
ranking; the confidence is fitted on the labelled questions beside the project (see calibrate.py),
and on those that staff judged: `make train JUDGED="day.jsonl …"` (`troly unanswered --jsonl`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import calibrate
import language
import numpy as np
from invented import Asked, from_row_wordings, from_rows, from_wordings
from measure import CATALOGUE, SHARED, entries
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge import catalogue_index, features, indexing, weights
from knowledge.accents import language_model
from knowledge.catalogue import Procedure, read_rows
from knowledge.catalogue_store import CatalogueIndex, import_file, open_catalogue
from knowledge.matcher import Candidate, Matcher
from knowledge.question import read
from knowledge.row_wordings import row_wordings
from knowledge.topic_index import Entry
from knowledge.weights import BAG_NAMES, Weights

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
ROWS = 2500
SAID = 500  # ways to call a row that are asked in each fold
SAID_WEIGHT = 2.0
ROW_WEIGHT = 2.0  # names are the harder half: the catalogue holds fifty rows for each topic
TOPIC_PRIOR = 1.0  # people ask for what a topic was written for oftener than invented questions do
FOLDS = 5
DEPTH = 40  # candidates of a question that the fit compares
L2 = 0.01
NEGATIVE = frozenset(
    {"action_differs", "action_ends", "audience_differs", "audience_missing", "office_differs"}
)
FREE = frozenset({"length", "prior", "topic"})
START = {  # a first guess, by which the candidates of the first fit are chosen
    "row": {"words": 0.3, "marked_words": 0.3, "pairs": 0.4, "question_covered": 4.0,
            "pairs_covered": 2.0, "object": 1.5, "action_fits": 0.4, "action_differs": -0.6,
            "prior": 0.5, "length": -0.4},
    "wording": {"marked_words": 0.3, "question_covered": 1.5, "name_covered": 1.5,
                "both_covered": 2.0, "marks_covered": 1.0, "action_differs": -0.6},
    "bag": {"bag_covered": 1.0, "bag_marks_covered": 0.5},
}  # fmt: skip
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """Candidates of one question: features (n x all) and which are right."""

    values: Array
    right: NDArray[np.bool_]
    weight: float = 1.0


def cases(
    matcher: Matcher,
    asked: Iterable[Asked],
    right: Callable[[Candidate, Asked], bool],
    weight: float,
) -> list[Case]:
    """Candidates and labels of questions; those whose answer was not found at all are left out."""
    found = []
    for one in asked:
        top = matcher.candidates(read(one.text))[:DEPTH]
        labels = np.array([right(candidate, one) for candidate in top], bool)
        if labels.any() and not labels.all():
            found.append(Case(np.array([_joined(c) for c in top], np.float64), labels, weight))
    return found


def _joined(candidate: Candidate) -> Array:
    """[name features | wording features | bag features]."""
    return np.concatenate((candidate.name, candidate.wording, candidate.bag))


def fit(data: Sequence[Case]) -> Array:
    """Weights by listwise softmax (L-BFGS-B) with signs where the meaning fixes them."""
    size = data[0].values.shape[1]
    spread = np.mean([case.values.std(0) for case in data], 0) + 1e-3

    def loss(vector: Array) -> tuple[float, Array]:
        total, slope, mass = 0.0, np.zeros(size), 0.0
        for case in data:
            scaled = case.values / spread
            scores = scaled @ vector
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            share = chance[case.right].sum() + 1e-12
            total -= case.weight * float(np.log(share))
            slope -= case.weight * ((chance * case.right / share - chance) @ scaled)
            mass += case.weight
        return total / mass + L2 * float(vector @ vector), slope / mass + 2 * L2 * vector

    names = (*features.NAMES, *features.NAMES, *BAG_NAMES)
    bounds = [_bounds(name) for name in names]
    result = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(result.x / spread)


def _bounds(name: str) -> tuple[float | None, float | None]:
    if name in FREE:
        return None, None
    return (None, 0.0) if name in NEGATIVE else (0.0, None)


def split(vector: Array) -> Weights:
    """A fitted vector as weights."""
    count = len(features.NAMES)
    parts = (vector[:count], vector[count : 2 * count], vector[2 * count :])
    return Weights(*(part.astype(np.float32) for part in parts))


def without(entries_: Sequence[Entry], fold: int) -> tuple[list[Entry], list[Entry]]:
    """Entries lacking every FOLDS-th wording, and entries with only those."""
    kept = [
        replace(e, wordings=tuple(w for n, w in enumerate(e.wordings) if n % FOLDS != fold))
        for e in entries_
    ]
    asked = [
        replace(e, wordings=tuple(w for n, w in enumerate(e.wordings) if n % FOLDS == fold))
        for e in entries_
    ]
    return kept, asked


def without_said(
    catalogue: CatalogueIndex, rows: Sequence[Procedure], fold: int
) -> tuple[CatalogueIndex, list[tuple[int, str]]]:
    """The catalogue lacking every FOLDS-th wording of its rows, and those as (group, wording)."""
    ways = row_wordings()
    kept = {
        code: [way for n, way in enumerate(all_) if n % FOLDS != fold]
        for code, all_ in ways.items()
    }
    target = catalogue.index.arrays["target"]
    held = [
        (int(target[catalogue.numbers[code]]), way)
        for code, all_ in ways.items()
        if code in catalogue.numbers
        for n, way in enumerate(all_)
        if n % FOLDS == fold
    ]
    said = catalogue_index.said(rows, kept)
    bags = indexing.build(catalogue_index.bags(said))
    return replace(catalogue, said=indexing.build(said), bags=bags), held


def ranking_cases(
    topics: Sequence[Entry],
    catalogue: CatalogueIndex,
    rows: Sequence[Procedure],
    using: Weights,
    seed: int = 1,
) -> list[Case]:
    """Cases from names (the whole index) and from wordings held out of the index."""
    whole = Matcher.build(topics, catalogue, using)
    said = [wording for entry in topics for wording in entry.wordings]
    owner = {
        group: number
        for number, entry in enumerate(topics)
        for code in entry.owns
        if code in catalogue.numbers
        for group in [int(catalogue.index.arrays["target"][catalogue.numbers[code]])]
    }
    target = catalogue.index.arrays["target"]

    def by_group(candidate: Candidate, asked: Asked) -> bool:
        if candidate.number >= 0:
            return owner.get(asked.group) == candidate.number
        return int(target[-1 - candidate.number]) == asked.group

    data = cases(whole, from_rows(catalogue, said, ROWS, seed), by_group, ROW_WEIGHT)
    for fold in range(FOLDS):
        kept, held = without(topics, fold)
        part, said_of_rows = without_said(catalogue, rows, fold)
        more = from_row_wordings(said_of_rows, said, SAID, seed + fold)
        data += cases(Matcher.build(topics, part, using), more, by_group, SAID_WEIGHT)

        def by_topic(candidate: Candidate, asked: Asked) -> bool:
            return candidate.number >= 0 and topics[candidate.number].id == asked.topic

        for base in (catalogue, None):
            part = Matcher.build(kept, base, using)
            data += cases(part, from_wordings(held, seed + fold), by_topic, 1.0)
    return data


def write(found: Weights) -> None:
    """Write weights.toml with each feature's meaning."""
    lines = ["# Weights of the ranking, written by `make train` from invented questions.", ""]
    tables = (
        (
            "row",
            "official names: catalogue rows, and titles of topics",
            features.MEANINGS,
            found.row,
        ),
        ("wording", "the best way in which people call it", features.MEANINGS, found.wording),
        ("bag", "all ways to call it together", weights.BAG, found.bag),
    )
    for table, about, meanings, values in tables:
        lines += [f"[{table}]  # {about}"]
        for (name, meaning), value in zip(meanings.items(), values.tolist(), strict=True):
            lines.append(f"{name} = {value:.4f}  # {meaning}")
        lines.append("")
    (KNOWLEDGE / "weights.toml").write_text("\n".join(lines), "utf-8")


def _count_language() -> None:
    """Count syllables and pairs again, and let the running model be the new one."""
    rows, _ = read_rows(CATALOGUE)
    texts = chain(
        language.catalogue_texts(rows),
        language.spoken_texts(Path(__file__).parent),
        language.said_texts(row_wordings()),
        language.sheet_texts([SHARED / "facts", KNOWLEDGE / "topics"]),
    )
    read_over = chain(((row.name, 1) for row in rows), language.said_texts(row_wordings()))
    trusted, _ = language.count(read_over)
    language.write(language.count(texts), trusted, KNOWLEDGE / "syllables.tsv")
    language_model.cache_clear()


def main() -> None:
    """Fit twice: the second time the best wording is chosen by the first fit's weights."""
    with tempfile.TemporaryDirectory() as folder:
        import_file(CATALOGUE, Path(folder))
        catalogue = open_catalogue(Path(folder))
    if catalogue is None:
        sys.exit("no catalogue")
    _count_language()
    topics = entries()
    rows, _ = read_rows(CATALOGUE)
    using = weights.of(START)  # not the shipped ones: the result must not depend on the last run
    for _ in range(2):
        data = ranking_cases(topics, catalogue, rows, using)
        using = split(fit(data))
    using.bag[BAG_NAMES.index("topic")] += TOPIC_PRIOR
    write(using)
    matchers = (Matcher.build(topics, base, using) for base in (None, catalogue))
    asked = calibrate.everything([Path(name) for name in sys.argv[1:]])
    calibrate.write({one.situation: calibrate.sample(one, asked) for one in matchers})
    print(f"{len(data)} cases for the ranking")


if __name__ == "__main__":
    main()
