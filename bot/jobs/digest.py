"""Sum up, weekly or monthly, where a workspace stands, for those who look at nothing else."""

import logging
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind
from bot.storage.briefings import find_headcount
from bot.storage.cards import list_open_cards
from bot.storage.deliveries import want_delivery
from bot.storage.digests import DueDigest, claim_digests, count_runs
from bot.storage.engine import Database
from bot.storage.snapshots import list_history
from bot.views.digests import Before, Summary, digest_message
from bot.views.language import translator
from bot.views.origins import is_expired
from bot.workspaces import Digest, Workspace
from rules.digests import AT, find_digest_before

logger = logging.getLogger(__name__)

AT_ONCE = 50
PASS_MAY_TAKE = timedelta(seconds=20)
USEFUL_FOR = timedelta(days=2)
"""What nobody could be told by then is better told by the next digest."""
LOOKS_BACK = timedelta(days=90)


def digest_due(database: Database, now: datetime, workspace_id: str | None = None) -> int:
    """Have every digest that is due posted, and return how many; other workers may do the same.

    With a workspace, only this one's.
    """
    wanted, deadline = 0, time.monotonic() + PASS_MAY_TAKE.total_seconds()
    while time.monotonic() < deadline:
        with database.sessions.begin() as session:
            due = claim_digests(session, now, AT_ONCE, workspace_id)
            wanted += sum(_want(session, one, now) for one in due)
        if not due:
            break
    if wanted:
        logger.info("digests, wanted=%s", wanted)
    return wanted


def _want(session: Session, due: DueDigest, now: datetime) -> bool:
    headcount = find_headcount(session, due.workspace_id, now)
    is_late = now - due.due_at > USEFUL_FOR
    if headcount is None or is_late or not due.has_channel:
        return False
    on = due.due_at.astimezone(due.zone).date()
    is_monthly = due.digest is Digest.MONTHLY
    payload = {"on": on.isoformat(), "is_monthly": is_monthly}
    want_delivery(
        session, due.workspace_id, f"digest:{on.isoformat()}", DeliveryKind.DIGEST, payload, now
    )
    return True


def write_digest(
    session: Session, workspace: Workspace, payload: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """Return what a digest says now; None where there is nothing to say, or nothing any more."""
    headcount = find_headcount(session, workspace.id, now)
    zone, on = ZoneInfo(workspace.time_zone), date.fromisoformat(payload["on"])
    is_late = now - datetime.combine(on, AT, zone) > USEFUL_FOR
    if headcount is None or is_late or is_expired(headcount):
        return None
    is_monthly = bool(payload["is_monthly"])
    since = find_digest_before(on, is_monthly=is_monthly)
    summary = Summary(
        headcount=headcount,
        bounds=workspace.bounds,
        since=since,
        before=_find_point(session, workspace.id, since),
        alerts=list_open_cards(session, workspace.id, now),
        runs=count_runs(session, workspace.id, datetime.combine(since, AT, zone)),
        is_monthly=is_monthly,
    )
    return digest_message(translator(workspace.language), summary)


def _find_point(session: Session, workspace_id: str, on: date) -> Before | None:
    """Return the totals that counted on a date, or None where nobody counted yet."""
    history = list_history(session, workspace_id, on - LOOKS_BACK)
    found = [one for one in history if one.as_of <= on]
    return Before(found[-1].customer_facing, found[-1].enablers) if found else None
