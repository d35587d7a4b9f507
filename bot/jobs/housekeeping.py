"""Forget what is of no use any more."""

import logging
from datetime import datetime

from bot.storage.claims import forget_claims
from bot.storage.engine import Database

logger = logging.getLogger(__name__)


def keep_house(database: Database, now: datetime) -> None:
    """Delete claims on deliveries that Slack no longer repeats."""
    with database.sessions.begin() as session:
        forgotten = forget_claims(session, now)
    if forgotten:
        logger.info("claims forgotten, count=%s", forgotten)
