"""Kept questions that mean the same, gathered: pure, the same every time, thousands in seconds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz

from bot.storage.records import KeptQuestion
from knowledge.vietnamese import fold, syllables
from knowledge.words import word_classes

ALIKE = 80.0  # rapidfuzz's token_sort_ratio from which two questions are one
ALIKE_NEAR = 62.0  # of two whose nearest topic is the same
CONTENT = 0.3  # importance from which a word tells what is wanted
CANDIDATES = 40  # clusters that a question is compared with: those that share its rarest words
NEAREST = 3
EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that mean the same, the most frequent first."""

    questions: tuple[KeptQuestion, ...]
    nearest: tuple[str, ...]  # topics (or codes) that came nearest most often
    understood: tuple[tuple[str, int], ...]  # how often each reaction
    first: datetime
    last: datetime

    @property
    def key(self) -> str:
        """By which it is found again."""
        return self.questions[0].alike

    @property
    def size(self) -> int:
        """How often it was asked."""
        return sum(one.count for one in self.questions)

    @property
    def title(self) -> str:
        """Its most frequent wording."""
        return self.questions[0].question

    @property
    def examples(self) -> tuple[str, ...]:
        """Different wordings, the most frequent first."""
        return tuple(dict.fromkeys(one.question for one in self.questions))[:EXAMPLES]


@dataclass(slots=True)
class _Growing:
    leader: str
    nearest: str
    questions: list[KeptQuestion] = field(default_factory=list)


def clusters(kept: Iterable[KeptQuestion]) -> tuple[Cluster, ...]:
    """Gather questions; the largest cluster first, of equally large ones the latest."""
    grown: list[_Growing] = []
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    ranked = sorted(kept, key=lambda one: (-one.count, one.question, one.alike))
    for question in ranked:
        content = content_of(question.question)
        words = sorted(set(content))
        home = _home(question, " ".join(content), words, grown, by_word)
        if home is None:
            nearest = question.nearest[0] if question.nearest else ""
            home = _Growing(" ".join(content), nearest)
            for word in words:
                by_word[word].append(len(grown))
            grown.append(home)
        home.questions.append(question)
    found = [_cluster(one.questions) for one in grown]
    return tuple(sorted(found, key=lambda one: (-one.size, -one.last.timestamp(), one.key)))


def content_of(question: str) -> list[str]:
    """The folded words that tell what is wanted; all of them where none does."""
    classes = word_classes()
    words = syllables(question)
    # without marks a word may be any of those that fold alike
    weights = [classes.asked("" if a == folded else a, folded) for a, folded in words]
    pairs = zip(words, weights, strict=True)
    content = [word.folded for word, weight in pairs if weight >= CONTENT]
    return content or [word.folded for word in words] or [fold(question)]


def _home(
    question: KeptQuestion,
    content: str,
    words: Sequence[str],
    grown: Sequence[_Growing],
    by_word: dict[str, list[int]],
) -> _Growing | None:
    """The cluster that it fits best; None when it begins its own."""
    shared: Counter[int] = Counter()
    for word in words:
        holders = by_word.get(word, ())
        for place in holders:
            shared[place] += 1
    nearest = question.nearest[0] if question.nearest else ""
    best: tuple[float, int] | None = None
    likely = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    for place, _ in likely:
        other = grown[place]
        least = ALIKE_NEAR if nearest and nearest == other.nearest else ALIKE
        score = fuzz.token_sort_ratio(content, other.leader, score_cutoff=least)
        if score and (best is None or score > best[0]):
            best = score, place
    return None if best is None else grown[best[1]]


def _cluster(questions: Sequence[KeptQuestion]) -> Cluster:
    nearest: Counter[str] = Counter()
    understood: Counter[str] = Counter()
    for one in questions:
        understood[one.understood] += one.count
        for place, name in enumerate(one.nearest[:NEAREST]):
            nearest[name] += one.count * (NEAREST - place)
    return Cluster(
        questions=tuple(questions),
        nearest=tuple(name for name, _ in _ranked(nearest))[:NEAREST],
        understood=tuple(_ranked(understood)),
        first=min(one.first for one in questions),
        last=max(one.last for one in questions),
    )


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
