"""The weights of the ranking (weights.toml, written by `make train`): one for each feature."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np

from knowledge import features
from knowledge.index import Floats

# features of all ways to call a target together, beside those of the best of them
BAG: Final[dict[str, str]] = {
    "bag_covered": "phần câu hỏi mà mọi cách hỏi cùng giải thích được",
    "bag_marks_covered": "phần câu hỏi khớp mọi cách hỏi, đúng cả dấu",
    "bag_pairs_answered": "phần cặp từ của câu hỏi có trong một cách hỏi nào đó",
    "topic": "chủ đề có bài viết riêng",
}
BAG_NAMES: Final[tuple[str, ...]] = tuple(BAG)


@dataclass(frozen=True, slots=True)
class Weights:
    """row: for official names; wording: for the best wording; bag: for all ways together."""

    row: Floats
    wording: Floats
    bag: Floats


def of(tables: Mapping[str, Mapping[str, float]]) -> Weights:
    """Weights from tables by feature name; a missing feature weighs nothing."""

    def vector(table: str, names: tuple[str, ...]) -> Floats:
        return np.array([tables[table].get(name, 0.0) for name in names], np.float32)

    return Weights(
        vector("row", features.NAMES), vector("wording", features.NAMES), vector("bag", BAG_NAMES)
    )


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that ship with the package."""
    return of(tomllib.loads(files("knowledge").joinpath("weights.toml").read_text("utf-8")))
