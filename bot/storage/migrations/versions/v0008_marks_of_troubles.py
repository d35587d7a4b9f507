"""What admins were told of a source is kept as marks; the words from before are none."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget them: a trouble that lasts is told once more."""
    op.execute("UPDATE sources SET told = ''")


def downgrade() -> None:
    """Forget the marks, which are no words."""
    op.execute("UPDATE sources SET told = ''")
