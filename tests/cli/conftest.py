"""The `troly` command in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Troly, troly_in


@pytest.fixture
def troly(tmp_path: Path) -> Troly:
    return troly_in(tmp_path)
