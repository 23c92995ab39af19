"""A value of a topic file as the text of a field or cell, and back as the person means it.

What cannot be read stays as it was typed: a draft is kept without being valid, and the check
then says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.curation.columns import Column
from knowledge.vietnamese import fold, nfc

YES, NO = "có", "không"
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")


def cell(value: Any) -> str:
    """The text that stands for a value; empty for none."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case float():
            return str(value).replace(".", ",")
        case date():
            return f"{value:%d/%m/%Y}"
        case list() | tuple():
            return "\n".join(map(cell, value))
        case _:
            return str(value)


def shown(column: Column, text: str) -> str:
    """The text as staff read it in a table: choices in words."""
    return column.choices.get(text, text)


def value_of(column: Column, text: str) -> Any:
    """The value that a text means; None for an empty one, the text itself when it is none."""
    words = tidy(text)
    if not words:
        return None
    match column.kind:
        case "list":
            return [row.strip() for row in words.split("\n") if row.strip()]
        case "number":
            return _number(words)
        case "day":
            return _day(words)
        case "flag":
            return {YES: True, "co": True, "x": True, NO: False, "khong": False}.get(
                words.lower(), {"co": True, "khong": False}.get(fold(words), words)
            )
        case "choice":
            return _choice(column, words)
        case _:
            return words


def tidy(text: str) -> str:
    """NFC, line ends as files have them, no space at the ends."""
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def same(column: Column, one: str, other: str) -> bool:
    """Whether two texts mean the same value."""
    return bool(value_of(column, one) == value_of(column, other))


def rows_of_list(values: Sequence[Any]) -> str:
    """A list, one a line."""
    return "\n".join(map(cell, values))


def _number(words: str) -> Any:
    plain = words.replace("\u202f", " ")
    if _THOUSANDS.fullmatch(plain):
        return int(re.sub(r"[.,\s]", "", plain))
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    if re.fullmatch(r"-?\d+[.,]\d+", plain):
        return float(plain.replace(",", "."))
    return words


def _day(words: str) -> Any:
    if found := _DAY.fullmatch(words):
        day, month, year = map(int, found.groups())
    elif found := _ISO_DAY.fullmatch(words):
        year, month, day = map(int, found.groups())
    else:
        return words
    try:
        return date(year, month, day)
    except ValueError:
        return words


def _choice(column: Column, words: str) -> str:
    if words in column.choices:
        return words
    named = {fold(label): value for value, label in column.choices.items()}
    return named.get(fold(words), words)
