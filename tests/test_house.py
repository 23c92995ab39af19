"""The house keeps its own plan: the core is pure, files and functions stay small."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import respond
from bot.library import Library
from bot.messages import Address, Heard
from bot.rehearsal import BEGIN, play, talks
from bot.session import Session

HOME = Path(__file__).parents[1]
# what decides: no await, no clock, no randomness, no disk
CORE = (
    *sorted((HOME / "knowledge").glob("*.py")),
    *sorted((HOME / "flows").glob("*.py")),
    *sorted((HOME / "bot" / "turns").glob("*.py")),
    *(
        HOME / "bot" / f"{name}.py"
        for name in (
            "messages", "session", "privacy", "references", "phrasebook", "library", "voice",
            "turn", "hours", "holidays", "routing", "clocks", "rights",
            "circumstances", "fact_lines", "answering", "scene", "understanding",
            "conversation", "counting", "walk_counts", "tally",
        )
    ),
)  # fmt: skip
FORBIDDEN_MODULES = {"random", "secrets", "asyncio", "socket", "threading", "subprocess"}
CLOCK = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}


def sources() -> Iterator[Path]:
    for folder in ("knowledge", "flows", "bot"):
        yield from sorted((HOME / folder).rglob("*.py"))


def names(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", CORE, ids=names)
def test_the_core_never_awaits(path: Path) -> None:
    waits = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.AsyncFunctionDef)
    found = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, waits)
    ]
    assert not found


@pytest.mark.parametrize("path", CORE, ids=names)
def test_the_core_has_no_clock_and_no_randomness(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    modules = set(_modules(tree))
    assert not modules & FORBIDDEN_MODULES
    assert not [call for call in _calls(tree) if call in CLOCK and _of_clock(tree, call)]


def test_a_turn_touches_no_disk_and_no_network_once_the_library_is_read(library: Library) -> None:
    lines = [line for _, talk in talks(HOME / "tests" / "conversations") for line in talk]
    play(library, lines, "warm")
    touched: list[str] = []
    watching = True

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event.split(".", maxsplit=1)[0] in {"open", "socket", "subprocess", "os"}:
            touched.append(f"{event} {args[:1]}")

    sys.addaudithook(watch)
    play(library, lines, "watched")
    watching = False
    assert touched == []


def test_the_same_event_leads_to_the_same_turn(library: Library) -> None:
    event = Heard("x:1", BEGIN, Address("web", "x"), "lam khai sinh cho con can giay gi")
    assert respond(library, Session(), event) == respond(library, Session(), event)


@pytest.mark.parametrize("path", list(sources()), ids=names)
def test_a_file_stays_under_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_a_function_fits_a_screen() -> None:
    long = []
    lengths = []
    for path in sources():
        if "migrations" in path.parts:  # written by Alembic, read as a list of tables
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                lengths.append(lines)
                if lines > 60:
                    long.append(f"{names(path)}:{node.name} {lines}")
    assert not long
    assert sorted(lengths)[len(lengths) // 2] <= 10


def test_no_room_is_called_by_a_word_that_says_nothing() -> None:
    empty = {"utils", "helpers", "manager", "base", "common", "misc"}
    assert not [path for path in sources() if path.stem in empty]


def test_every_module_says_what_lives_there() -> None:
    silent = [
        names(path)
        for path in sources()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_nothing_is_left_unfinished_by_its_own_words() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert not [names(path) for path in sources() if words.search(path.read_text("utf-8"))]


def _modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _of_clock(tree: ast.AST, call: str) -> bool:
    """Whether the call is one of datetime, date or time, not a method of ours of that name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr == call and getattr(owner, "id", "") in {"datetime", "date", "time"}:
                return True
    return False
