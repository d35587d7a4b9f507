"""What has to be told in Slack: level-triggered rows, one for each message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.storage.alert_models import DeliveryRow, EpisodeRow
from bot.storage.upserts import insert_into

WITHOUT_CHANNEL = (DeliveryStatus.NO_CHANNEL, DeliveryStatus.DISABLED)
STOPPED = (*WITHOUT_CHANNEL, DeliveryStatus.DEAD)
"""Nothing is sent before somebody has done something about it."""
RATE_LIMITED = "ratelimited"
"""The error of what waits because Slack asked us to."""


def want_delivery(
    session: Session,
    workspace_id: str,
    key: str,
    kind: DeliveryKind,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    recipient: str | None = None,
) -> int:
    """Have a message posted, or brought up to date where it is known already; return its id.

    `recipient` is whose DM it goes to; None for the alert channel, whichever that is by then.
    """
    delivery_id: int = session.execute(
        insert_into(session, DeliveryRow)
        .values(
            workspace_id=workspace_id,
            key=key,
            kind=kind,
            payload=dict(payload),
            desired_rev=1,
            recipient=recipient,
            status=DeliveryStatus.WAITING,
            created_at=now,
            available_at=now,
            last_error="",
        )
        .on_conflict_do_update(
            index_elements=[DeliveryRow.workspace_id, DeliveryRow.key], set_=_renewed(now)
        )
        .returning(DeliveryRow.id)
    ).scalar_one()
    return delivery_id


def renew_delivery(session: Session, delivery_id: int, now: datetime) -> None:
    """Have a message brought up to date; a burst of changes is one edit."""
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(_renewed(now)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a delivery's message stands; None before it was posted.

    Attributes:
        posted_at: When it was posted first in its channel.
    """

    status: DeliveryStatus
    channel: str | None
    ts: str | None
    posted_at: datetime | None


def find_place(session: Session, delivery_id: int) -> Place | None:
    """Return where a delivery's message stands, or None where there is no such delivery."""
    row = session.get(DeliveryRow, delivery_id)
    return None if row is None else Place(row.status, row.channel, row.ts, row.posted_at)


def count_stopped(session: Session, workspace_id: str) -> int:
    """Return how many messages of a workspace nobody will see before somebody does something."""
    counted = session.scalar(
        select(func.count())
        .select_from(DeliveryRow)
        .where(DeliveryRow.workspace_id == workspace_id, DeliveryRow.status.in_(STOPPED))
    )
    return counted or 0


def forget_deliveries(session: Session, before: datetime) -> int:
    """Delete what was first wanted earlier, save for alerts that are open; return how many."""
    gone = session.execute(
        delete(DeliveryRow)
        .where(DeliveryRow.created_at < before, ~is_of_open_alert())
        .returning(DeliveryRow.id)
    )
    return len(gone.all())


def is_of_open_alert() -> ColumnElement[bool]:
    """Return the condition that a delivery is the message of an alert that is not over."""
    return exists().where(EpisodeRow.delivery_id == DeliveryRow.id, EpisodeRow.closed_at.is_(None))


def _renewed(now: datetime) -> dict[Any, Any]:
    # What is new may be told where the old was given up, but not where there is no channel.
    is_dead = DeliveryRow.status == DeliveryStatus.DEAD
    is_stopped = DeliveryRow.status.in_(WITHOUT_CHANNEL)
    is_sooner = DeliveryRow.available_at < now
    return {
        DeliveryRow.desired_rev: DeliveryRow.desired_rev + 1,
        # What waits for Slack's patience goes on waiting; what has stopped stays so.
        DeliveryRow.available_at: case(
            (is_stopped, DeliveryRow.available_at),
            (DeliveryRow.available_at.is_(None), now),
            (is_sooner, DeliveryRow.available_at),
            (
                or_(DeliveryRow.attempts > 0, DeliveryRow.last_error == RATE_LIMITED),
                DeliveryRow.available_at,
            ),
            else_=now,
        ),
        DeliveryRow.attempts: case((is_dead, 0), else_=DeliveryRow.attempts),
        DeliveryRow.status: case(
            (is_stopped, DeliveryRow.status), else_=DeliveryStatus.WAITING.value
        ),
    }
