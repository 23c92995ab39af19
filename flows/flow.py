"""Flow files: their schema (steps.py, kinds.py), their reading, their faults (faults.py)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flows import kinds, steps
from flows.faults import faults_of
from flows.kinds import AnswerKind, Choice
from flows.steps import Flow, Item, Outcome, Question, Remark, Route
from knowledge.pack import Fault

__all__ = [
    "DEFINITIONS",
    "AnswerKind",
    "Choice",
    "Flow",
    "FlowPack",
    "Item",
    "Outcome",
    "Question",
    "Remark",
    "Route",
    "faults_of",
    "parse_flow",
    "read_flow",
    "read_flows",
]

DEFINITIONS = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class FlowPack:
    """All flows by id, and what was wrong in their files."""

    flows: dict[str, Flow]
    faults: tuple[Fault, ...]


def read_flows(folder: Path = DEFINITIONS) -> FlowPack:
    """Read `<folder>/<id>.toml`; a faulty file is reported and left out."""
    flows: dict[str, Flow] = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.toml")):
        flow, found = read_flow(file)
        faults += found
        if flow:
            flows[flow.id] = flow
    return FlowPack(flows, tuple(faults))


def read_flow(file: Path) -> tuple[Flow | None, list[Fault]]:
    """Read one file: the flow, or None with its faults."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [Fault(file.name, "", f"not readable as TOML in UTF-8: {error}")]
    return parse_flow(table, file.stem, file.name)


def parse_flow(table: dict[str, Any], flow: str, name: str) -> tuple[Flow | None, list[Fault]]:
    """Validate a flow's table; its id comes from the file's name, a step's from its key."""
    named = {**table, "id": flow}
    for section in ("questions", "outcomes"):
        if isinstance(written := table.get(section), dict):
            named[section] = {
                key: {**step, "id": key} if isinstance(step, dict) else step
                for key, step in written.items()
            }
    try:
        return Flow.model_validate(named), []
    except ValidationError as error:
        return None, [_fault(name, detail) for detail in error.errors()]


def _fault(file: str, detail: ErrorDetails) -> Fault:
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Fault(file, key, f"unknown key{_suggestion(str(detail['loc'][-1]))}")
    return Fault(file, key, detail["msg"].removeprefix("Value error, "))


def _suggestion(key: str) -> str:
    near = get_close_matches(key, _KEYS, n=1, cutoff=0.5)
    return f", did you mean `{near[0]}`?" if near else ""


# every key that a flow file may have anywhere
_KEYS = sorted(
    {
        field.alias or name
        for room in (kinds, steps)
        for record in vars(room).values()
        if isinstance(record, type) and issubclass(record, BaseModel)
        for name, field in record.model_fields.items()
    }
)
