"""Writes knowledge/places/*.tsv from the data inside the vietnamadminunits 1.0.4 wheel (MIT).

Run by hand, once for each new edition of that data; our own corrections stay in corrections.toml:

    pip download --no-deps vietnamadminunits==1.0.4 -d DIR && unzip DIR/*.whl -d DIR
    python tests/places_source.py DIR/vietnamadminunits/data
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.vietnamese import fold, nfc

PLACES = Path(__file__).parents[1] / "knowledge" / "places"

TITLES = (
    "Đặc khu",
    "Huyện",
    "Phường",
    "Quận",
    "Thành phố",
    "Thị trấn",
    "Thị xã",
    "Tỉnh",
    "Xã",
)
TELEX = dict(zip("\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b", "fsrxjzww", strict=True))
LOWER_INSIDE_NAMES = {"trường"}  # "Nông trường Việt Lâm"


@dataclass(frozen=True, slots=True)
class Unit:
    """One title and one name: ("xã", "Tân Đông")."""

    title: str
    name: str

    @property
    def words(self) -> str:
        return f"{self.title} {self.name}"

    @property
    def kind(self) -> str:
        return slug(self.title)


def slug(text: str) -> str:
    """Unaccented kebab-case: "Chân Mây - Lăng Cô" -> "chan-may-lang-co"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")


def unit(text: str) -> Unit:
    """Split the title from the name; the source is not even in its capitals."""
    text = nfc(text).strip()
    title = next(title for title in TITLES if text.lower().startswith(title.lower() + " "))
    words = text[len(title) :].split()
    name = " ".join(w if w in LOWER_INSIDE_NAMES else w[0].upper() + w[1:] for w in words)
    return Unit(title.lower(), name)


def edges(converter: dict[str, dict[str, dict[str, list[object]]]]) -> Iterator[tuple[str, str]]:
    """Pairs (key of an old unit, key of a commune it went to): a split unit comes several times."""
    for communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].values():
        for commune, olds in communes.items():
            yield from ((str(old), commune) for old in olds)
    for olds_of in converter["DICT_PROVINCE_WARD_DIVIDED"].values():
        for old, parts in olds_of.items():
            yield from ((old, str(part["newWardKey"])) for part in parts if isinstance(part, dict))


def telex(word: str) -> str:
    """A word with its marks as letters behind it: "Thạnh" -> "thanhj", "Tơ" -> "tow"."""
    signs = unicodedata.normalize("NFD", word.lower())
    marks = (
        signs[at - 1] if sign == "\u0302" else TELEX[sign]
        for at, sign in enumerate(signs)
        if sign in TELEX
    )
    return slug(word) + "".join(marks)


def told_apart(names: list[Unit]) -> list[str]:
    """Slugs of communes that fold alike: by their kinds, or else by the marks of what differs."""
    if len({name.kind for name in names}) == len(names):
        return [f"{slug(name.name)}-{name.kind}" for name in names]
    words = [name.name.split() for name in names]
    same = [len(set(column)) == 1 for column in zip(*words, strict=True)]
    return [
        "-".join(slug(w) if alike else telex(w) for w, alike in zip(name, same, strict=True))
        for name in words
    ]


def commune_ids(rows: Iterable[sqlite3.Row]) -> dict[tuple[str, str], tuple[str, Unit]]:
    """(province key, ward key) -> (id, unit)."""
    homes: dict[tuple[str, str], list[tuple[sqlite3.Row, Unit]]] = {}
    for row in rows:
        commune = unit(row["ward"])
        home = slug(unit(row["province"]).name)
        homes.setdefault((home, slug(commune.name)), []).append((row, commune))
    ids: dict[tuple[str, str], tuple[str, Unit]] = {}
    for (home, name), alike in homes.items():
        slugs = told_apart([commune for _, commune in alike]) if len(alike) > 1 else [name]
        for (row, commune), own in zip(alike, slugs, strict=True):
            ids[row["provinceKey"], row["wardKey"]] = (f"{home}/{own}", commune)
    return ids


def older_names(row: sqlite3.Row) -> str:
    """Keys of the units that had been merged into this one before 2025: "locan vanmieu".

    The source lists each with and without its title ("xalocan", "locan"), numbers only with it, and
    repeats the unit's own name under older titles.
    """
    aliases = dict.fromkeys(json.loads(row["wardAlias"] or "[]"))
    own = row["ward"] and slug(unit(row["ward"]).name).replace("-", "")
    names = (re.fullmatch(r"(?:xa|phuong|thitran)0*(.+)", alias) for alias in aliases)
    keys = dict.fromkeys(found[1] for found in names if found)
    return " ".join(k for k in keys if k != own and (k in aliases or k.isdigit()))


def write(name: str, header: str, lines: Iterable[tuple[str, ...]]) -> None:
    """Write one table: a header line, tabs, LF."""
    text = "".join("\t".join(line) + "\n" for line in [tuple(header.split()), *lines])
    (PLACES / name).write_text(text, encoding="utf-8", newline="\n")


def main(folder: Path) -> None:
    """Read the wheel's two data files and write our three tables."""
    database = sqlite3.connect(folder / "dataset.db")
    database.row_factory = sqlite3.Row
    today = list(database.execute("SELECT * FROM admin_units"))
    before = list(database.execute("SELECT * FROM admin_units_legacy"))
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))

    ids = commune_ids(today)
    new_home = {old: new for new, olds in converter["DICT_PROVINCE"].items() for old in olds}
    became: dict[str, list[str]] = {}
    for old, commune in edges(converter):
        home = new_home[old.split("_")[0]]
        became.setdefault(old, []).append(ids[home, commune][0].split("/")[1])

    provinces = {row["provinceKey"]: unit(row["province"]) for row in today}
    olds_of: dict[str, list[str]] = {}
    for row in before:
        names = olds_of.setdefault(new_home[row["provinceKey"]], [])
        if (words := unit(row["province"]).words) not in names:
            names.append(words)
    former = []
    for row in before:
        old_key = "_".join(row[k] or "" for k in ("provinceKey", "districtKey", "wardKey"))
        ward = unit(row["ward"]).words if row["ward"] else ""
        district = unit(row["district"]).words
        home = unit(row["province"]).words
        heirs = " ".join(sorted(became[old_key]))
        former.append((home, district, ward, heirs, older_names(row)))

    write(
        "provinces.tsv",
        "id kind name former",
        sorted((slug(p.name), p.kind, p.name, ", ".join(olds_of[k])) for k, p in provinces.items()),
    )
    write("communes.tsv", "id kind name", sorted((i, c.kind, c.name) for i, c in ids.values()))
    write("former.tsv", "province district unit became also", former)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
