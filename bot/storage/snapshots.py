"""Read and write headcount snapshots."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.models import CountRow, SnapshotRow
from rules.headcounts import HeadcountRow, Snapshot, facts_from_snapshot


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
    totals = facts_from_snapshot(snapshot)
    row = SnapshotRow(
        workspace_id=workspace_id,
        as_of=snapshot.as_of,
        source=snapshot.source,
        customer_facing=totals.customer_facing,
        enablers=totals.enablers,
        sales=totals.sales,
        customer_success=totals.customer_success,
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


def find_newest_snapshot(database: Database, workspace_id: str) -> Snapshot | None:
    """Return the snapshot in use with all its counts, or None before the first."""
    with Session(database.reader) as session:
        row = session.scalars(
            select(SnapshotRow)
            .where(SnapshotRow.workspace_id == workspace_id)
            .order_by(SnapshotRow.as_of.desc(), SnapshotRow.id.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        counts = session.scalars(
            select(CountRow).where(CountRow.snapshot_id == row.id).order_by(CountRow.id)
        )
        return Snapshot(
            as_of=row.as_of,
            source=row.source,
            rows=tuple(
                HeadcountRow(
                    count.headcount_class, count.people, count.function, count.segment, count.fte
                )
                for count in counts
            ),
        )
