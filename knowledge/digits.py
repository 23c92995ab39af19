"""Numbers as people type them: joined over spaces, dots and dashes, and what each may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits that belong together, though spaces, dots or dashes may stand between them."""

    value: str
    start: int
    end: int


# Digits that are no one's secret: codes of procedures and dossiers, dates, money, hotlines, laws.
PUBLIC_NUMBERS = re.compile(
    r"""
      \b[1-9]\.\d{6}\b                                   # procedure 1.001193
    | \b[HGhg]\d{2}(?:[.-]\d{1,6}){2,6}\b                # dossier H62.1.2-250701-0001
    | \b000\.\d{2}(?:\.[A-Za-z0-9]{1,4}){1,4}(?:-\d{1,8}){1,3}\b   # dossier 000.00.00.G01-…
    | \b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b         # 03/02/2026
    | \b(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2}\b         # 2026-02-03
    | \b[1-9]\d{0,2}(?:[.,]\d{3}){1,4}(?![.,]?\d)        # 1.200.000
    | \b\d{1,12}[ ]?(?:đồng|dong|đ|vnđ|vnd|triệu|trieu|tr|k|nghìn|nghin|ngàn|ngan|tỷ|ty)\b
    | \b1[89]00[ .]?\d{2}[ .]?\d{2,4}\b                  # 1900.0368
    | \b\d{1,4}/\d{4}/[\w-]+                             # 282/2025/NĐ-CP
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_BETWEEN = frozenset({" ", ".", "-", "\u2013", " -", "- ", " - "})


def flat(text: str) -> str:
    """Lower case without marks, sign by sign, so that places in the text stay the same."""
    return text.translate(_BARE)


class _Bare(dict[int, str]):
    """A table of `str.translate` that fills itself: each sign without its mark, lower case."""

    def __missing__(self, code: int) -> str:
        low = chr(code).lower()
        self[code] = "d" if low == "đ" else unicodedata.normalize("NFD", low)[0]
        return self[code]


_BARE = _Bare()


def _runs(text: str) -> Iterator[list[Digits]]:
    """Groups of digits with at most a separator between them, group by group."""
    run: list[Digits] = []
    for match in _DIGITS.finditer(text):
        if run and text[run[-1].end : match.start()] not in _BETWEEN:
            yield run
            run = []
        run.append(Digits(match.group(), match.start(), match.end()))
    if run:
        yield run


def numbers(text: str) -> Iterator[Digits]:
    """Whole numbers: a group alone when it is long enough, else as many groups as make one."""
    for run in _runs(text):
        at = 0
        while at < len(run):
            size = _joined(run, at)
            parts = run[at : at + size]
            yield Digits("".join(part.value for part in parts), parts[0].start, parts[-1].end)
            at += size


def _joined(run: list[Digits], at: int) -> int:
    """How many groups from `at` on make one known number; 1 when none does."""
    if len(run[at].value) >= 9:
        return 1
    value = ""
    for size, part in enumerate(run[at : at + 19], start=1):
        value += part.value
        if len(value) > 19:
            break
        if size > 1 and _is_known(value):
            return size
    return _long_parts(run, at) or _short_parts(run, at)


def _long_parts(run: list[Digits], at: int) -> int:
    """Groups of three digits and more that make 9 to 19 in all; 0 when they do not.

    Years in a row ("2019 2020 2021") are no number.
    """
    rest = run[at:]
    total = sum(len(part.value) for part in rest[:8])
    years = all(len(part.value) == 4 and part.value[:2] in {"19", "20"} for part in rest[:8])
    fits = 1 < len(rest) <= 7 and 9 <= total <= 19 and not years
    return len(rest) if fits and all(len(part.value) >= 3 for part in rest) else 0


def _short_parts(run: list[Digits], at: int) -> int:
    """Groups that make four to eight digits in all ("482 913", "4 8 2 9 1 3") are one code."""
    rest = run[at:]
    total = sum(len(part.value) for part in rest[:9])
    return len(rest) if len(rest) <= 8 and 4 <= total <= 8 else 1


def _is_known(value: str) -> bool:
    return is_phone(value) or is_personal_id(value) or is_card(value)


def is_phone(value: str) -> bool:
    """Whether it is a mobile number: ten digits from 03, 05, 07, 08 or 09, or with 84 for the 0."""
    local = "0" + value[2:] if value.startswith("84") and len(value) == 11 else value
    return len(local) == 10 and local[0] == "0" and local[1] in "35789"


def is_personal_id(value: str) -> bool:
    """Twelve digits: province 001-096, century and sex 0-3, two digits of the year of birth.

    Source: Thông tư 59/2021/TT-BCA, Điều 4 (structure of the personal identification number).
    """
    return len(value) == 12 and 1 <= int(value[:3]) <= 96 and value[3] in "0123"


def is_card(value: str) -> bool:
    """Luhn's check and the first digits of the card schemes used in Viet Nam (Napas is 9704)."""
    if not 15 <= len(value) <= 19 or not value.startswith(
        ("4", "5", "2", "34", "35", "37", "9704")
    ):
        return False
    digits = [int(sign) for sign in reversed(value)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def without_public(text: str) -> str:
    """The text, of the same length, with numbers that are no one's secret blanked out."""
    return PUBLIC_NUMBERS.sub(lambda match: " " * len(match.group()), text)
