"""The wheel carries all content and works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=HOME, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_every_content_file_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    listed = subprocess.run(
        ["git", "ls-files", "knowledge", "flows", "locales", "bot"],
        cwd=HOME, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    assert [name for name in listed if name not in packed and (HOME / name).exists()] == []


def test_the_talks_that_the_publish_gate_plays_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.endswith(".chat")}
    here = (HOME / "tests" / "conversations").glob("*.chat")
    assert packed == {f"bot/talks/{file.name}" for file in here}


def test_the_wheel_answers_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    asked = [sys.executable, "-m", "bot", "ask", "--json", "làm khai sinh cho con cần giấy gì"]
    done = subprocess.run(
        asked, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout)["matches"][0]["id"] == "dang-ky-khai-sinh"
    told = "import bot, knowledge; from bot.rehearsal import shipped_talks as talks"
    where = [sys.executable, "-c", f"{told}; print(bot.__file__, knowledge.__file__, talks())"]
    found = subprocess.run(
        where, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert found.stdout.count(str(site)) == 3
