"""Silences: for how long nothing new may be posted, by whose word, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.alert_rules import Rule
from rules.provenance import OURS, Figure, Grade

LONGEST_DAYS = Figure(90, Grade.JUDGEMENT, OURS)
SNOOZE_DAYS = Figure(7, Grade.JUDGEMENT, OURS)
LONGEST = timedelta(days=LONGEST_DAYS.value)
SNOOZE = timedelta(days=SNOOZE_DAYS.value)


class SilenceFault(StrEnum):
    """What is wrong with a silence."""

    ENDS_TOO_SOON = "ends_too_soon"
    ENDS_TOO_LATE = "ends_too_late"
    NOBODY_SAID_SO = "nobody_said_so"
    COMMENT_MISSING = "comment_missing"


class SilenceError(ValueError):
    """A silence that cannot be granted.

    Attributes:
        fault: What to put right.
    """

    def __init__(self, fault: SilenceFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Silence:
    """A time without pings and new posts; what is posted already is still kept current.

    Attributes:
        ends_at: Not inside any more; at most 90 days after the start.
        created_by: A user id.
        comment: Why; may be empty where it silences less than everything, for seven days at most.
        segment: The one that is meant; empty for the workspace as a whole, None for all of it.
        rule: The one that is meant; None for all.

    Raises:
        SilenceError: If it has no sound end, or nobody or nothing to account for it.
    """

    starts_at: datetime
    ends_at: datetime
    created_by: str
    comment: str = ""
    segment: str | None = None
    rule: Rule | None = None

    def __post_init__(self) -> None:
        length = self.ends_at - self.starts_at
        if length <= timedelta():
            raise SilenceError(SilenceFault.ENDS_TOO_SOON)
        if length > LONGEST:
            raise SilenceError(SilenceFault.ENDS_TOO_LATE)
        if not self.created_by:
            raise SilenceError(SilenceFault.NOBODY_SAID_SO)
        if (self.is_wide or length > SNOOZE) and not self.comment.strip():
            raise SilenceError(SilenceFault.COMMENT_MISSING)

    @property
    def is_wide(self) -> bool:
        """Return whether it is about everything of a workspace."""
        return self.segment is None and self.rule is None

    def is_on(self, now: datetime) -> bool:
        """Return whether it holds at a moment."""
        return self.starts_at <= now < self.ends_at

    def covers(self, segment: str, rule: Rule) -> bool:
        """Return whether it is about a rule of a segment, or of the workspace if empty."""
        return self.segment in {None, segment} and self.rule in {None, rule}


def find_silence(
    silences: Iterable[Silence], segment: str, rule: Rule, now: datetime
) -> Silence | None:
    """Return the silence that holds longest over a rule of a segment, or None."""
    holding = [one for one in silences if one.is_on(now) and one.covers(segment, rule)]
    return max(holding, key=lambda one: one.ends_at, default=None)
