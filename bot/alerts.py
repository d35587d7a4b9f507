"""What is watched for drift, and what has to be told about it, as the bot sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Observation, Outcome, Outlook, Reason
from rules.silences import Silence
from rules.stage_notices import StageState


@dataclass(frozen=True, slots=True)
class Target:
    """A workspace, or one of its segments, with its newest counts.

    Attributes:
        segment: Empty for the workspace as a whole.
        synced_on: The local date of its newest sync. A day is the unit of evidence: however often
            somebody presses a button, a count is confirmed by another day.
        outcome: Of that sync.
        is_expected: Whether another sync is to come.
        is_kept_by_hand: Whether the counts stand as they are until they are too old, so that each
            day confirms them.
    """

    id: int
    workspace_id: str
    segment: str
    customer_facing: int
    enablers: Decimal | None
    synced_on: date
    outcome: Outcome
    stale_at: datetime | None
    is_expected: bool
    is_kept_by_hand: bool
    stage: StageState = field(default_factory=StageState)
    errors: int = 0

    def observe(self, today: date) -> Observation:
        """Return what a check sees on a local date."""
        confirms = self.is_kept_by_hand and self.outcome is Outcome.COUNTED
        on = max(self.synced_on, today) if confirms else self.synced_on
        return Observation(
            sync_id=on.toordinal(),
            outcome=self.outcome,
            stale_at=self.stale_at,
            customer_facing=self.customer_facing,
            enablers=self.enablers,
            is_expected=self.is_expected,
        )


@dataclass(frozen=True, slots=True)
class StoredState:
    """Where a rule of a target stands, with its row's id; None before it was first stored."""

    id: int | None
    target_id: int
    rule: Rule
    state: AlertState


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that judging one target needs.

    Attributes:
        states: Of the rules that ever left their state of rest.
        today: Where the workspace is.
        silences: Of the workspace, those that hold.
        outlook: The newest forecast of a passage; None where there is none.
        confirms_at: When counts kept by hand are confirmed by another day; else None.
    """

    target: Target
    rules: tuple[DriftRule, ...]
    states: Mapping[Rule, StoredState]
    today: date
    silences: tuple[Silence, ...] = ()
    outlook: Outlook | None = None
    confirms_at: datetime | None = None


class DeliveryKind(StrEnum):
    """What a delivery says; roots and groups are kept current, the others are said once."""

    ROOT = "root"
    GROUP = "group"
    RESOLVED = "resolved"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    STAGE = "stage"
    DIGEST = "digest"
    RUN = "run"
    TROUBLE = "trouble"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    NO_CHANNEL = "no_channel"
    DISABLED = "disabled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One Slack message, taken by one worker for a while.

    Attributes:
        key: The same for the same message, whoever plans it.
        payload: What it is about, by ids; what it says is read when it is sent.
        recipient: Whose DM it goes to, a user id; None for the alert channel.
        channel: Where it was posted; None before.
        ts: Of the message; None before it was posted.
        token: Given back with the result; a later claim makes it void.
        claimed_at: By the database's clock, as `ambiguous_since`.
        tried_since: Of the attempts that have failed so far, and this one.
        ambiguous_since: When a post was claimed whose answer never came.
    """

    id: int
    workspace_id: str
    key: str
    kind: DeliveryKind
    payload: Mapping[str, Any]
    desired_rev: int
    recipient: str | None
    channel: str | None
    ts: str | None
    attempts: int
    token: int
    claimed_at: datetime
    tried_since: datetime
    ambiguous_since: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """From the opening of an alert to its end.

    Attributes:
        acked_by: A user id; None while nobody has taken it on.
    """

    id: int
    number: int
    opened_at: datetime
    closed_at: datetime | None = None
    close_reason: Reason | None = None
    acked_by: str | None = None
    acked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertCard:
    """What the message of an episode says: the alert as it is now.

    Attributes:
        segment: Empty for the workspace as a whole.
        drift_rule: As the workspace has set it today.
        customer_facing: As last counted, or as when the episode closed.
        reason: Of the last thing that happened.
        silenced_by: A user id; empty while nobody asked for silence.
        silenced_for: The reason they gave, as typed; empty where none was needed.
        seen_at: When the counts were last looked at.
    """

    workspace_id: str
    segment: str
    drift_rule: DriftRule
    state: AlertState
    episode: Episode
    customer_facing: int
    enablers: Decimal | None
    reason: Reason
    silenced_by: str
    silenced_for: str
    seen_at: datetime

    @property
    def rule(self) -> Rule:
        """Return which rule it is about."""
        return self.drift_rule.kind
