"""Classes of words that say little about a topic (words.toml), as comparable syllables."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from knowledge.vietnamese import syllable


@dataclass(frozen=True, slots=True)
class WordClass:
    """A set of words and the factor that their importance takes."""

    weight: float
    accented: frozenset[str]
    folded: frozenset[str]


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The four classes of words.toml."""

    stop: WordClass
    facet: WordClass
    glue: WordClass
    opening: WordClass

    def asked(self, accented: str, folded: str) -> float:
        """How much one word of a question weighs: 1 for a content word."""
        for kind in (self.stop, self.facet):
            if accented in kind.accented or (not accented and folded in kind.folded):
                return kind.weight
        return 1.0


@lru_cache(maxsize=1)
def word_classes() -> WordClasses:
    """The classes that ship with the package."""
    tables = tomllib.loads(files("knowledge").joinpath("words.toml").read_text("utf-8"))

    def read(name: str) -> WordClass:
        found = [syllable(word) for word in tables[name]["words"].split()]
        return WordClass(
            tables[name]["weight"],
            frozenset(one.accented for one in found),
            frozenset(one.folded for one in found),
        )

    return WordClasses(read("stop"), read("facet"), read("glue"), read("opening"))
