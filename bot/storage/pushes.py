"""Remember pushes that were taken, so that a repetition changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.storage.source_models import PushRow

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a push was answered.

    Attributes:
        body_digest: Tells a repetition from another push under the same key.
    """

    body_digest: str
    answer: dict[str, Any]


def find_receipt(session: Session, workspace_id: str, key: str) -> Receipt | None:
    """Return what a push with this idempotency key was answered, or None."""
    row = session.get(PushRow, (workspace_id, key))
    return None if row is None else Receipt(row.body_digest, row.answer)


def count_pushes(session: Session, workspace_id: str, since: datetime) -> int:
    """Return how many pushes of a workspace were taken since a moment."""
    counted = session.scalar(
        select(func.count())
        .select_from(PushRow)
        .where(PushRow.workspace_id == workspace_id, PushRow.pushed_at > since)
    )
    return counted or 0


def save_receipt(
    session: Session, workspace_id: str, key: str, receipt: Receipt, now: datetime
) -> None:
    """Keep what a push was answered.

    Raises:
        sqlalchemy.exc.IntegrityError: If another push with this key came first.
    """
    session.add(
        PushRow(
            workspace_id=workspace_id,
            key=key,
            body_digest=receipt.body_digest,
            answer=receipt.answer,
            pushed_at=now,
        )
    )
    session.flush()


def forget_pushes(session: Session, now: datetime) -> int:
    """Delete receipts that no repetition can meet any more, and return how many."""
    gone = session.execute(
        delete(PushRow).where(PushRow.pushed_at < now - KEPT_FOR).returning(PushRow.key)
    )
    return len(gone.all())
