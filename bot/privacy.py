"""What is masked, refused or looked at twice: secrets and personal data in a message, and links.

Nothing here keeps anything; `mask` is used on all that staff, logs and cases may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.digits import (
    Digits,
    flat,
    is_card,
    is_personal_id,
    is_phone,
    numbers,
    without_public,
)
from knowledge.links import LinkFound, asks_about_link, links_in
from knowledge.persons import births, houses, names
from knowledge.typed_words import clean
from knowledge.vietnamese import nfc

__all__ = [
    "LinkFound",
    "SecretFound",
    "asks_about_link",
    "links_in",
    "mask",
    "mask_but_contact",
    "secrets_in",
]

SecretKind = Literal["otp", "password", "passcode", "card", "personal_id", "bank_account"]

_MOST = 20_000  # signs; a longer message is cut before it is looked at
_BEFORE, _AFTER = 60, 24  # how far from its digits a word like "otp" may stand


@dataclass(frozen=True, slots=True)
class SecretFound:
    """A secret of `kind` at `start:end` of the text as given in NFC."""

    kind: SecretKind
    start: int
    end: int


_CUES: dict[str, str] = {
    "otp": r"\botp\b|ma (?:so )?(?:xac (?:thuc|nhan|minh)|bao mat|kich hoat)"
    r"|ma (?:no|ho|ben ho|ngan hang|vneid|zalo) |ma (?:so )?6 (?:chu )?so|doc (?:cai |giup )?ma\b"
    r"|ma (?:gui|nhan|ve) (?:ve |qua )?(?:may|dien thoai|tin nhan|sms)|smart ?otp",
    "passcode": r"\bpass ?code\b|\bma pin\b|\bpin\b|\bma passcode\b",
    "personal_id": r"\bcccd\b|\bcmnd\b|\bcmt(?:nd)?\b|can cuoc|chung minh|dinh danh|\bccc\b|\bcc\b",
    "bank_account": r"\bstk\b|\bso tk\b|\btk\b(?! (?:vneid|dinh|dvc|dich))|so tai khoan"
    r"|tai khoan(?! (?:vneid|dinh danh|dich vu))"
    r"|\bvietcombank|\bvcb\b|agribank|\bbidv\b|vietinbank|techcombank|\bmb ?bank|sacombank|\bacb\b"
    r"|vpbank|tpbank|\bnamabank|\bhdbank|\bvib\b|\bshb\b|\bmomo\b",
    "card": r"so the (?:atm|visa|ngan hang|tin dung|master|ghi no)|\bcvv\b|\bcvc\b|the visa",
    "password": r"ma{1,2}tj? kha{1,2}ur?|\bmat ma\b|\bpassword\b|\bpass\b|\bpasswd\b|\bmk\b"
    r"|\bpwd\b",
}
_CUE = {kind: re.compile(pattern) for kind, pattern in _CUES.items()}
_DIGIT_OF = {
    word: str(digit)
    for digit, said in enumerate(
        ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
    )
    for word in (said,)
} | {"tu": "4", "lam": "5"}
_SPELT = "|".join(_DIGIT_OF)
_DIGIT_WORDS = re.compile(rf"\b(?:{_SPELT})(?:[ ,.-]{{1,2}}(?:{_SPELT})){{3,18}}\b")
_CVV = re.compile(r"\bcv[vc]\b[^\d\n]{0,12}(\d{3,4})\b")
_SAID = r"(?:ma{1,2}tj? kha{1,2}ur?|\bmat ma|password|passwd|\bpass|\bpwd|\bmk)\b"
_PASSWORD = re.compile(
    _SAID + r"(?P<gap>[^\n.;!?=:]{0,30}?)"
    r"(?P<cue>\s*[:=]\s*|\bla\b\s*:?\s*)(?P<value>\S{4,64})"
)
_PASSWORD_NEAR = re.compile(_SAID + r"(?P<gap>(?:\s+[a-z]{1,12}){0,4})\s+(?P<value>\S{6,64})")


def secrets_in(text: str, *, asked: frozenset[str] = frozenset()) -> tuple[SecretFound, ...]:
    """The secrets that a message gives away; those of a kind that was `asked` do not count.

    A question about secrets ("mật khẩu gồm mấy ký tự", "không nhận được OTP") gives none away.
    """
    given = nfc(text)[:_MOST]
    bare = flat(given)
    found = {secret.start: secret for secret in _passwords(given, bare)}
    for secret in _number_secrets(bare):
        found.setdefault(secret.start, secret)
    return tuple(found[start] for start in sorted(found) if found[start].kind not in asked)


def _number_secrets(bare: str) -> Iterator[SecretFound]:
    readable = without_public(bare)
    for match in _CVV.finditer(readable):
        yield SecretFound("card", match.start(1), match.end(1))
    for number in (*numbers(readable), *_spelt_out(readable)):
        kind = _kind_of(number, readable)
        if kind is not None:
            yield SecretFound(kind, number.start, number.end)


def _spelt_out(bare: str) -> Iterator[Digits]:
    """Digits told in words ("bốn tám hai chín"); only a word like "otp" makes them a secret."""
    for match in _DIGIT_WORDS.finditer(bare):
        words = re.findall("[a-z]+", match.group())
        yield Digits("".join(_DIGIT_OF[word] for word in words), match.start(), match.end())


def _kind_of(number: Digits, bare: str) -> SecretKind | None:
    value, size = number.value, len(number.value)
    if is_personal_id(value):
        return "personal_id"
    if is_card(value):
        return "card"
    if size < 4:
        return None
    said = _said_near(number, bare)
    match said:
        case "personal_id" if size in {9, 12}:
            return "personal_id"
        case "bank_account" if 6 <= size <= 19 and (
            not is_phone(value) or _is_paid_to(number, bare)
        ):
            return "bank_account"
        case "card" if 12 <= size <= 19:
            return "card"
        case "otp" if size <= 8 and not _is_year(value):
            return "otp"
        case "passcode" if size <= 8 and not _is_year(value):
            return "passcode"
        case "password" if size <= 12 and not _is_year(value) and not is_phone(value):
            return "password"
        case _:
            return "otp" if size == 6 and bare.strip() == bare[number.start : number.end] else None


def _is_paid_to(number: Digits, bare: str) -> bool:
    """Whether a number shaped like a telephone's is told as an account to pay to."""
    before = bare[max(0, number.start - _BEFORE) : number.start]
    return re.search(r"\bstk\b|so tk\b|so tai khoan|bank|\bmomo\b", before) is not None


def _is_year(value: str) -> bool:
    return len(value) == 4 and value[:2] in {"19", "20"}


def _said_near(number: Digits, bare: str) -> str | None:
    """The kind whose word stands nearest before the number, else shortly after it."""
    before = bare[max(0, number.start - _BEFORE) : number.start]
    nearest = [(match.end(), kind) for kind, cue in _CUE.items() for match in cue.finditer(before)]
    if nearest:
        return max(nearest)[1]
    after = bare[number.end : number.end + _AFTER]
    following = [
        (match.start(), kind) for kind, cue in _CUE.items() if (match := cue.search(after))
    ]
    return min(following)[1] if following else None


def _passwords(given: str, bare: str) -> Iterator[SecretFound]:
    for pattern in (_PASSWORD, _PASSWORD_NEAR):
        for match in pattern.finditer(bare):
            start, end = match.span("value")
            value = given[start:end].rstrip(".,;!?\"')")
            if _looks_like_password(value, said=pattern is _PASSWORD):
                yield SecretFound("password", start, start + len(value))


def _looks_like_password(value: str, *, said: bool) -> bool:
    """Letters and digits mixed, or a sign among them; after "là" or ":" digits alone will do."""
    if len(value) < 4 or not value.isascii() or _is_year(value):
        return False
    letters = any(sign.isalpha() for sign in value)
    digits = any(sign.isdigit() for sign in value)
    signs = any(sign in "@#$%^&*!_+=" for sign in value)
    if letters:
        return (digits and (said or len(value) >= 6)) or (signs and len(value) >= 6)
    return said and value.isdigit()


_WORDS: dict[str, str] = {
    "otp": "[mã OTP]",
    "password": "[mật khẩu]",
    "passcode": "[mã PIN]",
    "card": "[số thẻ]",
    "personal_id": "[số định danh]",
    "bank_account": "[số tài khoản]",
}
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NAME, _PHONE = "[họ tên]", "[số điện thoại]"
_LONG_NUMBER = 9  # digits; a longer run is somebody's number, whatever it is


def mask(text: str) -> str:
    """The text with personal data replaced by their kinds in brackets.

    Masking twice changes nothing. Codes of procedures and dossiers, dates of events and money stay
    readable.
    """
    return _masked(text, frozenset())


def mask_but_contact(text: str) -> str:
    """The text as staff may open it for a reason: names and telephones readable, nothing else.

    Secrets, numbers of papers and accounts, addresses and birthdays are masked as by `mask`.
    """
    return _masked(text, frozenset({_NAME, _PHONE}))


def _masked(text: str, readable: frozenset[str]) -> str:
    given = clean(nfc(text))[:_MOST]
    for find in (_secret_spans, _contact_spans, _number_spans, _person_spans):
        given = _replace(given, (span for span in find(given) if span[2] not in readable))
    return given


_Span = tuple[int, int, str]


def _replace(text: str, spans: Iterator[_Span]) -> str:
    parts, at = [], 0
    for start, end, word in sorted(spans):
        if start >= at:
            parts += [text[at:start], word]
            at = end
    return "".join(parts) + text[at:]


def _secret_spans(text: str) -> Iterator[_Span]:
    for secret in secrets_in(text):
        yield secret.start, secret.end, _WORDS[secret.kind]


def _contact_spans(text: str) -> Iterator[_Span]:
    for match in _EMAIL.finditer(text):
        yield *match.span(), "[email]"


def _number_spans(text: str) -> Iterator[_Span]:
    for number in numbers(without_public(flat(text))):
        if is_phone(number.value):
            plus = text[: number.start].endswith("+")
            yield number.start - plus, number.end, _PHONE
        elif len(number.value) >= _LONG_NUMBER:
            yield number.start, number.end, "[dãy số]"


def _person_spans(text: str) -> Iterator[_Span]:
    for word, find in ((_NAME, names), ("[địa chỉ]", houses), ("[ngày sinh]", births)):
        for start, end in find(text):
            yield start, end, word
