"""One house served for all tests of this folder: every test is a browser of its own in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serving import served, settings_in


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(settings_in(tmp_path_factory.mktemp("house"))) as at:
        yield at
