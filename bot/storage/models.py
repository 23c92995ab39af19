"""Every table. Texts and addresses stand only in sealed (encrypted) columns; instants are UTC.

A waiting inbox row has no `done`; a talk with nothing to do has no `due`, with nothing to send no
`send_due`. Lock order for whoever touches several tables: the talk first.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal,
    text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime kept as microseconds since 1970 (UTC), the same on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Microseconds since 1970; a naive datetime raises TypeError."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The instant in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


def instant(at: datetime) -> BindParameter[datetime]:
    """An instant within an expression, where no column tells its type."""
    return literal(at, Instant())


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    """A number that is never given twice, even after its row is gone: streams resume by it."""
    whole = BigInteger().with_variant(Integer, "sqlite")
    return Column("id", whole, primary_key=True, autoincrement=True)


def _sealed(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable, info={"sealed": True})


def _talk(on_delete: str, *, nullable: bool = False) -> Column[int]:
    key = ForeignKey("talks.id", ondelete=on_delete)
    return Column("talk_id", BigInteger, key, nullable=nullable)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, sqlite_autoincrement=True)


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


talks = _table(
    "talks",
    _id(),
    Column("channel", Text, nullable=False),
    Column("hash", Text, nullable=False),  # keyed hash of the address: finds it, does not tell it
    _sealed("address"),
    _sealed("session", nullable=True),
    Column("touched", Instant, nullable=False),
    Column("due", Instant),
    Column("lease", Text),
    Column("lease_until", Instant),
    Column("send_due", Instant),
    Column("send_after", Instant),  # the channel's pace: nothing to this talk before
    Column("send_lease", Text),
    Column("send_until", Instant),
    UniqueConstraint("channel", "hash"),
    _partial("ix_talks_due", "due", "id", where="due IS NOT NULL"),
    _partial("ix_talks_send_due", "channel", "send_due", where="send_due IS NOT NULL"),
)

inbox = _table(
    "inbox",
    _id(),
    Column("channel", Text, nullable=False),
    Column("hash", Text, nullable=False),  # keyed hash of the platform's id
    _talk("SET NULL", nullable=True),  # gone with its turn: what stays tells of nobody
    Column("kind", Text, nullable=False),  # raw | event
    _sealed("body", nullable=True),  # erased with its turn
    Column("arrived", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done", Instant),
    Column("parked", Text),  # why it could not be taken
    UniqueConstraint("channel", "hash"),
    _partial("ix_inbox_talk_id_id", "talk_id", "id", where="talk_id IS NOT NULL"),
    _partial("ix_inbox_done", "done", where="done IS NOT NULL"),
)

outbox = _table(
    "outbox",
    _id(),
    _talk("CASCADE"),
    _sealed("reply"),
    Column("proactive", Boolean, nullable=False),  # the night holds these, never answers
    Column("created", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("faults", Integer, nullable=False, server_default="0"),  # tries that raised
    Column("parked", Text),
    Index("ix_outbox_talk_id_id", "talk_id", "id"),
)

timers = _table(
    "timers",
    _id(),
    _talk("CASCADE"),
    Column("name", Text, nullable=False),
    Column("due", Instant, nullable=False),
    _sealed("payload"),
    UniqueConstraint("talk_id", "name"),
    Index("ix_timers_due", "due"),
)

cases = _table(
    "cases",
    _id(),
    Column("case", Text, nullable=False, unique=True),
    _talk("SET NULL", nullable=True),
    Column("opened", Instant, nullable=False),
    Column("closed", Instant),
    Column("closed_by", Text),
    Column("reason", Text, nullable=False),
    Column("topic", Text),
    Column("place", Text),
    _sealed("question", nullable=True),
    Column("mark", Integer),
    _sealed("word", nullable=True),
    Column("claimed", Instant),
    Column("claimed_by", Text),  # the member of staff who has it
    Column("thread", Text),  # its topic in the staff group
    Index("ix_cases_talk_id", "talk_id"),
    Index("ix_cases_opened", "opened"),
    Index("ix_cases_thread", "thread"),
)

posts = _table(
    "posts",
    _id(),
    Column("case_id", BigInteger, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("message", Text, nullable=False),  # of the staff group: an answer to it is to the case
    Index("ix_posts_case_id", "case_id"),
    Index("ix_posts_message", "message"),
)

staff = _table(
    "staff",
    _id(),
    Column("name", Text, nullable=False, unique=True),  # as citizens and the audit see it
    Column("channel", Text, nullable=False),
    Column("hash", Text, nullable=False),  # keyed hash of the account
    Column("added", Instant, nullable=False),
    UniqueConstraint("channel", "hash"),
)

case_lines = _table(
    "case_lines",
    _id(),
    Column("case_id", BigInteger, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),  # citizen | bot | staff
    _sealed("line"),
    Index("ix_case_lines_case_id", "case_id"),
    Index("ix_case_lines_at", "at"),
)

questions = _table(
    "questions",
    _id(),
    _talk("SET NULL", nullable=True),
    Column("alike", Text, nullable=False),  # keyed hash of the folded words: groups without telling
    _sealed("question"),
    Column("understood", Text, nullable=False),
    Column("nearest", Text, nullable=False),  # ids of topics, joined by spaces
    Column("at", Instant, nullable=False),
    Index("ix_questions_alike", "alike"),
    Index("ix_questions_at", "at"),
    Index("ix_questions_talk_id", "talk_id"),
)

lost_sessions = _table(
    "lost_sessions",
    _id(),
    _talk("CASCADE"),
    Column("session", LargeBinary, nullable=False),  # as it was found: it may not be ours to open
    Column("at", Instant, nullable=False),
    Index("ix_lost_sessions_talk_id", "talk_id"),
)

audit = _table(
    "audit",
    _id(),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("about", Text, nullable=False),
    Index("ix_audit_at", "at"),
)

generation = Table(
    "generation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the only row is 1
    Column("number", Integer, nullable=False),
)

offices = Table(
    "offices",
    metadata,
    Column("place", Text, primary_key=True),  # province or province/commune
    Column("body", Text, nullable=False),  # JSON; public data, not sealed
    Column("changed", Instant, nullable=False),
)

paces = Table(
    "paces",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("next", Instant, nullable=False),  # no message of the channel before
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    _sealed("value"),
)

SEALED: tuple[tuple[Table, Column[Any]], ...] = tuple(
    (table, column)
    for table in metadata.sorted_tables
    for column in table.columns
    if column.info.get("sealed")
)
