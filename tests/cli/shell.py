"""The `troly` command as a person runs it: another process, in a folder; what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Troly = Callable[..., subprocess.CompletedProcess[str]]


def troly_in(folder: Path) -> Troly:
    """The command, run in a folder."""

    def run(*words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=said,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            cwd=folder,
            env={
                **kept,
                **settings,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "COLUMNS": "200",
            },
            timeout=120,
            check=False,
        )

    return run
