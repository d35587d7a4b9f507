"""When each message was posted first: what was to be answered before is told by the message itself."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; of what was posted before it is not known, so that nothing is left unsaid."""
    op.add_column("deliveries", sa.Column("posted_at", sa.DateTime))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("deliveries", "posted_at")
