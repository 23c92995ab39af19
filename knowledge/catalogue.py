"""Rows of the national catalogue of procedures: read leniently, bad lines named, kept lean."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.vietnamese import nfc

LONGEST_LINE = 1 << 20  # bytes; a longer row is a broken export, not a procedure
INTERNAL = "nội bộ"
LOCAL = "đặc thù địa phương"


class CatalogueError(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a dossier, as the portal names it; `case` is the case that needs it."""

    name: str
    quantity: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One row of the national catalogue; an empty text means that the portal left it blank."""

    code: str
    name: str
    field: str = ""
    level: str = ""
    agency: str = ""
    url: str = ""
    executing: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    scope: str = ""
    documents: tuple[Paper, ...] = ()
    duration: str = ""
    fee: str = ""
    steps: str = ""
    requirements: str = ""
    result: str = ""
    submission: str = ""
    legal_basis: str = ""
    source_date: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that was skipped: its number (from 1) and the reason in Vietnamese."""

    line: int
    reason: str


class _RowError(ValueError):
    """Why one line cannot become a procedure."""


def read_rows(path: Path) -> tuple[list[Procedure], list[BadRow]]:
    """Every citizen-facing procedure of a .jsonl or .jsonl.gz file, and the lines left out.

    Internal-only rows are hidden silently. A repeated code keeps its first row. Raises
    CatalogueError when the file is truncated, is no such file, or holds no procedure at all.
    """
    rows: dict[str, Procedure] = {}
    bad: list[BadRow] = []
    seen = 0
    for number, line in _lines(path):
        seen += 1
        try:
            row = _procedure(line)
        except _RowError as reason:
            bad.append(BadRow(number, str(reason)))
            continue
        if rows.setdefault(row.code, row) is not row:
            bad.append(BadRow(number, f"trùng mã {row.code}"))
    kept = [row for row in rows.values() if row.scope.lower() != INTERNAL]
    if not kept:
        raise CatalogueError(f"{path.name}: không có thủ tục nào đọc được trong {seen} dòng")
    return kept, bad


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if packed:
                with gzip.open(raw) as unpacked:
                    yield from _bounded(unpacked)  # type: ignore[arg-type]
            else:
                yield from _bounded(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise CatalogueError(f"{path.name}: tệp nén hỏng hoặc bị cắt cụt ({fault})") from fault
    except OSError as fault:
        raise CatalogueError(f"{path.name}: không mở được tệp ({fault})") from fault


def _bounded(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; one that is too long comes cut, so that no line fills the memory."""
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := source.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield number, line


def _procedure(line: bytes) -> Procedure:
    record = _record(line)
    code, name = _text(record.get("code")), _text(record.get("name"))
    if not code or len(code) > 32:
        raise _RowError("thiếu mã thủ tục")
    if not name:
        raise _RowError(f"{code}: thiếu tên thủ tục")
    return Procedure(
        code=code,
        name=name,
        field=_text(record.get("field")),
        level=_text(record.get("level")),
        agency=_text(record.get("agency")),
        url=_link(record.get("url")),
        executing=_texts(record.get("executing_agency")),
        target=_texts(record.get("target")),
        scope=_text(record.get("scope")),
        documents=_papers(record.get("documents")),
        duration=_text(record.get("duration")),
        fee=_text(record.get("fee")),
        steps=_text(record.get("steps")),
        requirements=_text(record.get("requirements")),
        result=_text(record.get("result")),
        submission=_text(record.get("submission")),
        legal_basis=_text(record.get("legal_basis")),
        source_date=_text(record.get("source_date")),
    )


def _record(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _RowError(f"dòng dài quá {LONGEST_LINE} byte")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _RowError("không phải UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise _RowError("không phải JSON hợp lệ") from None
    if not isinstance(record, dict):
        raise _RowError("không phải một bản ghi JSON")
    return record


def _text(value: Any) -> str:
    """The value as one text: lists are joined, numbers written out, nothing stays nothing."""
    match value:
        case str():
            return nfc(value).strip()
        case int() | float() if not isinstance(value, bool):
            return str(value)
        case list():
            return "\n".join(filter(None, map(_text, value)))
        case dict():
            return "; ".join(filter(None, map(_text, value.values())))
        case _:
            return ""


def _link(value: Any) -> str:
    """A web address that may be shown to a citizen; anything else is left out."""
    link = _text(value)
    return link if link.startswith(("https://", "http://")) else ""


def _texts(value: Any) -> tuple[str, ...]:
    parts: Sequence[Any] = value if isinstance(value, list) else (value,)
    return tuple(filter(None, map(_text, parts)))


def _papers(value: Any) -> tuple[Paper, ...]:
    parts: Sequence[Any] = value if isinstance(value, list) else (value,)
    return tuple(filter(lambda paper: paper.name, map(_paper, parts)))


def _paper(value: Any) -> Paper:
    if not isinstance(value, dict):
        return Paper(_text(value))
    return Paper(_text(value.get("name")), _text(value.get("qty")), _text(value.get("group")))
