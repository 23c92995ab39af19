"""The one path: talks, what comes in, what goes out, what rings."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.models.columns import Instant, metadata, number, partial, sealed, table, talk

talks = table(
    "talks",
    number(),
    Column("channel", Text, nullable=False),
    Column("hash", Text, nullable=False),  # keyed hash of the address: finds it, does not tell it
    sealed("address"),
    sealed("session", nullable=True),
    Column("touched", Instant, nullable=False),
    Column("due", Instant),
    Column("lease", Text),
    Column("lease_until", Instant),
    Column("send_due", Instant),
    Column("send_after", Instant),  # the channel's pace: nothing to this talk before
    Column("send_lease", Text),
    Column("send_until", Instant),
    Column("rests", Instant),  # an open question of a walk counts as left from then on
    sealed("resting", nullable=True),  # what is counted then
    UniqueConstraint("channel", "hash"),
    partial("ix_talks_due", "due", "id", where="due IS NOT NULL"),
    partial("ix_talks_send_due", "channel", "send_due", where="send_due IS NOT NULL"),
    partial("ix_talks_rests", "rests", where="rests IS NOT NULL"),
)

inbox = table(
    "inbox",
    number(),
    Column("channel", Text, nullable=False),
    Column("hash", Text, nullable=False),  # keyed hash of the platform's id
    talk("SET NULL", nullable=True),  # gone with its turn: what stays tells of nobody
    Column("kind", Text, nullable=False),  # raw | event
    sealed("body", nullable=True),  # erased with its turn
    Column("arrived", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done", Instant),
    Column("parked", Text),  # why it could not be taken
    UniqueConstraint("channel", "hash"),
    partial("ix_inbox_talk_id_id", "talk_id", "id", where="talk_id IS NOT NULL"),
    partial("ix_inbox_done", "done", where="done IS NOT NULL"),
)

outbox = table(
    "outbox",
    number(),
    talk("CASCADE"),
    sealed("reply"),
    Column("proactive", Boolean, nullable=False),  # the night holds these, never answers
    Column("created", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("faults", Integer, nullable=False, server_default="0"),  # tries that raised
    Column("parked", Text),
    Index("ix_outbox_talk_id_id", "talk_id", "id"),
)

timers = table(
    "timers",
    number(),
    talk("CASCADE"),
    Column("name", Text, nullable=False),
    Column("due", Instant, nullable=False),
    sealed("payload"),
    UniqueConstraint("talk_id", "name"),
    Index("ix_timers_due", "due"),
)

lost_sessions = table(
    "lost_sessions",
    number(),
    talk("CASCADE"),
    Column("session", LargeBinary, nullable=False),  # as it was found: it may not be ours to open
    Column("at", Instant, nullable=False),
    Index("ix_lost_sessions_talk_id", "talk_id"),
)

paces = Table(
    "paces",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("next", Instant, nullable=False),  # no message of the channel before
)
