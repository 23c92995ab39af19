"""Words of a sheet: a day written out, one box a digit, and text that is safe to print."""

from __future__ import annotations

import re
import unicodedata

from flows.answers import clean

MARKS = 2  # combining signs that may stand on one letter; more would paint over the lines
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTHS = (*_UNITS[:4], "tư", *_UNITS[5:], "mười", "mười một", "mười hai")
_PILED = re.compile(rf"([\u0300-\u036f]{{{MARKS}}})[\u0300-\u036f]+")


def printable(text: str) -> str:
    """One line in NFC without control, direction, zero-width and unassigned signs."""
    return _PILED.sub(r"\1", clean(unicodedata.normalize("NFC", text)))


def day_in_words(value: str) -> str:
    """A stored date in words: "Ngày mười hai, tháng ba, năm hai nghìn không trăm hai mươi sáu".

    "2026-03" and "2026" are written without what they lack; what is no date gives nothing.
    """
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value, re.ASCII):
        return ""
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    if not (year >= 1000 and month <= 12 and day <= 31):
        return ""
    said = [
        f"ngày {_below_hundred(day)}" if day else "",
        f"tháng {_MONTHS[month]}" if month else "",
        f"năm {_year(year)}",
    ]
    words = ", ".join(filter(None, said))
    return words[0].upper() + words[1:]


def _year(year: int) -> str:
    thousands, hundreds, rest = year // 1000, year // 100 % 10, year % 100
    said = [f"{_UNITS[thousands]} nghìn"]
    if hundreds or rest:
        said.append(f"{_UNITS[hundreds]} trăm")
    if rest:
        said.append(_below_hundred(rest) if rest > 9 else f"linh {_UNITS[rest]}")
    return " ".join(said)


def _below_hundred(number: int) -> str:
    tens, units = divmod(number, 10)
    if tens == 0:
        return _UNITS[units]
    if tens == 1:
        return "mười" + {0: "", 5: " lăm"}.get(units, f" {_UNITS[units]}")
    last = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}.get(units, f" {_UNITS[units]}")
    return f"{_UNITS[tens]} mươi{last}"


def boxed(value: str, boxes: int) -> tuple[str, ...]:
    """One digit a box, the boxes after them empty."""
    return (*value[:boxes], *("",) * (boxes - len(value)))
