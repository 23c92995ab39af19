"""What the bot would do with each labelled question: decisions by threshold, kinds, facets.

Decisions are crossed: each question is judged by models fitted on other questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import calibrate
import numpy as np
from measure import load
from numpy.typing import NDArray

from bot.library import Library, read_library
from bot.session import Session
from bot.understanding import Answer, Choose, understand
from knowledge.decision import RIVAL, TOPICS_ALONE, WITH_CATALOGUE, Thresholds
from knowledge.facets import facets_of
from knowledge.matcher import Matcher

ANSWER_AT = (0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.93)
CHOOSE_AT = 0.25
TIERS = tuple("ABCDE")
Among = NDArray[np.bool_]


def show(matcher: Matcher, alone: Matcher) -> None:
    """Print everything."""
    for one, name, chosen in (
        (matcher, "with the catalogue", WITH_CATALOGUE),
        (alone, "topics alone", TOPICS_ALONE),
    ):
        data = calibrate.sample(one, calibrate.everything())
        first, three = calibrate.crossed(data)
        print(f"\ndecisions, {name}: answered, right of those, wrong of all, offered, served")
        for at in (*(Thresholds(at, CHOOSE_AT) for at in ANSWER_AT), chosen):
            print(_decided(data, first, three, at))
        _calibration(data, first)
    library = read_library()
    _reactions("topics alone", replace(library, matcher=alone, thresholds=TOPICS_ALONE))
    _reactions(
        "with the catalogue",
        replace(library, matcher=matcher, catalogue=matcher.catalogue, thresholds=WITH_CATALOGUE),
    )
    _facets()


def _decided(
    data: calibrate.Sample, first: calibrate.Array, three: calibrate.Array, at: Thresholds
) -> str:
    clear = (first >= at.unrivalled_at) & (three - first <= RIVAL) & (at.unrivalled_at < 1.0)
    answered = ((first >= at.answer_at) | clear) & ~data.twins
    offered = ~answered & (three >= at.choose_at)
    served = (answered & (data.first > 0)) | (offered & (data.three > 0))
    wrong = answered & (data.first == 0)
    written = np.array(data.styles) == "written"
    parts = [f"{at.answer_at:.2f} {at.choose_at:.2f} {at.unrivalled_at:.2f}"]
    for group, members in _groups(data).items():
        among = members & written
        right = data.first[among & answered].mean() if (among & answered).any() else 1.0
        parts.append(
            f"{group} {answered[among].mean():.2f}/{right:.3f}/{wrong[among].mean():.3f}/"
            f"{offered[among].mean():.2f}/{served[among].mean():.3f}"
        )
    return " · ".join(parts)


def _groups(data: calibrate.Sample) -> dict[str, Among]:
    kinds = np.array(data.kinds)
    every = {"questions": np.isin(kinds, TIERS)}
    return every | {kind: kinds == kind for kind in sorted(set(data.kinds))}


def _calibration(data: calibrate.Sample, first: calibrate.Array) -> None:
    parts = []
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01)):
        among = (first >= low) & (first < high)
        if among.any():
            parts.append(f"{first[among].mean():.2f} -> {data.first[among].mean():.2f}")
    print(f"calibration, said -> was: {', '.join(parts)}")


def _reactions(name: str, library: Library) -> None:
    """Kinds of reaction on the messages, and false answers on what is out of scope."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for record in load("messages_dev.jsonl"):
        kind = type(understand(library, Session(), record["text"])).__name__.lower()
        if kind in {"answer", "choose"}:
            kind = "topic"
        expected = record["expect"]
        every[expected] += 1
        right[expected] += kind == {"staff": "staffwanted"}.get(expected, expected)
    parts = [f"{kind} {right[kind]}/{every[kind]}" for kind in sorted(every)]
    share = sum(right.values()) / max(1, sum(every.values()))
    print(f"\nkinds of reaction, {name}: {share:.3f} · {' · '.join(parts)}")
    outside = load("out_of_scope_dev.jsonl")
    for hardness in sorted({record["hardness"] for record in outside}):
        said = [record["question"] for record in outside if record["hardness"] == hardness]
        print(f"false answers, {name}, {hardness}: {_false_answers(library, said)}")


def _false_answers(library: Library, said: Sequence[str]) -> str:
    met = [understand(library, Session(), text) for text in said]
    answered = sum(isinstance(one, Answer) for one in met) / len(met)
    offered = sum(isinstance(one, Choose) for one in met) / len(met)
    return f"answered {answered:.3f}, offered {offered:.2f}"


def _facets() -> None:
    asked = [record for record in load("messages_dev.jsonl") if record.get("facet")]
    found = [(facets_of(record["text"]), record["facet"]) for record in asked]
    named = [(list(map(str, facets)), wanted) for facets, wanted in found]
    first = sum(facets[:1] == [wanted] for facets, wanted in named) / len(named)
    some = sum(wanted in facets for facets, wanted in named) / len(named)
    print(f"\nfacets, {len(named)} messages: first asked {first:.3f}, among those asked {some:.3f}")
