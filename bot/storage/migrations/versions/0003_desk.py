"""The desk: teams, working clocks, accounts of staff, revisions of content, switches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "confirmed",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("expects", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed")),
        sa.UniqueConstraint("question", name=op.f("uq_confirmed_question")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "revisions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_from", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_kind_name", "revisions", ["kind", "name"], unique=False)
    op.create_index("ix_revisions_state", "revisions", ["state"], unique=False)
    op.create_index(
        "ux_revisions_in_force",
        "revisions",
        ["kind", "name"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "revision_hands",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_revision_hands_revision_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_hands")),
        sa.UniqueConstraint("revision_id", "who", name=op.f("uq_revision_hands_revision_id_who")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "switches",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_switches")),
    )
    op.create_table(
        "teams",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("upper_id", sa.BigInteger(), nullable=True),
        sa.Column("fallback", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("languages", sa.Text(), server_default="vi", nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("first_minutes", sa.Integer(), server_default="120", nullable=False),
        sa.Column("solve_minutes", sa.Integer(), server_default="960", nullable=False),
        sa.ForeignKeyConstraint(
            ["upper_id"], ["teams.id"], name=op.f("fk_teams_upper_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "canned",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_canned_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "memberships",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_memberships_staff_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_memberships_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "staff_id", "team_id", "role", name=op.f("uq_memberships_staff_id_team_id_role")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sign_ins_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_ins_token")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "team_covers",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_team_covers_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_covers")),
        sa.UniqueConstraint(
            "team_id", "kind", "value", name=op.f("uq_team_covers_team_id_kind_value")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "case_views",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_views_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_views")),
        sa.UniqueConstraint("case_id", "by", name=op.f("uq_case_views_case_id_by")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "what", "channel", "place", "about", "side", "how", "lane",
            name=op.f("pk_counts"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.add_column("talks", sa.Column("rests", sa.BigInteger(), nullable=True))
    op.add_column("talks", sa.Column("resting", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_talks_rests",
        "talks",
        ["rests"],
        unique=False,
        sqlite_where=sa.text("rests IS NOT NULL"),
        postgresql_where=sa.text("rests IS NOT NULL"),
    )
    op.add_column("audit", sa.Column("why", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("team_id", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("origin", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("language", sa.Text(), server_default="vi", nullable=False))
    op.add_column(
        "cases", sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("cases", sa.Column("first_due", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("solve_due", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("answered", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("waits", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("warned", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("reopened", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("merged_into", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("own", sa.LargeBinary(), nullable=True))
    op.add_column("case_lines", sa.Column("own", sa.LargeBinary(), nullable=True))
    op.create_index("ix_cases_closed", "cases", ["closed"], unique=False)
    op.create_index("ix_cases_merged_into", "cases", ["merged_into"], unique=False)
    op.create_index("ix_cases_team_id", "cases", ["team_id"], unique=False)
    op.add_column("questions", sa.Column("channel", sa.Text(), nullable=True))
    op.add_column("questions", sa.Column("place", sa.Text(), nullable=True))
    op.add_column("questions", sa.Column("settled", sa.Text(), nullable=True))
    with op.batch_alter_table("staff", table_kwargs={"sqlite_autoincrement": True}) as staff:
        staff.add_column(sa.Column("login", sa.Text(), nullable=True))
        staff.add_column(sa.Column("password", sa.Text(), nullable=True))
        staff.add_column(sa.Column("totp", sa.LargeBinary(), nullable=True))
        staff.add_column(sa.Column("totp_step", sa.BigInteger(), nullable=True))
        staff.add_column(sa.Column("invite", sa.Text(), nullable=True))
        staff.add_column(sa.Column("invite_until", sa.BigInteger(), nullable=True))
        staff.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
        staff.add_column(sa.Column("locked_until", sa.BigInteger(), nullable=True))
        staff.add_column(
            sa.Column("disabled", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        staff.alter_column("channel", existing_type=sa.Text(), nullable=True)
        staff.alter_column("hash", existing_type=sa.Text(), nullable=True)
        staff.create_unique_constraint("uq_staff_login", ["login"])
    _let_the_audit_only_grow()


def _let_the_audit_only_grow() -> None:
    """What was noted is never written over, by whatever program."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_stays()"
    )
