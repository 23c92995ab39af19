"""Reading what belongs to a person: name, mobile number, 12-digit personal number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.kinds import Choice, PersonalIdKind
from flows.telex import unconverted
from flows.verdicts import Accepted, Phrase, Verdict, refused

LONGEST_NAME = 60  # signs; the sheets' line holds no more
PHONE_DIGITS = 10
PERSONAL_ID_DIGITS = 12
OLD_CARD_DIGITS = 9
LATEST_CENTURY = 2099  # a number that says 21xx is mistyped

_LEAD = re.compile(
    r"^(?:(?:dạ|da)\s+)?(?:(?:họ\s+)?(?:và\s+)?tên\b[\s:]*(?:(?:tôi|cháu|em|con|bé|mình)\s+)?"
    r"(?:là\b[\s:]*)?|(?:tôi|cháu|em|con|bé|mình)\s+(?:tên\b[\s:]*(?:là\s+)?|là\s+)|là\s+)",
    re.IGNORECASE,
)
_PART = re.compile(r"[^\s'’-]+")
_GROUP = re.compile(r"\+?\d(?:[\s.,()-]*\d)*")
_PASSPORT = re.compile(r"[A-Za-z]\s?\d{7,8}")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")
_OLD_MOBILE = re.compile(r"01\d{9}")
_HOTLINE = re.compile(r"1[89]00\d{4,6}|11[1-9]")

# province of birth registration as the number's first three digits name it: the 63 provinces of
# before July 2025 (Circular 59/2021/TT-BCA); children born abroad carry a country's code instead
_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 "
    "036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 "
    "074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)
PROVINCE_CODES = frozenset(_PROVINCES.split())


def read_name(words: str, *, chosen: bool = False) -> Verdict:
    """A full name in NFC; `chosen`: the spelling was offered and pressed, so it is meant."""
    name = " ".join(_LEAD.sub("", words).replace("’", "'").strip(" .,;:!").split())
    if not re.search(r"[^\W\d_]", name):
        return refused("answer-name-none")
    if len(name) > LONGEST_NAME:
        return refused("answer-name-long", most=str(LONGEST_NAME))
    meant = None if chosen else unconverted(name)
    if meant:
        as_typed = _cased(name)
        options = [Choice(value=meant, label=meant)]
        if as_typed.replace(" ", "").isalpha():
            options.append(Choice(value=as_typed, label=as_typed))
        return refused("answer-name-raw", *options, typed=name, meant=meant)
    if re.search(r"\d", name):
        return refused("answer-name-digits")
    if re.search(r"[^\w\s'.-]|_", name):
        return refused("answer-name-signs")
    cased = _cased(name)
    return Accepted(cased, cased, _name_warning(cased))


def _cased(name: str) -> str:
    """Capital first letters where the whole was typed in one case; mixed case is left alone."""
    if name not in {name.upper(), name.lower()}:
        return name
    return _PART.sub(lambda part: part.group().capitalize(), name)


def _name_warning(name: str) -> Phrase | None:
    if " " not in name:
        return Phrase("answer-name-one-word", {"name": name})
    if "'" in name or "-" in name:
        return Phrase("answer-name-check", {"name": name})
    return Phrase("answer-name-no-marks", {"name": name}) if name.isascii() else None


def read_phone(words: str) -> Verdict:
    """A mobile number as ten digits, from "+84 912.345.678" and the like."""
    numbers = {_domestic(found) for found in _GROUP.findall(_zeros(words))} - {""}
    mobiles = sorted(number for number in numbers if _MOBILE.fullmatch(number))
    if len(mobiles) == 1:
        return Accepted(mobiles[0], phone_label(mobiles[0]))
    if mobiles:
        options = [Choice(value=number, label=phone_label(number)) for number in mobiles]
        return refused("answer-phone-two", *options)
    if not numbers:
        return refused("answer-phone-none", digits=str(PHONE_DIGITS))
    number = max(numbers, key=len)
    for pattern, key in (
        (_LANDLINE, "answer-phone-landline"),
        (_OLD_MOBILE, "answer-phone-old"),
        (_HOTLINE, "answer-phone-hotline"),
    ):
        if pattern.fullmatch(number):
            return refused(key, digits=str(PHONE_DIGITS))
    if len(number) != PHONE_DIGITS:
        return refused("answer-phone-length", digits=str(PHONE_DIGITS), typed=str(len(number)))
    return refused("answer-phone-prefix", start=number[:2])


def phone_label(number: str) -> str:
    """Ten digits as they are read aloud: 0912 345 678."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"


def _zeros(words: str) -> str:
    """The letter O typed among digits is a zero."""
    return re.sub(r"(?<=\d)[oO]|\b[oO](?=\d)", "0", words)


def _domestic(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    for code in ("0084", "84"):
        rest = digits.removeprefix(code).removeprefix("0")
        if digits.startswith(code) and len(rest) == PHONE_DIGITS - 1:
            return "0" + rest
    return digits


def read_personal_id(
    kind: PersonalIdKind, words: str, given: Mapping[str, str] | None = None
) -> Verdict:
    """Twelve digits; what does not agree with birth year, sex or province list is a warning."""
    given = given or {}
    numbers = {re.sub(r"\D", "", found) for found in _GROUP.findall(_zeros(words))} - {""}
    whole = sorted(number for number in numbers if len(number) == PERSONAL_ID_DIGITS)
    if len(whole) == 1:
        born, sex = given.get(kind.born or "", ""), given.get(kind.sex or "", "")
        return Accepted(whole[0], personal_id_label(whole[0]), _id_warning(whole[0], born, sex))
    digits = str(PERSONAL_ID_DIGITS)
    if whole:
        options = [Choice(value=number, label=personal_id_label(number)) for number in whole]
        return refused("answer-id-two", *options)
    if _PASSPORT.search(words):
        return refused("answer-id-passport", digits=digits)
    if not numbers:
        return refused("answer-id-none", digits=digits)
    typed = max(map(len, numbers))
    if typed == OLD_CARD_DIGITS:
        return refused("answer-id-old-card", old=str(OLD_CARD_DIGITS), digits=digits)
    return refused("answer-id-length", digits=digits, typed=str(typed))


def personal_id_label(number: str) -> str:
    """Twelve digits in threes: 079 190 001 234."""
    return " ".join(number[at : at + 3] for at in range(0, PERSONAL_ID_DIGITS, 3))


def _id_warning(number: str, born: str, sex: str) -> Phrase | None:
    """Digit 4 is century and sex (0, 1: 19xx; 2, 3: 20xx; even: male), 5 and 6 the birth year."""
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    if born and born[:4] != str(year):
        return Phrase("answer-id-warn-year", {"number_says": str(year), "told": born[:4]})
    if sex in {"nam", "nu"} and (sex == "nam") != (int(number[3]) % 2 == 0):
        return Phrase("answer-id-warn-sex")
    if year > LATEST_CENTURY:
        return Phrase("answer-id-warn-century", {"number_says": str(year)})
    if number[:3] not in PROVINCE_CODES:
        return Phrase("answer-id-warn-province", {"start": number[:3]})
    return None
