"""Bring Slack up to what the database says: each message posted once, then edited in place."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.alerts import Delivery
from bot.jobs.couriers import Courier, DeliverCounts
from bot.storage.engine import Database
from bot.storage.outbox import claim_deliveries, list_pauses

logger = logging.getLogger(__name__)

AT_ONCE = 8
CLAIMED_AT_ONCE = 40
PASS_MAY_TAKE = timedelta(seconds=25)
BETWEEN_POSTS = timedelta(seconds=1)
"""Slack takes about one message a second in a channel."""


def deliver_due(
    database: Database,
    client: WebClient,
    now: datetime,
    workspace_id: str | None = None,
    between_posts: timedelta = BETWEEN_POSTS,
) -> DeliverCounts:
    """Send what is due, and return what came of it; other workers may do the same.

    With a workspace, only what is for this one.
    """
    counts = DeliverCounts()
    deadline = time.monotonic() + PASS_MAY_TAKE.total_seconds()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="deliver") as pool:
        while time.monotonic() < deadline:
            with database.sessions.begin() as session:
                claimed = claim_deliveries(session, now, CLAIMED_AT_ONCE, workspace_id)
                due = _by_workspace(claimed)
                pauses = list_pauses(session, due, now)
            if not claimed:
                break
            begun = time.monotonic()
            couriers = [
                Courier(
                    database, client, now, between_posts, begun, deliveries, pauses.get(name, {})
                )
                for name, deliveries in due.items()
            ]
            for done in pool.map(Courier.send_all, couriers):
                counts += done
    if counts.due:
        logger.info("delivered, counts=%s", counts)
    return counts


def _by_workspace(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    grouped: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        grouped[delivery.workspace_id].append(delivery)
    return grouped
