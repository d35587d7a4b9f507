"""Bring Slack up to what the database says: each message posted once, then edited in place."""

import logging
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.alerts import Delivery, DeliveryStatus
from bot.jobs.composing import Composed, compose
from bot.jobs.sending import Fate, Result, edit, find_posted, post
from bot.jobs.troubles import report_closed_channel
from bot.storage.engine import Database
from bot.storage.outbox import (
    claim_deliveries,
    finish_delivery,
    forget_message,
    pause_workspace,
    postpone_delivery,
    stop_delivery,
)

logger = logging.getLogger(__name__)

AT_ONCE = 8
CLAIMED_AT_ONCE = 40
PASS_MAY_TAKE = timedelta(seconds=25)
BETWEEN_POSTS = timedelta(seconds=1)
"""Slack takes about one message a second in a channel."""
LONGEST_BACKOFF = timedelta(minutes=15)
MOST_ATTEMPTS = 12
GIVEN_UP_AFTER = timedelta(hours=24)
RECONCILES_FROM = timedelta(minutes=1)
"""How much earlier than the lost post history is read from: clocks differ."""


@dataclass(frozen=True, slots=True)
class DeliverCounts:
    """How one pass went."""

    due: int = 0
    posted: int = 0
    updated: int = 0
    deferred: int = 0
    dead: int = 0

    def __add__(self, other: "DeliverCounts") -> "DeliverCounts":
        return DeliverCounts(
            self.due + other.due,
            self.posted + other.posted,
            self.updated + other.updated,
            self.deferred + other.deferred,
            self.dead + other.dead,
        )


POSTED, UPDATED = DeliverCounts(posted=1), DeliverCounts(updated=1)
DEFERRED, DEAD = DeliverCounts(deferred=1), DeliverCounts(dead=1)


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
            if not claimed:
                break
            sender = _Sender(database, client, now, between_posts)
            for done in pool.map(sender.send_all, _by_workspace(claimed)):
                counts += done
    if counts.due:
        logger.info("delivered, counts=%s", counts)
    return counts


def _by_workspace(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    grouped: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        grouped[delivery.workspace_id].append(delivery)
    return list(grouped.values())


@dataclass(frozen=True, slots=True)
class _Sender:
    """Sends in one pass."""

    database: Database
    client: WebClient
    now: datetime
    between_posts: timedelta

    def send_all(self, deliveries: list[Delivery]) -> DeliverCounts:
        """Send one workspace's deliveries, one after the other."""
        counts = DeliverCounts(due=len(deliveries))
        for place, delivery in enumerate(deliveries):
            if place:
                time.sleep(self.between_posts.total_seconds())
            counts += self._send(delivery)
        return counts

    def _send(self, delivery: Delivery) -> DeliverCounts:
        try:
            with Session(self.database.reader) as session:
                composed = compose(session, delivery, self.now)
        except Exception:
            # What cannot be written must not keep others from being sent.
            logger.exception("delivery postponed, id=%s", delivery.id)
            return self._retry(delivery, Result(Fate.NOT_SENT, error="unforeseen"))
        if composed.status is not None:
            return self._stop(delivery, composed.status, composed.why)
        if composed.later is not None:
            return self._defer(delivery, composed.later, composed.why)
        return self._keep(delivery, composed, self._call(delivery, composed))

    def _call(self, delivery: Delivery, composed: Composed) -> Result:
        channel, ts = delivery.channel or "", delivery.ts
        if ts is None and delivery.ambiguous_since is not None:
            since = (delivery.ambiguous_since - RECONCILES_FROM).timestamp()
            found = find_posted(
                self.client, composed.channel, delivery.id, since, composed.thread_ts
            )
            if found is not None and found.fate is not Fate.SENT:
                return found
            if found is not None:
                # What was posted then may be of an earlier revision.
                channel, ts = found.channel, found.ts
        result = Result(Fate.UNREADABLE)
        for message in composed.messages:
            result = (
                post(self.client, composed.channel, message, delivery.id, composed.thread_ts)
                if ts is None
                else edit(self.client, channel, ts, message)
            )
            if result.fate is not Fate.UNREADABLE:
                break
        return result

    def _keep(self, delivery: Delivery, composed: Composed, result: Result) -> DeliverCounts:
        if result.fate is Fate.SENT:
            with self.database.sessions.begin() as session:
                finish_delivery(session, delivery, result.channel, result.ts, self.now)
            return POSTED if delivery.ts is None else UPDATED
        if result.fate is Fate.RATE_LIMITED:
            return self._pause(delivery, result)
        if result.fate is Fate.CHANNEL_CLOSED:
            with self.database.sessions.begin() as session:
                report_closed_channel(session, delivery, composed.channel, result.error, self.now)
            return self._stop(delivery, DeliveryStatus.DISABLED, result.error)
        if result.fate is Fate.UNREADABLE:
            return self._stop(delivery, DeliveryStatus.DEAD, result.error)
        if result.fate is Fate.MESSAGE_GONE:
            with self.database.sessions.begin() as session:
                forget_message(session, delivery, self.now)
            return DEFERRED
        return self._retry(delivery, result)

    def _pause(self, delivery: Delivery, result: Result) -> DeliverCounts:
        until = self.now + result.wait
        with self.database.sessions.begin() as session:
            postpone_delivery(
                session, delivery, until, self.now, error=result.error, is_attempt=False
            )
            pause_workspace(session, delivery.workspace_id, until, is_post=delivery.ts is None)
        return DEFERRED

    def _retry(self, delivery: Delivery, result: Result) -> DeliverCounts:
        is_old = self.now - delivery.created_at > GIVEN_UP_AFTER
        if delivery.attempts >= MOST_ATTEMPTS or (delivery.attempts > 1 and is_old):
            return self._stop(delivery, DeliveryStatus.DEAD, result.error)
        with self.database.sessions.begin() as session:
            postpone_delivery(
                session,
                delivery,
                self.now + _back_off(delivery.attempts),
                self.now,
                error=result.error,
                is_ambiguous=result.fate is Fate.AMBIGUOUS,
            )
        return DEFERRED

    def _defer(self, delivery: Delivery, later: datetime, why: str) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            postpone_delivery(session, delivery, later, self.now, error=why, is_attempt=False)
        return DEFERRED

    def _stop(self, delivery: Delivery, status: DeliveryStatus, error: str) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            stop_delivery(session, delivery, status, error, self.now)
        logger.warning("delivery stopped, id=%s, status=%s, error=%s", delivery.id, status, error)
        return DEAD if status is DeliveryStatus.DEAD else DEFERRED


def _back_off(attempts: int) -> timedelta:
    """Return a wait with full jitter: workers that failed together do not come back together."""
    longest = min(timedelta(seconds=2**attempts), LONGEST_BACKOFF)
    return longest * random.random()  # noqa: S311 - nobody has to be kept from guessing it
