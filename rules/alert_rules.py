"""What an alert is raised for (product.md 5)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rules.ratios import DEFAULT_BOUNDS, Bounds
from rules.tuning import DEFAULT_TUNING, Tuning

NO_TIME = timedelta()


class Rule(StrEnum):
    """What is watched; `STAGE_CHANGED` is a notice, the others are alerts."""

    RATIO_ABOVE = "ratio_above"
    RATIO_BELOW = "ratio_below"
    NO_ENABLER = "no_enabler"
    DATA_STALE = "data_stale"
    SYNC_HELD = "sync_held"
    FORECAST = "forecast"
    STAGE_CHANGED = "stage_changed"


ABOUT_COUNTS = frozenset({Rule.RATIO_ABOVE, Rule.RATIO_BELOW, Rule.NO_ENABLER})
"""Judged by each sync; a segment has no others."""
ABOUT_SOURCE = frozenset({Rule.DATA_STALE, Rule.SYNC_HELD})
"""About headcount that does not come in: the only rules that go on while it does not."""


@dataclass(frozen=True, slots=True)
class DriftRule:
    """One rule as a workspace has set it.

    Attributes:
        bounds: Customer-facing teammates per enabler.
        version: Grows with every edit of the bounds or the tuning.
        is_segment: Whether it judges a part of the company; a part may be too small to judge.

    Raises:
        ValueError: If a segment is given a rule that only a workspace has.
    """

    kind: Rule
    bounds: Bounds = DEFAULT_BOUNDS
    version: int = 1
    is_segment: bool = False
    tuning: Tuning = DEFAULT_TUNING

    def __post_init__(self) -> None:
        if self.is_segment and self.kind not in ABOUT_COUNTS:
            raise ValueError(f"a segment has no rule {self.kind}")

    @property
    def freezes(self) -> bool:
        """Return whether everything stands still while the headcount cannot be trusted."""
        return self.kind not in ABOUT_SOURCE

    @property
    def may_flap(self) -> bool:
        """Return whether it may be too much to tell; each held sync asks a question of its own."""
        return self.kind is not Rule.SYNC_HELD

    @property
    def fires_after(self) -> int:
        """Return how many breaches in a row open an episode."""
        if self.kind is Rule.FORECAST:
            return self.tuning.forecast_runs
        return self.tuning.pending_syncs if self.kind in ABOUT_COUNTS else 1

    @property
    def pending_for(self) -> timedelta:
        """Return how long a breach must have lasted by then, an early sync allowed for."""
        if self.kind not in ABOUT_COUNTS:
            return NO_TIME
        return self.tuning.pending_for - self.tuning.early

    @property
    def pause(self) -> timedelta:
        """Return the least time between two openings, an early run allowed for."""
        if self.kind is not Rule.FORECAST:
            return NO_TIME
        return self.tuning.forecast_pause - self.tuning.early

    @property
    def clears_after(self) -> int:
        """Return how many counts in a row in the clear end an episode."""
        return self.tuning.clear_syncs if self.kind in ABOUT_COUNTS else 1

    @property
    def reminders(self) -> tuple[timedelta, ...]:
        """Return when to remind; a forecast never insists."""
        return () if self.kind is Rule.FORECAST else self.tuning.reminders

    @property
    def escalates_after(self) -> timedelta | None:
        """Return when to tell the workspace admins; None for never."""
        if self.kind is Rule.FORECAST:
            return None
        if self.kind is Rule.DATA_STALE:
            return self.tuning.stale_escalates_after
        return self.tuning.escalates_after
