"""How long a headcount can be trusted (product.md 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.headcounts import SourceKind

KEPT_BY_HAND = frozenset({SourceKind.MANUAL, SourceKind.FILE})
PUSHED = KEPT_BY_HAND | {SourceKind.PUSH}
"""Kinds that people or programs bring up to date; nothing is ever due for them."""
HAND_KEPT_FRESH_FOR = timedelta(days=90)
"""A form or a file counts as checked again each day until it is this old."""
STALE_SLACK = timedelta(hours=6)
LEAST_ADVISABLE = timedelta(days=14)


class Freshness(StrEnum):
    """How far a headcount can be trusted."""

    FRESH = "fresh"
    STALE = "stale"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Lifespan:
    """Until when a headcount can be trusted.

    Attributes:
        stale_at: From here on it is said to be stale.
        expires_at: From here on no advice is given from it.
    """

    stale_at: datetime
    expires_at: datetime

    def judge(self, now: datetime) -> Freshness:
        """Return how far the headcount can be trusted at a moment."""
        if now < self.stale_at:
            return Freshness.FRESH
        return Freshness.STALE if now < self.expires_at else Freshness.EXPIRED


def plan_lifespan(kind: SourceKind, checked_at: datetime, interval: timedelta) -> Lifespan:
    """Return until when a headcount can be trusted.

    Args:
        kind: Where it comes from.
        checked_at: When the source last gave it, or somebody entered it.
        interval: Between two runs of the source.
    """
    advisable = max(4 * interval, LEAST_ADVISABLE)
    if kind in KEPT_BY_HAND:
        last_fresh = checked_at + HAND_KEPT_FRESH_FOR
        return Lifespan(last_fresh, last_fresh + advisable)
    return Lifespan(checked_at + 2 * interval + STALE_SLACK, checked_at + advisable)
