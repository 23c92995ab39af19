"""Settings: every name, kind refusals, no secret shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import HANOI, Night, SettingsFault, read_night, read_settings
from bot.storage.encryption import make_key
from bot.storage.store import database_url

NAMES = Path(__file__).parents[2].parent / "shared" / "design" / "NAMES.md"


def test_without_any_setting_everything_has_a_default(tmp_path: Path) -> None:
    settings = read_settings(env_file=None)
    assert settings.data_dir == Path("var")
    assert settings.http_port == 8080
    assert database_url(settings) == "sqlite:///var/troly.db"
    assert settings.night.until(datetime(2026, 11, 22, 12, 0, tzinfo=HANOI)) is None


def test_the_env_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = tmp_path / ".env"
    env.write_text("TROLY_HTTP_PORT=9000\nTROLY_ADDRESS_FORM=ban\nTELEGRAM_STAFF_CHAT_ID=\n")
    monkeypatch.setenv("TROLY_HTTP_PORT", "9001")
    settings = read_settings(env_file=env)
    assert (settings.http_port, settings.address_form) == (9001, "ban")
    assert settings.telegram_staff_chat_id is None


@pytest.mark.parametrize(
    "name,value",
    [
        ("TROLY_NIGHT", "khuya"),
        ("TROLY_NIGHT", "25:00-07:00"),
        ("TROLY_HTTP_PORT", "cổng"),
        ("TROLY_ADDRESS_FORM", "ong"),
        ("TROLY_RETENTION_ANSWERS_DAYS", "0"),
        ("TROLY_ANSWER_AT", "1.5"),
        ("TROLY_DATA_KEYS", "khoá-ngắn"),
        ("TELEGRAM_MODE", "pull"),
        ("TELEGRAM_API_URL", "không phải địa chỉ"),
        ("TELEGRAM_STAFF_CHAT_ID", "nhóm"),
    ],
)
def test_a_bad_value_names_its_key_in_both_languages_and_is_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as fault:
        read_settings(env_file=None)
    message = str(fault.value)
    assert message.startswith(f"{name}: ")
    assert "Giá trị chưa đúng" in message
    assert value not in message


def test_postgresql_without_keys_is_a_fault_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_DATABASE_URL", "postgresql://troly:matkhau@db/troly")
    with pytest.raises(SettingsFault, match="TROLY_DATA_KEYS") as fault:
        read_settings(env_file=None)
    assert "matkhau" not in str(fault.value)
    monkeypatch.setenv("TROLY_DATA_KEYS", f"{make_key()},{make_key()}")
    assert "matkhau" in database_url(read_settings(env_file=None))


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    key = make_key()
    monkeypatch.setenv("TROLY_DATA_KEYS", key)
    monkeypatch.setenv("TROLY_DATABASE_URL", "postgresql://troly:matkhau@db/troly")
    monkeypatch.setenv("TELEGRAM_TOKEN", "1234:bi-mat")
    shown = repr(read_settings(env_file=None))
    assert key not in shown
    assert "matkhau" not in shown
    assert "bi-mat" not in shown


@pytest.mark.parametrize(
    "hour,minute,held_until",
    [
        (20, 59, None),
        (21, 0, (23, 7)),
        (23, 30, (23, 7)),
        (0, 0, (22, 7)),
        (6, 59, (22, 7)),
        (7, 0, None),
    ],
)
def test_the_night_spans_midnight_in_vietnam(
    hour: int, minute: int, held_until: tuple[int, int] | None
) -> None:
    night = read_night("21:00-07:00")
    assert isinstance(night, Night)
    until = night.until(datetime(2026, 11, 22, hour, minute, tzinfo=HANOI))
    assert (until and (until.day, until.hour)) == held_until


def test_a_night_within_one_day_and_one_of_no_length() -> None:
    siesta, none = read_night("12:00-13:30"), read_night("00:00-00:00")
    noon = datetime(2026, 11, 22, 12, 30, tzinfo=HANOI)
    assert isinstance(siesta, Night)
    assert isinstance(none, Night)
    assert siesta.until(noon) == noon.replace(hour=13, minute=30)
    assert siesta.until(noon.replace(hour=14)) is None
    assert none.until(noon) is None
    assert none.until(noon.replace(hour=0, minute=0)) is None


@pytest.mark.skipif(not NAMES.exists(), reason="the list of names stands beside the repository")
def test_every_setting_of_the_list_of_names_is_read() -> None:
    section = NAMES.read_text("utf-8").split("**Command**")[0]
    listed = {
        part.split("`")[0].split()[0]
        for part in section.split("`")
        if part.startswith(("TROLY_", "TELEGRAM_", "ZALO_"))
    }
    fields = type(read_settings(env_file=None)).model_fields.values()
    assert {str(field.validation_alias) for field in fields} == listed
