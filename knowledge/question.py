"""A citizen's message read as weighted words: typing repaired, marks restored, concepts found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from knowledge import actions, agencies, ages, audiences
from knowledge.accents import LanguageModel, language_model
from knowledge.denial import without_denied
from knowledge.lexicon import Hit, Lexicon, Phrase, lexicon
from knowledge.typing_repair import abbreviations, squeeze, unmarked_repair
from knowledge.vietnamese import Syllable, marked, nfc, syllable, words
from knowledge.words import word_classes

_Key = TypeVar("_Key")
_NOISE = re.compile(r"\[[^\]]*\]|https?://\S+|\S+@\S+")
_SPLIT = re.compile(r"(?<=[.!?;])\s+|\n+|(?<=\?)")
_GREETING = re.compile(
    r"^(kính gửi|kính chào|xin chào|chào|thưa|cảm ơn|xin cảm ơn|trân trọng|rất mong|"
    r"tôi xin cảm ơn|em cảm ơn|mong (được|nhận))"
)
_ASKS = re.compile(r"\?|hỏi|\bhoi\b")
_WISHES = re.compile(r"muốn|thủ tục|hồ sơ|mong|đề nghị|muon|thu tuc|ho so|de nghi")
_LONG = 25  # words from which sentences weigh differently
_PLAIN = 0.12  # a text with fewer marked words was typed without marks
_PLAIN_SENTENCE = 0.35
_STRANGE = 30  # a plain syllable seen less often may be raw Telex


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, whether their marks were guessed, its concepts and weight."""

    words: tuple[Syllable, ...]
    guessed: tuple[bool, ...]
    hits: tuple[Hit, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Idea:
    """A concept of the question: the words said, the official wordings, the sentence's weight."""

    said: Phrase
    law: tuple[Phrase, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """What the index is asked for; every weight lies in 0..1.

    folded, accented, pairs: words as asked and as the law says them. own: words as asked alone.
    exact_pairs: neighbouring words in full weight, so that "không phải" stays apart from "phải".
    own_pairs: neighbouring words as asked, each as heavy as both its words.
    """

    sentences: tuple[Sentence, ...]
    folded: dict[str, float]
    accented: dict[str, float]
    pairs: dict[tuple[str, str], float]
    own: dict[str, float]
    exact_pairs: dict[tuple[str, str], float]
    own_pairs: dict[tuple[str, str], float]
    ideas: tuple[Idea, ...]
    actions: int
    audiences: int
    offices: int
    text: str

    @property
    def length(self) -> int:
        """Number of words."""
        return sum(len(sentence.words) for sentence in self.sentences)


def read(
    text: str, language: LanguageModel | None = None, sayings: Lexicon | None = None
) -> Question:
    """Read a message of any length; never fails, time grows with its length."""
    language = language or language_model()
    sayings = sayings or lexicon()
    plain = without_denied(_NOISE.sub(" ", nfc(text).lower()))
    parts = [part for part in _SPLIT.split(plain) if part.strip()] or [""]
    unmarked = _marked_share(words(plain)) < _PLAIN
    found = [_sentence(part, unmarked, language, sayings) for part in parts]
    weights = _weights(parts, sum(len(one.words) for one in found))
    sentences = [
        Sentence(one.words, one.guessed, one.hits, weight)
        for one, weight in zip(found, weights, strict=True)
    ]
    return _question(sentences, language)


@lru_cache(maxsize=16_384)
def as_said(text: str) -> tuple[tuple[Syllable, ...], str]:
    """A wording's words, repaired and with their marks, and the same as text; concepts left out."""
    language = language_model()
    plain = nfc(text).lower()
    unmarked = _marked_share(words(plain)) < _PLAIN
    found = tuple(
        word
        for part in _SPLIT.split(plain)
        if part.strip()
        for word in _written(part, unmarked, language)[0]
    )
    return found, " ".join(language.surfaces.get(accented, accented) for accented, _ in found)


def _marked_share(found: Sequence[str]) -> float:
    letters = [word for word in found if word.isalpha()]
    return sum(map(marked, letters)) / max(1, len(letters))


def _sentence(part: str, unmarked: bool, language: LanguageModel, sayings: Lexicon) -> Sentence:
    restored, guessed = _written(part, unmarked, language)
    hits = (*sayings.find(restored, guessed), *ages.find(restored))
    return Sentence(restored, guessed, hits, 1.0)


def _written(
    part: str, unmarked: bool, language: LanguageModel
) -> tuple[tuple[Syllable, ...], tuple[bool, ...]]:
    """The words of a sentence as they should be written, and whether their marks were guessed."""
    typed = abbreviations().expand(words(part))
    repaired = [_repaired(word, language) for word in typed]
    bare = unmarked or _marked_share(repaired) < _PLAIN_SENTENCE
    known = [_as_typed(word, bare, language) for word in repaired]
    mended = language.mend(known)
    guessed = tuple(not accented for accented, _ in mended)
    return tuple(language.restore(mended)), guessed


def _repaired(word: str, language: LanguageModel) -> str:
    """The word itself where it is known; otherwise decoded from Telex or VNI where that helps."""
    word = squeeze(word)
    if marked(word) and language.knows(word):
        return word
    if not marked(word) and language.folded_counts.get(syllable(word).folded, 0) >= _STRANGE:
        return word
    return unmarked_repair(word, language.knows) or word


def _as_typed(word: str, bare: bool, language: LanguageModel) -> Syllable:
    """The syllable, its marks emptied where the typing leaves them open."""
    found = syllable(word)
    if word.isdigit():
        return found
    total = language.folded_counts.get(found.folded, 0)
    own = language.counts.get(found.accented, 0)
    if not marked(word) and (bare or own * 20 < total):
        return Syllable("", found.folded)
    if marked(word) and own == 0 and total > 0:
        return Syllable("", found.folded)
    return found


def _weights(parts: Sequence[str], length: int) -> list[float]:
    """Weight of each sentence: in a long story the one that asks counts most."""
    if len(parts) == 1 or length < _LONG:
        return [1.0] * len(parts)
    stripped = [part.strip() for part in parts]
    greets = [bool(_GREETING.match(part)) for part in stripped]
    asks = [
        bool(_ASKS.search(part)) and not greeting
        for part, greeting in zip(stripped, greets, strict=True)
    ]
    wish = 0.6 if any(asks) else 0.8
    return [
        0.12 if greeting else 1.0 if asked else wish if _WISHES.search(part) else 0.35
        for part, greeting, asked in zip(stripped, greets, asks, strict=True)
    ]


def _question(sentences: Sequence[Sentence], language: LanguageModel) -> Question:
    terms = _Terms()
    for sentence in sentences:
        terms.add(sentence)
    text = ". ".join(_spoken(one, language) for one in sentences)
    doing = ". ".join(_spoken(one, language) for one in sentences if one.weight >= 0.5)
    return Question(
        tuple(sentences),
        terms.folded,
        terms.accented,
        terms.pairs,
        terms.own,
        terms.exact,
        terms.own_pairs,
        tuple(terms.ideas),
        actions.of_question(doing),
        audiences.of_question(text),
        agencies.of_question(text),
        text,
    )


def _spoken(sentence: Sentence, language: LanguageModel) -> str:
    return " ".join(language.surfaces.get(accented, accented) for accented, _ in sentence.words)


class _Terms:
    """Gathers the weighted words of all sentences; the greatest weight of a word stands."""

    def __init__(self) -> None:
        self.folded: dict[str, float] = {}
        self.accented: dict[str, float] = {}
        self.pairs: dict[tuple[str, str], float] = {}
        self.own: dict[str, float] = {}
        self.exact: dict[tuple[str, str], float] = {}
        self.own_pairs: dict[tuple[str, str], float] = {}
        self.ideas: list[Idea] = []
        self._classes = word_classes()

    def add(self, sentence: Sentence) -> None:
        """Take in one sentence with the official wordings of its concepts."""
        factors = self._factors(sentence)
        self._asked(sentence, factors)
        for hit in sentence.hits:
            said = sentence.words[hit.start : hit.start + hit.length]
            weight = sentence.weight * hit.concept.weight
            self.ideas.append(Idea(said, hit.concept.law, weight))
            strength = 0.45 if hit.official else 0.9
            for place, phrase in enumerate(hit.concept.law):
                fit = min(1.0, (2.5 + hit.length) / len(phrase)) ** 0.5
                share = strength * (0.8 if place else 1.0) * fit
                self._run(phrase, [weight * share] * len(phrase))
                _raise_all(self.exact, _neighbours(phrase), 0.9 * hit.concept.weight)

    def _factors(self, sentence: Sentence) -> list[float]:
        """How far each word is replaced by a concept: 1 where it is not."""
        factors = [1.0] * len(sentence.words)
        for hit in sentence.hits:
            if not hit.concept.keep:
                replaced = 0.8 if hit.official else 0.35
                factors[hit.start : hit.start + hit.length] = [replaced] * hit.length
        return factors

    def _asked(self, sentence: Sentence, factors: Sequence[float]) -> None:
        importance = [
            sentence.weight * self._classes.asked(accented, folded)
            for accented, folded in sentence.words
        ]
        for (_, folded), weight in zip(sentence.words, importance, strict=True):
            _raise(self.own, folded, weight)
        weights = [a * b for a, b in zip(importance, factors, strict=True)]
        self._run(sentence.words, weights)
        for both, first, second in zip(
            _neighbours(sentence.words), weights, weights[1:], strict=False
        ):
            _raise(self.own_pairs, both, math.sqrt(first * second))
        _raise_all(self.exact, _neighbours(sentence.words), 1.0)

    def _run(self, run: Sequence[Syllable], weights: Sequence[float]) -> None:
        before = ""
        last = 0.0
        for (accented, folded), weight in zip(run, weights, strict=True):
            _raise(self.folded, folded, weight)
            _raise(self.accented, accented, weight)
            if before:
                both = math.sqrt(max(weight, 0.02) * max(last, 0.02))
                _raise(self.pairs, (before, folded), both)
            before, last = folded, weight


def _neighbours(run: Sequence[Syllable]) -> Iterator[tuple[str, str]]:
    return ((a.folded, b.folded) for a, b in pairwise(run))


def _raise_all(table: dict[_Key, float], keys: Iterable[_Key], weight: float) -> None:
    for key in keys:
        _raise(table, key, weight)


def _raise(table: dict[_Key, float], key: _Key, weight: float) -> None:
    if weight > table.get(key, 0.0):
        table[key] = weight
