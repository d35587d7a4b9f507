"""What has to be told in Slack: level-triggered rows, one for each message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.storage.alert_models import DeliveryRow, EpisodeRow
from bot.storage.upserts import insert_into

WITHOUT_CHANNEL = (DeliveryStatus.NO_CHANNEL, DeliveryStatus.DISABLED)
STOPPED = (*WITHOUT_CHANNEL, DeliveryStatus.DEAD)
"""Nothing is sent before somebody has done something about it."""
WITHOUT_ACCESS = ("account_inactive", "invalid_auth", "missing_scope", "token_revoked")
"""Refusals that are over once the app is installed again; what it had posted is still its own."""


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
    """Where a delivery's message stands; None before it was posted."""

    status: DeliveryStatus
    channel: str | None
    ts: str | None


def find_place(session: Session, delivery_id: int) -> Place | None:
    """Return where a delivery's message stands, or None where there is no such delivery."""
    row = session.get(DeliveryRow, delivery_id)
    return None if row is None else Place(row.status, row.channel, row.ts)


def count_stopped(session: Session, workspace_id: str) -> int:
    """Return how many messages of a workspace nobody will see before somebody does something."""
    counted = session.scalar(
        select(func.count())
        .select_from(DeliveryRow)
        .where(DeliveryRow.workspace_id == workspace_id, DeliveryRow.status.in_(STOPPED))
    )
    return counted or 0


def revive_deliveries(session: Session, workspace_id: str, now: datetime) -> None:
    """Try again what has stopped, as after an admin chose another channel."""
    is_theirs = DeliveryRow.workspace_id == workspace_id
    # Whoever is sending now may be about to stop, knowing nothing of the change.
    session.execute(
        update(DeliveryRow)
        .where(is_theirs, DeliveryRow.lease_until.is_not(None))
        .values(desired_rev=DeliveryRow.desired_rev + 1)
    )
    # What was posted in a channel that is closed cannot be edited: it is posted anew.
    is_lost = (DeliveryRow.status == DeliveryStatus.DISABLED) & DeliveryRow.last_error.not_in(
        WITHOUT_ACCESS
    )
    session.execute(
        update(DeliveryRow)
        .where(is_theirs, DeliveryRow.status.in_(STOPPED))
        .values(
            status=DeliveryStatus.WAITING,
            available_at=now,
            attempts=0,
            channel=case((is_lost, None), else_=DeliveryRow.channel),
            ts=case((is_lost, None), else_=DeliveryRow.ts),
        )
    )


def revive_refused(session: Session, now: datetime) -> None:
    """Try again what Slack did not let us send, as with the token that a new process may have."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.status == DeliveryStatus.DISABLED,
            DeliveryRow.last_error.in_(WITHOUT_ACCESS),
        )
        .values(status=DeliveryStatus.WAITING, available_at=now, attempts=0)
    )


def forget_deliveries(session: Session, before: datetime) -> int:
    """Delete what was first wanted earlier, save for alerts that are open; return how many."""
    is_current = select(EpisodeRow.id).where(
        EpisodeRow.delivery_id == DeliveryRow.id, EpisodeRow.closed_at.is_(None)
    )
    gone = session.execute(
        delete(DeliveryRow)
        .where(DeliveryRow.created_at < before, ~is_current.exists())
        .returning(DeliveryRow.id)
    )
    return len(gone.all())


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
            (DeliveryRow.attempts > 0, DeliveryRow.available_at),
            else_=now,
        ),
        DeliveryRow.attempts: case((is_dead, 0), else_=DeliveryRow.attempts),
        DeliveryRow.status: case(
            (is_stopped, DeliveryRow.status), else_=DeliveryStatus.WAITING.value
        ),
    }
