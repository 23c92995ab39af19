"""How well documents of an index fit a question: one column per feature, each explainable."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from knowledge.actions import ENDS, MARKED
from knowledge.agencies import ARMY, CENTRAL, LOCAL
from knowledge.audiences import SOLDIERS, TELLING
from knowledge.index import Floats, Index, Ints
from knowledge.question import Question

# feature -> what it means, as `troly ask --explain` says it
MEANINGS: Final[dict[str, str]] = {
    "words": "từ chung với tên, từ hiếm nặng hơn",
    "marked_words": "từ chung, đúng cả dấu",
    "pairs": "cặp từ liền nhau giống tên",
    "body": "từ chung với hồ sơ, trình tự, điều kiện, lĩnh vực",
    "question_covered": "phần câu hỏi mà tên giải thích được",
    "name_covered": "phần tên được câu hỏi nhắc tới",
    "both_covered": "hai phần trên cùng lúc",
    "core_covered": "phần cốt lõi của tên (trước các trường hợp áp dụng) được nhắc tới",
    "core_both": "phần cốt lõi được nhắc tới và câu hỏi được giải thích, cùng lúc",
    "marks_covered": "phần câu hỏi khớp tên, đúng cả dấu",
    "pairs_covered": "phần cặp từ của tên có nguyên trong câu hỏi",
    "pairs_answered": "phần cặp từ của câu hỏi có nguyên trong tên",
    "object": "đối tượng (những từ đầu của tên) có trong câu hỏi",
    "action_fits": "cùng việc cần làm (cấp lại, đổi, gia hạn …)",
    "action_differs": "việc cần làm khác nhau",
    "action_ends": "tên là việc xoá, thu hồi, chấm dứt mà câu hỏi không nhắc",
    "audience_fits": "đúng đối tượng được nhắc tới",
    "audience_differs": "tên dành riêng cho đối tượng mà câu hỏi không nhắc",
    "audience_missing": "câu hỏi nhắc tới đối tượng mà tên không có",
    "office_fits": "đúng cơ quan hoặc tỉnh được nhắc tới",
    "office_differs": "của cơ quan khác, hoặc riêng của một tỉnh hay quân đội không được nhắc tới",
    "prior": "thủ tục phổ biến, dành cho công dân",
    "length": "độ dài của tên",
}
NAMES: Final[tuple[str, ...]] = tuple(MEANINGS)
COLUMN: Final = {name: place for place, name in enumerate(NAMES)}
_STRANGE_KNOWN = 0.37  # share of the greatest rarity that a word outside all names weighs
_STRANGE = 0.25  # and a word that nobody has read yet
_LEAST = 0.05
_BACKGROUND = 0.2  # a story names many things by the way: those cover a name only in part
_HEAVIEST_IDEA = 14.0


@dataclass(frozen=True, slots=True)
class Fits:
    """Candidate documents and their features, one row each (len(documents) x len(NAMES))."""

    documents: Ints
    values: Floats
    unmatched: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question in the term numbers of one index."""

    numbers: Ints
    place: dict[str, int]
    weights: Floats
    norm: float


def fits(index: Index, question: Question, limit: int) -> Fits:
    """Features of the `limit` documents that share most with the question."""
    if index.size == 0 or not question.folded:
        return Fits(np.zeros(0, np.int32), np.zeros((0, len(NAMES)), np.float32), 1.0)
    asked = _asked(index, question)
    pairs = index.pair_terms(question.pairs)
    terms = list(zip(asked.numbers.tolist(), asked.weights.tolist(), strict=True))
    marks = _numbered(index.accented, question.accented)
    dense = {
        "words": index.name.scores(terms, index.size),
        "marked_words": index.exact.scores(marks, index.size),
        "pairs": index.pairs.scores(pairs, index.size),
        "body": index.body.scores(
            [*terms, *((t + len(index.folded), w) for t, w in pairs)], index.size
        ),
    }
    likely = dense["words"] + 0.5 * dense["marked_words"] + 0.8 * dense["pairs"]
    documents = _greatest(likely + 0.35 * dense["body"], limit)
    values = np.zeros((len(documents), len(NAMES)), np.float32)
    for name, column in dense.items():
        values[:, COLUMN[name]] = column[documents] * asked.norm
    unmatched = _coverages(index, question, asked, documents, values)
    _marks_covered(index, marks, documents, values)
    _pairs_shared(index, question, documents, values)
    _object(index, asked, documents, values)
    _intent(index, question, documents, values)
    return Fits(documents, values, unmatched)


def covered(index: Index, question: Question, documents: Ints) -> tuple[Floats, Floats]:
    """For chosen documents alone: (question_covered, marks_covered)."""
    values = np.zeros((len(documents), len(NAMES)), np.float32)
    if len(documents) and question.folded:
        _coverages(index, question, _asked(index, question), documents, values)
        _marks_covered(index, _numbered(index.accented, question.accented), documents, values)
    return values[:, COLUMN["question_covered"]], values[:, COLUMN["marks_covered"]]


def _asked(index: Index, question: Question) -> _Asked:
    known = [(word, index.folded[word]) for word in question.folded if word in index.folded]
    numbers = np.array([number for _, number in known], np.int32)
    weights = np.array([question.folded[word] for word, _ in known], np.float32)
    mass = float((weights * index.name.idf[numbers])[weights > 0.1].sum()) if known else 0.0
    place = {word: at for at, (word, _) in enumerate(known)}
    return _Asked(numbers, place, weights, _norm(mass))


def _norm(mass: float) -> float:
    """The factor that makes scores of short and long questions comparable."""
    return 8.0 / (2.0 * math.pow(mass, 0.7) + 8.0)


def _numbered(numbers: Mapping[str, int], words: Mapping[str, float]) -> list[tuple[int, float]]:
    return [(numbers[word], weight) for word, weight in words.items() if word in numbers]


def _greatest(scores: Floats, limit: int) -> Ints:
    """Documents with the greatest positive scores, in a stable order."""
    if len(scores) > limit:
        found = np.argpartition(-scores, limit)[:limit]
    else:
        found = np.arange(len(scores))
    return np.sort(found[scores[found] > 0]).astype(np.int32)


def _presence(index: Index, kind: str, documents: Ints, numbers: Ints, size: int) -> Floats:
    """Which of the terms each document holds: len(documents) x len(numbers), 0 or 1."""
    terms, starts = index.rows(kind, documents)
    place = np.full(size, -1, np.int32)
    place[numbers] = np.arange(len(numbers))
    at = place[terms]
    row = np.repeat(np.arange(len(documents)), np.diff(np.append(starts, len(terms))))
    held = np.zeros((len(documents), len(numbers)), np.float32)
    held[row[at >= 0], at[at >= 0]] = 1.0
    return held


def _coverages(
    index: Index, question: Question, asked: _Asked, documents: Ints, values: Floats
) -> float:
    """Fill the shares of the question and of the names; gives the least share left unexplained."""
    held = _presence(index, "name", documents, asked.numbers, len(index.folded))
    content = index.arrays["content"][asked.numbers]
    strong = np.clip((asked.weights - _BACKGROUND) * 1.3, 0.0, 1.0)
    name = np.minimum(1.0, held @ (strong * content) / index.arrays["name_mass"][documents])
    covered = np.zeros(len(documents), np.float32)
    mass = 1e-6
    for idea in question.ideas:
        share, weight = _idea(idea.said, idea.law, asked, held, content)
        covered += idea.weight * weight * share * share
        mass += idea.weight * weight
    said = {one.folded for idea in question.ideas for one in idea.said}
    rarest = float(index.name.idf.max())
    own = np.zeros(len(asked.numbers), np.float32)
    for word, weight in question.own.items():
        if weight < _LEAST or word in said:
            continue
        if word in asked.place:
            own[asked.place[word]] = weight
        elif weight >= 0.3:
            mass += weight * rarest * (_STRANGE_KNOWN if word.isalpha() else _STRANGE)
    covered += held @ (own * content)
    mass += float(own @ content)
    covered /= mass
    values[:, COLUMN["question_covered"]] = covered
    values[:, COLUMN["name_covered"]] = name
    values[:, COLUMN["both_covered"]] = np.sqrt(name * covered)
    core = _core_covered(index, asked, strong * content, documents)
    values[:, COLUMN["core_covered"]] = core
    values[:, COLUMN["core_both"]] = np.sqrt(core * covered)
    return 1.0 - float(covered.max(initial=0.0))


def _core_covered(index: Index, asked: _Asked, said: Floats, documents: Ints) -> Floats:
    """Share of the core of each name that was said; said: content of each asked word."""
    terms, starts = index.rows("name", documents)
    lengths = np.diff(np.append(starts, len(terms)))
    row = np.repeat(np.arange(len(documents)), lengths)
    first = np.arange(len(terms)) - starts[row] < index.arrays["core"][documents][row]
    row, terms = row[first], terms[first]
    heard = np.zeros(len(index.folded), np.float32)
    heard[asked.numbers] = said
    whole = np.bincount(row, index.arrays["content"][terms], len(documents)) + 1e-6
    share = np.bincount(row, heard[terms], len(documents)) / whole
    return np.minimum(1.0, share).astype(np.float32)


def _idea(
    said: Iterable[Any],
    law: Iterable[Iterable[Any]],
    asked: _Asked,
    held: Floats,
    content: Floats,
) -> tuple[Floats, float]:
    """Best share of a concept that each name holds, by the said or any official words; its mass."""
    best, said_mass = _phrase({one.folded for one in said}, asked, held, content, 3.0)
    law_mass = 0.0
    for phrase in law:
        share, mass = _phrase({one.folded for one in phrase}, asked, held, content, 0.0)
        best = np.maximum(best, share)
        law_mass = max(law_mass, mass)
    return best, min(max(said_mass, 0.6 * law_mass), _HEAVIEST_IDEA)


def _phrase(
    phrase: set[str], asked: _Asked, held: Floats, content: Floats, strange: float
) -> tuple[Floats, float]:
    places = sorted(asked.place[word] for word in phrase if word in asked.place)
    mass = float(content[places].sum()) + strange * (len(phrase) - len(places)) + 1e-6
    return held[:, places] @ content[places] / np.float32(mass), mass


def _marks_covered(
    index: Index, marks: Sequence[tuple[int, float]], documents: Ints, values: Floats
) -> None:
    heavy = [(number, weight) for number, weight in marks if weight > _LEAST]
    if not heavy:
        return
    numbers = np.array([number for number, _ in heavy], np.int32)
    weights = np.array([weight for _, weight in heavy], np.float32) * index.exact.idf[numbers]
    held = _presence(index, "exact", documents, numbers, len(index.accented))
    values[:, COLUMN["marks_covered"]] = held @ weights / (weights.sum() + 1e-6)


def _pairs_shared(index: Index, question: Question, documents: Ints, values: Floats) -> None:
    """Pairs of words that a name and the question share: their share of the name's, and of ours."""
    exact = dict(index.pair_terms(question.exact_pairs))
    own = dict(index.pair_terms(question.own_pairs))
    numbers = np.array(sorted({*exact, *own}), np.int32)
    if not len(numbers):
        return
    rarity = index.pairs.idf[numbers]
    held = _presence(index, "pairs", documents, numbers, len(index.arrays["pair_keys"]))
    named = np.array([exact.get(n, 0.0) for n in numbers.tolist()], np.float32) * rarity
    asked = np.array([own.get(n, 0.0) for n in numbers.tolist()], np.float32) * rarity
    share = held @ named / index.arrays["pairs_mass"][documents]
    values[:, COLUMN["pairs_covered"]] = np.minimum(1.0, share)
    values[:, COLUMN["pairs_answered"]] = held @ asked / (asked.sum() + 1e-6)


def _object(index: Index, asked: _Asked, documents: Ints, values: Floats) -> None:
    mentioned = np.zeros(len(index.folded) + 1, np.float32)  # the last stands for "no word"
    mentioned[asked.numbers] = asked.weights > 0.02
    heads = index.arrays["head_terms"][documents]
    count = (heads >= 0).sum(1)
    share = mentioned[heads].sum(1) / np.maximum(count, 1)
    values[:, COLUMN["object"]] = np.where(count > 0, share, 0.5)


def _intent(index: Index, question: Question, documents: Ints, values: Floats) -> None:
    """Actions and audiences in common, and those that one side marks and the other lacks."""
    done = index.arrays["actions"][documents]
    both = done & question.actions
    values[:, COLUMN["action_fits"]] = both != 0
    differs = ((done & MARKED) != 0) & ((both & MARKED) == 0)
    values[:, COLUMN["action_differs"]] = differs
    if question.actions & MARKED:
        values[:, COLUMN["action_differs"]] += np.float32(0.7) * ((both & MARKED) == 0)
    values[:, COLUMN["action_ends"]] = ((done & ENDS) != 0) & ((both & ENDS) == 0)
    traits = index.arrays["traits"][documents]
    values[:, COLUMN["audience_fits"]] = np.bitwise_count(traits & question.audiences)
    values[:, COLUMN["audience_differs"]] = np.bitwise_count(traits & ~np.int32(question.audiences))
    values[:, COLUMN["audience_missing"]] = np.bitwise_count(
        ~traits & np.int32(question.audiences & TELLING)
    )
    offices = index.arrays["offices"][documents]
    values[:, COLUMN["office_fits"]] = (offices & question.offices) != 0
    named = question.offices & CENTRAL
    heard = question.offices | (ARMY if question.audiences & SOLDIERS else 0)
    values[:, COLUMN["office_differs"]] = np.where(
        (offices & (LOCAL | ARMY)) != 0,
        (offices & heard) == 0,
        (offices != 0) & (named != 0) & ((offices & named) == 0),
    )
    values[:, COLUMN["prior"]] = index.arrays["prior"][documents]
    values[:, COLUMN["length"]] = index.arrays["length"][documents]
