"""What becomes of typed words: an accepted value, or a refusal with its reason.

No sentence stands here: reasons and warnings are keys into locales/, with their arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.kinds import Choice


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of locales/<language>/answers.toml and what fills its slots."""

    key: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A value that may be kept.

    `value`: canonical and JSON-safe, such as an ISO date, a choice's value, a place id, digits.
    `label`: as shown back, "05/10/2026"; empty for an optional answer that is left for later.
    """

    value: str
    label: str
    warning: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the words are no answer, and what they may have meant."""

    reason: Phrase
    choices: tuple[Choice, ...] = ()


Verdict = Accepted | Refused


def refused(key: str, *choices: Choice, **args: str) -> Refused:
    """A refusal in one line."""
    return Refused(Phrase(key, args), choices)
