"""How easily a topic reads: long sentences, and office words that are not opened at first use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.proofreading import prose_of
from knowledge.topic import Topic

LONG = 25  # words in a sentence; VOICE asks for fewer than 20
_SENTENCE = re.compile(r"[^.!?…:;\n]+")
_QUOTED = re.compile(r"“[^”]*”")  # what stands on a screen or a paper is not ours to shorten


@dataclass(frozen=True, slots=True)
class Hard:
    """A place that is hard to read: its key, and why."""

    key: str
    why: str


def hard_places(topic: Topic) -> tuple[Hard, ...]:
    """Every sentence that is too long and every term that was not opened, in reading order."""
    return tuple(_hard_places(topic))


def _hard_places(topic: Topic) -> Iterator[Hard]:
    read = ""
    for key, text in prose_of(topic):
        bare = _QUOTED.sub("“…”", text)
        for sentence in _SENTENCE.findall(bare):
            words = len(sentence.split())
            if words > LONG:
                yield Hard(key, f"a sentence of {words} words: {sentence.strip()[:60]}…")
        read += f" {text.lower()}"
        for term, opened in terms().items():
            if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", bare) and opened not in read:
                yield Hard(key, f"{term} is not opened ({opened})")


@cache
def terms() -> dict[str, str]:
    """The glossary: a term and the words that open it."""
    text = files("knowledge").joinpath("glossary.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)["terms"]
    return found
