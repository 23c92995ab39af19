"""Official web addresses and hotlines (domains.toml), and what to think of a link.

A link is official, a look-alike, a shortener, a file that installs something, or unknown.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import unquote

from rapidfuzz.distance import OSA

_LONGEST_SYLLABLE = 7  # letters: "nghieng"
_MOST = 2048  # no address of an office is longer; the rest is not looked at
_SEPARATORS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": ".", "\\": "/"})
# Letters of other scripts, and digits, that are drawn like Latin ones (as in Unicode TR 39).
_DRAWN_ALIKE = str.maketrans(
    "аеорсухіјѕԁɡһӏкмтвнᴠԛԝοανρτυιкɩαε0135!|ıł",
    "aeopcyxijsdghlkmtbhvqwoavptuikiae" + "oles" + "iiil",
)
_BRAND_AT_LEAST = 4  # a shorter brand counts only as a whole label


@dataclass(frozen=True, slots=True)
class OfficialDomain:
    """A listed address: `brands` are the names that false addresses borrow from it."""

    id: str
    domain: str
    name: str
    source: str
    checked: date
    verified: bool
    brands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hotline:
    """A telephone number that may be given to citizens; say so when it is not verified."""

    id: str
    number: str
    name: str
    source: str
    checked: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Official:
    """`confidence`: "listed" by name, by its "suffix" .gov.vn alone, or an app "store"."""

    name: str
    source: str
    host: str
    confidence: Literal["listed", "suffix", "store"]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Drawn or named like `of` (an official domain), and not it."""

    of: str
    host: str


@dataclass(frozen=True, slots=True)
class Shortener:
    """Hides where it leads."""

    host: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that installs something (.apk …), from anywhere."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither official nor like anything official."""

    host: str


Judgement = Official | LookAlike | Shortener | File | Unknown


@dataclass(frozen=True, slots=True)
class Domains:
    """Everything that domains.toml says."""

    official: tuple[OfficialDomain, ...]
    hotlines: tuple[Hotline, ...]
    stores: tuple[tuple[str, str], ...]
    suffix: str
    suffix_source: str
    shorteners: frozenset[str]
    files: tuple[str, ...]
    state_words: frozenset[str]
    endings: frozenset[str]
    doubtful_endings: frozenset[str]

    def value(self, slot: str) -> str:
        """What `site.<id>` or `hotline.<id>` in prose becomes. KeyError: nothing of that name."""
        return self._values()[slot]

    def addresses(self) -> frozenset[str]:
        """Every slot that prose may name."""
        return frozenset(self._values())

    def _values(self) -> dict[str, str]:
        sites = {f"site.{site.id}": site.domain for site in self.official}
        doubt = " (số chưa kiểm lại)"
        lines = {
            f"hotline.{line.id}": line.number + ("" if line.verified else doubt)
            for line in self.hotlines
        }
        return {**sites, **lines}

    def judge(self, link: str) -> Judgement:
        """What a link is, from its letters alone (nothing is opened), in linear time."""
        tidy = unicodedata.normalize("NFKC", link.strip()[:_MOST]).translate(_SEPARATORS)
        name = tidy.split("?")[0].split("#")[0].rstrip("/.").rsplit("/", 1)[-1]
        if name.lower().endswith(tuple("." + kind for kind in self.files)):
            return File(name)
        host = host_of(tidy)
        return (
            self._pretended(tidy, host)
            or self._listed(host)
            or self._shortener(host)
            or self._look_alike(host)
            or self._of_suffix(host)
            or Unknown(host)
        )

    def _pretended(self, link: str, host: str) -> LookAlike | None:
        """What stands before an "@" is a mere name: "https://dichvucong.gov.vn@evil.com"."""
        before, at, _ = link.split("://", 1)[-1].split("/", 1)[0].rpartition("@")
        official = self._listed(host_of(before)) or self._of_suffix(host_of(before)) if at else None
        return LookAlike(official.host, host) if official else None

    def _listed(self, host: str) -> Official | None:
        for known in self.official:
            if _is_within(host, known.domain):
                return Official(known.name, known.source, host, "listed")
        for domain, name in self.stores:
            if host == domain:
                return Official(name, "", host, "store")
        return None

    def _of_suffix(self, host: str) -> Official | None:
        if host.isascii() and _is_within(host, self.suffix) and host != self.suffix:
            return Official(host, self.suffix_source, host, "suffix")
        return None

    def _shortener(self, host: str) -> Shortener | None:
        bare = host.removeprefix("www.")
        return Shortener(host) if bare in self.shorteners else None

    def _look_alike(self, host: str) -> LookAlike | None:
        if self._of_suffix(host):  # nobody but the state registers below .gov.vn
            return None
        drawn = _latin(host)
        labels = [part for part in drawn.replace("-", ".").replace("_", ".").split(".") if part]
        joined = "".join(labels)
        for known in self.official:
            if known.domain.replace(".", "") in joined:
                return LookAlike(known.domain, host)
        for known in self.official:
            if any(_borrows(brand, labels, joined) for brand in known.brands):
                return LookAlike(known.domain, host)
        state = {_latin(word) for word in self.state_words}
        if host != self.suffix and not state.isdisjoint(labels[:-1]):
            return LookAlike(self.suffix, host)
        return None

    def is_domain(self, host: str, *, has_path: bool = False) -> bool:
        """Whether words with dots are an address: "a.vn" is.

        "xong.la" is one only before a path, or where a label is too long to be a syllable.
        """
        labels = host.split(".")
        if len(labels) < 2 or not all(labels) or all(label.isdigit() for label in labels):
            return False
        last = labels[-1].lower()
        if last in self.doubtful_endings:
            return has_path or any(len(label) > _LONGEST_SYLLABLE for label in labels[:-1])
        return last in self.endings


def host_of(link: str) -> str:
    """The host that a browser would open: after the last "@", before port and path, unpunycoded."""
    rest = link.split("://", 1)[-1].lstrip("/")
    for sign in "/?#":
        rest = rest.split(sign, 1)[0]
    rest = unquote(rest).rsplit("@", 1)[-1].split(":", 1)[0].strip(".").lower()
    return ".".join(_unpunycode(label) for label in rest.split("."))


def _unpunycode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except ValueError:  # no punycode after all
        return label


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _latin(host: str) -> str:
    """The host as the eye reads it: other scripts and digits as the Latin letters they resemble."""
    bare = unicodedata.normalize("NFD", host.lower())
    marked = "".join(sign for sign in bare if unicodedata.category(sign) != "Mn")
    return marked.replace("đ", "d").translate(_DRAWN_ALIKE).replace("vv", "w").replace("rn", "m")


def _borrows(brand: str, labels: Iterable[str], joined: str) -> bool:
    drawn = _latin(brand)
    if len(drawn) < _BRAND_AT_LEAST:
        return drawn in labels
    return drawn in joined or any(_nearly(drawn, label) for label in labels)


def _nearly(brand: str, label: str) -> bool:
    """One or two letters off, in a word long enough for that to be no chance."""
    allowed = 0 if len(brand) < 5 else 1 if len(brand) < 9 else 2
    return abs(len(label) - len(brand)) <= allowed and OSA.distance(brand, label) <= allowed


def _official(row: dict[str, Any]) -> OfficialDomain:
    return OfficialDomain(
        row["id"],
        row["domain"],
        row["name"],
        row["source"],
        row["checked"],
        row.get("verified", True),
        tuple(row.get("brands", ())),
    )


def _hotline(row: dict[str, Any]) -> Hotline:
    return Hotline(
        row["id"],
        row["number"],
        row["name"],
        row["source"],
        row["checked"],
        row.get("verified", True),
    )


@cache
def read_domains() -> Domains:
    """The list as shipped; read once."""
    text = files("knowledge").joinpath("domains.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    words = data["words"]
    return Domains(
        official=tuple(_official(row) for row in data["official"]),
        hotlines=tuple(_hotline(row) for row in data["hotline"]),
        stores=tuple((row["domain"], row["name"]) for row in data["store"]),
        suffix=data["suffix"],
        suffix_source=data["suffix_source"],
        shorteners=frozenset(words["shorteners"]),
        files=tuple(words["files"]),
        state_words=frozenset(words["state"]),
        endings=frozenset(words["endings"]),
        doubtful_endings=frozenset(words["doubtful_endings"]),
    )
