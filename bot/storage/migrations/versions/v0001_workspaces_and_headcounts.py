"""Workspaces, members, headcount snapshots and claims."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(30), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("low_bound", sa.Integer, nullable=False),
        sa.Column("high_bound", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_table(
        "members",
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("user_id", sa.String(30), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("is_guest", sa.Boolean, nullable=False),
        sa.Column("refreshed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name="pk_members"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_members_workspace_id_workspaces",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("workspace_id", sa.String(30), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("customer_facing", sa.Integer, nullable=False),
        sa.Column("enablers", sa.Integer),
        sa.Column("sales", sa.Integer),
        sa.Column("customer_success", sa.Integer),
        sa.Column("entered_by", sa.String(30)),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_snapshots_workspace_id_workspaces",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_snapshots_newest", "snapshots", ["workspace_id", "as_of", "id"])
    op.create_table(
        "counts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("snapshot_id", sa.Integer, nullable=False),
        sa.Column("headcount_class", sa.String(20), nullable=False),
        sa.Column("function", sa.String(80), nullable=False),
        sa.Column("segment", sa.String(80), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("fte", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_counts"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.id"],
            name="fk_counts_snapshot_id_snapshots",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_counts_snapshot_id", "counts", ["snapshot_id"])
    op.create_table(
        "claims",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("claimed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_claims"),
    )
    op.create_index("ix_claims_claimed_at", "claims", ["claimed_at"])


def downgrade() -> None:
    """Drop the first tables."""
    for table in ("claims", "counts", "snapshots", "members", "workspaces"):
        op.drop_table(table)
