"""What a person can put right is told in a line; what only we can is not hidden."""

from __future__ import annotations

import socket
import sqlite3
from pathlib import Path

import pytest

from bot.cli.failing import told
from bot.serving import serve
from bot.settings import SettingsFault, read_settings
from bot.storage.encryption import KeyFault, Unreadable
from bot.storage.migrate import NotMigrated
from knowledge.catalogue import CatalogueError


@pytest.mark.parametrize(
    "fault,words",
    [
        (SettingsFault("TROLY_PUBLIC_URL: is needed"), "TROLY_PUBLIC_URL: is needed"),
        (NotMigrated("run `troly migrate` once"), "run `troly migrate` once"),
        (CatalogueError("danh-muc.jsonl: line 1"), "danh-muc.jsonl: line 1"),
        (KeyFault("44 signs"), "TROLY_DATA_KEYS"),
        (Unreadable("sealed with another key"), "TROLY_DATA_KEYS"),
        (FileNotFoundError(2, "No such file", "a.toml"), "No such file: a.toml"),
        (sqlite3.DatabaseError("file is not a database"), "the database cannot be used"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_operator_can_mend_is_said_in_one_line(fault: Exception, words: str) -> None:
    line = told(fault)
    assert line is not None
    assert words in line
    assert "\n" not in line


def test_a_fault_of_the_program_is_not_hidden() -> None:
    assert told(AssertionError("ours")) is None


async def test_a_port_in_use_is_told_and_nothing_stays_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = read_settings(None, data_dir=tmp_path, http_port=port)
        with pytest.raises(OSError, match="in use") as caught:
            await serve(settings)
    assert str(port) in (told(caught.value) or "")


def test_an_address_of_no_database_we_know_is_refused_without_telling_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TROLY_DATABASE_URL", "mysql://troly:bi-mat@db/troly")
    with pytest.raises(SettingsFault, match="TROLY_DATABASE_URL") as caught:
        read_settings(None)
    assert "bi-mat" not in str(caught.value)
