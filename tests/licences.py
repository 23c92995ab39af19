"""Every installed distribution's licence against an allow-list: run by `make check`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

# permissive; LGPL and MPL are fine unmodified
ALLOWED = (
    "apache", "mit", "bsd", "isc", "psf", "python software foundation", "mpl", "mozilla",
    "lgpl", "lesser general public", "unlicense", "0bsd", "zlib", "hpnd", "cc0", "postgresql",
    "public domain", "blueoak", "ofl",
)  # fmt: skip
FORBIDDEN = re.compile(
    r"(?<!l)(?<!lesser )\b(?:agpl|gpl|affero|general public licen[cs]e)", re.IGNORECASE
)

# distributions whose metadata name no licence, read in their own files, with the day it was read
READ_BY_HAND = {"axe-playwright-python": "MIT; carries axe-core under MPL-2.0 (2026-11-22)"}
OURS = {"troly-dich-vu-cong", "pip", "setuptools"}


def licence_of(distribution: Distribution) -> str:
    """The licence expression, the licence field's first line, or the classifiers."""
    meta = distribution.metadata
    expression = meta.get("License-Expression") or ""
    field = (meta.get("License") or "").strip().split("\n")[0]
    classifiers = [
        name.rsplit(" :: ", 1)[-1]
        for name in meta.get_all("Classifier") or []
        if name.startswith("License")
    ]
    named = expression or "; ".join(classifiers) or field
    return named or READ_BY_HAND.get(meta["Name"].lower(), "")


def faults(found: Iterator[Distribution]) -> Iterator[str]:
    """One line for each distribution whose licence is unknown or not allowed."""
    for distribution in found:
        name = distribution.metadata["Name"]
        if name.lower() in OURS:
            continue
        licence = licence_of(distribution)
        lesser = re.sub(
            r"lesser general public licen[cs]e|lgpl[\w.+-]*", "lgpl", licence, flags=re.IGNORECASE
        )
        if not licence:
            yield f"{name}: names no licence"
        elif FORBIDDEN.search(lesser.replace("lgpl", "")) and " OR " not in licence:
            yield f"{name}: {licence} is under the GPL"
        elif not any(word in licence.lower() for word in ALLOWED):
            yield f"{name}: {licence!r} is not on the allow-list"


if __name__ == "__main__":
    bad = sorted(set(faults(iter(distributions()))))
    print("\n".join(bad) or "licences: all allowed")
    sys.exit(bool(bad))
