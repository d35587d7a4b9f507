"""Write headcount snapshots. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.storage.models import CountRow, SnapshotRow
from rules.headcounts import Snapshot


def save_snapshot(
    session: Session,
    workspace_id: str,
    snapshot: Snapshot,
    *,
    entered_by: str | None,
    now: datetime,
) -> None:
    """Add a snapshot; the newest date, then the last written, is the one in use.

    `entered_by` is the Slack user who gave the numbers, None where a source did.
    """
    row = SnapshotRow(
        workspace_id=workspace_id,
        as_of=snapshot.as_of,
        source=snapshot.source,
        entered_by=entered_by,
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        CountRow(
            snapshot_id=row.id,
            headcount_class=count.headcount_class,
            function=count.function,
            segment=count.segment,
            people=count.people,
            fte=count.fte,
        )
        for count in snapshot.rows
    )
