"""Rows of the catalogue as documents of an index: grouped names, long texts, how common each is."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from knowledge import agencies, audiences
from knowledge.catalogue import LOCAL, Procedure
from knowledge.indexing import Document
from knowledge.typing_repair import abbreviations
from knowledge.vietnamese import Syllable, syllable, syllables, words

_OPENING = re.compile(r"^\s*(?:thủ tục hành chính|thủ tục|tthc)\s*[:.]?\s*")
_SETTLE = re.compile(
    r"^\s*(?:giải quyết|thực hiện|xem xét)\s+(?:việc\s+)?(?=hưởng|chế độ|trợ cấp|hỗ trợ)"
)
_LEVEL = re.compile(
    r"\((?:[^()]*?(?:thực hiện tại|cấp tỉnh|cấp xã|cấp huyện|trung ương|cấp bộ|cấp tw|bộ công an"
    r"|địa phương|thẩm quyền|ubnd|ủy ban|phân cấp|ban quản lý|nghị định|tỉnh|địa bàn|nay là bộ)"
    r"[^()]*)\)"
    r"|(?:tại|ở|thực hiện tại)\s+(?:công an\s+)?"
    r"(?:cấp (?:tỉnh|xã|huyện|trung ương|bộ)(?:\s*,\s*cấp (?:tỉnh|xã|huyện))*)"
    r"|cấp (?:tỉnh|xã|huyện|trung ương)\s*$"
    r"|bằng dịch vụ công (?:trực tuyến )?(?:toàn trình|một phần).*$"
    r"|thuộc (?:phạm vi )?thẩm quyền [^,;()]*?(?!của bộ quốc phòng|của bộ công an)"
    r"(?:của (?:bộ|ủy ban|uỷ ban|ubnd|chủ tịch|sở|cấp|hội đồng|ban quản lý|cục|trung ương))[^,;()]*"
)
_SPARED = re.compile(  # "(trừ vắc-xin)" is not about vaccines
    r"(?<!khấu )(?<!giảm )(?<!bù )(?<!diệt )(?<!loại )\b(?:trừ|không bao gồm)\b[^();]*"
)
_CASES = re.compile(
    r"[(;:,–]|\s-\s|\b(?:đối với|trong trường hợp|trường hợp|thuộc|theo|khi|tại|trong|để|do|của)\b"
)
_SHORTEST_CORE = 4  # words
_LONGEST_TEXT = 3000  # signs of a long text that are read
_LONGEST_CITED = 8  # words of a name that may be cited as a paper in other dossiers
_NATIONWIDE: Final = "toàn quốc"
_FORCES: Final = {"Bộ Quốc phòng": "quân đội"}  # its procedures are for its own people


def spoken_name(name: str) -> str:
    """A row's name in lower case, without "Thủ tục", abbreviations written out."""
    return " ".join(abbreviations().expand_name(words(_OPENING.sub("", name.lower()))))


def group_key(name: str) -> str:
    """Rows of the same procedure at several levels or provinces share this key."""
    bare = _SETTLE.sub("", _LEVEL.sub(" ", _OPENING.sub("", name.lower())))
    return " ".join(syllable(word).accented for word in words(bare))


def core_length(name: str) -> int:
    """How many words of the spoken name say the thing itself, before the cases it is for."""
    bare = _OPENING.sub("", name.lower())
    for cut in _CASES.finditer(bare):
        if (count := len(syllables(spoken_name(bare[: cut.start()])))) >= _SHORTEST_CORE:
            return count
    return 0


def group_rows(rows: Sequence[Procedure]) -> list[int]:
    """The number of each row's group, from 0 in order of first appearance."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(group_key(row.name), len(numbers)) for row in rows]


def documents(rows: Sequence[Procedure]) -> list[Document]:
    """One document a row; its target is its group."""
    groups = group_rows(rows)
    sizes = Counter(groups)
    names = [spoken_name(_SPARED.sub("", row.name.lower())) for row in rows]
    runs = [syllables(name) for name in names]
    cited = _citations(rows, runs)
    return [
        Document(
            words=run,
            target=group,
            text=name,
            prior=_prior(row, times, sizes[group] > 1),
            body=_body(row),
            traits=audiences.of_name(f"{row.name} . {_FORCES.get(row.agency, '')}".lower()),
            offices=agencies.of_row(row.agency),
            core=core_length(row.name),
        )
        for row, group, name, run, times in zip(rows, groups, names, runs, cited, strict=True)
    ]


def said(rows: Sequence[Procedure], ways: Mapping[str, Sequence[str]]) -> list[Document]:
    """The ways to call each group: the names of its rows, and how people say them (by code)."""
    groups = group_rows(rows)
    called: dict[tuple[str, int], None] = {}
    for row, group in zip(rows, groups, strict=True):
        bare = _SPARED.sub("", row.name.lower())
        for text in (spoken_name(bare), *map(spoken_name, ways.get(row.code, ()))):
            called[text, group] = None
    runs = ((syllables(text), group, text) for text, group in called)
    return [Document(run, group, text, spoken=True) for run, group, text in runs if run]


def bags(said: Sequence[Document]) -> list[Document]:
    """All ways to call a group as one document; its number is that of the group."""
    runs: defaultdict[int, list[Syllable]] = defaultdict(list)
    for one in said:
        runs[one.target] += one.words
    return [Document(tuple(runs[group]), group, "", spoken=True) for group in sorted(runs)]


def _body(row: Procedure) -> dict[str, float]:
    """Weighted words of papers, steps, requirements, result, offices and field."""
    papers = " . ".join(paper.name for paper in row.documents)
    texts = (
        (papers, 1.0),
        (row.steps, 0.5),
        (row.requirements, 0.6),
        (row.result, 1.0),
        (" ".join(row.executing), 0.5),
        (row.field, 2.0),
    )
    return _bag((syllables(text[:_LONGEST_TEXT]), weight) for text, weight in texts)


def _bag(texts: Iterable[tuple[Sequence[Syllable], float]]) -> dict[str, float]:
    """Weighted counts of words and of neighbouring pairs ("a b") over several texts."""
    found: defaultdict[str, float] = defaultdict(float)
    for run, weight in texts:
        for one in run:
            found[one.folded] += weight
        for a, b in pairwise(run):
            found[f"{a.folded} {b.folded}"] += weight
    return dict(found)


def _prior(row: Procedure, cited: int, several: bool) -> float:
    """How likely citizens ask for a row, seen from the row alone (no question is needed)."""
    level = row.level.lower()
    reach = 0.5 if row.scope == _NATIONWIDE else -0.3 if row.scope == LOCAL else 0.0
    near = 0.4 if "xã" in level else 0.15 if "tỉnh" in level else 0.0
    citizens = 0.5 if any("Công dân" in who for who in row.target) else 0.0
    known = 0.35 * min(1.0, math.log1p(cited) / 5)
    return citizens + near + reach + known + 0.2 * bool(row.documents) + 0.1 * several


def _citations(rows: Sequence[Procedure], runs: Sequence[Sequence[Syllable]]) -> list[int]:
    """In how many dossiers each row's name is cited as a paper: a popularity without labels."""
    asked = [_pieces(run) if len(run) <= _LONGEST_CITED else [] for run in runs]
    wanted = {piece for pieces in asked for piece in pieces}
    times: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        papers = " ".join(paper.name for paper in row.documents)[:_LONGEST_TEXT]
        if papers:
            run = [one.accented for one in syllables(papers)]
            triples = zip(run, run[1:], run[2:], strict=False)
            for piece in wanted.intersection({*pairwise(run), *triples}):
                times[piece] += 1
    return [_middle([times[piece] for piece in pieces]) for pieces in asked]


def _pieces(run: Sequence[Syllable]) -> list[tuple[str, ...]]:
    found = [one.accented for one in run]
    triples: list[tuple[str, ...]] = list(zip(found, found[1:], found[2:], strict=False))
    return triples or list(pairwise(found))


def _middle(times: Sequence[int]) -> int:
    if len(times) < 3:
        return min(times, default=0)
    return sorted(times)[len(times) // 2]
