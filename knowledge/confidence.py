"""How likely the first match is right, and one of the first three: logistic models.

Two for topics alone and two for topics with the catalogue: a question that only a row answers is
out of scope for the first. Their weights (confidence.toml) are fitted by `make train` on labelled
questions, in and out of scope; each signal says something that a person can follow.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, Protocol

from knowledge.features import COLUMN
from knowledge.index import Floats
from knowledge.question import Question
from knowledge.vietnamese import fold

SIGNALS: Final[dict[str, str]] = {
    "score": "điểm của kết quả đầu",
    "lead": "hơn kết quả thứ hai bao nhiêu điểm",
    "lead_of_three": "hơn kết quả thứ tư bao nhiêu điểm",
    "share": "phần xác suất của kết quả đầu trong năm kết quả",
    "question_covered": "phần câu hỏi được giải thích",
    "name_covered": "phần tên được nhắc tới",
    "pairs_covered": "phần cặp từ của tên có trong câu hỏi",
    "marks_covered": "phần câu hỏi khớp đúng dấu",
    "words": "điểm từ chung",
    "action_fits": "cùng việc cần làm",
    "action_differs": "khác việc cần làm",
    "content": "số từ có nội dung",
    "ideas": "số cách nói dân gian nhận ra",
    "length": "độ dài câu hỏi",
    "legal": "hỏi về xử phạt, tội danh, tranh chấp",
    "policy": "kiến nghị chính sách, hỏi vì sao",
    "elsewhere": "nói chuyện khác (học hành, thời tiết, giải trí)",
    "topic": "kết quả đầu là chủ đề có bài viết",
    "bag_covered": "phần câu hỏi mà mọi cách hỏi cùng giải thích được",
    "bag_marks_covered": "phần câu hỏi khớp mọi cách hỏi, đúng cả dấu",
    "bag_pairs_answered": "phần cặp từ của câu hỏi có trong một cách hỏi nào đó",
    "briefly": "câu ngắn mà được giải thích trọn",
    "unexplained": "số từ có nội dung không giải thích được",
    "object": "đối tượng (những từ đầu của tên) có trong câu hỏi",
    "action_lead": "khác việc cần làm hơn kết quả thứ hai",
    "core_covered": "phần cốt lõi của tên được nhắc tới",
    "pairs_answered": "phần cặp từ của câu hỏi có trong tên",
}
NAMES: Final[tuple[str, ...]] = tuple(SIGNALS)
Situation = Literal["alone", "with_catalogue"]
SITUATIONS: Final[tuple[Situation, ...]] = ("alone", "with_catalogue")
_LEGAL = re.compile(
    r"\b(?:xu phat|muc phat|hinh phat|phat tu|truy cuu|trach nhiem hinh su|toi pham|pham toi"
    r"|toi danh|boi thuong|bo luat|hinh su|ky luat|sa thai|khai niem|vi pham|khoi kien|toa an"
    r"|di tu|an treo|bi phat|phat bao nhieu|phat the nao|xu ly (?:the nao|ra sao|nhu the nao)"
    r"|bi xu ly|bi toi|toi (?:trom|cuop|lua|giet|vu|tham|danh|co y)|muc an|tu may nam|nam tu"
    r"|co dung luat|dung quy dinh khong|trai luat|co quyen gi|quyen han|quyen va nghia vu"
    r"|den bu|doi lai|kien ra toa|cap duong|ngoai tinh|the nao la|phan biet|cau thanh"
    r"|hop dong lao dong|nguyen tac|nghia vu cua|trach nhiem cua|lua dao|danh bac|ma tuy|co bi)\b"
)
_POLICY = re.compile(
    r"\b(?:kien nghi|cu tri|tai sao|vi sao|giai phap|bien phap|chu truong|chinh sach|tang cuong"
    r"|du thao|quan diem|thuc trang|y kien|khac phuc|han che|lo trinh|de nghi (?:bo|chinh phu|nha"
    r" nuoc|co quan|can|sua doi|som|quan tam|tang)|tinh trang|dien bien|buc xuc|phan anh"
    r"|ke hoach gi|danh gia the nao)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:chuyen bay|ve may bay|thoi tiet|bong da|xo so|game|nau|luoc|bai van|hoc bong"
    r"|tuyen sinh(?! (?:dau cap|lop|truc tuyen|mam non|vao lop))|chi tieu|nha truong|truong minh"
    r"|clb|cau lac bo|ad|shop|ship|wifi|iphone|bitcoin|ngu ngon|nguoi yeu|yeu anh|bai hat|an com"
    r"|diem xet|ma xet tuyen|sinh vien se|dao tao cua|nganh nay|ra truong|hoc phi mot nam|tin chi"
    r"|nganh hoc|hoc ba|diem thi|ktx|hen gap|hen lan|thu vien|sinh vien nam|diem chuan|to hop"
    r"|gia vang|co phieu|crypto|phim|ca si|ve xe|khu hoi|hanh ly|dat phong|dat ban|uong thuoc gi"
    r"|ban ten|ten ban|ban la ai|lam duoc gi|hello|hi|bye|tam biet|cam on|mua khong|liverpool)\b"
)


_COVERED: Final = COLUMN["question_covered"]
_DIFFERS: Final = COLUMN["action_differs"]
_SHOWN: Final = tuple(
    COLUMN[name]
    for name in (
        "question_covered",
        "name_covered",
        "pairs_covered",
        "marks_covered",
        "words",
        "action_fits",
        "action_differs",
    )
)


class Scored(Protocol):
    """A candidate: its score, and its features by name, best wording and all ways together."""

    @property
    def score(self) -> float:
        """The score of the ranking."""

    @property
    def number(self) -> int:
        """Not negative for a topic."""

    @property
    def name(self) -> Floats:
        """One value for each of features.NAMES: of the official name."""

    @property
    def wording(self) -> Floats:
        """The same for the best wording; zeros where none is near."""

    @property
    def bag(self) -> Floats:
        """One value for each of weights.BAG."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over standardised signals."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]

    def probability(self, signals: Sequence[float]) -> float:
        """Between 0 and 1."""
        parts = zip(signals, self.means, self.spreads, self.weights, strict=True)
        total = self.bias + sum((x - mean) / spread * w for x, mean, spread, w in parts)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Models:
    """first: the first match is right. three: one of the first three is."""

    first: Model
    three: Model


def probabilities(
    question: Question, found: Sequence[Scored], situation: Situation
) -> tuple[float, float]:
    """(the first is right, one of the first three is right)."""
    if not found:
        return 0.0, 0.0
    seen = signals(question, found)
    fitted = models()[situation]
    sure = fitted.first.probability(seen)
    return sure, max(sure, fitted.three.probability(seen))


def signals(question: Question, found: Sequence[Scored]) -> list[float]:
    """One value for each of SIGNALS; found: best first, not empty."""
    scores = [one.score for one in found[:6]]
    scores += [scores[-1] - 1.0] * (5 - len(scores))
    chances = [math.exp(score - scores[0]) for score in scores[:5]]
    top = found[0]
    plain = fold(question.text)
    heavy = sum(weight >= 0.5 for weight in question.own.values())
    explained = max(_greater(top, _COVERED), float(top.bag[0]))
    return [
        scores[0],
        scores[0] - scores[1],
        scores[0] - scores[3],
        1.0 / sum(chances),
        *(_greater(top, column) for column in _SHOWN),
        math.log1p(heavy),
        min(3.0, float(len(question.ideas))),
        math.log1p(question.length),
        min(3.0, float(len(_LEGAL.findall(plain)))),
        min(3.0, float(len(_POLICY.findall(plain)))),
        min(2.0, float(len(_ELSEWHERE.findall(plain)))),
        float(top.number >= 0),
        float(top.bag[0]),
        float(top.bag[1]),
        float(top.bag[2]),
        explained / heavy if heavy else 0.0,
        math.log1p((1.0 - explained) * heavy),
        float(top.name[COLUMN["object"]]),
        _greater(top, _DIFFERS) - (_greater(found[1], _DIFFERS) if len(found) > 1 else 0.0),
        _greater(top, COLUMN["core_covered"]),
        _greater(top, COLUMN["pairs_answered"]),
    ]


def _greater(one: Scored, column: int) -> float:
    """A feature of the candidate's name or of its best wording, whichever is greater."""
    return float(max(one.name[column], one.wording[column]))


def of(tables: Mapping[str, Any]) -> dict[Situation, Models]:
    """Models of both situations from the tables of confidence.toml."""
    return {situation: _models(tables[situation]) for situation in SITUATIONS}


def _models(tables: Mapping[str, Any]) -> Models:
    means = tuple(float(tables["signals"][name]["mean"]) for name in NAMES)
    spreads = tuple(float(tables["signals"][name]["spread"]) for name in NAMES)

    def model(kind: str) -> Model:
        weights = tuple(float(tables["signals"][name][kind]) for name in NAMES)
        return Model(float(tables["bias"][kind]), weights, means, spreads)

    return Models(model("first"), model("three"))


@lru_cache(maxsize=1)
def models() -> dict[Situation, Models]:
    """The models that ship with the package."""
    return of(tomllib.loads(files("knowledge").joinpath("confidence.toml").read_text("utf-8")))
