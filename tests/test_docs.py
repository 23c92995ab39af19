"""The documents tell the truth: every setting, command and make target stands where people look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from bot.__main__ import app
from bot.settings import Settings

HOME = Path(__file__).parents[1]
README = (HOME / "README.md").read_text("utf-8")
DOCUMENTS = (
    "README.md",
    "README.vi.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "NOTICE",
    ".env.example",
)


def commands() -> list[str]:
    root = typer.main.get_command(app)
    found = []
    for name, command in getattr(root, "commands", {}).items():
        inner = getattr(command, "commands", None)
        found += [f"{name} {verb}" for verb in inner] if inner else [name]
    return found


def settings() -> list[str]:
    return [str(field.validation_alias) for field in Settings.model_fields.values()]


@pytest.mark.parametrize("name", settings())
def test_every_setting_stands_in_the_example(name: str) -> None:
    assert re.search(rf"^{name}=", (HOME / ".env.example").read_text("utf-8"), re.MULTILINE)


def test_the_example_names_no_setting_that_does_not_exist() -> None:
    told = re.findall(r"^([A-Z_]+)=", (HOME / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert set(told) == set(settings())


@pytest.mark.parametrize("name", commands())
def test_every_command_stands_in_the_readme(name: str) -> None:
    first, _, verb = name.partition(" ")
    rows = [row for row in README.splitlines() if f"troly {first}" in row]
    assert any(re.search(rf"\b{verb or first}\b", row) for row in rows)


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(
        re.findall(r"`?make ([a-z-]+)", README + (HOME / "CONTRIBUTING.md").read_text("utf-8"))
    )
    assert named <= targets


def test_every_file_that_the_documents_link_exists() -> None:
    for document in DOCUMENTS:
        text = (HOME / document).read_text("utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (HOME / link).exists(), f"{document}: {link}"


def test_the_lock_names_no_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (HOME / lock).read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        pins = re.findall(r"^[a-zA-Z][\w.-]*(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert len(pins) > 50
        assert text.count("--hash=sha256:") >= len(pins)
