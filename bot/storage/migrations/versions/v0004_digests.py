"""When each workspace's next digest is due."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; digests that were chosen already are due, and so find their next moment."""
    with op.batch_alter_table("workspaces") as batch:
        batch.add_column(sa.Column("digest_at", sa.DateTime))
    op.create_index(
        "ix_workspaces_digests",
        "workspaces",
        ["digest_at"],
        postgresql_where=sa.text("digest_at IS NOT NULL"),
        sqlite_where=sa.text("digest_at IS NOT NULL"),
    )
    op.execute("UPDATE workspaces SET digest_at = created_at WHERE digest <> 'off'")


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_workspaces_digests", "workspaces")
    with op.batch_alter_table("workspaces") as batch:
        batch.drop_column("digest_at")
