"""Languages that people ask to be helped in: "cần người nói tiếng Khmer" (languages.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from knowledge.typed_words import clean, words_of
from knowledge.wordings import Found, Wordings

_MOST_WORDS = 30  # a longer message tells of something else
_WANTED, _QUESTION = "+wanted", "+question"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("knowledge").joinpath("languages.toml").read_text("utf-8"))


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """Names by code and language of the reader: `languages()["km"]["vi"]` is "tiếng Khmer"."""
    return {row["code"]: {"vi": row["vi"], "en": row["en"]} for row in _data()["language"]}


def language_name(code: str, reader: Literal["vi", "en"] = "vi") -> str:
    """A language as people call it; the code itself when nobody here knows it."""
    known = languages().get(code)
    return known[reader] if known else code


@cache
def _wordings() -> Wordings:
    cues = _data()["cues"]
    kinds = {row["code"]: list(_phrases(row, cues["speak"])) for row in _data()["language"]}
    kinds["en"] += cues["english"]
    return Wordings(kinds | {_WANTED: cues["wanted"], _QUESTION: cues["question"]})


def _phrases(row: Mapping[str, Any], speak: list[str]) -> Iterator[str]:
    verbs = "|".join(speak)
    for name in row["names"]:
        yield f"{verbs} tiếng {name}"
        yield f"{verbs} được|rành|chuyện|bằng|giỏi tiếng {name}"
        yield f"dịch tiếng {name}"
    for name in row.get("bare", ()):
        yield f"{verbs} {name}"
        yield f"{verbs} được|rành {name}"
    yield from row.get("phrases", ())


def language_wanted(text: str) -> str | None:
    """The code of the language in which a person is asked for; None when none is."""
    words = words_of(clean(text)[:1000])
    if not words or len(words) > _MOST_WORDS:
        return None
    found = _wordings().find(words)
    kinds = {hit.kind for hit in found}
    if _WANTED not in kinds or _QUESTION in kinds:
        return None
    named = [hit for hit in found if hit.kind in languages()]
    return _meant(named)


def _meant(named: list[Found]) -> str | None:
    """The language that is named last and longest: "không rành tiếng Việt, cần tiếng Khmer"."""
    others = [hit for hit in named if hit.kind != "vi"] or named
    best = max(others, key=lambda hit: (hit.end - hit.start, hit.start), default=None)
    return best.kind if best else None
