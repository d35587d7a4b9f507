"""Forget what is of no use any more."""

import logging
from datetime import datetime, timedelta

from bot.storage.claims import forget_claims
from bot.storage.deliveries import forget_deliveries
from bot.storage.engine import Database
from bot.storage.pushes import forget_pushes
from bot.storage.runs import forget_runs
from bot.storage.snapshots import forget_snapshots

logger = logging.getLogger(__name__)

HISTORY_KEPT_FOR = timedelta(days=730)
"""Snapshots, runs and what was told in Slack: 24 months."""


def keep_house(database: Database, now: datetime) -> None:
    """Delete what nobody can ask for any more: old history, and receipts of old deliveries."""
    oldest = now - HISTORY_KEPT_FOR
    with database.sessions.begin() as session:
        forgotten = {
            "claims": forget_claims(session, now),
            "deliveries": forget_deliveries(session, oldest),
            "pushes": forget_pushes(session, now),
            "runs": forget_runs(session, oldest),
            "snapshots": forget_snapshots(session, oldest.date()),
        }
    if any(forgotten.values()):
        logger.info("forgotten, counts=%s", forgotten)
