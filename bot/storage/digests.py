"""Take digests that are due, and read what they are about. The caller owns the transaction."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, true, update
from sqlalchemy.orm import Session

from bot.connections import Cause
from bot.storage.models import WorkspaceRow
from bot.storage.source_models import RunRow
from bot.workspaces import Digest
from rules.digests import find_next_digest
from rules.troubles import RunStatus


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that one worker has taken; its successor is planned already.

    Attributes:
        due_at: When it was to come.
        has_channel: Whether there is an alert channel to post it in.
    """

    workspace_id: str
    digest: Digest
    zone: ZoneInfo
    due_at: datetime
    has_channel: bool


def claim_digests(
    session: Session, now: datetime, limit: int, workspace_id: str | None = None
) -> list[DueDigest]:
    """Take digests that are due, the longest due first; others may do the rest."""
    rows = session.scalars(
        select(WorkspaceRow)
        .where(
            WorkspaceRow.digest_at.is_not(None),
            WorkspaceRow.digest_at <= now,
            true() if workspace_id is None else WorkspaceRow.id == workspace_id,
        )
        .order_by(WorkspaceRow.digest_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    taken = []
    for row in rows:
        zone, due_at = ZoneInfo(row.time_zone), row.digest_at or now
        taken.append(DueDigest(row.id, row.digest, zone, due_at, row.alert_channel is not None))
        row.digest_at = _find_next(row.digest, zone, now)
    session.flush()
    return taken


def schedule_digest(session: Session, workspace_id: str, now: datetime) -> None:
    """Plan the next digest by the settings as they are."""
    row = session.get_one(WorkspaceRow, workspace_id, populate_existing=True)
    next_at = _find_next(row.digest, ZoneInfo(row.time_zone), now)
    session.execute(
        update(WorkspaceRow).where(WorkspaceRow.id == workspace_id).values(digest_at=next_at)
    )


def count_runs(session: Session, workspace_id: str, since: datetime) -> dict[RunStatus, int]:
    """Return how many readings of sources ended how since a moment; previews are none."""
    rows = session.execute(
        select(RunRow.status, func.count())
        .where(
            RunRow.workspace_id == workspace_id,
            RunRow.finished_at >= since,
            RunRow.cause != Cause.PREVIEW,
        )
        .group_by(RunRow.status)
    )
    return {status: count for status, count in rows}  # noqa: C416 - rows are no pairs to mypy


def _find_next(digest: Digest, zone: ZoneInfo, now: datetime) -> datetime | None:
    if digest is Digest.OFF:
        return None
    return find_next_digest(zone, now, is_monthly=digest is Digest.MONTHLY)
