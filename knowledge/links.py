"""Links in a message, also disguised ones ("dichvucong . gov . vn"), and whether one is doubted.

What to think of a link is said in knowledge/domains.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from knowledge.domains import File, LookAlike, Official, Shortener, host_of, read_domains
from knowledge.smalltalk import recogniser_words
from knowledge.typed_words import clean, words_of
from knowledge.wordings import Wordings

LinkKind = Literal["url", "domain", "file"]

_MOST = 8000
_POINTING_WORDS = 30  # a longer message without a link tells a story
_SPELT_DOTS = re.compile(
    r"(?<=\w)(?: ?(?:\[\.\]|\(\.\)|\{\.\}|[\[(](?:dot|chấm)[\])]) ?| \. | (?:chấm|dot) )(?=\w)",
    re.IGNORECASE,
)
_EDGES = "\"'“”‘’()[]{}<>,;!?*"
_SCHEME = re.compile(r"(?:h(?:tt|xx)ps?|ftp)\s?:\s?/{1,2}", re.IGNORECASE)
_HOST_SIGNS = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link as it may be judged: dots that were spelt out are put back."""

    text: str
    kind: LinkKind


def links_in(text: str) -> tuple[LinkFound, ...]:
    """The links, bare domains and installable files of a message, each once, in their order."""
    joined = _SPELT_DOTS.sub(".", clean(text)[:_MOST])
    joined = _SCHEME.sub(lambda match: " " + "".join(match.group().split()), joined)
    found = (_link(part.strip(_EDGES).rstrip(".:")) for part in joined.split())
    return tuple(dict.fromkeys(link for link in found if link is not None))


def _link(part: str) -> LinkFound | None:
    domains = read_domains()
    low = part.lower()
    if low.endswith(tuple("." + kind for kind in domains.files)) and len(part) > 4:
        return LinkFound(part, "file")
    if _SCHEME.match(part):
        return LinkFound(part, "url") if "." in part else None
    if "." not in part or part.startswith("@"):
        return None
    before, _, path = part.partition("/")
    if "@" in before and not _is_disguise(before):
        return None
    host = before.rsplit("@", 1)[-1].split(":", 1)[0].split("?", 1)[0]
    if not _HOST_SIGNS.fullmatch(host) or not domains.is_domain(host, has_path=bool(path)):
        return None
    return LinkFound(part, "url" if path or low.startswith("www.") else "domain")


def _is_disguise(address: str) -> bool:
    """Whether an official host stands before an "@": that is no mailbox but a trap."""
    return isinstance(read_domains().judge(host_of(address.split("@", 1)[0])), Official)


@cache
def _wordings() -> Wordings:
    kinds: dict[str, Any] = recogniser_words("link")
    return Wordings(kinds)


def asks_about_link(text: str) -> bool:
    """Whether a message wants to know if a link or file is real and safe.

    It holds one (or points at one: "link này", an app that somebody sent) and asks about truth, or
    is nothing but a link; a look-alike, a shortener or a file to install is to be warned of even
    when nobody asks.
    """
    links = links_in(text)
    words = words_of(clean(text)[:1000])
    kinds = {hit.kind for hit in _wordings().find(words)}
    if "done" in kinds and not (links and "doubt" in kinds):
        return False
    if not links:
        doubted = "doubt" in kinds or {"sent", "strange"} <= kinds
        pointed = "pointed" in kinds and doubted
        sent_app = {"app", "sent"} <= kinds and bool(kinds & {"doubt", "wary"})
        return len(words) <= _POINTING_WORDS and (pointed or sent_app)
    if "doubt" in kinds or any(_is_suspect(link) for link in links):
        return True
    return "use" not in kinds and ("sent" in kinds or _is_only_links(text, links))


def _is_suspect(link: LinkFound) -> bool:
    return isinstance(read_domains().judge(link.text), LookAlike | Shortener | File)


def _is_only_links(text: str, links: tuple[LinkFound, ...]) -> bool:
    said = len(clean(text).split())
    return said <= len(links) + 2
