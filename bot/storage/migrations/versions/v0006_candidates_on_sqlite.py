"""Partial indexes over targets in the words that SQLite is asked with, or it would not use them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both anew."""
    _index("is_candidate = 1", "is_candidate = 0")


def downgrade() -> None:
    """Make both as they were."""
    _index("is_candidate", "NOT is_candidate")


def _index(candidates: str, resting: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, where in (("candidates", candidates), ("resting", resting)):
        op.drop_index(f"ix_targets_{name}", "targets")
        op.create_index(f"ix_targets_{name}", "targets", ["wakes_at"], sqlite_where=sa.text(where))
