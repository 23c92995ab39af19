"""What tables are made of: instants in UTC, sealed columns, numbers that are given once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
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


def number() -> Column[int]:
    """A number that is never given twice, even after its row is gone: streams resume by it."""
    whole = BigInteger().with_variant(Integer, "sqlite")
    return Column("id", whole, primary_key=True, autoincrement=True)


def sealed(name: str, *, nullable: bool = False) -> Column[bytes]:
    """An encrypted column: every text and address of a person stands in one."""
    return Column(name, LargeBinary, nullable=nullable, info={"sealed": True})


def talk(on_delete: str, *, nullable: bool = False) -> Column[int]:
    """The talk that a row hangs on."""
    key = ForeignKey("talks.id", ondelete=on_delete)
    return Column("talk_id", BigInteger, key, nullable=nullable)


def table(name: str, *parts: Any) -> Table:
    """A table whose numbers are never given twice."""
    return Table(name, metadata, *parts, sqlite_autoincrement=True)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that a condition holds for."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
