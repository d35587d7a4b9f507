"""Take deliveries that are due, and give them back with what became of them.

Three transactions, none of them open while Slack is asked: claim, send, finish. A worker that comes
back after its lease has run out finds another token, and has the message brought up to date again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, update
from sqlalchemy.orm import Session

from bot.alerts import Delivery, DeliveryStatus
from bot.storage.alert_models import DeliveryRow
from bot.storage.clocks import read_clock
from bot.storage.deliveries import RATE_LIMITED

LEASE = timedelta(minutes=2)
MOST_OF_ONE = 5
"""Deliveries of one workspace in a batch, so that a talkative one keeps nobody waiting."""


def claim_deliveries(
    session: Session, now: datetime, limit: int, workspace_id: str | None = None
) -> list[Delivery]:
    """Take deliveries that are due and that nobody else is sending, the longest due first."""
    clock = read_clock(session)
    place = (
        func.row_number()
        .over(
            partition_by=DeliveryRow.workspace_id,
            order_by=(DeliveryRow.available_at, DeliveryRow.id),
        )
        .label("place")
    )
    is_due = and_(
        _is_due(now, clock),
        true() if workspace_id is None else DeliveryRow.workspace_id == workspace_id,
    )
    waiting = select(DeliveryRow.id, place).where(is_due).subquery()
    rows = session.scalars(
        select(DeliveryRow)
        .where(
            DeliveryRow.id.in_(select(waiting.c.id).where(waiting.c.place <= MOST_OF_ONE)), is_due
        )
        .order_by(DeliveryRow.available_at, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        if row.lease_until is not None and row.ts is None:
            # Whoever had it never came back: Slack may have taken the post.
            row.ambiguous_since = row.ambiguous_since or row.lease_until - LEASE
        if row.attempts == 0 or row.tried_since is None:
            row.tried_since = now
        row.token += 1
        row.attempts += 1
        row.is_dirty = False
        row.lease_until = clock + LEASE
    session.flush()
    return [_to_delivery(row, clock, row.tried_since or now) for row in rows]


def finish_delivery(
    session: Session, delivery: Delivery, channel: str, ts: str, now: datetime
) -> bool:
    """Keep where a message stands and which revision it shows; False where we came too late."""
    return _give_back(
        session,
        delivery,
        now,
        {
            "channel": channel,
            "ts": ts,
            "posted_at": func.coalesce(DeliveryRow.posted_at, None if delivery.ts else now),
            "delivered_rev": delivery.desired_rev,
            **_settle(delivery, DeliveryStatus.DELIVERED, now),
            "attempts": 0,
            "ambiguous_since": None,
            "last_error": "",
        },
    )


def postpone_delivery(
    session: Session,
    delivery: Delivery,
    available_at: datetime,
    now: datetime,
    *,
    error: str = "",
    attempts: int,
    is_ambiguous: bool = False,
) -> bool:
    """Try a delivery again later; False where we came too late.

    With no failed attempts the next one begins a new count and time.
    """
    values: dict[str, Any] = {
        "available_at": available_at,
        "last_error": error[:80],
        "attempts": attempts,
    }
    if is_ambiguous:
        values["ambiguous_since"] = delivery.ambiguous_since or delivery.claimed_at
    return _give_back(session, delivery, now, values)


def stop_delivery(
    session: Session, delivery: Delivery, status: DeliveryStatus, error: str, now: datetime
) -> bool:
    """Send nothing before somebody has done something about it; False where we came too late."""
    values = {**_settle(delivery, status, now), "last_error": error[:80]}
    return _give_back(session, delivery, now, values)


def forget_message(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Have a message that is gone posted anew; False where we came too late."""
    return _give_back(session, delivery, now, {"ts": None, "channel": None, "available_at": now})


def move_message(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Have a message posted in the channel that was chosen instead; False where we came too late.

    What was to be answered to it before is told by the new one.
    """
    moved = {"ts": None, "channel": None, "posted_at": None, "available_at": now}
    return _give_back(session, delivery, now, moved)


def pause_workspace(session: Session, workspace_id: str, until: datetime, *, is_post: bool) -> None:
    """Leave Slack alone for one workspace and one method, as it asks."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.workspace_id == workspace_id,
            DeliveryRow.available_at < until,
            DeliveryRow.ts.is_(None) if is_post else DeliveryRow.ts.is_not(None),
        )
        .values(available_at=until)
    )


def list_pauses(
    session: Session, workspace_ids: Iterable[str], now: datetime
) -> dict[str, dict[bool, datetime]]:
    """Return until when Slack wants no more posts (True) or edits (False) of each workspace."""
    rows = session.scalars(
        select(DeliveryRow).where(
            DeliveryRow.workspace_id.in_(workspace_ids),
            DeliveryRow.last_error == RATE_LIMITED,
            DeliveryRow.available_at > now,
        )
    )
    pauses: dict[str, dict[bool, datetime]] = {}
    for row in rows:
        known = pauses.setdefault(row.workspace_id, {})
        until = row.available_at or now
        known[row.ts is None] = max(until, known.get(row.ts is None, until))
    return pauses


def _settle(delivery: Delivery, status: DeliveryStatus, now: datetime) -> dict[str, Any]:
    """Return where a delivery comes to rest, unless there is more to send by now."""
    is_behind = or_(DeliveryRow.desired_rev > delivery.desired_rev, DeliveryRow.is_dirty)
    return {
        "status": case((is_behind, DeliveryStatus.WAITING.value), else_=status.value),
        "available_at": case((is_behind, now), else_=None),
    }


def _give_back(
    session: Session, delivery: Delivery, now: datetime, values: Mapping[str, Any]
) -> bool:
    is_ours = and_(DeliveryRow.id == delivery.id, DeliveryRow.token == delivery.token)
    given = session.execute(
        update(DeliveryRow)
        .where(is_ours)
        .values(**values, lease_until=None)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    if given is not None:
        return True
    # Our late call may have put an old state over a newer one: the newest is sent again.
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id)
        .values(is_dirty=True, available_at=func.coalesce(DeliveryRow.available_at, now))
    )
    return False


def _is_due(now: datetime, clock: datetime) -> ColumnElement[bool]:
    return and_(
        DeliveryRow.available_at.is_not(None),
        DeliveryRow.available_at <= now,
        or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until < clock),
    )


def _to_delivery(row: DeliveryRow, claimed_at: datetime, tried_since: datetime) -> Delivery:
    return Delivery(
        id=row.id,
        workspace_id=row.workspace_id,
        key=row.key,
        kind=row.kind,
        payload=row.payload,
        desired_rev=row.desired_rev,
        recipient=row.recipient,
        channel=row.channel,
        ts=row.ts,
        attempts=row.attempts,
        token=row.token,
        claimed_at=claimed_at,
        tried_since=tried_since,
        ambiguous_since=row.ambiguous_since,
        created_at=row.created_at,
    )
