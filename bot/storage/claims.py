"""Act on each of Slack's deliveries once, however often it arrives."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.models import ClaimRow
from bot.storage.upserts import insert_into

KEPT_FOR = timedelta(days=2)
"""Longer than Slack goes on retrying: hourly for a day, with delayed events."""


def claim_delivery(session: Session, key: str, now: datetime) -> bool:
    """Mark a delivery as acted on; True for one caller only.

    The key is what Slack repeats with a retry: an event id, a trigger id or a view's hash.
    """
    claimed = session.execute(
        insert_into(session, ClaimRow)
        .values(key=key, claimed_at=now)
        .on_conflict_do_nothing(index_elements=[ClaimRow.key])
        .returning(ClaimRow.key)
    )
    return claimed.first() is not None


def forget_claims(session: Session, now: datetime) -> int:
    """Delete claims that no retry can meet any more, and return how many."""
    gone = session.execute(
        delete(ClaimRow).where(ClaimRow.claimed_at < now - KEPT_FOR).returning(ClaimRow.key)
    )
    return len(gone.all())
