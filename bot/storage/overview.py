"""How the sources of all workspaces stand, for operators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.storage.source_models import NoticeRow, SourceRow


@dataclass(frozen=True, slots=True)
class Overview:
    """Sources as counts.

    Attributes:
        read_at: When a source was last read well; None before the first time.
        due_since: Since when the longest waiting source is due; None where none is.
        troubled: Sources whose last readings failed.
        untold: Admins whom Slack would not let us tell.
    """

    connected: int
    troubled: int
    untold: int
    read_at: datetime | None
    due_since: datetime | None


def read_overview(session: Session, now: datetime) -> Overview:
    """Return how all sources stand."""
    connected, troubled, read_at = session.execute(
        select(
            func.count(),
            func.count().filter(SourceRow.errors > 0),
            func.max(SourceRow.checked_at),
        )
    ).one()
    due_since = session.scalar(
        select(func.min(SourceRow.due_at)).where(SourceRow.due_at <= now, ~SourceRow.is_paused)
    )
    untold = session.scalar(select(func.count()).where(NoticeRow.available_at.is_(None)))
    return Overview(connected, troubled, untold or 0, read_at, due_since)
