"""Read and write silences. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.alert_models import SilenceRow
from rules.alert_rules import Rule
from rules.silences import Silence


def add_silence(session: Session, workspace_id: str, silence: Silence) -> None:
    """Keep a silence; the next check of what it covers notices it."""
    session.add(
        SilenceRow(
            workspace_id=workspace_id,
            segment=silence.segment,
            rule=silence.rule,
            starts_at=silence.starts_at,
            ends_at=silence.ends_at,
            created_by=silence.created_by,
            comment=silence.comment,
        )
    )
    session.flush()


def list_silences(session: Session, workspace_id: str, now: datetime) -> list[Silence]:
    """Return a workspace's silences that hold, or are still to come."""
    rows = session.scalars(
        select(SilenceRow)
        .where(
            SilenceRow.workspace_id == workspace_id,
            SilenceRow.ends_at > now,
            SilenceRow.ended_at.is_(None),
        )
        .order_by(SilenceRow.id)
    )
    return [to_silence(row) for row in rows]


def find_wide_silence(session: Session, workspace_id: str, now: datetime) -> Silence | None:
    """Return what silences everything of a workspace at a moment; None where nothing does."""
    silences = list_silences(session, workspace_id, now)
    return next((one for one in silences if one.is_wide and one.is_on(now)), None)


def to_silence(row: SilenceRow) -> Silence:
    """Return a row as a value, for those modules of storage that read many at once."""
    return Silence(row.starts_at, row.ends_at, row.created_by, row.comment, row.segment, row.rule)


def end_silences(
    session: Session,
    workspace_id: str,
    segment: str | None,
    rule: Rule | None,
    by: str,
    now: datetime,
) -> bool:
    """End what silences just that, None and None for everything; False where nothing did."""
    ended = session.execute(
        update(SilenceRow)
        .where(
            SilenceRow.workspace_id == workspace_id,
            SilenceRow.segment == segment,
            SilenceRow.rule == rule,
            SilenceRow.ends_at > now,
            SilenceRow.ended_at.is_(None),
        )
        .values(ended_by=by, ended_at=now)
        .returning(SilenceRow.id)
    )
    return bool(ended.all())
