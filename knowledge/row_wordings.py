"""How people call procedures that no topic is written for: code -> ways to say it (rows/*.tsv).

Written by us for the national catalogue; a catalogue that has none of these codes works without.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.pack import Fault
from knowledge.vietnamese import nfc, syllables

_CODE = re.compile(r"\d\.\d{6,9}")
_LONGEST = 30  # words


def tables() -> list[Traversable]:
    """The files, one an agency, in a stable order; each line is a code, a tab and a wording."""
    folder = files("knowledge").joinpath("rows")
    found = (file for file in folder.iterdir() if file.name.endswith(".tsv"))
    return sorted(found, key=lambda file: file.name)


def row_wordings() -> dict[str, tuple[str, ...]]:
    """The ways to say each code, in the order of the files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in tables():
        for _, code, wording in _lines(file.read_text("utf-8")):
            found[code].append(wording)
    return {code: tuple(ways) for code, ways in found.items()}


def faults_of_row_wordings() -> Iterator[Fault]:
    """Lines that are not a code and a wording, and wordings that two codes share."""
    owner: dict[str, str] = {}
    for file in tables():
        name = f"rows/{file.name}"
        for number, code, wording in _lines(file.read_text("utf-8")):
            where = f"line {number}"
            if not _CODE.fullmatch(code):
                yield Fault(name, where, f"{code!r} is not a code such as 1.001193")
            if not wording or wording != nfc(wording).strip():
                yield Fault(name, where, "the wording is empty, not NFC or has spaces around it")
            if len(syllables(wording)) > _LONGEST:
                yield Fault(name, where, f"the wording has more than {_LONGEST} words")
            first = owner.setdefault(wording, code)
            if first != code:
                yield Fault(name, where, f"{wording!r} is also said of {first}")


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """(line number, code, wording); lines that begin with # are notes."""
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            code, _, wording = line.partition("\t")
            yield number, code, wording
