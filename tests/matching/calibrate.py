"""The confidence models: fitted on labelled questions in and out of scope, judged by folds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from measure import entries, load, noisy, stripped
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge import confidence
from knowledge.confidence import Situation
from knowledge.matcher import Matcher, has_twin
from knowledge.question import read
from knowledge.vietnamese import fold

_SHORT_TITLE = 7
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
L2 = 0.003
REACTIONS = frozenset({"smalltalk", "abuse", "emergency", "secret", "link", "staff"})
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is right: codes or topics; none where nothing should be answered."""

    text: str
    accept: frozenset[str]
    kind: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Signals of labelled questions and whether the first (one of the first three) was right."""

    signals: Array
    first: Array
    three: Array
    kinds: list[str]
    folds: NDArray[np.int64]
    weights: Array
    styles: list[str]
    twins: NDArray[np.bool_]


def labelled() -> list[Labelled]:
    """Everything labelled that lies beside the project."""
    asked = [
        Labelled(d["question"], frozenset(d["accept"]), d["tier"][0])
        for d in load("questions_dev.jsonl")
    ]
    outside = [
        Labelled(d["question"], frozenset(), d["hardness"].split("_")[0])
        for d in load("out_of_scope_dev.jsonl")
    ]
    judged = [*load("messages_dev.jsonl"), *feedback()]
    return [*asked, *outside, *map(_message, judged)]


def feedback(folder: Path = Path(__file__).parent / "feedback") -> list[dict[str, Any]]:
    """What staff judged at their desks: files that `troly unanswered --jsonl` wrote."""
    lines = (
        line for file in sorted(folder.glob("*.jsonl")) for line in file.open(encoding="utf-8")
    )
    return [json.loads(line) for line in lines]


def _message(record: dict[str, Any]) -> Labelled:
    if record["expect"] == "topic":
        return Labelled(
            record["text"],
            frozenset([record["topic"], *record.get("also", ())]),
            f"topic-{record['origin']}",
        )
    kind = "unknown" if record["expect"] == "unknown" else "other"
    return Labelled(record["text"], frozenset(), kind)


# labelled "unknown" for the topics; the catalogue holds a procedure for them
_IN_CATALOGUE = ("quân hàm", "công chức tỉnh", "bảo vệ thực vật", "chính sách xã hội cho sinh viên",
    "mua nha o xa hoi", "karaoke", "đền bù khi làm đường", "luật sư nước ngoài")  # fmt: skip


def in_catalogue(one: Labelled) -> bool:
    """Whether a message that no topic answers may be answered by a row of the catalogue."""
    if one.kind == "brief-row":
        return True
    return one.kind == "unknown" and any(words in one.text for words in _IN_CATALOGUE)


def brief() -> list[Labelled]:
    """Two or three words: the names of our topics, and things that are not ours (brief.tsv).

    Where several topics are meant equally, the bot must ask: no first match is right.
    """
    found = []
    for line in (Path(__file__).parent / "brief.tsv").read_text("utf-8").splitlines():
        text, _, topics = line.partition("\t")
        if topics:
            ours = frozenset(topics.split()) - {"none", "row"}
            kind = "brief" if ours else "brief-row" if topics == "row" else "brief-other"
            found.append(Labelled(text, ours, kind))
    return found


def titles() -> list[Labelled]:
    """Official names, as people copy them from a screen or a paper."""
    return [
        Labelled(entry.title.partition(" (")[0].lower(), frozenset([entry.id]), "title", 0.5)
        for entry in entries()
        if len(entry.title.partition(" (")[0].split()) <= _SHORT_TITLE
    ]


def written_here() -> list[Labelled]:
    """Our own questions: for rows drawn by lot (asked.tsv), on the topics (messages.tsv), and out
    of scope (outside.tsv)."""
    found = []
    for text, meant in _table("messages.tsv"):
        found.append(_written_message(text, meant))
    for text, codes in _table("asked.tsv"):
        found.append(Labelled(text, frozenset(codes.split()), "row"))
    for hardness, text in _table("outside.tsv"):
        found.append(Labelled(text, frozenset(), f"{hardness}-here", 0.5))
    return found


def _written_message(text: str, meant: str) -> Labelled:
    """meant: topics, or the kind of reaction that a message that means none should find."""
    if meant == "unknown":
        return Labelled(text, frozenset(), "unknown")
    if meant in REACTIONS:
        return Labelled(text, frozenset(), "other")
    return Labelled(text, frozenset(meant.split()), "topic-written")


def _table(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(first, second) for first, second in rows]


def everything(judged: Sequence[Path] = ()) -> list[Labelled]:
    """All that the models are fitted on; judged: files of `troly unanswered --jsonl`."""
    told = [_message(json.loads(line)) for path in judged for line in _lines(path)]
    return [*labelled(), *written_here(), *facets_alone(), *brief(), *titles(), *told]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line]


def facets_alone() -> list[Labelled]:
    """Questions that name a facet and no topic: they must be asked back."""
    return [
        Labelled(text, frozenset(), "no-object")
        for text in (Path(__file__).parent / "no_object.txt").read_text("utf-8").splitlines()
        if text and not text.startswith("#")
    ]


def sample(matcher: Matcher, asked: Sequence[Labelled]) -> Sample:
    """Ask every question as written, stripped and noisy."""
    if matcher.catalogue is not None:
        asked = [one for one in asked if not in_catalogue(one)]
    else:
        asked = [one for one in asked if one.kind != "row"]
    rows: list[list[float]] = []
    first: list[bool] = []
    three: list[bool] = []
    kinds: list[str] = []
    folds: list[int] = []
    weights: list[float] = []
    styles: list[str] = []
    twins: list[bool] = []
    for one in asked:
        for style, text in _styles(one.text):
            question = read(text)
            found = matcher.candidates(question)[:10]
            if not found:
                continue
            hits = [_right(matcher, number.number, one.accept) for number in found[:3]]
            rows.append(confidence.signals(question, found))
            first.append(hits[0] and not (one.kind == "brief" and len(one.accept) > 1))
            three.append(any(hits))
            kinds.append(one.kind)
            folds.append(zlib.crc32(fold(one.text)[:60].encode()) % 5)
            weights.append(one.weight)
            styles.append(style)
            twins.append(has_twin(found))
    return Sample(
        np.array(rows),
        np.array(first, float),
        np.array(three, float),
        kinds,
        np.array(folds),
        np.array(weights),
        styles,
        np.array(twins, bool),
    )


def _styles(text: str) -> list[tuple[str, str]]:
    return [("written", text), ("stripped", stripped(text)), ("noisy", noisy(text))]


def _right(matcher: Matcher, number: int, accept: frozenset[str]) -> bool:
    if number >= 0:
        entry = matcher.entries[number]
        return not accept.isdisjoint({entry.id, *entry.codes})
    if matcher.catalogue is None:
        return False
    code = matcher.catalogue.codes[-1 - number]
    return not accept.isdisjoint(matcher.catalogue.variants(code))


def logistic(signals: Array, right: Array, weights: Array) -> Array:
    """[bias, weights] of a logistic regression with ridge."""

    def loss(vector: Array) -> tuple[float, Array]:
        total = signals @ vector[1:] + vector[0]
        chance = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
        error = (chance - right) * weights
        value = -np.sum(
            weights * (right * np.log(chance + 1e-12) + (1 - right) * np.log(1 - chance + 1e-12))
        )
        slope = np.concatenate(([error.sum()], error @ signals)) / weights.sum()
        slope[1:] += 2 * L2 * vector[1:]
        return float(value / weights.sum() + L2 * vector[1:] @ vector[1:]), slope

    start = np.zeros(signals.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _spread(signals: Array) -> Array:
    """Standard deviations; 1 for a signal that never changes (alone, the first is a topic)."""
    found = signals.std(0)
    return np.where(found < 1e-3, 1.0, found)


def crossed(data: Sample) -> tuple[Array, Array]:
    """Probabilities (first, three) of each sample from models fitted on the other folds."""
    scaled = (data.signals - data.signals.mean(0)) / _spread(data.signals)
    first, three = np.zeros(len(scaled)), np.zeros(len(scaled))
    for fold_ in range(5):
        train, test = data.folds != fold_, data.folds == fold_
        for right, into in ((data.first, first), (data.three, three)):
            vector = logistic(scaled[train], right[train], data.weights[train])
            into[test] = 1 / (1 + np.exp(-(scaled[test] @ vector[1:] + vector[0])))
    return first, np.maximum(first, three)


def write(samples: Mapping[Situation, Sample]) -> None:
    """Fit on everything and write confidence.toml."""
    lines = [
        "# How likely a match is right, written by `make train`.",
        "# alone: topics alone. with_catalogue: topics and rows, ranked together.",
        "# first: the first match is right. three: one of the first three is.",
    ]
    for situation, data in samples.items():
        lines += ["", *_fitted(situation, data)]
    (KNOWLEDGE / "confidence.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _fitted(situation: Situation, data: Sample) -> Iterator[str]:
    mean, spread = data.signals.mean(0), _spread(data.signals)
    scaled = (data.signals - mean) / spread
    first = logistic(scaled, data.first, data.weights)
    three = logistic(scaled, data.three, data.weights)
    yield f"[{situation}.bias]"
    yield f"first = {first[0]:.4f}"
    yield f"three = {three[0]:.4f}"
    yield ""
    yield f"[{situation}.signals]"
    for place, (name, meaning) in enumerate(confidence.SIGNALS.items()):
        yield (
            f"{name} = {{ mean = {mean[place]:.4f}, spread = {spread[place]:.4f}, "
            f"first = {first[place + 1]:.4f}, three = {three[place + 1]:.4f} }}  # {meaning}"
        )
