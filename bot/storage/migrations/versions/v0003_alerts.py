"""What is watched, how each alert stands, what happened, and what has to be told in Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of alerts and forecasts, and let workspaces tune their rules."""
    with op.batch_alter_table("workspaces") as batch:
        batch.add_column(sa.Column("rule_version", sa.Integer, nullable=False, server_default="1"))
        batch.add_column(sa.Column("tuning", sa.JSON))
    with op.batch_alter_table("headcounts") as batch:
        batch.add_column(sa.Column("forecasts", sa.JSON))
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("segment", sa.String(80), nullable=False),
        sa.Column("customer_facing", sa.Integer, nullable=False),
        sa.Column("enablers", sa.Integer),
        sa.Column("synced_on", sa.Date, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("stale_at", sa.DateTime),
        sa.Column("is_expected", sa.Boolean, nullable=False),
        sa.Column("is_kept_by_hand", sa.Boolean, nullable=False),
        sa.Column("is_candidate", sa.Boolean, nullable=False),
        sa.Column("wakes_at", sa.DateTime),
        sa.Column("forecasts_at", sa.DateTime),
        sa.Column("stage", sa.String(20)),
        sa.Column("stage_candidate", sa.String(20)),
        sa.Column("stage_agreements", sa.Integer, server_default="0", nullable=False),
        sa.Column("stage_sync_id", sa.Integer, server_default="0", nullable=False),
        sa.Column("stage_sequence", sa.Integer, server_default="0", nullable=False),
        sa.Column("errors", sa.Integer, server_default="0", nullable=False),
        sa.Column("last_error", sa.String(80), nullable=False),
        sa.Column("checked_at", sa.DateTime),
        _refer("targets", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
        sa.UniqueConstraint("workspace_id", "segment", name="uq_targets_workspace_id"),
    )
    op.create_index(
        "ix_targets_candidates",
        "targets",
        ["wakes_at"],
        postgresql_where=sa.text("is_candidate"),
        sqlite_where=sa.text("is_candidate"),
    )
    op.create_index(
        "ix_targets_forecasts",
        "targets",
        ["forecasts_at"],
        postgresql_where=sa.text("forecasts_at IS NOT NULL"),
        sqlite_where=sa.text("forecasts_at IS NOT NULL"),
    )
    op.create_index(
        "ix_targets_resting",
        "targets",
        ["wakes_at"],
        postgresql_where=sa.text("NOT is_candidate"),
        sqlite_where=sa.text("NOT is_candidate"),
    )
    op.create_table(
        "alert_states",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("target_id", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("condition", sa.String(20), nullable=False),
        sa.Column("data", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime),
        sa.Column("aged_from", sa.DateTime),
        sa.Column("breaches", sa.Integer, nullable=False),
        sa.Column("clears", sa.Integer, nullable=False),
        sa.Column("absences", sa.Integer, nullable=False),
        sa.Column("sync_id", sa.Integer, nullable=False),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.DateTime),
        sa.Column("is_told", sa.Boolean, nullable=False),
        sa.Column("is_severe", sa.Boolean, nullable=False),
        sa.Column("acked_until", sa.DateTime),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("is_escalated", sa.Boolean, nullable=False),
        sa.Column("silenced_until", sa.DateTime),
        sa.Column("is_flapping", sa.Boolean, nullable=False),
        sa.Column("flips", sa.JSON, nullable=False),
        sa.Column("blind_from", sa.DateTime),
        sa.Column("stale_at", sa.DateTime),
        sa.Column("stepped_at", sa.DateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
        _refer("alert_states", "target_id", "targets"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_states"),
        sa.UniqueConstraint("target_id", "rule", name="uq_alert_states_target_id"),
    )
    op.create_table(
        "alert_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state_id", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("data", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("actions", sa.JSON, nullable=False),
        sa.Column("sync_id", sa.Integer, nullable=False),
        sa.Column("customer_facing", sa.Integer),
        sa.Column("enablers", sa.Integer),
        sa.Column("bound", sa.Integer),
        sa.Column("is_flapping", sa.Boolean, nullable=False),
        sa.Column("actor", sa.String(30), nullable=False),
        _refer("alert_events", "state_id", "alert_states"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_events"),
        sa.UniqueConstraint("state_id", "sequence", name="uq_alert_events_state_id"),
    )
    op.create_index("ix_alert_events_at", "alert_events", ["at"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("desired_rev", sa.Integer, nullable=False),
        sa.Column("delivered_rev", sa.Integer, server_default="0", nullable=False),
        sa.Column("is_dirty", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("recipient", sa.String(30)),
        sa.Column("channel", sa.String(30)),
        sa.Column("ts", sa.String(30)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("available_at", sa.DateTime),
        sa.Column("tried_since", sa.DateTime),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("token", sa.Integer, server_default="0", nullable=False),
        sa.Column("ambiguous_since", sa.DateTime),
        sa.Column("last_error", sa.String(80), nullable=False),
        _refer("deliveries", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_deliveries_workspace_id"),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["available_at"],
        postgresql_where=sa.text("available_at IS NOT NULL"),
        sqlite_where=sa.text("available_at IS NOT NULL"),
    )
    op.create_table(
        "episodes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("close_reason", sa.String(20)),
        sa.Column("acked_by", sa.String(30)),
        sa.Column("acked_at", sa.DateTime),
        sa.Column("delivery_id", sa.Integer),
        _refer("episodes", "delivery_id", "deliveries", "SET NULL"),
        _refer("episodes", "state_id", "alert_states"),
        sa.PrimaryKeyConstraint("id", name="pk_episodes"),
        sa.UniqueConstraint("state_id", "number", name="uq_episodes_state_id"),
    )
    op.create_index("ix_episodes_delivery_id", "episodes", ["delivery_id"])
    op.create_index(
        "ix_episodes_open",
        "episodes",
        ["state_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "silences",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("segment", sa.String(80)),
        sa.Column("rule", sa.String(20)),
        sa.Column("starts_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String(30), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("ended_by", sa.String(30)),
        sa.Column("ended_at", sa.DateTime),
        _refer("silences", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name="pk_silences"),
    )
    op.create_index("ix_silences_workspace_id", "silences", ["workspace_id"])
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("forecasts", sa.JSON, nullable=False),
        sa.Column("count", sa.JSON),
        sa.Column("score", sa.JSON),
        _refer("forecasts", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name="pk_forecasts"),
        sa.UniqueConstraint("workspace_id", "made_on", name="uq_forecasts_workspace_id"),
    )
    _watch_what_is_known()


def _watch_what_is_known() -> None:
    """Let the first check look at every headcount that was there before."""
    op.execute(
        "INSERT INTO targets (workspace_id, segment, customer_facing, enablers, synced_on, outcome,"
        " stale_at, is_expected, is_kept_by_hand, is_candidate, wakes_at, forecasts_at, last_error)"
        " SELECT workspace_id, '', customer_facing, enablers, as_of, 'counted', stale_at, true,"
        " source IN ('manual', 'file'), true, checked_at, checked_at, '' FROM headcounts"
    )


def _refer(
    table: str, column: str, other: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Drop them."""
    for table in (
        "forecasts",
        "silences",
        "episodes",
        "deliveries",
        "alert_events",
        "alert_states",
        "targets",
    ):
        op.drop_table(table)
    with op.batch_alter_table("headcounts") as batch:
        batch.drop_column("forecasts")
    with op.batch_alter_table("workspaces") as batch:
        batch.drop_column("tuning")
        batch.drop_column("rule_version")
