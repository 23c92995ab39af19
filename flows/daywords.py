"""Numbers, months and years as they are spoken: "mùng ba", "hăm mốt", "hai ngàn hai sáu"."""

from __future__ import annotations

import re

_UNITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip


def _spoken() -> dict[str, int]:
    """Every folded way to say 1 to 99, also "chin lam" for 95 and "ham mot" for 21."""
    words = dict(_UNITS)
    words |= {"muoi": 10, "ham": 20, "bam": 30}
    words |= {f"muoi {unit}": 10 + value for unit, value in _UNITS.items()}
    words |= {f"ham {unit}": 20 + value for unit, value in _UNITS.items()}
    words |= {f"bam {unit}": 30 + value for unit, value in _UNITS.items()}
    for ten, tens in _UNITS.items():
        if tens < 2 or ten in {"lam", "nham", "tu"}:
            continue
        words[f"{ten} muoi"] = 10 * tens
        for unit, value in _UNITS.items():
            words[f"{ten} muoi {unit}"] = 10 * tens + value
            words[f"{ten} {unit}"] = 10 * tens + value
    return words


SPOKEN = _spoken()
_ANY = "|".join(sorted(SPOKEN, key=len, reverse=True))
_LONG = "|".join(sorted((words for words in SPOKEN if " " in words), key=len, reverse=True))

DAY = rf"(?:\d{{1,2}}|{_ANY})"
MONTH = r"(?:\d{1,2}|muoi mot|muoi hai|muoi|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)"
YEAR = (
    rf"(?:\d{{4}}|\d{{2}}|(?:mot|hai) (?:nghin|ngan)(?: (?:khong|chin) tram)?"
    rf"(?: (?:le|linh))?(?: (?:{_ANY}))?|{_LONG})"  # "năm sau" is next year, not the sixth
)
_LONG_YEAR = re.compile(
    rf"(mot|hai) (?:nghin|ngan)(?: (khong|chin) tram)?(?: (?:le|linh))?(?: ({_ANY}))?"
)


def small_number(words: str) -> int:
    """The value of a DAY or MONTH, in digits or words."""
    return int(words) if words.isdigit() else SPOKEN[words]


def year_number(words: str, latest: int) -> int:
    """The value of a YEAR; two digits mean the last such year up to `latest`."""
    if words.isdigit() and len(words) == 4:
        return int(words)
    if found := _LONG_YEAR.fullmatch(words):
        thousands, hundreds, rest = found.groups()
        base = 2000 if thousands == "hai" else 1000
        return base + (900 if hundreds == "chin" else 0) + (SPOKEN[rest] if rest else 0)
    return full_year(small_number(words), latest)


def full_year(two_digits: int, latest: int) -> int:
    """26 -> 2026 when that is not beyond `latest`, else 1926."""
    century = latest - latest % 100
    return century + two_digits if century + two_digits <= latest else century - 100 + two_digits
