"""A topic file cut into its tables as text, so that what nobody changed stays as it was typed.

Blank lines and comments before a heading belong to the table below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HEADING = re.compile(r"\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_QUOTES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Block:
    """One table: what stands before its heading, the heading, its own lines."""

    before: str
    heading: str  # as written; empty for the keys at the top of the file
    body: str

    @property
    def name(self) -> str:
        """`documents`, `lead.fee`, `sources.cong`; empty at the top."""
        found = _HEADING.fullmatch(self.heading.strip())
        return found[1].replace('"', "") if found else ""

    @property
    def text(self) -> str:
        """The block as it stands in the file."""
        return self.before + self.heading + self.body


def cut(text: str) -> list[Block]:
    """The tables of a text, the first without a heading."""
    blocks: list[Block] = []
    before: list[str] = []
    heading, body = "", list[str]()
    pending: list[str] = []  # blank lines and comments: of this table, or of the next
    quoted = ""
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if not quoted and _HEADING.fullmatch(bare) and bare.startswith("["):
            blocks.append(Block("".join(before), heading, "".join(body)))
            before, heading, body, pending = pending, line, [], []
            continue
        if not quoted and (not bare or bare.startswith("#")):
            pending.append(line)
            continue
        body += [*pending, line]
        pending = []
        quoted = _open_quote(line, quoted)
    blocks.append(Block("".join(before), heading, "".join([*body, *pending])))
    return blocks


def join(blocks: Iterable[Block]) -> str:
    """The text of all, each table on lines of its own."""
    text = ""
    for block in blocks:
        if text and not text.endswith("\n"):
            text += "\n"
        text += block.text
    return text


def _open_quote(line: str, quoted: str) -> str:
    """The kind of quotes of a long string that goes on below the line; empty without one."""
    if quoted:
        return "" if quoted in line else quoted
    for quote in _QUOTES:
        if line.count(quote) % 2:
            return quote
    return ""
