"""Sends what one workspace has to be told, and gives each row back with what became of it."""

import logging
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.alerts import Delivery, DeliveryStatus
from bot.jobs.composing import compose
from bot.jobs.letters import Composed
from bot.jobs.sending import Fate, Result, edit, find_posted, post, retract
from bot.jobs.troubles import report_closed_channel
from bot.storage.deliveries import RATE_LIMITED, find_place, renew_delivery
from bot.storage.engine import Database
from bot.storage.outbox import (
    LEASE,
    finish_delivery,
    forget_message,
    move_message,
    pause_workspace,
    postpone_delivery,
    stop_delivery,
)
from bot.storage.revivals import WITHOUT_ACCESS, revive_channel
from bot.storage.workspaces import get_preferences

logger = logging.getLogger(__name__)

BEGUN_WITHIN = LEASE / 4
"""What is begun later might outlast the lease: one message may take several calls."""
SHORTEST_BACKOFF = timedelta(seconds=1)
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


@dataclass(frozen=True, slots=True)
class Courier:
    """Sends what one workspace has to be told, one after the other.

    Attributes:
        begun: When it was claimed, by the monotonic clock.
        pauses: Until when Slack wants no more posts (True) or edits (False).
    """

    database: Database
    client: WebClient
    now: datetime
    between_posts: timedelta
    begun: float
    deliveries: list[Delivery]
    pauses: dict[bool, datetime]

    def send_all(self) -> DeliverCounts:
        """Send everything, and return what came of it."""
        counts = DeliverCounts(due=len(self.deliveries))
        for place, delivery in enumerate(self.deliveries):
            if place:
                time.sleep(self.between_posts.total_seconds())
            counts += self._send_in_time(delivery)
        return counts

    def _send_in_time(self, delivery: Delivery) -> DeliverCounts:
        """Send one, unless Slack wants none now, or others may soon think that we are gone."""
        pause = self.pauses.get(delivery.ts is None)
        if pause is not None:
            return self._defer(delivery, pause, RATE_LIMITED, delivery.attempts - 1)
        if delivery.attempts > MOST_ATTEMPTS:
            # Whoever tried last did not live to say what went wrong.
            return self._stop(delivery, DeliveryStatus.DEAD, "given_up")
        if time.monotonic() - self.begun > BEGUN_WITHIN.total_seconds():
            return self._defer(delivery, self.now, "late", delivery.attempts - 1)
        return self._send(delivery)

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
            return self._defer(delivery, composed.later, composed.why, attempts=0)
        try:
            result = self._call(delivery, composed)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # An answer in no form that Slack documents must not keep others from being sent either.
            result = Result(Fate.AMBIGUOUS, error=type(error).__name__)
        return self._keep(delivery, composed, result)

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
            return self._finish(delivery, result)
        if result.fate is Fate.RATE_LIMITED:
            return self._pause(delivery, result)
        if result.fate is Fate.CHANNEL_CLOSED:
            return self._close(delivery, composed.channel, result.error)
        if result.fate is Fate.UNREADABLE:
            return self._stop(delivery, DeliveryStatus.DEAD, result.error)
        if result.fate is Fate.MESSAGE_GONE:
            return self._replace(delivery, result)
        return self._retry(delivery, result)

    def _finish(self, delivery: Delivery, result: Result) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            is_ours = finish_delivery(session, delivery, result.channel, result.ts, self.now)
            shown = find_place(session, delivery.id)
        # On its own: checks lock the same rows in another order.
        if delivery.ts is None and delivery.recipient is None:
            with self.database.sessions.begin() as session:
                revive_channel(session, delivery.workspace_id, result.channel, self.now)
        if not is_ours and shown is not None and shown.ts not in {None, result.ts}:
            # We were away for so long that somebody else has posted it.
            retract(self.client, result.channel, result.ts)
        return POSTED if delivery.ts is None else UPDATED

    def _replace(self, delivery: Delivery, result: Result) -> DeliverCounts:
        """Have a message that is gone posted anew; for an answer that is the one it answers."""
        if delivery.ts is not None:
            with self.database.sessions.begin() as session:
                forget_message(session, delivery, self.now)
            return DEFERRED
        if "root" in delivery.payload:
            with self.database.sessions.begin() as session:
                renew_delivery(session, int(delivery.payload["root"]), self.now)
        return self._retry(delivery, result)

    def _pause(self, delivery: Delivery, result: Result) -> DeliverCounts:
        until = self.now + result.wait
        self._defer(delivery, until, RATE_LIMITED, delivery.attempts - 1)
        with self.database.sessions.begin() as session:
            pause_workspace(session, delivery.workspace_id, until, is_post=delivery.ts is None)
        self.pauses[delivery.ts is None] = until
        return DEFERRED

    def _retry(self, delivery: Delivery, result: Result) -> DeliverCounts:
        lasted = self.now - delivery.tried_since
        # An outage of Slack's is waited for as long as the message is news; it may outlast any
        # number of attempts that are enough to see that Slack does not want this one.
        is_away = result.fate in {Fate.AWAY, Fate.AMBIGUOUS}
        is_tried_out = delivery.attempts >= MOST_ATTEMPTS and not is_away
        if is_tried_out or (delivery.attempts > 1 and lasted > GIVEN_UP_AFTER):
            return self._stop(delivery, DeliveryStatus.DEAD, result.error)
        logger.warning("delivery failed, id=%s, error=%s", delivery.id, result.error)
        with self.database.sessions.begin() as session:
            postpone_delivery(
                session,
                delivery,
                self.now + max(_back_off(lasted), result.wait),
                self.now,
                error=result.error,
                attempts=1 if is_away else delivery.attempts,
                is_ambiguous=result.fate is Fate.AMBIGUOUS,
            )
        return DEFERRED

    def _defer(self, delivery: Delivery, later: datetime, why: str, attempts: int) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            postpone_delivery(session, delivery, later, self.now, error=why, attempts=attempts)
        return DEFERRED

    def _close(self, delivery: Delivery, channel: str, error: str) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            chosen = get_preferences(session, delivery.workspace_id).alert_channel
            is_left = delivery.recipient is None and chosen not in {None, channel}
            if delivery.ts is not None and is_left and error not in WITHOUT_ACCESS:
                move_message(session, delivery, self.now)
                return DEFERRED
            report_closed_channel(session, delivery, channel, error, self.now)
            stop_delivery(session, delivery, DeliveryStatus.DISABLED, error, self.now)
        logger.warning("channel closed, id=%s, error=%s", delivery.id, error)
        return DEFERRED

    def _stop(self, delivery: Delivery, status: DeliveryStatus, error: str) -> DeliverCounts:
        with self.database.sessions.begin() as session:
            stop_delivery(session, delivery, status, error, self.now)
        logger.warning("delivery stopped, id=%s, status=%s, error=%s", delivery.id, status, error)
        return DEAD if status is DeliveryStatus.DEAD else DEFERRED


def _back_off(lasted: timedelta) -> timedelta:
    """Return a wait up to as long as it has failed already, so that waits grow by themselves.

    With full jitter: workers that failed together do not come back together.
    """
    longest = min(max(lasted, SHORTEST_BACKOFF), LONGEST_BACKOFF)
    return longest * random.random()  # noqa: S311 - nobody has to be kept from guessing it
