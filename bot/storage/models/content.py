"""What was published, imported and asked in vain."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.models.columns import Instant, metadata, number, partial, sealed, table, talk

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
    Column("field", Text, nullable=False),  # the folder a topic lies in
    Column("body", Text, nullable=False),  # TOML; public content, not sealed
    Column("made_from", Text, nullable=False),  # hash of the text that it was made from
    Column("origin", Text, nullable=False),  # hash of the wheel's file that it knows; none: empty
    Column("state", Text, nullable=False),  # draft | review | published | retired | dropped
    Column("by", Text, nullable=False),  # who began it; all who wrote in it: revision_hands
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("edition", Integer, nullable=False),  # raised by every save: none overwrites unseen
    Column("published_by", Text),
    Column("published", Instant),
    Index("ix_revisions_kind_name", "kind", "name"),
    Index("ix_revisions_state", "state"),
    # one is in force, whoever else presses at the same moment
    partial("ux_revisions_in_force", "kind", "name", where="state = 'published'", unique=True),
)

revision_hands = table(
    "revision_hands",
    number(),
    Column(
        "revision_id", BigInteger, ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False
    ),
    Column("who", Text, nullable=False),  # wrote in it, and so may not publish it
    UniqueConstraint("revision_id", "who"),
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
