"""One file that everything can be put back from: the SQLite database and its keys.

The file holds the keys: whoever has it reads everything. It is made for its owner alone (0600).
PostgreSQL is backed up with its own tools (pg_dump); its keys stand in TROLY_DATA_KEYS.
"""

from __future__ import annotations

import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings
from bot.storage.store import DATABASE_FILE, KEY_FILE, database_url, key_file


class BackupFault(Exception):  # noqa: N818 - read by people; the message says what to do
    """It cannot be backed up or restored; nothing was changed."""


def database_file(settings: Settings) -> Path:
    """Where the SQLite file is. Raises BackupFault on PostgreSQL."""
    url = make_url(database_url(settings))
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupFault("use pg_dump for PostgreSQL, and keep TROLY_DATA_KEYS beside the dump")
    return Path(url.database)


def back_up(settings: Settings, target: Path) -> None:
    """Write database and keys as they are at this moment, while everything runs.

    Raises BackupFault when there is nothing to back up or the target exists.
    """
    source, keys = database_file(settings), key_file(settings)
    if not source.exists():
        raise BackupFault(f"{source} does not exist")
    if target.exists():
        raise BackupFault(f"{target} exists already")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder, DATABASE_FILE)
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        packed = Path(folder, "backup.tar.gz")
        packed.touch(mode=0o600)
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(copy, DATABASE_FILE)
            if keys.exists():
                archive.add(keys, KEY_FILE)
        packed.replace(target)


def restore(settings: Settings, source: Path, at: datetime) -> None:
    """Put database and keys back; what was there is kept beside, named by `at`.

    Nothing may run on the database meanwhile. Raises BackupFault when the file is none of ours or
    its database is damaged; nothing was changed then.
    """
    database, keys = database_file(settings), key_file(settings)
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        unpacked = _unpack(source, Path(folder))
        _check(unpacked)
        stamp = at.strftime("%Y%m%d-%H%M%S")
        for old in (database, *_companions(database)):
            _put_aside(old, stamp)
        unpacked.replace(database)
        if Path(folder, KEY_FILE).exists():
            _put_aside(keys, stamp)
            Path(folder, KEY_FILE).replace(keys)


def _unpack(source: Path, folder: Path) -> Path:
    """Take out our two files and no other."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for name in (DATABASE_FILE, KEY_FILE):
                if name in archive.getnames():
                    archive.extract(name, folder, filter="data")
    except (OSError, tarfile.TarError) as fault:
        raise BackupFault(f"{source} is no backup of this program") from fault
    if not (folder / DATABASE_FILE).is_file():
        raise BackupFault(f"{source} holds no database")
    for file in folder.iterdir():
        file.chmod(0o600)
    return folder / DATABASE_FILE


def _check(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        verdict = str(fault)
    if verdict != "ok":
        raise BackupFault(f"the database in the backup is damaged: {verdict}")


def _companions(database: Path) -> tuple[Path, Path]:
    return database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")


def _put_aside(file: Path, stamp: str) -> None:
    if file.exists():
        file.replace(file.with_name(f"{file.name}.before-{stamp}"))
