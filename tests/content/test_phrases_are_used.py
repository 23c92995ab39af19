"""Every phrase and label is said by some line of the program, and none that is said is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from bot.answering import ASKED
from bot.phrasebook import Language, read_phrasebook
from bot.staffroom import What
from bot.turns.helping import WHOM
from flows.reuse import REUSED
from knowledge.smalltalk import EmergencyKind, SmallTalkKind
from knowledge.topic import FACETS

HOME = Path(__file__).parents[2]
BOOK = read_phrasebook()
CHANNELS = ("online", "counter", "phone")
LANGUAGES: tuple[Language, ...] = get_args(Language)
# keys that are put together: the part that is written (`desk-{…}`) -> all that may fill it
PHRASES = {
    "desk-{}": get_args(What),
    "emergency-{}": get_args(EmergencyKind),
    "erased-{}": ("cases", "timers", "questions"),
    "language-{}": LANGUAGES,
    "steps-{}": CHANNELS,
}
LABELS = {
    "ask-{}": FACETS,
    "ask-{}-now": FACETS,
    "desk-{}": ("claim", "back", "done"),
    "facet-{}": FACETS,
    "fee-{}": CHANNELS,
    "step-{}": CHANNELS,
    "told-{}": tuple(REUSED),
    "way-{}": CHANNELS,
    "whom-{}": (*WHOM, "someone"),
    "{}-no": ("consent", "forget", "reuse"),
    "{}-yes": ("consent", "forget", "reuse"),
}
KINDS = {kind.rstrip("?") for kind in get_args(SmallTalkKind)}  # `talk.small` says them by kind


@cache
def trees() -> tuple[ast.Module, ...]:
    """Every file of the program."""
    folders = (HOME / "bot", HOME / "flows", HOME / "knowledge")
    files = (file for folder in folders for file in folder.rglob("*.py"))
    return tuple(ast.parse(file.read_text("utf-8")) for file in files)


@cache
def written() -> frozenset[str]:
    """Every text in quotes; `/menu` names the label "menu", `phrases/blank` the phrase "blank"."""
    return frozenset(
        node.value.removeprefix("phrases/").removeprefix("/")
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def put_together() -> frozenset[str]:
    """Every f-string as its family: `f"facet-{facet}"` is "facet-{}"."""
    return frozenset(
        "".join(_text(part) or "{}" for part in node.values)
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )


def members(families: dict[str, tuple[str, ...]]) -> set[str]:
    return {family.format(name) for family, names in families.items() for name in names}


def calls(*methods: str) -> Iterator[list[str | None]]:
    """The arguments of each call of a method of that name; None for what is no plain text."""
    for tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr=method), args=args) if method in methods:
                    yield [_text(argument) for argument in args]


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def phrases_said() -> set[str]:
    """`scene.say("menu", …)`, `voice.phrase("menu")`."""
    return {key for key, *_ in calls("say", "phrase") if key}


def labels_borne() -> set[str]:
    """`scene.say(…, "/menu")`, `voice.choice("/menu")`, `voice.choice("f:x", "sheet")`."""
    beside = {label for _, *labels in calls("say") for label in labels if label}
    named = {given[-1] for given in calls("choice") if given and given[-1]}
    return {label.removeprefix("/") for label in beside | named}


@pytest.mark.parametrize("family", sorted({*PHRASES, *LABELS}))
def test_a_family_of_keys_is_still_put_together_somewhere(family: str) -> None:
    assert family in put_together()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_left_that_nothing_says(language: Language) -> None:
    menu = {key for key in BOOK.phrases[language] if key.startswith("menu-")}  # listed by prefix
    used = written() | members(PHRASES) | KINDS | menu
    assert sorted(BOOK.phrases[language].keys() - used) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_left_that_no_button_bears(language: Language) -> None:
    assert sorted(BOOK.labels[language].keys() - written() - members(LABELS)) == []


def test_every_phrase_that_is_said_is_written() -> None:
    wanted = phrases_said() | members(PHRASES) | KINDS
    assert sorted(wanted - BOOK.phrases["vi"].keys()) == []


def test_every_label_that_is_borne_is_written() -> None:
    wanted = labels_borne() | {f"facet-{facet}" for facet in FACETS}
    wanted |= {f"ask-{facet}" for facet in ASKED}
    assert sorted(wanted - BOOK.labels["vi"].keys()) == []
