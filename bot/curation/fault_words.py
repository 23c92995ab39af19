"""What is wrong in a topic, said kindly in Vietnamese, with what to do about it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".toml")


def in_vietnamese(words: str) -> str:
    """A fault in the words of staff; one that nobody foresaw stays as it is."""
    for pattern, told in _table():
        if found := pattern.fullmatch(words):
            for place, group in enumerate(found.groups(), 1):
                told = told.replace(f"{{{place}}}", group or "")  # noqa: PLW2901 - filled in place
            return told
    return words


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["fault"]
    return tuple((re.compile(row["pattern"], re.DOTALL), row["words"]) for row in rows)
