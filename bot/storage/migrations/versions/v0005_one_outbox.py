"""Notices of runs go out as all other messages do; they need no table of their own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DELIVERIES = sa.table(
    "deliveries",
    sa.column("workspace_id"),
    sa.column("key"),
    sa.column("kind"),
    sa.column("payload", sa.JSON),
    sa.column("desired_rev"),
    sa.column("recipient"),
    sa.column("status"),
    sa.column("created_at", sa.DateTime),
    sa.column("available_at", sa.DateTime),
    sa.column("last_error"),
)


def upgrade() -> None:
    """Have whatever waits in the old table sent from the new one; what was given up stays so."""
    waiting = op.get_bind().execute(
        sa.text(
            "SELECT notices.workspace_id, COALESCE(source_id, 0) AS source, run_id, recipient,"
            " created_at, available_at, last_error, status, decision, rows"
            " FROM notices JOIN runs ON runs.id = run_id"
        ).columns(created_at=sa.DateTime, available_at=sa.DateTime, rows=sa.JSON)
    )
    op.bulk_insert(DELIVERIES, [_turn(row) for row in waiting])
    op.drop_table("notices")


def _turn(notice: sa.Row[Any]) -> dict[str, Any]:
    asks = notice.status == "held" and notice.decision is None and notice.rows is not None
    return {
        "workspace_id": notice.workspace_id,
        "key": f"run:{notice.source}:{notice.run_id}",
        "kind": "run",
        "payload": {"run": notice.run_id, "asks": asks},
        "desired_rev": 1,
        "recipient": notice.recipient,
        "status": "waiting" if notice.available_at else "dead",
        "created_at": notice.created_at,
        "available_at": notice.available_at,
        "last_error": notice.last_error,
    }


def downgrade() -> None:
    """Give notices their table back; what waits is told in App Home alone."""
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
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_notices_workspace_id_workspaces",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_notices_run_id_runs", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notices_run_id", "notices", ["run_id"])
    op.create_index("ix_notices_waiting", "notices", ["available_at"])
    op.execute("DELETE FROM deliveries WHERE kind = 'run'")
