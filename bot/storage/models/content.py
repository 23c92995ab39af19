"""What was published, imported and asked in vain."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from bot.storage.models.columns import Instant, metadata, number, sealed, table, talk

questions = table(
    "questions",
    number(),
    talk("SET NULL", nullable=True),
    Column("alike", Text, nullable=False),  # keyed hash of the folded words: groups without telling
    sealed("question"),
    Column("understood", Text, nullable=False),
    Column("nearest", Text, nullable=False),  # ids of topics, joined by spaces
    Column("at", Instant, nullable=False),
    Column("channel", Text),
    Column("place", Text),
    Column("settled", Text),  # what curation made of it: a wording, a topic, nothing to do
    Index("ix_questions_alike", "alike"),
    Index("ix_questions_at", "at"),
    Index("ix_questions_talk_id", "talk_id"),
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

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    sealed("value"),
)

revisions = table(
    "revisions",
    number(),
    Column("kind", Text, nullable=False),  # topic | lexicon
    Column("name", Text, nullable=False),  # the topic's id
    Column("body", Text, nullable=False),  # TOML; public content, not sealed
    Column("made_from", Text, nullable=False),  # hash of the text that it was made from
    Column("state", Text, nullable=False),  # draft | review | published | retired | dropped
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("published_by", Text),
    Column("published", Instant),
    Index("ix_revisions_kind_name", "kind", "name"),
    Index("ix_revisions_state", "state"),
)

confirmed = table(
    "confirmed",
    number(),
    Column("question", Text, nullable=False, unique=True),  # masked
    Column("expects", Text, nullable=False),  # topics/<id> or topics/<id>#<facet>
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("scope", Text, primary_key=True),  # all | channel:<name> | topic:<id> | flow:<id>
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("since", Instant, nullable=False),
)
