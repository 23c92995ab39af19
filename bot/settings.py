"""Every setting, from the environment or `.env`; a bad value names its key, no secret is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class SettingsFault(Exception):  # noqa: N818 - read by people at start-up, every sentence counts
    """One or more settings cannot be used; the message has one line for each."""


@dataclass(frozen=True, slots=True)
class Night:
    """The hours (in Vietnam) in which nobody is written to first; answers are never held."""

    start: time
    end: time

    def until(self, at: datetime) -> datetime | None:
        """When the night that holds this instant ends; None by day."""
        local = at.astimezone(HANOI)
        clock, today = local.time(), local.date()
        if self.start > self.end and clock >= self.start:
            return datetime.combine(today + timedelta(days=1), self.end, HANOI)
        evening = self.start if self.start < self.end else time.min
        return datetime.combine(today, self.end, HANOI) if evening <= clock < self.end else None


def read_night(value: object) -> object:
    """`21:00-07:00` as a Night; equal ends mean that there is none. Raises ValueError."""
    if not isinstance(value, str):
        return value
    start, _, end = value.partition("-")
    try:
        return Night(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError:
        raise ValueError("two times of a day with a hyphen between") from None


_DATABASE = re.compile(r"(?:sqlite|postgresql)(?:\+[a-z0-9]+)?:")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
Days = Annotated[int, Field(ge=1, le=36_500)]
Share = Annotated[float, Field(gt=0, le=1)]


def check_keys(value: SecretStr) -> SecretStr:
    """Each key is 32 bytes in urlsafe base64. Raises ValueError, without telling the key."""
    keys = [key.strip() for key in value.get_secret_value().split(",") if key.strip()]
    if not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError("each key is 44 signs of urlsafe base64 (32 bytes), newest first")
    return value


def _named(name: str, default: Any = ...) -> Any:
    return Field(default, validation_alias=name)


_NO_SECRET = SecretStr("")


def check_database(value: SecretStr) -> SecretStr:
    """SQLite or PostgreSQL, or none. Raises ValueError, without telling the address."""
    if value.get_secret_value() and not _DATABASE.match(value.get_secret_value()):
        raise ValueError("it begins with sqlite:/// or postgresql://")
    return value


class Settings(BaseSettings):
    """What the operator decides. Without any of it everything runs, on SQLite in `./var`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[SecretStr, AfterValidator(check_database)] = _named(
        "TROLY_DATABASE_URL", _NO_SECRET
    )
    data_dir: Path = _named("TROLY_DATA_DIR", Path("var"))
    data_keys: Annotated[SecretStr, AfterValidator(check_keys)] = _named(
        "TROLY_DATA_KEYS", _NO_SECRET
    )
    public_url: AnyHttpUrl | None = _named("TROLY_PUBLIC_URL", None)
    http_host: str = _named("TROLY_HTTP_HOST", "127.0.0.1")
    http_port: Annotated[int, Field(ge=0, le=65_535)] = _named("TROLY_HTTP_PORT", 8080)
    address_form: Literal["bac", "anh-chi", "ban"] = _named("TROLY_ADDRESS_FORM", "bac")
    answer_at: Share | None = _named("TROLY_ANSWER_AT", None)  # None: as measured for the content
    choose_at: Share | None = _named("TROLY_CHOOSE_AT", None)
    retention_answers_days: Days = _named("TROLY_RETENTION_ANSWERS_DAYS", 30)
    retention_transcripts_days: Days = _named("TROLY_RETENTION_TRANSCRIPTS_DAYS", 90)
    retention_audit_days: Days = _named("TROLY_RETENTION_AUDIT_DAYS", 730)
    night: Annotated[Night, NoDecode, BeforeValidator(read_night)] = _named(
        "TROLY_NIGHT", Night(time(21), time(7))
    )

    telegram_token: SecretStr = _named("TELEGRAM_TOKEN", _NO_SECRET)
    telegram_api_url: AnyHttpUrl = _named(
        "TELEGRAM_API_URL", AnyHttpUrl("https://api.telegram.org")
    )
    telegram_mode: Literal["polling", "webhook"] = _named("TELEGRAM_MODE", "polling")
    telegram_webhook_secret: SecretStr = _named("TELEGRAM_WEBHOOK_SECRET", _NO_SECRET)
    telegram_staff_chat_id: int | None = _named("TELEGRAM_STAFF_CHAT_ID", None)

    zalo_oa_app_id: str = _named("ZALO_OA_APP_ID", "")
    zalo_oa_app_secret: SecretStr = _named("ZALO_OA_APP_SECRET", _NO_SECRET)
    zalo_oa_webhook_secrets: SecretStr = _named("ZALO_OA_WEBHOOK_SECRETS", _NO_SECRET)
    zalo_oa_refresh_token: SecretStr = _named("ZALO_OA_REFRESH_TOKEN", _NO_SECRET)
    zalo_oa_api_url: AnyHttpUrl = _named("ZALO_OA_API_URL", AnyHttpUrl("https://openapi.zalo.me"))
    zalo_oa_oauth_url: AnyHttpUrl = _named(
        "ZALO_OA_OAUTH_URL", AnyHttpUrl("https://oauth.zaloapp.com")
    )
    zalo_bot_token: SecretStr = _named("ZALO_BOT_TOKEN", _NO_SECRET)
    zalo_bot_api_url: AnyHttpUrl = _named(
        "ZALO_BOT_API_URL", AnyHttpUrl("https://bot-api.zaloplatforms.com")
    )
    zalo_bot_mode: Literal["polling", "webhook"] = _named("ZALO_BOT_MODE", "webhook")
    zalo_bot_webhook_secret: SecretStr = _named("ZALO_BOT_WEBHOOK_SECRET", _NO_SECRET)

    @model_validator(mode="after")
    def _postgresql_brings_its_keys(self) -> Self:
        """A key made on one machine would blind the others."""
        url = self.database_url.get_secret_value()
        if url and not url.startswith("sqlite") and not self.data_keys.get_secret_value():
            raise ValueError("TROLY_DATA_KEYS")
        return self


_NO_KEYS = (
    "TROLY_DATA_KEYS: with PostgreSQL the keys must be given here, the same on every machine; "
    "`troly keys make` prints one"
    " · Dùng PostgreSQL thì phải đặt khoá ở đây, giống nhau trên mọi máy."
)
_EXAMPLES = {
    "TROLY_NIGHT": "21:00-07:00",
    "TROLY_HTTP_PORT": "8080",
    "TROLY_PUBLIC_URL": "https://troly.example.vn",
    "TELEGRAM_STAFF_CHAT_ID": "-1001234567890",
}


def read_settings(env_file: Path | str | None = ".env", **given: Any) -> Settings:
    """The settings of this process. Raises SettingsFault with a sentence for each bad key."""
    try:
        return Settings(_env_file=env_file, **given)
    except ValidationError as fault:
        lines = [_sentence(error) for error in fault.errors(include_input=False)]
    raise SettingsFault("\n".join(lines))


def _sentence(error: ErrorDetails) -> str:
    """What is wrong with one key, for an operator, without the value (it may be a secret)."""
    if not error["loc"]:
        return _NO_KEYS
    key = str(error["loc"][0])
    example = _EXAMPLES.get(key)
    shown = (
        f", for example {example} · Giá trị chưa đúng, ví dụ {example}."
        if example
        else (" · Giá trị chưa đúng.")
    )
    return f"{key}: {error['msg'].removeprefix('Value error, ')}{shown}"
