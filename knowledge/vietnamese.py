"""Vietnamese as typed, made comparable: NFC, tone-mark placement, folded forms."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Compose the text (NFC); decomposed input comes from phones and file names."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without any diacritic: "Đăng ký" -> "dang ky"."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()
