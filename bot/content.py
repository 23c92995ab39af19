"""Reading all content as the settings say: thresholds, address form, catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.library import Library, measured, read_library
from bot.settings import Settings
from knowledge.catalogue import BadRow
from knowledge.catalogue_store import (
    CatalogueIndex,
    current_digest,
    import_file,
    open_catalogue,
    refresh_in_child,
)

CATALOGUE_FOLDER = "catalogue"  # the imported one, in the data folder
ASKED_FOLDER = "catalogue-asked"  # one that `troly ask --catalogue` was given; the bot's own stays


def read_content(settings: Settings, catalogue: Path | None = None) -> Library:
    """All content, with a catalogue file if one is named, else with the imported one.

    Raises UnfitContent with every fault, CatalogueError when a catalogue cannot be read.
    """
    index = _catalogue(settings, catalogue)
    found = measured(index)
    thresholds = replace(
        found,
        answer_at=settings.answer_at or found.answer_at,
        choose_at=settings.choose_at or found.choose_at,
    )
    library = read_library(thresholds, settings.address_form, index)
    return replace(library, answers_days=settings.retention_answers_days)


def catalogue_digest(settings: Settings) -> str | None:
    """Which catalogue is the bot's own at present; None without one."""
    return current_digest(settings.data_dir / CATALOGUE_FOLDER)


def import_catalogue(settings: Settings, file: Path) -> tuple[int, list[BadRow]]:
    """Make a catalogue file the bot's own: rows kept, lines left out. Raises CatalogueError."""
    folder = settings.data_dir / CATALOGUE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return import_file(file, folder)


def _catalogue(settings: Settings, file: Path | None) -> CatalogueIndex | None:
    if file is None:
        own = settings.data_dir / CATALOGUE_FOLDER
        refresh_in_child(own)  # after an upgrade
        return open_catalogue(own)
    folder = settings.data_dir / ASKED_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    import_file(file, folder)
    return open_catalogue(folder)
