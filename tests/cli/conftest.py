"""The `troly` command as a person runs it: another process, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shell import Troly


@pytest.fixture
def troly(tmp_path: Path) -> Troly:
    def run(*words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=said,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            cwd=tmp_path,
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
