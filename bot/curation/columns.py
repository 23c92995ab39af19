"""A topic as sheets of columns, drawn from the schema, with the words that staff read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from knowledge.topic import (
    FACETS,
    Click,
    Document,
    Duration,
    Form,
    Law,
    Lead,
    Money,
    Quantity,
    Source,
    Statement,
    Topic,
    Trouble,
    Unverified,
    Where,
)

Kind = Literal["text", "prose", "list", "number", "day", "flag", "choice"]
HEAD: Final = "topic"  # the sheet of what a topic has once
SHEETS: Final[dict[str, str]] = {
    HEAD: "Chung",
    "sources": "Nguồn",
    "lead": "Câu mở đầu",
    "documents": "Giấy tờ",
    "steps": "Các bước",
    "fee": "Lệ phí",
    "time": "Thời gian",
    "where": "Nơi làm",
    "eligibility": "Ai được làm",
    "result": "Kết quả",
    "form": "Mẫu đơn",
    "trouble": "Chỗ hay vướng",
    "status": "Tra cứu",
    "legal_basis": "Căn cứ pháp luật",
    "figures": "Con số khác",
    "unverified": "Điều chưa chắc",
}
_RECORDS: Final[dict[str, type[BaseModel]]] = {
    "sources": Source,
    "lead": Lead,
    "documents": Document,
    "steps": Click,
    "fee": Money,
    "time": Duration,
    "where": Where,
    "eligibility": Statement,
    "result": Statement,
    "form": Form,
    "trouble": Trouble,
    "status": Statement,
    "legal_basis": Law,
    "figures": Quantity,
    "unverified": Unverified,
}
_LABELS: Final[dict[str, str]] = {
    "id": "Mã",
    "kind": "Loại",
    "title": "Tên",
    "summary": "Tóm tắt",
    "codes": "Mã thủ tục trên Cổng",
    "owns": "Mã mà chủ đề này trả lời thay",
    "online": "Nộp trực tuyến",
    "related": "Chủ đề liên quan",
    "flow": "Hướng dẫn từng bước",
    "wordings": "Cách người dân hỏi",
    "source": "Nguồn",
    "reviewed": "Ngày rà",
    "review_by": "Rà lại trước ngày",
    "confidence": "Độ tin cậy",
    "url": "Địa chỉ trang",
    "date": "Ngày văn bản",
    "note": "Ghi chú",
    "facet": "Khía cạnh",
    "text": "Nội dung",
    "from": "Áp dụng từ ngày",
    "until": "Áp dụng đến hết ngày",
    "when": "Trường hợp",
    "name": "Tên",
    "original": "Bản chính",
    "copies": "Số bản",
    "channel": "Cách nộp",
    "label": "Tên khoản",
    "amount": "Số",
    "per": "Tính trên",
    "place": "Tỉnh áp dụng",
    "by_province": "Do tỉnh quy định",
    "role": "Là gì",
    "unit": "Đơn vị",
    "at_most": "Không quá",
    "level": "Cấp",
    "number": "Số mẫu",
    "problem": "Chỗ vướng",
    "fix": "Cách gỡ",
    "ask": "Người dân đọc thay vào",
}
_CHOICES: Final[dict[str, str]] = {
    "procedure": "thủ tục",
    "answer": "câu trả lời",
    "full": "toàn trình",
    "partial": "một phần",
    "counter": "tại quầy",
    "online": "trên mạng",
    "phone": "gọi điện",
    "any": "mọi cách",
    "high": "cao",
    "medium": "vừa",
    "low": "thấp",
    "processing": "thời gian giải quyết",
    "deadline": "hạn phải làm",
    "validity": "thời hạn giá trị",
    "waiting": "thời gian chờ",
    "working-day": "ngày làm việc",
    "day": "ngày",
    "hour": "giờ",
    "minute": "phút",
    "month": "tháng",
    "year": "năm",
    "commune": "xã",
    "province": "tỉnh",
    "central": "trung ương",
    "anywhere": "nơi nào cũng được",
    **{facet: SHEETS[facet].lower() for facet in FACETS},
}
# what all facts share comes after what is their own
_LAST: Final = {"id": -1, "when": 1, "source": 2, "from": 3, "until": 4, "note": 5}
_PROSE: Final = frozenset({"summary", "text", "note", "fix", "ask"})


@dataclass(frozen=True, slots=True)
class Column:
    """One field: its key in the file, its label, what it holds; `choices`: value -> words."""

    key: str
    label: str
    kind: Kind
    needed: bool
    choices: Mapping[str, str]


@cache
def columns(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet, in the order of the schema."""
    if sheet == HEAD:
        inside = {*_RECORDS, "id", "field"}
        return tuple(_columns(Topic, inside))
    first = {"sources": ("id",), "lead": ("facet",)}.get(sheet, ())
    found = (*map(_first, first), *_columns(_RECORDS[sheet]))
    return tuple(sorted(found, key=lambda column: _LAST.get(column.key, 0)))


def _first(key: str) -> Column:
    if key == "facet":
        words: dict[str, str] = {facet: _CHOICES[facet] for facet in FACETS}
        return Column(key, _LABELS[key], "choice", needed=True, choices=words)
    return Column(key, _LABELS[key], "text", needed=True, choices={})


def _columns(model: type[BaseModel], left: set[str] | None = None) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in (left or set()):
            continue
        kind, values = _kind(key, field.annotation)
        choices = {value: _CHOICES[value] for value in values}
        yield Column(key, _LABELS[key], kind, field.is_required(), choices)


def _kind(key: str, annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(annotation) is tuple:
        return "list", ()
    parts = _parts(annotation)
    values = tuple(part for part in parts if isinstance(part, str))
    if values:
        return "choice", values
    if bool in parts:
        return "flag", ()
    if date in parts:
        return "day", ()
    if int in parts or float in parts:
        return "number", ()
    return ("prose" if key in _PROSE else "text"), ()


def _parts(annotation: Any) -> list[Any]:
    """The plain types and literal values that an annotation is made of."""
    inner = get_args(annotation)
    if get_origin(annotation) is Literal:
        return list(inner)
    if hasattr(annotation, "__metadata__"):  # Annotated
        return _parts(inner[0])
    return [each for part in inner for each in _parts(part)] if inner else [annotation]
