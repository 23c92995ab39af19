"""Many topics at once: out as a workbook or as files for the repository, back in as drafts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import PurePosixPath

from bot.curation.columns import HEAD, SHEETS
from bot.curation.proofs import Wrong, faults_of_topics
from bot.curation.sheets import NotToml, facet_of, written
from bot.curation.workbench import Standing, fields, file_of, standing
from bot.curation.workbooks import Place, Told, read_workbook, too_large
from bot.library import Library
from bot.storage.revisions import Revision
from knowledge.topic import FACETS

MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class Brought:
    """A topic as a file brings it, where that differs from what is in force."""

    name: str
    field: str
    text: str
    faults: tuple[Place, ...]


def standings(library: Library, in_force: Sequence[Revision]) -> list[Standing]:
    """What is in force of every topic, by id."""
    names = {*library.topics, *(one.name for one in in_force if one.kind == "topic")}
    return [standing(in_force, "topic", name) for name in sorted(names)]


# ---- files for the repository


def packed(topics: Iterable[Standing], phrases: str) -> bytes:
    """A .zip of the files as the repository has them; `phrases`: staff's own, joined to ours."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in topics:
            archive.writestr(file_of("topic", one.name, one.field), one.text)
        if phrases.strip():
            shipped = files("knowledge").joinpath("lexicon.toml").read_text("utf-8")
            whole = f"{shipped.rstrip()}\n\n# --- cán bộ thêm\n\n{phrases.strip()}\n"
            archive.writestr(file_of("lexicon", "", ""), whole)
    return out.getvalue()


def unpacked(
    data: bytes, library: Library, in_force: Sequence[Revision]
) -> tuple[list[Brought], list[Place]]:
    """The topics of a .zip that differ from those in force, with their faults."""
    if (why := too_large(data)) is not None:
        return [], [Place("", 0, why)]
    found: dict[str, tuple[str, str]] = {}
    faults: list[Place] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = [one for one in archive.namelist() if one.endswith(".toml")][:MOST_FILES]
        for path in listed:
            place = PurePosixPath(path)
            name, field = place.stem, place.parent.name
            if name == "lexicon":
                continue
            try:
                text = archive.read(path).decode()
            except UnicodeDecodeError:
                faults.append(Place(path, 0, "Tệp không phải chữ UTF-8."))
                continue
            now = standing(in_force, "topic", name)
            if text != now.text or field != now.field:
                found[name] = (text, field)
    wrongs = faults_of_topics(library, found) if found else {}
    return [
        Brought(name, field, text, tuple(_of_file(name, field, one) for one in wrongs[name]))
        for name, (text, field) in found.items()
    ], faults


def _of_file(name: str, field: str, wrong: Wrong) -> Place:
    return Place(file_of("topic", name, field), 0, _words(wrong))


def _words(wrong: Wrong) -> str:
    return f"{wrong.place}: {wrong.words}"


# ---- workbooks


def read_topics_of(
    data: bytes, library: Library, in_force: Sequence[Revision]
) -> tuple[list[Brought], list[Place]]:
    """The topics of a workbook that differ from those in force; faults by sheet and row."""
    told, faults = read_workbook(data)
    found: dict[str, tuple[str, str]] = {}
    for one in told:
        now = standing(in_force, "topic", one.name)
        field = now.field or one.field
        why = _unfit(one, field)
        try:
            text = written(now.text, one.sheets)
        except NotToml as fault:
            why, text = why or [Place(SHEETS[HEAD], one.row, f"{one.name}: {fault}")], ""
        faults += why
        if not why and text != now.text:
            found[one.name] = (text, field)
    wrongs = faults_of_topics(library, found) if found else {}
    return [
        Brought(one.name, field, text, tuple(_place(one, wrong) for wrong in wrongs[one.name]))
        for one in told
        if one.name in found
        for text, field in [found[one.name]]
    ], faults


def _unfit(told: Told, field: str) -> list[Place]:
    """Why a topic cannot be written at all."""
    if field not in fields():
        words = f"Lĩnh vực “{field}” chưa có. Chọn một trong: {', '.join(fields())}."
        return [Place(SHEETS[HEAD], told.row, words)]
    rows = zip(told.places.get("lead", ()), told.sheets.get("lead", ()), strict=True)
    return [
        Place(SHEETS["lead"], number, f"Không có khía cạnh nào tên “{facet_of(row)}”.")
        for number, row in rows
        if facet_of(row) not in FACETS
    ]


def _place(told: Told, wrong: Wrong) -> Place:
    rows = told.places.get(wrong.sheet, [])
    row = rows[wrong.row] if wrong.row is not None and wrong.row < len(rows) else told.row
    return Place(
        SHEETS.get(wrong.sheet, SHEETS[HEAD]),
        row,
        replace(wrong, row=None).place + ": " + wrong.words,
    )
