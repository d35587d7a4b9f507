"""The state of an alert, what one check sees, and the events that come of it (product.md 5)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from rules.alert_rules import Rule
from rules.silences import Silence


class Condition(StrEnum):
    """How far a breach has come."""

    OK = "ok"
    PENDING = "pending"
    FIRING = "firing"
    RECOVERING = "recovering"


class DataState(StrEnum):
    """Whether what we last counted can be trusted; independent of the condition."""

    FRESH = "fresh"
    STALE = "stale"
    SUSPECT = "suspect"
    MISSING = "missing"


class Outcome(StrEnum):
    """How the newest sync ended for the target of an alert."""

    COUNTED = "counted"
    ABSENT = "absent"
    HELD = "held"
    FAILED = "failed"


class Reason(StrEnum):
    """Why something happened; shown in the message and kept in the history."""

    # A breach comes.
    BREACHED = "breached"
    DROPPED = "dropped"
    BREACH_CONFIRMED = "breach_confirmed"
    WORSENED = "worsened"
    CROSSING_LIKELY = "crossing_likely"
    # It goes.
    IN_THE_CLEAR = "in_the_clear"
    RELAPSED = "relapsed"
    RECOVERED = "recovered"
    CROSSING_UNLIKELY = "crossing_unlikely"
    # The question no longer stands.
    NO_ENABLER = "no_enabler"
    NOBODY_TO_SUPPORT = "nobody_to_support"
    TOO_SMALL = "too_small"
    SEGMENT_REMOVED = "segment_removed"
    NOT_COUNTED = "not_counted"
    RULE_CHANGED = "rule_changed"
    OVERTAKEN = "overtaken"
    NO_OUTLOOK = "no_outlook"
    SOURCE_REMOVED = "source_removed"
    # The headcount came, or did not.
    COUNTED_AGAIN = "counted_again"
    DATA_STALE = "data_stale"
    SYNC_HELD = "sync_held"
    DATA_BACK = "data_back"
    # The channel is spared, or not.
    FLAPPING_STARTED = "flapping_started"
    FLAPPING_STOPPED = "flapping_stopped"
    ACKNOWLEDGED = "acknowledged"
    ACK_EXPIRED = "ack_expired"
    SILENCED = "silenced"
    SILENCE_ENDED = "silence_ended"
    STILL_FIRING = "still_firing"
    UNACKNOWLEDGED = "unacknowledged"


class Action(StrEnum):
    """What delivery and storage do about an event."""

    OPEN_EPISODE = "open_episode"
    POST_ROOT = "post_root"
    EDIT_ROOT = "edit_root"
    REPLY_RESOLVED = "reply_resolved"
    REPLY_REMINDER = "reply_reminder"
    REPLY_ESCALATION = "reply_escalation"
    CLOSE_EPISODE = "close_episode"


REPLIES = frozenset({Action.REPLY_RESOLVED, Action.REPLY_REMINDER, Action.REPLY_ESCALATION})


@dataclass(frozen=True, slots=True)
class Outlook:
    """The newest forecast of the passage that a forecast rule warns of.

    Attributes:
        run_id: Grows from one weekly run to the next and stays the same in between.
        chance: Of passing within 13 weeks, 0 to 1.
    """

    run_id: int
    chance: Decimal


@dataclass(frozen=True, slots=True)
class Observation:
    """What one check sees of a workspace or a segment.

    Attributes:
        sync_id: Of the newest sync, whatever came of it; a later sync has a greater one.
        outcome: Of that sync. An accepted sync has `COUNTED`, under its old id or a new one; so has
            one that stays held because an admin chose to keep the numbers in force.
        stale_at: From when on the counts are stale; None before the first of them.
        customer_facing: As last published.
        enablers: FTE as last published; None where nobody counts them.
        is_expected: Whether more is to come: a source is connected and not paused, or somebody
            entered numbers that he is asked to renew.
        silence: The one that holds longest over this rule; None where none does.
        outlook: None where there is no forecast.
        has_ratio_alert: Whether an alert about the counts themselves is pending or firing.
    """

    sync_id: int
    outcome: Outcome
    stale_at: datetime | None
    customer_facing: int = 0
    enablers: Decimal | None = None
    is_expected: bool = True
    silence: Silence | None = None
    outlook: Outlook | None = None
    has_ratio_alert: bool = False

    def is_silent(self, now: datetime) -> bool:
        """Return whether the silence that was found holds still."""
        return self.silence is not None and now < self.silence.ends_at


@dataclass(frozen=True, slots=True)
class AlertState:
    """Where one rule of one target stands; a value for every column, none of them derived.

    Attributes:
        since: When what is wrong was first seen; None while all is well.
        aged_from: From when on ages count: the first breach, the opening, or what began the wait for
            an answer anew. Moved on by the time that we were blind.
        breaches: In a row, while pending.
        clears: In a row, while recovering.
        absences: Good syncs in a row that did not count the target.
        sync_id: The newest sync that moved a counter; for a forecast, the newest run.
        rule_version: The one that was last judged by.
        episode: The number of the last one; 0 before the first.
        opened_at: When that one opened.
        is_told: Whether the channel has a message of the open episode.
        is_severe: Whether the open episode ever was.
        acked_until: None while nobody has acknowledged.
        reminders: How many times to remind have passed.
        silenced_until: None while nobody has asked for silence.
        flips: When episodes opened and ended of late, oldest first.
        blind_from: Since when the counts cannot be trusted; None while they can.
        stale_at: As last observed.
        stepped_at: When this state was last brought up to date.
        sequence: Of the last event.
    """

    condition: Condition = Condition.OK
    data: DataState = DataState.FRESH
    since: datetime | None = None
    aged_from: datetime | None = None
    breaches: int = 0
    clears: int = 0
    absences: int = 0
    sync_id: int = 0
    rule_version: int = 0
    episode: int = 0
    opened_at: datetime | None = None
    is_told: bool = False
    is_severe: bool = False
    acked_until: datetime | None = None
    reminders: int = 0
    is_escalated: bool = False
    silenced_until: datetime | None = None
    is_flapping: bool = False
    flips: tuple[datetime, ...] = ()
    blind_from: datetime | None = None
    stale_at: datetime | None = None
    stepped_at: datetime | None = None
    sequence: int = 0

    @property
    def is_open(self) -> bool:
        """Return whether an episode is open; while flapping, one stays so."""
        return self.condition in {Condition.FIRING, Condition.RECOVERING} or self.is_flapping

    @property
    def is_at_rest(self) -> bool:
        """Return whether nothing is wrong and nothing is going on."""
        return self.condition is Condition.OK and not self.is_flapping


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a row of the history, and what to do about it.

    Attributes:
        sequence: Counts the events of one state from 1.
        episode: The one that it belongs to; before the first, 0.
        actions: Empty for what only the history needs to know.
        bound: The number of heads per enabler that a ratio rule compares with, else None.
        actor: The user id of whoever caused it; empty where time or a sync did.
    """

    sequence: int
    at: datetime
    rule: Rule
    episode: int
    before: Condition
    after: Condition
    data: DataState
    reason: Reason
    actions: tuple[Action, ...]
    sync_id: int
    customer_facing: int | None
    enablers: Decimal | None
    bound: int | None
    is_flapping: bool
    actor: str = ""


Step = tuple[AlertState, tuple[Event, ...]]
