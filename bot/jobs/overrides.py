"""Taking away a number that stands over a source. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.storage.headcounts import publish_headcount, remove_override
from rules.headcounts import HeadcountClass


def use_source(
    session: Session, workspace_id: str, headcount_class: HeadcountClass, now: datetime
) -> None:
    """Let the source of a class count again, and not what was set by hand over it."""
    remove_override(session, workspace_id, headcount_class)
    publish_headcount(session, workspace_id, now)
