"""Headcount sources, their runs, what counts today, and a workspace's preferences."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.entered_numbers import keep_entered_numbers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PREFERENCES = (
    "push_token_digest",
    "segments",
    "quiet_hours",
    "digest",
    "sync_schedule",
    "alert_channel",
    "admins",
)


def upgrade() -> None:
    """Create the tables and let the newest snapshot of each workspace count."""
    _add_preferences()
    _create_sources()
    _create_runs()
    _create_headcounts()
    _create_small_tables()
    keep_entered_numbers(op.get_bind())
    with op.batch_alter_table("snapshots") as batch:
        batch.drop_column("entered_by")


def downgrade() -> None:
    """Drop what version 2 added; who entered a snapshot is not told again."""
    for table in ("pushes", "notices", "overrides", "headcounts", "runs", "sources"):
        op.drop_table(table)
    with op.batch_alter_table("snapshots") as batch:
        batch.add_column(sa.Column("entered_by", sa.String(30)))
    with op.batch_alter_table("workspaces") as batch:
        batch.drop_constraint("uq_workspaces_push_token_digest", type_="unique")
        for name in PREFERENCES:
            batch.drop_column(name)


def _add_preferences() -> None:
    with op.batch_alter_table("workspaces") as batch:
        batch.add_column(sa.Column("admins", sa.JSON, nullable=False, server_default="[]"))
        batch.add_column(sa.Column("alert_channel", sa.String(30)))
        batch.add_column(
            sa.Column("sync_schedule", sa.String(10), nullable=False, server_default="06:00")
        )
        batch.add_column(sa.Column("digest", sa.String(20), nullable=False, server_default="off"))
        batch.add_column(sa.Column("quiet_hours", sa.String(11)))
        batch.add_column(sa.Column("segments", sa.JSON))
        batch.add_column(sa.Column("push_token_digest", sa.String(64)))
        batch.create_unique_constraint("uq_workspaces_push_token_digest", ["push_token_digest"])
    with op.batch_alter_table("workspaces") as batch:
        # It was for the rows that were there.
        batch.alter_column("admins", server_default=None)


def _create_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("supplies", sa.JSON, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("draft", sa.JSON),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("is_confirmed", sa.Boolean, nullable=False),
        sa.Column("is_paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("connected_by", sa.String(30), nullable=False),
        sa.Column("connected_at", sa.DateTime, nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("due_at", sa.DateTime),
        sa.Column("checked_at", sa.DateTime),
        sa.Column("changed_at", sa.DateTime),
        sa.Column("errors", sa.Integer, nullable=False, server_default="0"),
        sa.Column("kept", sa.String(64), nullable=False),
        sa.Column("unclassified", sa.Integer, nullable=False, server_default="0"),
        sa.Column("classified", sa.Integer, nullable=False, server_default="0"),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("token", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        _belongs_to_workspace("sources"),
    )
    op.create_index("ix_sources_workspace_id", "sources", ["workspace_id"])
    op.create_index("ix_sources_due_at", "sources", ["due_at"])


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("source_id", sa.Integer),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("by", sa.String(30)),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("rows", sa.JSON),
        sa.Column("history", sa.JSON, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in (
                "people",
                "pages",
                "classified",
                "unclassified",
                "contractors",
                "arriving",
            )
        ),
        sa.Column("mapping", sa.String(64), nullable=False),
        sa.Column("unmapped", sa.JSON, nullable=False),
        sa.Column("incident", sa.JSON),
        sa.Column("holds", sa.JSON, nullable=False),
        sa.Column("decision", sa.String(20)),
        sa.Column("decided_by", sa.String(30)),
        sa.Column("decided_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        _belongs_to_workspace("runs"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_runs_source_id_sources", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_runs_newest", "runs", ["workspace_id", "id"])
    op.create_index("ix_runs_source_id", "runs", ["source_id"])
    op.create_index("ix_runs_finished_at", "runs", ["finished_at"])


def _create_headcounts() -> None:
    op.create_table(
        "headcounts",
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("snapshot_id", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("source_name", sa.String(80), nullable=False),
        sa.Column("customer_facing", sa.Integer, nullable=False),
        sa.Column("enablers", sa.Integer),
        sa.Column("sales", sa.Integer),
        sa.Column("customer_success", sa.Integer),
        sa.Column("enablers_source", sa.String(20)),
        sa.Column("enablers_source_name", sa.String(80), nullable=False),
        sa.Column("is_overridden", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("is_weekly", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("checked_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("stale_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_headcounts"),
        _belongs_to_workspace("headcounts"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.id"],
            name="fk_headcounts_snapshot_id_snapshots",
            ondelete="CASCADE",
        ),
    )


def _create_small_tables() -> None:
    op.create_table(
        "overrides",
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("headcount_class", sa.String(20), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("fte", sa.Integer),
        sa.Column("set_by", sa.String(30), nullable=False),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "headcount_class", name="pk_overrides"),
        _belongs_to_workspace("overrides"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("recipient", sa.String(30), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("available_at", sa.DateTime),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("token", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_error", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        _belongs_to_workspace("notices"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_notices_run_id_runs", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notices_run_id", "notices", ["run_id"])
    op.create_index("ix_notices_waiting", "notices", ["available_at"])
    op.create_table(
        "pushes",
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("body_digest", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("pushed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_pushes"),
        _belongs_to_workspace("pushes"),
    )
    op.create_index("ix_pushes_pushed_at", "pushes", ["pushed_at"])


def _belongs_to_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"],
        ["workspaces.id"],
        name=f"fk_{table}_workspace_id_workspaces",
        ondelete="CASCADE",
    )
