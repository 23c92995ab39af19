"""Cases, the teams they go to, and what is said about them among staff."""

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

from bot.storage.models.columns import Instant, number, sealed, table, talk

teams = table(
    "teams",
    number(),
    Column("name", Text, nullable=False, unique=True),
    Column("upper_id", BigInteger, ForeignKey("teams.id", ondelete="SET NULL")),  # one level up
    Column("fallback", Boolean, nullable=False, server_default=false()),  # takes what nobody covers
    Column("languages", Text, nullable=False, server_default="vi"),  # codes, joined by spaces
    Column("hours", Text),  # JSON of a working week; none: the usual one
    Column("first_minutes", Integer, nullable=False, server_default="120"),  # working minutes
    Column("solve_minutes", Integer, nullable=False, server_default="960"),
)

team_covers = table(
    "team_covers",
    number(),
    Column("team_id", BigInteger, ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),  # place | topic
    Column("value", Text, nullable=False),  # province, province/commune, or a topic's id
    UniqueConstraint("team_id", "kind", "value"),
)

cases = table(
    "cases",
    number(),
    Column("case", Text, nullable=False, unique=True),
    talk("SET NULL", nullable=True),
    Column("opened", Instant, nullable=False),
    Column("closed", Instant),
    Column("closed_by", Text),
    Column("reason", Text, nullable=False),
    Column("topic", Text),
    Column("place", Text),
    sealed("question", nullable=True),
    Column("mark", Integer),
    sealed("word", nullable=True),
    Column("claimed", Instant),
    Column("claimed_by", Text),  # the member of staff who has it
    Column("thread", Text),  # its topic in the staff group
    Column("team_id", BigInteger),  # no foreign key: SQLite would make the whole table anew
    Column("origin", Text),  # its channel, kept when the talk is forgotten: a figure
    Column("language", Text, nullable=False, server_default="vi"),
    Column("practice", Boolean, nullable=False, server_default=false()),  # an invented citizen
    Column("first_due", Instant),  # by when staff should have answered, in working hours
    Column("solve_due", Instant),
    Column("answered", Instant),  # staff's first words; the bot's do not count
    Column("waits", Instant),  # since when the citizen waits for staff; none: staff spoke last
    Column("warned", Integer, nullable=False, server_default="0"),  # steps of the reminder ladder
    Column("reopened", Instant),
    Column("merged_into", Text),  # the case that goes on for both
    sealed("own", nullable=True),  # the question with name and telephone, opened for a reason
    Index("ix_cases_talk_id", "talk_id"),
    Index("ix_cases_opened", "opened"),
    Index("ix_cases_thread", "thread"),
    Index("ix_cases_team_id", "team_id"),
    Index("ix_cases_closed", "closed"),
    Index("ix_cases_merged_into", "merged_into"),
)

posts = table(
    "posts",
    number(),
    Column("case_id", BigInteger, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("message", Text, nullable=False),  # of the staff group: an answer to it is to the case
    Index("ix_posts_case_id", "case_id"),
    Index("ix_posts_message", "message"),
)

case_lines = table(
    "case_lines",
    number(),
    Column("case_id", BigInteger, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),  # citizen | bot | staff | note (among staff)
    sealed("line"),
    sealed("own", nullable=True),  # the citizen's words with name and telephone
    Index("ix_case_lines_case_id", "case_id"),
    Index("ix_case_lines_at", "at"),
)

case_views = table(
    "case_views",
    number(),
    Column("case_id", BigInteger, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("by", Text, nullable=False),
    Column("seen", Instant, nullable=False),  # who else has it open
    UniqueConstraint("case_id", "by"),
)

canned = table(
    "canned",
    number(),
    Column("team_id", BigInteger, ForeignKey("teams.id", ondelete="CASCADE")),  # none: everyone's
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),  # plain text with the topic's slots
    Column("topic", Text),
)
