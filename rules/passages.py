"""When a headcount first passes a number, tried out on many possible futures."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import sqrt
from random import Random

from rules.trends import Trend

WALKS = 1_000
SOON = 13
"""Weeks within which a passage is near enough for a notice."""
MOST_TENTHS = 9
"""Beyond nine in ten such chances have proved too sure of themselves."""

Walk = list[float]


@dataclass(frozen=True, slots=True)
class Passage:
    """When a number is first passed, in weeks from the day of the forecast.

    Attributes:
        chance: Of passing within the horizon, in tenths and at most 0.9.
        chance_soon: Of passing within `SOON` weeks, in thousandths: to decide by, not to show.
        earliest_week: One walk in ten has passed by then; None where that is beyond the horizon.
        median_week: Half of the walks have passed by then; None likewise.
        latest_week: Nine walks in ten have passed by then; None likewise.
    """

    chance: Decimal
    chance_soon: Decimal
    earliest_week: int | None
    median_week: int | None
    latest_week: int | None


def simulate_walks(trend: Trend) -> list[Walk]:
    """Return possible headcounts at the end of each week from the day of the forecast on.

    The drift of each walk is drawn from its t distribution, each week's change around it. Walks
    come in pairs that mirror each other around the trend, so neither direction is favoured by luck.
    The seed knows how much is known and not what: two trends as long as each other meet the same
    luck, so the steeper one never passes later.
    """
    history, degrees = trend.history, trend.degrees_of_freedom
    rng = Random(history.weeks_used)  # noqa: S311 - futures to try out, not a secret
    weeks = range(history.lag + 1, history.lag + history.horizon + 1)
    expected = [history.newest + trend.slope * week for week in weeks]
    walks = []
    for _ in range(WALKS // 2):
        t = rng.gauss(0, 1) / sqrt(rng.gammavariate(degrees / 2, 2) / degrees)
        drift = trend.slope_error * t
        # Weeks since the newest count have happened, only we have not seen them.
        unseen = drift * history.lag + rng.gauss(0, trend.spread * sqrt(history.lag))
        changes = [rng.gauss(drift, trend.spread) for _ in weeks]
        changes[0] += unseen
        swings = list(accumulate(changes))
        walks.append([count + swing for count, swing in zip(expected, swings, strict=True)])
        walks.append([count - swing for count, swing in zip(expected, swings, strict=True)])
    return walks


def measure_passage(walks: list[Walk], people: int, *, is_downward: bool) -> Passage:
    """Return when walks first reach a number of people, from below or downwards from above."""
    if is_downward:
        firsts = [next((i for i, at in enumerate(walk) if at <= people), None) for walk in walks]
    else:
        firsts = [next((i for i, at in enumerate(walk) if at >= people), None) for walk in walks]
    weeks = sorted(first + 1 for first in firsts if first is not None)
    total = len(walks)
    tenths = (20 * len(weeks) + total) // (2 * total)
    return Passage(
        chance=Decimal(min(tenths, MOST_TENTHS)) / 10,
        chance_soon=Decimal(sum(week <= SOON for week in weeks)) / total,
        earliest_week=_find_week(weeks, total, tenth=1),
        median_week=_find_week(weeks, total, tenth=5),
        latest_week=_find_week(weeks, total, tenth=9),
    )


def _find_week(weeks: list[int], total: int, tenth: int) -> int | None:
    """Return by when so many tenths of all walks have passed; those that have not come last."""
    place = total * tenth // 10 - 1
    return weeks[place] if place < len(weeks) else None
