"""Short codes that people can read aloud: of a case, of an error. Derived, never drawn."""

from __future__ import annotations

from hashlib import blake2b

# no 0/O, 1/I/L, 5/S, 2/Z, 8/B: signs that look or sound alike
_SIGNS = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 8


def reference(event: str) -> str:
    """Eight signs that an event's id always leads to, about 1.5 * 10^11 different ones."""
    rest = int.from_bytes(blake2b(event.encode(), digest_size=8).digest())
    signs = []
    for _ in range(LENGTH):
        rest, index = divmod(rest, len(_SIGNS))
        signs.append(_SIGNS[index])
    return "".join(signs)
