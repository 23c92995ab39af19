"""The bot's own phrases per language, and how citizens are addressed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

Language = Literal["vi", "en"]
AddressForm = Literal["bac", "anh-chi", "ban"]

PRONOUNS: dict[str, dict[str, tuple[str, str]]] = {
    "vi": {"bac": ("bác", "cháu"), "anh-chi": ("anh/chị", "em"), "ban": ("bạn", "tôi")},
    "en": {"bac": ("you", "I"), "anh-chi": ("you", "I"), "ban": ("you", "I")},
}


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases, button labels and command words of every language, by key."""

    phrases: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]
    commands: Mapping[str, tuple[str, ...]]  # all languages together: anyone may say "menu"

    def phrase(self, key: str, language: Language) -> str:
        """The prose of a phrase; Vietnamese where the language lacks it. KeyError: no such key."""
        return self.phrases[language].get(key) or self.phrases["vi"][key]

    def label(self, key: str, language: Language) -> str:
        """The words on a button."""
        return self.labels[language].get(key) or self.labels["vi"][key]


def pronoun(name: str, form: AddressForm, language: Language) -> str:
    """What `{you}` or `{me}` becomes; `{You}` opens a sentence."""
    you, me = PRONOUNS[language][form]
    word = you if name.lower() == "you" else me
    return word[0].upper() + word[1:] if name[0].isupper() else word


def read_phrasebook() -> Phrasebook:
    """Read `locales/<language>/*.toml`: tables `phrases`, `labels`, `commands`."""
    tables = {language: _tables(files("locales") / language) for language in ("vi", "en")}
    return Phrasebook(
        phrases={language: table["phrases"] for language, table in tables.items()},
        labels={language: table["labels"] for language, table in tables.items()},
        commands=_merged(tables["vi"]["commands"], tables["en"]["commands"]),
    )


def _tables(folder: Traversable) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"phrases": {}, "labels": {}, "commands": {}}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            read = tomllib.loads(file.read_text(encoding="utf-8"))
            for name, table in tables.items():
                table.update(read.get(name, {}))
    return tables


def _merged(*tables: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for command, words in table.items():
            merged[command] = (*merged.get(command, ()), *words)  # type: ignore[misc]
    return merged
