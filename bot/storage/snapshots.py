"""Read and write headcount snapshots: what counted at each date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.models import CountRow, HeadcountRow, SnapshotRow
from rules.headcounts import HeadcountRow as Count
from rules.headcounts import Snapshot, SourceKind, facts_from_snapshot


@dataclass(frozen=True, slots=True)
class Point:
    """The totals at one date.

    Attributes:
        enablers: None where nobody counted them.
    """

    as_of: date
    customer_facing: int
    enablers: Decimal | None


def save_snapshot(session: Session, workspace_id: str, snapshot: Snapshot, now: datetime) -> int:
    """Add a snapshot with its totals and return its id; it does not count by that alone."""
    totals = facts_from_snapshot(snapshot)
    row = SnapshotRow(
        workspace_id=workspace_id,
        as_of=snapshot.as_of,
        source=snapshot.source,
        customer_facing=totals.customer_facing,
        enablers=totals.enablers,
        sales=totals.sales,
        customer_success=totals.customer_success,
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
    return row.id


def save_history(
    session: Session, workspace_id: str, history: Iterable[Snapshot], now: datetime
) -> None:
    """Add earlier snapshots in place of what an import of the same dates left before."""
    for snapshot in history:
        session.execute(
            delete(SnapshotRow).where(
                SnapshotRow.workspace_id == workspace_id,
                SnapshotRow.as_of == snapshot.as_of,
                SnapshotRow.source == snapshot.source,
                SnapshotRow.id.not_in(select(HeadcountRow.snapshot_id)),
            )
        )
        save_snapshot(session, workspace_id, snapshot, now)


def find_current_snapshot(database: Database, workspace_id: str) -> Snapshot | None:
    """Return the snapshot that counts today with all its counts, or None before the first."""
    with Session(database.reader) as session:
        return read_current_snapshot(session, workspace_id)


def read_current_snapshot(session: Session, workspace_id: str) -> Snapshot | None:
    """Return the snapshot that counts today, as this transaction sees it."""
    row = session.scalars(
        select(SnapshotRow)
        .join(HeadcountRow, HeadcountRow.snapshot_id == SnapshotRow.id)
        .where(HeadcountRow.workspace_id == workspace_id)
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
            Count(count.headcount_class, count.people, count.function, count.segment, count.fte)
            for count in counts
        ),
    )


def list_history(session: Session, workspace_id: str, since: date) -> list[Point]:
    """Return the totals of each date from one on, oldest first; of a date, the last written."""
    rows = session.execute(
        select(SnapshotRow.as_of, SnapshotRow.customer_facing, SnapshotRow.enablers)
        .where(SnapshotRow.workspace_id == workspace_id, SnapshotRow.as_of >= since)
        .order_by(SnapshotRow.as_of, SnapshotRow.id)
    ).all()
    by_date = {row.as_of: Point(row.as_of, row.customer_facing, row.enablers) for row in rows}
    return list(by_date.values())


def forget_snapshots(session: Session, before: date) -> int:
    """Delete snapshots of earlier dates, save what still counts, and return how many."""
    gone = session.execute(
        delete(SnapshotRow)
        .where(
            SnapshotRow.as_of < before,
            SnapshotRow.id.not_in(select(HeadcountRow.snapshot_id)),
        )
        .returning(SnapshotRow.id)
    )
    return len(gone.all())


def forget_all_snapshots(session: Session, workspace_id: str, source: SourceKind) -> None:
    """Delete a workspace's snapshots of one kind of source, whether or not they count."""
    session.execute(
        delete(SnapshotRow).where(
            SnapshotRow.workspace_id == workspace_id, SnapshotRow.source == source
        )
    )
    # What counts went with its snapshot, which the session does not see by itself.
    session.expire_all()
