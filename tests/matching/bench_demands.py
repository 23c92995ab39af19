"""Part of `make bench-matching`: what understanding costs. Memory of a process with the catalogue
after a thousand questions, time to open it, and time per question as the catalogue grows.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from measure import CATALOGUE, DATA, entries, load

from bot.library import read_library
from bot.session import Session
from bot.understanding import understand
from knowledge.catalogue import Procedure, read_rows
from knowledge.catalogue_store import from_rows, import_in_child, open_catalogue
from knowledge.matcher import Matcher

QUESTIONS = 1000
GROWN = 10


def main() -> None:
    """Print every demand with what was measured; ten times the rows only with --grown."""
    if not DATA.exists():
        sys.exit("no catalogue beside the project: nothing to measure")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        import_in_child(CATALOGUE, Path(folder))
        print(f"catalogue imported in a child process: {time.perf_counter() - begun:.1f} s (<= 10)")
        print(f"memory after {QUESTIONS} questions: {_in_child(folder):.0f} MB (<= 250)")
    small = _milliseconds(1)
    print(f"as it is: p50 {small[0]:.1f}, p95 {small[1]:.1f} ms (<= 3, <= 8)")
    if "--grown" in sys.argv:
        great = _milliseconds(GROWN)
        ratio = great[0] / small[0]
        print(f"{GROWN} times the rows: p50 {great[0]:.1f} ms, {ratio:.1f} times as long (<= 4)")


def _in_child(folder: str) -> float:
    """Peak resident memory (MB) of a fresh process that answers questions."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_answer, args=(folder, there))
    child.start()
    peak = float(here.recv())
    child.join()
    return peak


def _answer(folder: str, told: Connection) -> None:
    catalogue = open_catalogue(Path(folder))
    library = replace(
        read_library(), matcher=Matcher.build(entries(), catalogue), catalogue=catalogue
    )
    for text in islice(cycle(_texts()), QUESTIONS):
        understand(library, Session(), text)
    told.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _texts() -> list[str]:
    return [d["question"] for d in load("questions_dev.jsonl")] + [
        d["text"] for d in load("messages_dev.jsonl")
    ]


def _milliseconds(times: int) -> tuple[float, float]:
    """(p50, p95) of processor time a question, over a catalogue `times` as large."""
    rows, _ = read_rows(CATALOGUE)
    matcher = Matcher.build(entries(), from_rows(_grown(rows, times)))
    took = []
    for text in _texts():
        begun = time.process_time()
        matcher.match(text)
        took.append(1000 * (time.process_time() - begun))
    p50, p95 = np.percentile(took, [50, 95])
    return float(p50), float(p95)


def _grown(rows: list[Procedure], times: int) -> list[Procedure]:
    """Each row several times, each copy a procedure of its own."""
    return [
        replace(row, code=f"{row.code}.{copy}", name=f"{row.name} loại {copy}") if copy else row
        for copy in range(times)
        for row in rows
    ]


if __name__ == "__main__":
    main()
