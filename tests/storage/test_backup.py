"""A backup taken while everything runs brings everything back."""

from __future__ import annotations

import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from talking import LAN, heard, turn

from bot.session import Session
from bot.settings import Settings, read_settings
from bot.storage.backup import BackupFault, back_up, restore
from bot.storage.encryption import make_key
from bot.storage.store import open_store

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(env_file=None, data_dir=tmp_path / "var")


async def leave_a_topic(settings: Settings, topic: str, backup: Path | None = None) -> None:
    store = await open_store(settings)
    await store.put(heard())
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(session=Session(topic=topic)))
    if backup:
        back_up(settings, backup)
    await store.close()


async def topic_of(settings: Settings) -> str | None:
    store = await open_store(settings)
    kept = await store.export(LAN)
    await store.close()
    return kept.session and kept.session.topic


async def test_a_backup_of_a_running_store_is_restored_with_its_keys(
    settings: Settings, tmp_path: Path
) -> None:
    await leave_a_topic(settings, "trước", tmp_path / "b.tar.gz")
    await leave_a_topic(settings, "sau")
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    (settings.data_dir / "keys").write_text(make_key())  # even when the keys were lost
    restore(settings, tmp_path / "b.tar.gz", AT)
    assert await topic_of(settings) == "trước"
    names = {path.name for path in settings.data_dir.iterdir()}
    assert {"troly.db.before-20261122-030000", "keys.before-20261122-030000"} <= names


async def test_a_backup_is_restored_on_another_machine(settings: Settings, tmp_path: Path) -> None:
    await leave_a_topic(settings, "trước", tmp_path / "b.tar.gz")
    elsewhere = read_settings(env_file=None, data_dir=tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "b.tar.gz", AT)
    assert await topic_of(elsewhere) == "trước"


async def test_keys_of_a_setting_are_not_in_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATA_KEYS", make_key())
    settings = read_settings(env_file=None, data_dir=tmp_path / "var")
    await leave_a_topic(settings, "trước", tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        assert archive.getnames() == ["troly.db"]
    restore(settings, tmp_path / "b.tar.gz", AT)
    assert await topic_of(settings) == "trước"


async def test_nothing_is_overwritten_and_nothing_is_made_of_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BackupFault, match="does not exist"):
        back_up(settings, tmp_path / "b.tar.gz")
    await leave_a_topic(settings, "trước", tmp_path / "b.tar.gz")
    with pytest.raises(BackupFault, match="exists already"):
        back_up(settings, tmp_path / "b.tar.gz")


@pytest.mark.parametrize("content", ["text", "empty", "damaged"])
async def test_a_file_that_is_no_backup_changes_nothing(
    settings: Settings, tmp_path: Path, content: str
) -> None:
    await leave_a_topic(settings, "trước")
    wrong = tmp_path / "wrong.tar.gz"
    if content == "text":
        wrong.write_text("không phải")
    else:
        (tmp_path / "troly.db").write_text("không phải cơ sở dữ liệu" * 100)
        with tarfile.open(wrong, "w:gz") as archive:
            if content == "damaged":
                archive.add(tmp_path / "troly.db", "troly.db")
    with pytest.raises(BackupFault):
        restore(settings, wrong, AT)
    assert await topic_of(settings) == "trước"


def test_postgresql_is_left_to_its_own_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATA_KEYS", make_key())
    monkeypatch.setenv("TROLY_DATABASE_URL", "postgresql://troly@db/troly")
    with pytest.raises(BackupFault, match="pg_dump"):
        back_up(read_settings(env_file=None), tmp_path / "b.tar.gz")
