"""Slots in prose: `{fee.qua-han}` stands for a fact, `{you}` for how the citizen is addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# pronouns come from the operator's setting; the capital form opens a sentence
PRONOUNS = frozenset({"you", "You", "me", "Me"})

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A named gap: a pronoun, `section.fact` of the same topic, or `topics/<id>#section.fact`."""

    name: str

    @property
    def is_pronoun(self) -> bool:
        """Tell a pronoun from a fact."""
        return self.name in PRONOUNS

    def address(self, topic: str) -> str:
        """The full address of the fact meant, seen from a topic's own prose."""
        return self.name if "#" in self.name else f"topics/{topic}#{self.name}"


def pieces(prose: str) -> Iterator[str | Slot]:
    """Cut prose into plain text and slots, in order."""
    end = 0
    for found in _SLOT.finditer(prose):
        if found.start() > end:
            yield prose[end : found.start()]
        yield Slot(found.group(1))
        end = found.end()
    if end < len(prose):
        yield prose[end:]
