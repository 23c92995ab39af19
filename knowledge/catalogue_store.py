"""The catalogue's index on disk: arrays that are opened memory-mapped, rows read when asked for."""

from __future__ import annotations

import fcntl
import hashlib
import json
import mmap
import multiprocessing
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from knowledge import catalogue_index, index, indexing, row_wordings
from knowledge.catalogue import BadRow, CatalogueError, Paper, Procedure, read_rows
from knowledge.index import Index

_FORMAT = "14"  # raise when the arrays change their meaning: older indexes are rebuilt
_CURRENT = "current"
_KINDS = ("rows", "said", "bags")  # folders of the indexes


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """An opened catalogue.

    index: one document a row. said: the ways to call each group of rows, its names among them;
    bags: all ways of a group as one document.
    groups: the rows (numbers) of each target of both.
    """

    digest: str
    index: Index
    said: Index
    bags: Index
    codes: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    numbers: dict[str, int]
    offsets: tuple[int, ...]
    texts: mmap.mmap | bytes

    def row(self, code: str) -> Procedure | None:
        """The whole row of a code, None where the catalogue has no such code."""
        number = self.numbers.get(code)
        if number is None:
            return None
        return _procedure(self.texts[self.offsets[number] : self.offsets[number + 1]])

    def variants(self, code: str) -> tuple[str, ...]:
        """Codes of the same procedure at other levels or provinces, the asked one included."""
        number = self.numbers.get(code)
        if number is None:
            return ()
        group = int(self.index.arrays["target"][number])
        return tuple(self.codes[other] for other in self.groups[group])


def from_rows(rows: Sequence[Procedure], digest: str = "") -> CatalogueIndex:
    """The index of rows, in memory."""
    lines = [json.dumps(asdict(row), ensure_ascii=False).encode() for row in rows]
    said = catalogue_index.said(rows, row_wordings.row_wordings())
    indexes = (catalogue_index.documents(rows), said, catalogue_index.bags(said))
    return _opened(
        digest,
        [indexing.build(documents) for documents in indexes],
        [row.code for row in rows],
        [row.name for row in rows],
        _line_offsets(lines),
        b"".join(lines),
    )


def _procedure(line: bytes) -> Procedure:
    record = json.loads(line)
    papers = tuple(Paper(**paper) for paper in record.pop("documents"))
    executing, target = tuple(record.pop("executing")), tuple(record.pop("target"))
    return Procedure(documents=papers, executing=executing, target=target, **record)


def _stored_rows(home: Path) -> list[Procedure]:
    """The rows of an index of any format."""
    offsets = json.loads((home / "labels.json").read_text("utf-8"))["offsets"]
    texts = (home / "rows.jsonl").read_bytes()
    return [_procedure(texts[start:end]) for start, end in pairwise(offsets)]


def _line_offsets(lines: Sequence[bytes]) -> list[int]:
    """Where each line begins, and where the last ends."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets


def import_file(source: Path, folder: Path) -> tuple[int, list[BadRow]]:
    """Read a catalogue file and make it the current one of `folder`; idempotent.

    Gives the number of rows and the lines left out. Nothing changes when it raises CatalogueError:
    a new index becomes current by one rename at the end.
    """
    rows, bad = read_rows(source)
    digest = digest_of(source)
    if current_digest(folder) != digest:
        _save(from_rows(rows, digest), folder)
    return len(rows), bad


def import_in_child(source: Path, folder: Path) -> None:
    """The same in a process of its own, whose memory goes when it ends.

    Raises CatalogueError when the child fails; read_rows tells the reason.
    """
    _in_child(import_file, source, folder)


def refresh_in_child(folder: Path) -> None:
    """Build the current index anew from its own rows where this version builds it otherwise.

    Raises CatalogueError when its files are broken; the old index stays.
    """
    if _is_stale(folder):
        _in_child(refresh, folder)


def refresh(folder: Path) -> None:
    """The same in this process. Of several that start at once one builds, the others wait."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        digest = current_digest(folder)
        if digest is not None and _is_stale(folder):
            rows = _stored_rows(folder / digest)
            _save(from_rows(rows, f"{_built_by()}-{digest.partition('-')[2]}"), folder)


def _in_child(work: Callable[..., object], *given: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    child = spawned.Process(target=_without_traceback, args=(work, *given))
    child.start()
    child.join()
    if child.exitcode:
        raise CatalogueError(f"{given[0].name}: không lập được chỉ mục; hãy nhập lại tệp danh mục")


def _without_traceback(work: Callable[..., object], *given: Path) -> None:
    try:
        work(*given)
    except (CatalogueError, OSError, ValueError, KeyError, TypeError):
        sys.exit(1)  # the parent says what could not be done


def _is_stale(folder: Path) -> bool:
    digest = current_digest(folder)
    return digest is not None and digest.partition("-")[0] != _built_by()


def _built_by() -> str:
    """What this version makes an index with: the arrays' format, our tables of words."""
    tables = [files("knowledge").joinpath(name) for name in ("abbreviations.toml", "words.toml")]
    content = hashlib.sha256()
    for table in (*tables, *row_wordings.tables()):
        content.update(table.read_bytes())
    return f"{_FORMAT}.{content.hexdigest()[:8]}"


def digest_of(source: Path) -> str:
    """What an index depends on: this version, and the file's content."""
    with source.open("rb") as raw:
        content = hashlib.file_digest(raw, "sha256")
    return f"{_built_by()}-{content.hexdigest()[:24]}"


def current_digest(folder: Path) -> str | None:
    """The digest of the folder's current index, None where there is none."""
    pointer = folder / _CURRENT
    return pointer.read_text("utf-8").strip() if pointer.is_file() else None


def open_catalogue(folder: Path) -> CatalogueIndex | None:
    """Open the current index memory-mapped; None where there is none of this format.

    Raises CatalogueError when its files are broken.
    """
    digest = current_digest(folder)
    if digest is None or digest.partition(".")[0] != _FORMAT:
        return None
    home = folder / digest
    try:
        labels = json.loads((home / "labels.json").read_text("utf-8"))
        with (home / "rows.jsonl").open("rb") as raw:
            texts = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
        indexes = [_open_index(home / kind) for kind in _KINDS]
        return _opened(digest, indexes, labels["codes"], labels["names"], labels["offsets"], texts)
    except (OSError, ValueError, KeyError) as fault:
        raise CatalogueError(f"chỉ mục danh mục {digest} hỏng: {fault}") from fault


def _open_index(home: Path) -> Index:
    words = json.loads((home / "words.json").read_text("utf-8"))
    arrays = {
        path.stem: np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        for path in sorted(home.glob("*.npy"))
    }
    return index.assemble(_numbers(words["folded"]), _numbers(words["accented"]), arrays)


def _numbers(terms: Sequence[str]) -> dict[str, int]:
    return {term: number for number, term in enumerate(terms)}


def _opened(
    digest: str,
    indexes: Sequence[Index],
    codes: Sequence[str],
    names: Sequence[str],
    offsets: Sequence[int],
    texts: mmap.mmap | bytes,
) -> CatalogueIndex:
    rows, said, bags = indexes
    groups: list[list[int]] = []
    for number, target in enumerate(rows.arrays["target"].tolist()):
        if target == len(groups):
            groups.append([])
        groups[target].append(number)
    return CatalogueIndex(
        digest,
        rows,
        said,
        bags,
        tuple(codes),
        tuple(names),
        tuple(map(tuple, groups)),
        _numbers(codes),
        tuple(offsets),
        texts,
    )


def _save(catalogue: CatalogueIndex, folder: Path) -> None:
    """Write beside, then rename: a reader sees the old index or the new one, never half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    home, fresh = folder / catalogue.digest, folder / f"{catalogue.digest}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    indexes = (catalogue.index, catalogue.said, catalogue.bags)
    for kind, one in zip(_KINDS, indexes, strict=True):
        _save_index(one, fresh / kind)
    labels = {
        "codes": catalogue.codes,
        "names": catalogue.names,
        "offsets": catalogue.offsets,
    }
    (fresh / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), "utf-8")
    (fresh / "rows.jsonl").write_bytes(catalogue.texts[:])
    shutil.rmtree(home, ignore_errors=True)
    fresh.rename(home)
    pointer = folder / f"{_CURRENT}.new"
    pointer.write_text(catalogue.digest, "utf-8")
    pointer.rename(folder / _CURRENT)
    for old in folder.iterdir():
        if old.is_dir() and old != home:
            shutil.rmtree(old, ignore_errors=True)


def _save_index(found: Index, home: Path) -> None:
    home.mkdir()
    for name, array in found.arrays.items():
        np.save(home / f"{name}.npy", array, allow_pickle=False)
    words = {"folded": list(found.folded), "accented": list(found.accented)}
    (home / "words.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
