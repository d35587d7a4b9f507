"""Each count knows the source that supplied it, so that a source can be forgotten alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Who supplied what before can be told only where a workspace has a single source.
ONLY_SOURCE = sa.text(
    "UPDATE counts SET source_id = ("
    " SELECT min(sources.id) FROM snapshots"
    " JOIN sources ON sources.workspace_id = snapshots.workspace_id"
    " WHERE snapshots.id = counts.snapshot_id"
    " HAVING count(*) = 1 AND min(sources.kind) = min(snapshots.source))"
)


def upgrade() -> None:
    """Add the column, and fill it where there is no doubt."""
    op.add_column("counts", sa.Column("source_id", sa.Integer))
    op.execute(ONLY_SOURCE)


def downgrade() -> None:
    """Forget which source supplied a count."""
    op.drop_column("counts", "source_id")
