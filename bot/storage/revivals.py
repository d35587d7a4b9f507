"""Channels that are closed to us, and what is tried again once they are not.

The caller owns the transaction.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.alerts import DeliveryStatus
from bot.storage.alert_models import DeliveryRow
from bot.storage.deliveries import STOPPED, is_of_open_alert
from bot.storage.models import WorkspaceRow

WITHOUT_ACCESS = ("account_inactive", "invalid_auth", "missing_scope", "token_revoked")
"""Refusals that are over once the app is installed again."""


def is_closed(session: Session, workspace_id: str, channel: str) -> bool:
    """Return whether something for a channel waits until we may post there again."""
    return bool(session.scalar(select(exists().where(_waits_for(workspace_id, channel)))))


def revive_deliveries(session: Session, workspace_id: str, now: datetime) -> None:
    """Try again what has stopped, as after an admin chose another channel.

    What is open in a channel that is closed is posted anew in the one chosen instead of it.
    """
    is_theirs = DeliveryRow.workspace_id == workspace_id
    # Whoever is sending now may be about to stop, knowing nothing of the change.
    session.execute(
        update(DeliveryRow)
        .where(is_theirs, DeliveryRow.lease_until.is_not(None))
        .values(desired_rev=DeliveryRow.desired_rev + 1)
    )
    closed = set(
        session.scalars(
            select(DeliveryRow.channel).where(
                is_theirs,
                DeliveryRow.recipient.is_(None),
                DeliveryRow.status == DeliveryStatus.DISABLED,
                DeliveryRow.last_error.not_in(WITHOUT_ACCESS),
            )
        )
    ) - {None, session.get_one(WorkspaceRow, workspace_id).alert_channel}
    is_lost = DeliveryRow.recipient.is_(None) & DeliveryRow.channel.in_(closed)
    session.execute(
        update(DeliveryRow)
        .where(
            is_theirs,
            or_(DeliveryRow.status.in_(STOPPED), and_(is_lost, is_of_open_alert())),
        )
        .values(
            _waiting(now)
            | {
                column: case((is_lost, None), else_=column)
                for column in (DeliveryRow.channel, DeliveryRow.ts, DeliveryRow.posted_at)
            }
        )
    )


def revive_channel(session: Session, workspace_id: str, channel: str, now: datetime) -> None:
    """Try again what a channel refused that has just taken a post."""
    session.execute(
        update(DeliveryRow).where(_waits_for(workspace_id, channel)).values(_waiting(now))
    )


def revive_refused(session: Session, now: datetime) -> None:
    """Try again what Slack did not let us send, as with the token that a new process may have."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.status == DeliveryStatus.DISABLED,
            DeliveryRow.last_error.in_(WITHOUT_ACCESS),
        )
        .values(_waiting(now))
    )


def _waits_for(workspace_id: str, channel: str) -> ColumnElement[bool]:
    return and_(
        DeliveryRow.workspace_id == workspace_id,
        DeliveryRow.recipient.is_(None),
        DeliveryRow.status == DeliveryStatus.DISABLED,
        or_(DeliveryRow.channel == channel, DeliveryRow.channel.is_(None)),
    )


def _waiting(now: datetime) -> dict[Any, Any]:
    return {
        DeliveryRow.status: DeliveryStatus.WAITING,
        DeliveryRow.available_at: now,
        DeliveryRow.attempts: 0,
    }
