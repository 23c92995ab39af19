"""Proofs of who somebody is: a password (argon2id) and a code that changes (TOTP, RFC 6238)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from knowledge.vietnamese import fold

ISSUER = "Tro ly Dich vu cong"  # without marks: the picture then has fewer and larger dots
SHORTEST = 10
STEP_SECONDS = 30
# a hash of nothing that anybody knows: a name that nobody has takes as long as one that exists
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$CAnrJrdTYaG4JG3CmX0PkQ"
    "$2ocKj/vmvql9N97daJ5XNrfe7E5MA8fQ82plRegWEKM"
)
_COMMON = ("matkhau", "password", "123456", "abc123", "qwerty", "111111", "000000", "vietnam")


@lru_cache(maxsize=1)
def _hasher() -> Any:
    from argon2 import PasswordHasher  # noqa: PLC0415 - needed at the door alone

    return PasswordHasher()


def hashed(password: str) -> str:
    """The hash that is kept; takes about 50 ms of a core: call it in a thread."""
    return str(_hasher().hash(password))


def is_password(kept: str, given: str) -> bool:
    """Whether a password is the one that was hashed; as slow as hashing."""
    from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415 - see above

    try:
        return bool(_hasher().verify(kept, given))
    except (Argon2Error, InvalidHashError):
        return False


def weakness(password: str, login: str) -> str:
    """Why a password will not do, and what would; empty when it does."""
    bare = fold(password).replace(" ", "")
    if len(password) < SHORTEST:
        return (
            f"Mật khẩu cần ít nhất {SHORTEST} ký tự. Một câu dễ nhớ là tốt nhất, "
            "ví dụ bốn từ không liên quan nhau."
        )
    if len(set(bare)) < 5 or bare.startswith(_COMMON) or (login and login in bare):
        return "Mật khẩu này dễ đoán. Mời dùng một câu riêng, không có tên đăng nhập trong đó."
    return ""


# ---- the code that changes


def new_secret() -> str:
    """A fresh secret for somebody's code maker."""
    import pyotp  # noqa: PLC0415 - needed at the door alone

    return pyotp.random_base32()


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step that a code belongs to, of the present and its neighbours; None when wrong."""
    import pyotp  # noqa: PLC0415 - see above

    given = "".join(code.split())
    if not (given.isascii() and given.isdigit() and len(given) == 6):
        return None
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if compare_digest(totp.generate_otp(step), given):
            return step
    return None


def picture(secret: str, login: str) -> str:
    """The picture that a code maker reads, as a data address."""
    import pyotp  # noqa: PLC0415 - see above
    import segno  # noqa: PLC0415 - see above

    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#16211e"))


def spaced(secret: str) -> str:
    """A secret as people copy it by hand: in fours."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def login_of(name: str) -> str:
    """A login to begin with: "Chị Lan" -> "chi.lan"."""
    return ".".join("".join(sign for sign in fold(name) if sign.isalnum() or sign == " ").split())
