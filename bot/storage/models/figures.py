"""What is counted: numbers of events by day. No row names a talk or holds a person's word."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, Table, Text

from bot.storage.models.columns import metadata

# see `bot.tally.Count`; kept for good, for there is no one in it
counts = Table(
    "counts",
    metadata,
    Column("day", Date, primary_key=True),  # in Việt Nam
    Column("what", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("place", Text, primary_key=True),  # province or province/commune; empty: not named
    Column("about", Text, primary_key=True),
    Column("side", Text, primary_key=True),
    Column("how", Text, primary_key=True),
    # writers spread over lanes, so that they do not wait for each other; folded once a day is over
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
