"""Who works at the desk, what each may do, how they sign in, and what they did."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    false,
)

from bot.storage.models.columns import Instant, number, sealed, table

staff = table(
    "staff",
    number(),
    Column("name", Text, nullable=False, unique=True),  # as citizens and the audit see it
    Column("channel", Text),  # of the platform account; none: the console alone
    Column("hash", Text),  # keyed hash of the account
    Column("added", Instant, nullable=False),
    Column("login", Text, unique=True),  # what they type at the console's door
    Column("password", Text),  # argon2id
    sealed("totp", nullable=True),
    Column("totp_step", BigInteger),  # of the last code that was taken: none is taken twice
    Column("invite", Text),  # keyed hash of the link by which a password is set, once
    Column("invite_until", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("channel", "hash"),
)

memberships = table(
    "memberships",
    number(),
    Column("staff_id", BigInteger, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("team_id", BigInteger, ForeignKey("teams.id", ondelete="CASCADE")),  # none: every team
    Column("role", Text, nullable=False),  # member | officer | editor | admin
    UniqueConstraint("staff_id", "team_id", "role"),
)

sign_ins = table(
    "sign_ins",
    number(),
    Column("staff_id", BigInteger, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("token", Text, nullable=False, unique=True),  # keyed hash of the cookie
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
)

audit = table(
    "audit",
    number(),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("why", Text),  # the reason that was given
    Index("ix_audit_at", "at"),
)
