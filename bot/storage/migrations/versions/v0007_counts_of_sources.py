"""Each count knows the source that supplied it, so that a source can be forgotten alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A snapshot bears the kind of what supplied its customer-facing teammates. Who supplied the rest can
# be told only where a workspace has a single source.
SUPPLIER = sa.text(
    "UPDATE counts SET source_id = ("
    " SELECT min(sources.id) FROM snapshots JOIN sources"
    " ON sources.workspace_id = snapshots.workspace_id AND sources.kind = snapshots.source"
    " AND sources.connected_at <= snapshots.created_at"
    " WHERE snapshots.id = counts.snapshot_id HAVING count(*) = 1)"
    " WHERE headcount_class = 'customer_facing' OR 1 = ("
    " SELECT count(*) FROM snapshots JOIN sources"
    " ON sources.workspace_id = snapshots.workspace_id"
    " WHERE snapshots.id = counts.snapshot_id)"
)


def upgrade() -> None:
    """Add the column, and fill it where there is no doubt."""
    op.add_column("counts", sa.Column("source_id", sa.Integer))
    op.execute(SUPPLIER)


def downgrade() -> None:
    """Forget which source supplied a count."""
    op.drop_column("counts", "source_id")
