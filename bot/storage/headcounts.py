"""What counts for a workspace today: put together from its sources whenever one of them changes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.connections import Override
from bot.storage.encoding import decode_rows
from bot.storage.models import HeadcountRow, WorkspaceRow
from bot.storage.observations import note_change
from bot.storage.snapshots import read_current_snapshot, save_snapshot
from bot.storage.source_models import OverrideRow, SourceRow
from bot.storage.upserts import insert_into
from bot.storage.workspaces import lock_workspace
from rules.headcounts import HeadcountClass, SourceKind, facts_from_snapshot
from rules.headcounts import HeadcountRow as Count
from rules.publications import Publication, Supply, publish
from rules.schedules import DEFAULT_SCHEDULE, Schedule, parse_schedule


def publish_headcount(session: Session, workspace_id: str, now: datetime) -> Publication | None:
    """Put together what counts from now on, and return it; None where nothing does any more.

    A snapshot is added where the counts or their date are new, and the next check looks at them.
    """
    lock_workspace(session, workspace_id)
    workspace = session.get_one(WorkspaceRow, workspace_id)
    schedule = parse_schedule(workspace.sync_schedule)
    overrides = [
        _supply_by_hand(one, ZoneInfo(workspace.time_zone))
        for one in list_overrides(session, workspace_id)
    ]
    publication = publish(_list_supplies(session, workspace_id, schedule.interval), overrides)
    if publication is None:
        session.execute(delete(HeadcountRow).where(HeadcountRow.workspace_id == workspace_id))
    else:
        _save(session, workspace_id, publication, schedule, now)
    session.flush()
    note_change(session, workspace_id, now)
    return publication


def save_override(session: Session, workspace_id: str, override: Override) -> None:
    """Set a class's number by hand, over whatever a source says; publish it afterwards."""
    known = {
        "people": override.row.people,
        "fte": override.row.fte,
        "set_by": override.set_by,
        "set_at": override.set_at,
    }
    session.execute(
        insert_into(session, OverrideRow)
        .values(workspace_id=workspace_id, headcount_class=override.headcount_class, **known)
        .on_conflict_do_update(
            index_elements=[OverrideRow.workspace_id, OverrideRow.headcount_class], set_=known
        )
    )


def remove_override(session: Session, workspace_id: str, headcount_class: HeadcountClass) -> None:
    """Let the source of a class count again; publish it afterwards."""
    session.execute(
        delete(OverrideRow).where(
            OverrideRow.workspace_id == workspace_id,
            OverrideRow.headcount_class == headcount_class,
        )
    )


def list_overrides(session: Session, workspace_id: str) -> list[Override]:
    """Return the numbers set by hand over a source, customer-facing first."""
    rows = session.scalars(
        select(OverrideRow)
        .where(OverrideRow.workspace_id == workspace_id)
        .order_by(OverrideRow.headcount_class)
    )
    return [
        Override(
            row.headcount_class,
            Count(row.headcount_class, row.people, fte=row.fte),
            row.set_by,
            row.set_at,
        )
        for row in rows
    ]


def _list_supplies(session: Session, workspace_id: str, interval: timedelta) -> list[Supply]:
    rows = session.scalars(
        select(SourceRow)
        .where(SourceRow.workspace_id == workspace_id, SourceRow.is_confirmed)
        .order_by(SourceRow.id)
    )
    return [
        Supply(
            row.kind,
            row.name,
            tuple(
                count for count in decode_rows(row.counts) if count.headcount_class in row.supplies
            ),
            row.as_of,
            row.checked_at,
            row.changed_at,
            interval,
            row.id,
        )
        for row in rows
        # A source that is confirmed has been read; the types cannot know it.
        if row.as_of and row.checked_at and row.changed_at
    ]


def _supply_by_hand(override: Override, zone: ZoneInfo) -> Supply:
    return Supply(
        SourceKind.MANUAL,
        "",
        (override.row,),
        as_of=override.set_at.astimezone(zone).date(),
        checked_at=override.set_at,
        changed_at=override.set_at,
        interval=DEFAULT_SCHEDULE.interval,
    )


def _save(
    session: Session,
    workspace_id: str,
    publication: Publication,
    schedule: Schedule,
    now: datetime,
) -> None:
    known = session.get(HeadcountRow, workspace_id)
    if known is None or read_current_snapshot(session, workspace_id) != publication.snapshot:
        snapshot_id = save_snapshot(
            session, workspace_id, publication.snapshot, now, publication.source_ids
        )
    else:
        snapshot_id = known.snapshot_id
    totals = facts_from_snapshot(publication.snapshot)
    enablers = publication.enablers
    session.merge(
        HeadcountRow(
            workspace_id=workspace_id,
            snapshot_id=snapshot_id,
            as_of=publication.snapshot.as_of,
            source=publication.customer_facing.kind,
            source_name=publication.customer_facing.name,
            customer_facing=totals.customer_facing,
            enablers=totals.enablers,
            sales=totals.sales,
            customer_success=totals.customer_success,
            enablers_source=None if enablers is None else enablers.kind,
            enablers_source_name="" if enablers is None else enablers.name,
            is_overridden=publication.is_overridden,
            is_weekly=schedule.weekday is not None,
            checked_at=publication.checked_at,
            changed_at=publication.changed_at,
            stale_at=publication.lifespan.stale_at,
            expires_at=publication.lifespan.expires_at,
        )
    )
