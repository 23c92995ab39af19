"""How well documents of an index fit a question: one column per feature, each explainable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from knowledge import coverage
from knowledge.actions import ALSO_FIRST, ENDS, MARKED
from knowledge.agencies import ARMY, CENTRAL, LOCAL
from knowledge.audiences import SOLDIERS, TELLING
from knowledge.coverage import Asked
from knowledge.index import NOT, Floats, Index, Ints
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
    "denial_fits": "cùng nói «không …»",
    "prior": "thủ tục phổ biến, dành cho công dân",
    "length": "độ dài của tên",
}
NAMES: Final[tuple[str, ...]] = tuple(MEANINGS)
COLUMN: Final = {name: place for place, name in enumerate(NAMES)}
GATHERED: Final = ("question_covered", "marks_covered", "pairs_answered")
_LIGHT = 0.1
NOTHING: Final = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Fits:
    """Candidate documents and their features, one row each (len(documents) x len(NAMES))."""

    documents: Ints
    values: Floats


def fits(index: Index, question: Question, limit: int, also: Ints = NOTHING) -> Fits:
    """Features of the `limit` documents that share most with the question, and of `also`."""
    if index.size == 0 or not question.folded:
        return Fits(NOTHING, np.zeros((0, len(NAMES)), np.float32))
    asked = coverage.asked_of(index, question)
    scores = _scores(asked)
    likely = scores["words"] + 0.5 * scores["marked_words"] + 0.8 * scores["pairs"]
    documents = np.union1d(_greatest(likely + 0.35 * scores["body"], limit), also).astype(np.int32)
    values = np.zeros((len(documents), len(NAMES)), np.float32)
    for name, column in scores.items():
        values[:, COLUMN[name]] = column[documents] * asked.norm
    _covered(asked, documents, values)
    _object(asked, documents, values)
    _intent(index, question, documents, values)
    _denials(index, question, documents, values)
    return Fits(documents, values)


def gathered(index: Index, question: Question, documents: Ints) -> Floats:
    """For chosen documents, each all ways to call one thing: len(documents) x len(GATHERED)."""
    if not len(documents) or not question.folded:
        return np.zeros((len(documents), len(GATHERED)), np.float32)
    asked = coverage.asked_of(index, question)
    covered = coverage.question_covered(asked, coverage.held_by(asked, documents))
    marks = coverage.marks_covered(asked, documents)
    return np.column_stack((covered, marks, coverage.pairs_covered(asked, documents)[1]))


def _scores(asked: Asked) -> dict[str, Floats]:
    """BM25 of every document of the index, by what is compared."""
    index = asked.index
    terms = _heavy(zip(asked.numbers.tolist(), asked.weights.tolist(), strict=True))
    pairs = _heavy(index.pair_terms(asked.question.pairs))
    long_texts = [*terms, *((pair + len(index.folded), weight) for pair, weight in pairs)]
    return {
        "words": index.name.scores(terms, index.size),
        "marked_words": index.exact.scores(_heavy(asked.marks), index.size),
        "pairs": index.pairs.scores(pairs, index.size),
        "body": index.body.scores(long_texts, index.size),
    }


def _heavy(terms: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Without stop words: half of all names hold them, which costs most and tells nothing."""
    return [(term, weight) for term, weight in terms if weight >= _LIGHT]


def _greatest(scores: Floats, limit: int) -> Ints:
    """Documents with the greatest positive scores, in a stable order."""
    if len(scores) > limit:
        found = np.argpartition(-scores, limit)[:limit]
    else:
        found = np.arange(len(scores))
    return np.sort(found[scores[found] > 0]).astype(np.int32)


def _covered(asked: Asked, documents: Ints, values: Floats) -> None:
    held = coverage.held_by(asked, documents)
    covered = coverage.question_covered(asked, held)
    name, core = coverage.names_covered(asked, held, documents)
    named, answered = coverage.pairs_covered(asked, documents)
    for feature, column in {
        "question_covered": covered,
        "name_covered": name,
        "both_covered": np.sqrt(name * covered),
        "core_covered": core,
        "core_both": np.sqrt(core * covered),
        "marks_covered": coverage.marks_covered(asked, documents),
        "pairs_covered": named,
        "pairs_answered": answered,
    }.items():
        values[:, COLUMN[feature]] = column


def _object(asked: Asked, documents: Ints, values: Floats) -> None:
    index = asked.index
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
    differs = ((done & MARKED) != 0) & ((both & MARKED) == 0) & ((done & ALSO_FIRST) == 0)
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


def _denials(index: Index, question: Question, documents: Ints, values: Floats) -> None:
    """What a name says is not so: "trường hợp không phải đánh giá rủi ro" has a twin without."""
    said = {pair: 1.0 for pair in question.exact_pairs if pair[0] == NOT}
    heard = np.array([term for term, _ in index.pair_terms(said)], np.int32)
    both = np.isin(index.arrays["denials"][documents], heard)
    values[:, COLUMN["denial_fits"]] = both.any(1)
