"""Every table. Texts and addresses stand only in sealed (encrypted) columns; instants are UTC.

A waiting inbox row has no `done`; a talk with nothing to do has no `due`, with nothing to send no
`send_due`. Lock order for whoever touches several tables: the talk first, the counts last, sorted.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table

from bot.storage.models.columns import EPOCH, MICROSECOND, Instant, instant, metadata
from bot.storage.models.content import (
    confirmed,
    generation,
    offices,
    questions,
    revision_hands,
    revisions,
    secrets,
    switches,
)
from bot.storage.models.desk import (
    canned,
    case_lines,
    case_views,
    cases,
    posts,
    team_covers,
    teams,
)
from bot.storage.models.figures import counts
from bot.storage.models.staff import audit, memberships, sign_ins, staff
from bot.storage.models.talks import inbox, lost_sessions, outbox, paces, talks, timers

SEALED: tuple[tuple[Table, Column[Any]], ...] = tuple(
    (table, column)
    for table in metadata.sorted_tables
    for column in table.columns
    if column.info.get("sealed")
)

__all__ = [
    "EPOCH",
    "MICROSECOND",
    "SEALED",
    "Instant",
    "audit",
    "canned",
    "case_lines",
    "case_views",
    "cases",
    "confirmed",
    "counts",
    "generation",
    "inbox",
    "instant",
    "lost_sessions",
    "memberships",
    "metadata",
    "offices",
    "outbox",
    "paces",
    "posts",
    "questions",
    "revision_hands",
    "revisions",
    "secrets",
    "sign_ins",
    "staff",
    "switches",
    "talks",
    "team_covers",
    "teams",
    "timers",
]
