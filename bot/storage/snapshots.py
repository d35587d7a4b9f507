"""Read and write headcount snapshots: what counted at each date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import Exists, delete, exists, func, select, update
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.models import CountRow, HeadcountRow, SnapshotRow
from rules.headcounts import HeadcountClass, Snapshot, facts_from_snapshot
from rules.headcounts import HeadcountRow as Count

SourceIds = Mapping[HeadcountClass, int | None]
NOBODYS: SourceIds = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Point:
    """The totals at one date.

    Attributes:
        enablers: None where nobody counted them.
    """

    as_of: date
    customer_facing: int
    enablers: Decimal | None


def save_snapshot(
    session: Session,
    workspace_id: str,
    snapshot: Snapshot,
    now: datetime,
    source_ids: SourceIds = NOBODYS,
) -> int:
    """Add a snapshot with its totals and return its id; it does not count by that alone.

    `source_ids` says which source supplied each class.
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
            source_id=source_ids.get(count.headcount_class),
        )
        for count in snapshot.rows
    )
    return row.id


def save_history(
    session: Session,
    workspace_id: str,
    history: Iterable[Snapshot],
    now: datetime,
    source_id: int | None = None,
) -> None:
    """Add earlier snapshots in place of what an import of the same dates left before.

    One that counts a single class has the other's counts from what is known of its date. Without
    customer-facing teammates it waits for them: it makes no point of the history.
    """
    for snapshot in history:
        completed, source_ids = _complete(session, workspace_id, snapshot, source_id)
        session.execute(
            delete(SnapshotRow).where(
                SnapshotRow.workspace_id == workspace_id,
                SnapshotRow.as_of == snapshot.as_of,
                SnapshotRow.source == snapshot.source,
                SnapshotRow.id.not_in(select(HeadcountRow.snapshot_id)),
            )
        )
        save_snapshot(session, workspace_id, completed, now, source_ids)


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
    return Snapshot(row.as_of, row.source, tuple(map(_build_count, counts)))


def list_history(session: Session, workspace_id: str, since: date) -> list[Point]:
    """Return the totals of each date from one on, oldest first; of a date, the last written.

    A date of which nobody counted the customer-facing teammates is left out: unknown is not 0.
    """
    rows = session.execute(
        select(SnapshotRow.as_of, SnapshotRow.customer_facing, SnapshotRow.enablers)
        .where(
            SnapshotRow.workspace_id == workspace_id,
            SnapshotRow.as_of >= since,
            _has_counted(HeadcountClass.CUSTOMER_FACING),
        )
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


def forget_supplied(session: Session, workspace_id: str, source_id: int) -> None:
    """Delete what one source supplied, and nothing that others did.

    A date of which it supplied the customer-facing teammates goes whole: the enablers that are left
    would have nothing to stand against.
    """
    is_ours = SnapshotRow.workspace_id == workspace_id
    session.execute(
        delete(SnapshotRow).where(is_ours, _has_supplied(source_id, HeadcountClass.CUSTOMER_FACING))
    )
    session.execute(
        update(SnapshotRow)
        .where(is_ours, _has_supplied(source_id, HeadcountClass.ENABLEMENT))
        .values(enablers=None)
    )
    session.execute(
        delete(CountRow).where(
            CountRow.source_id == source_id,
            CountRow.snapshot_id.in_(select(SnapshotRow.id).where(is_ours)),
        )
    )
    session.execute(
        delete(SnapshotRow).where(is_ours, ~exists().where(CountRow.snapshot_id == SnapshotRow.id))
    )
    # What counts may have gone with its snapshot, which the session does not see by itself.
    session.expire_all()


def disown_supplied(session: Session, workspace_id: str, source_id: int) -> None:
    """Keep what a source supplied when the source goes: its number may be another one's next."""
    session.execute(
        update(CountRow)
        .where(
            CountRow.source_id == source_id,
            CountRow.snapshot_id.in_(
                select(SnapshotRow.id).where(SnapshotRow.workspace_id == workspace_id)
            ),
        )
        .values(source_id=None)
    )


def _complete(
    session: Session, workspace_id: str, snapshot: Snapshot, source_id: int | None
) -> tuple[Snapshot, SourceIds]:
    """Return a snapshot with what is known of its date for the class that it does not count."""
    counted = {row.headcount_class for row in snapshot.rows}
    source_ids: dict[HeadcountClass, int | None] = dict.fromkeys(counted, source_id)
    rows = list(snapshot.rows)
    for headcount_class in set(HeadcountClass) - counted:
        for count in _list_newest_counts(session, workspace_id, snapshot.as_of, headcount_class):
            rows.append(_build_count(count))
            source_ids[headcount_class] = count.source_id
    return replace(snapshot, rows=tuple(rows)), source_ids


def _list_newest_counts(
    session: Session, workspace_id: str, as_of: date, headcount_class: HeadcountClass
) -> Sequence[CountRow]:
    """Return the counts of a class in the last written snapshot of a date that has any."""
    newest = (
        select(func.max(SnapshotRow.id))
        .where(
            SnapshotRow.workspace_id == workspace_id,
            SnapshotRow.as_of == as_of,
            _has_counted(headcount_class),
        )
        .scalar_subquery()
    )
    return session.scalars(
        select(CountRow)
        .where(CountRow.snapshot_id == newest, CountRow.headcount_class == headcount_class)
        .order_by(CountRow.id)
    ).all()


def _build_count(row: CountRow) -> Count:
    return Count(row.headcount_class, row.people, row.function, row.segment, row.fte)


def _has_counted(headcount_class: HeadcountClass) -> Exists:
    return exists().where(
        CountRow.snapshot_id == SnapshotRow.id, CountRow.headcount_class == headcount_class
    )


def _has_supplied(source_id: int, headcount_class: HeadcountClass) -> Exists:
    return _has_counted(headcount_class).where(CountRow.source_id == source_id)
