"""Staff's own phrases, how people say it and how the law says it: read, with every fault."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, ValidationError

from knowledge.lexicon import Concept, Lexicon, concept
from knowledge.pack import Fault
from knowledge.question import as_said
from knowledge.topic import Record, Words

FILE = "lexicon.toml"


class Saying(Record):
    """One meaning: any of `said` may stand for any of `law`, where a phrase of each `near` is."""

    law: Annotated[tuple[Words, ...], Field(min_length=1)]
    said: Annotated[tuple[Words, ...], Field(min_length=1)]
    near: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = ()
    keep: bool = False


class Sayings(Record):
    """The whole file."""

    concept: tuple[Saying, ...] = ()


def read_phrases(text: str) -> tuple[Lexicon | None, list[Fault]]:
    """The phrases of a text, or None with its faults."""
    try:
        found = Sayings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(FILE, "", f"not readable as TOML in UTF-8: {error}")]
    except ValidationError as error:
        return None, [
            Fault(FILE, ".".join(map(str, detail["loc"])), detail["msg"])
            for detail in error.errors()
        ]
    return Lexicon.of(pair for saying in found.concept for pair in _pairs(saying)), []


def _pairs(saying: Saying) -> Iterator[tuple[str, Concept]]:
    """Each phrase as it was written, and as a message that holds it is read ("vô" is "vào")."""
    meaning = concept(saying.model_dump())
    for said in saying.said:
        for form in dict.fromkeys((said, as_said(said)[1])):
            yield form, meaning
