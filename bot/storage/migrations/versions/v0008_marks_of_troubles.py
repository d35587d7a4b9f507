"""What admins were told of a source is kept as marks, and replies wait for the message they answer."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget the words from before: a trouble that lasts is told once more; let replies wait."""
    op.execute("UPDATE sources SET told = ''")
    op.execute(
        "UPDATE deliveries SET status = 'waiting', available_at = created_at"
        " WHERE status IN ('disabled', 'no_channel', 'dead') AND last_error = 'root_stopped'"
    )


def downgrade() -> None:
    """Forget the marks, which are no words."""
    op.execute("UPDATE sources SET told = ''")
