"""The one store: everything that is kept is written and read through it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.messages import Address
from bot.settings import Settings
from bot.staffroom import room
from bot.storage.alone import Alone
from bot.storage.auditing import Auditing
from bot.storage.canned import CannedReplies
from bot.storage.encryption import Keyring, parse_keys
from bot.storage.engine import Clock, make_engine
from bot.storage.figures import Figures
from bot.storage.migrate import expect_migrated, migrate
from bot.storage.offices import Offices
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.practising import Practising
from bot.storage.retention import Retention
from bot.storage.revisions import Revisions
from bot.storage.rotation import Rotation
from bot.storage.switches import Switches
from bot.storage.watching import Watching

KEY_FILE = "keys"
DATABASE_FILE = "troly.db"


def now() -> datetime:
    """The clock of the wall, in UTC."""
    return datetime.now(UTC)


class Store(
    Alone,
    Auditing,
    CannedReplies,
    Figures,
    Outbox,
    Offices,
    People,
    Practising,
    Retention,
    Revisions,
    Rotation,
    Switches,
    Watching,
):
    """Inbox, talks, outbox, cases, questions, timers and people, in one database."""

    async def migrate(self) -> None:
        """Bring the tables to the present form; at once when they are in it already."""
        await migrate(self.engine)

    async def open(self) -> None:
        """Be ready: read or make the key of the hashes, hear other processes' bells."""
        await self.learn_pepper()
        self.start_listening()


async def open_store(settings: Settings, clock: Clock = now) -> Store:
    """The store that the settings name, open.

    SQLite is migrated here; PostgreSQL by `troly migrate`: not each of many workers by itself.
    Raises NotMigrated, Unreadable (the keys are not this database's), or the driver's errors.
    """
    url = database_url(settings)
    sqlite = make_url(url).get_backend_name() == "sqlite"
    if sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(make_engine(url), _keyring(settings), clock)
    store.staff_room = staff_room(settings)
    try:
        await (migrate(store.engine) if sqlite else expect_migrated(store.engine))
        await store.open()
    except BaseException:
        await store.close()
        raise
    return store


def staff_room(settings: Settings) -> Address | None:
    """Where postings to staff wait, whichever process they come from; None without a group."""
    group = settings.telegram_staff_chat_id
    if group is None or not settings.telegram_token.get_secret_value():
        return None
    return room("telegram", str(group))


def database_url(settings: Settings) -> str:
    """The database's URL: the setting, else a file in the data folder."""
    given = settings.database_url.get_secret_value()
    return given or f"sqlite:///{settings.data_dir / DATABASE_FILE}"


def key_file(settings: Settings) -> Path:
    """Where the keys are kept when no setting gives them."""
    return settings.data_dir / KEY_FILE


def _keyring(settings: Settings) -> Keyring:
    given = settings.data_keys.get_secret_value()
    return Keyring(parse_keys(given)) if given else Keyring.of_file(key_file(settings))
