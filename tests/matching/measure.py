"""Data, typing noise and measures shared by the benchmark and the training."""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.pack import read_topics
from knowledge.topic_index import Entry
from knowledge.vietnamese import fold

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = SHARED / "data"
CATALOGUE = DATA / "catalogue.jsonl.gz"
_SAID = re.compile(r"^[-*]\s+[\"“](.+?)[\"”]", re.MULTILINE)


def load(name: str) -> list[dict[str, Any]]:
    """The records of a .jsonl file beside the project."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines() if line]


def entries() -> list[Entry]:
    """Every topic: from its own file, or, while that is not written, from its fact sheet."""
    written = {topic.id: topic for topic in read_topics().topics.values()}
    listed = _listed()
    found = [_standing_in(row) for row in listed if row["id"] not in written]
    return [
        *(
            Entry(t.id, t.title, tuple(t.wordings), tuple(t.codes), tuple(t.owns), t.kind)
            for t in written.values()
        ),
        *found,
    ]


def _listed() -> list[dict[str, str]]:
    if not (SHARED / "topics.tsv").exists():
        return []
    with (SHARED / "topics.tsv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def _standing_in(row: dict[str, str]) -> Entry:
    said: list[str] = []
    sheet = SHARED / row["fact_sheet"]
    if sheet.parent.name != "accounts" and sheet.exists():
        text = sheet.read_text("utf-8")
        at = text.find("## Cách hỏi")
        said = _SAID.findall(text[at : at + 4000]) if at >= 0 else []
    codes = tuple(re.findall(r"\d\.\d{6}", row["portal_codes"]))
    owns = tuple(re.findall(r"\d\.\d{6}", row["owns"]))
    return Entry(row["id"], row["title"], tuple(said), codes, owns, row["kind"])


_KEYS = {
    "a": "sqz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum",
    "k": "jlim", "l": "ko", "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh",
    "u": "yij", "i": "uok", "o": "ipl", "p": "o", "z": "xa", "x": "zsc", "c": "xdv", "v": "cfb",
    "b": "vgn", "n": "bhm", "m": "nj",
}  # fmt: skip
_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_CHAT = {
    "không": ("ko", "k", "hok", "khong"), "được": ("đc", "dc"), "gì": ("j", "gi"), "rồi": ("r",),
    "với": ("vs",), "biết": ("bít", "bt"), "vậy": ("z", "v"), "mình": ("mk",), "nhưng": ("nhg",),
    "trước": ("trc",), "người": ("ng",), "đăng": ("đk",), "bao": ("bao",), "tôi": ("tui", "t"),
    "em": ("e",), "anh": ("a",), "chị": ("c",), "nhiêu": ("nhiu",), "giấy": ("giay", "zấy"),
    "quá": ("wá",), "cũng": ("cx",), "vợ": ("vk",), "chồng": ("ck",), "làm": ("lm",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares of words that are typed wrongly, in raw Telex, in chat spelling, without tone."""

    slip: float = 0.07
    telex: float = 0.06
    chat: float = 0.35
    bare: float = 0.15


def stripped(text: str) -> str:
    """The text as typed without any mark."""
    return fold(text)


def noisy(text: str, seed: int = 7, noise: Noise = Noise()) -> str:
    """The text with typing noise; the same seed gives the same noise."""
    dice = random.Random(seed * 1_000_003 + len(text) * 31 + sum(map(ord, text[:40])))
    return " ".join(_typed(word, dice, noise) for word in text.split(" "))


def _typed(word: str, dice: random.Random, noise: Noise) -> str:
    if not word.isalpha():
        return word
    chance = dice.random()
    if word.lower() in _CHAT and dice.random() < noise.chat:
        return dice.choice(_CHAT[word.lower()])
    if chance < noise.telex and fold(word) != word.lower():
        return _telex(word)
    if chance < noise.telex + noise.bare:
        return fold(word)
    if chance < noise.telex + noise.bare + noise.slip and len(word) > 2:
        return _slipped(word, dice)
    return word


def _telex(word: str) -> str:
    typed, tone = "", ""
    for sign in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "Dd")):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign == "\u0302":
            typed += typed[-1]
        elif sign in "\u0306\u031b":
            typed += "w"
        else:
            typed += sign
    return typed + tone


def _slipped(word: str, dice: random.Random) -> str:
    place, kind = dice.randrange(1, len(word)), dice.random()
    if kind < 0.3:
        return word[:place] + word[place + 1 :]
    if kind < 0.55 and place < len(word) - 1:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind < 0.8:
        near = fold(word[place])
        return word[:place] + dice.choice(_KEYS.get(near, near)) + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def half_of(text: str) -> int:
    """Half of the questions in which errors may be read (0), or which only judges (1)."""
    return zlib.crc32(fold(text)[:60].encode()) // 7 % 2


def first_hit(found: Sequence[set[str]], accept: set[str]) -> int:
    """The rank (from 1) of the first match that is accepted, 99 where none is."""
    return next((rank for rank, codes in enumerate(found, 1) if codes & accept), 99)


def shares(ranks: Sequence[int], tops: Sequence[int] = (1, 3, 5)) -> list[float]:
    """hit@k for each k."""
    return [float(np.mean(np.array(ranks) <= k)) if len(ranks) else 0.0 for k in tops]


def interval(ranks: Sequence[int], top: int) -> tuple[float, float]:
    """95 % bootstrap interval of hit@top."""
    hit = (np.array(ranks) <= top).astype(float)
    picks = np.random.default_rng(0).integers(0, len(hit), (2000, len(hit)))
    low, high = np.percentile(hit[picks].mean(1), [2.5, 97.5])
    return float(low), float(high)
