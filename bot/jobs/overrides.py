"""Taking away a number that stands over a source. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.storage.headcounts import publish_headcount, remove_override
from bot.storage.workspaces import lock_workspace
from rules.headcounts import HeadcountClass


def use_source(
    session: Session, workspace_id: str, headcount_class: HeadcountClass, now: datetime
) -> None:
    """Let the source of a class count again, and not what was set by hand over it."""
    # First of all, as everybody does who changes what counts.
    lock_workspace(session, workspace_id)
    remove_override(session, workspace_id, headcount_class)
    publish_headcount(session, workspace_id, now)
