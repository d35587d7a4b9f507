"""Weekly headcounts written as a line of numbers, and grown by chance."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import exp
from random import Random

from rules.forecasts import Forecast, Target
from rules.trends import DatedCount, History, Trend, build_history, find_trend

SUNDAY = date(2026, 3, 1)
UPPER_BOUND = Forecast(
    target=Target.BOUND_ABOVE,
    people=1_501,
    chance=Decimal("0.9"),
    chance_soon=Decimal("0.7"),
    earliest_week=7,
    median_week=11,
    latest_week=19,
    horizon=26,
    weeks_used=24,
    weeks_asked=26,
    slope=Decimal("6.25"),
    as_of=SUNDAY,
    enablers=Decimal(3),
    bound=500,
    reorganised_on=None,
)


def some_points(weeks: str | Sequence[int], last_on: date = SUNDAY) -> list[DatedCount]:
    """Return one count a week up to a day; `_` is a week without one, as in `"480 505 _ 505"`."""
    words = weeks.split() if isinstance(weeks, str) else [str(people) for people in weeks]
    first_on = last_on - timedelta(weeks=len(words) - 1)
    return [
        DatedCount(on=first_on + timedelta(weeks=week), people=int(word))
        for week, word in enumerate(words)
        if word != "_"
    ]


def a_history(weeks: str | Sequence[int], *, lag: int = 0) -> History:
    """Return a history whose newest count is some weeks old."""
    return build_history(some_points(weeks), SUNDAY + timedelta(weeks=lag))


def a_trend(weeks: str | Sequence[int], *, lag: int = 0) -> Trend:
    trend = find_trend(a_history(weeks, lag=lag))
    assert trend is not None
    return trend


def steps(weeks: int, *, by: int, start: int = 100) -> list[int]:
    """Return a headcount that changes by the same number each week."""
    return [start + by * week for week in range(weeks)]


def bumpy(weeks: int, *, by: int, start: int = 100, bump: int = 6) -> list[int]:
    """Return the same with every other week off by a bump."""
    return [
        count + bump * (week % 2) for week, count in enumerate(steps(weeks, by=by, start=start))
    ]


def grow(rng: Random, weeks: int, *, start: int, hires: float, leavers: float) -> list[int]:
    """Return a headcount with Poisson hires and binomial attrition.

    Args:
        hires: Expected a week.
        leavers: Chance that one person leaves in a week.
    """
    counts = [start]
    while len(counts) < weeks:
        gone = sum(rng.random() < leavers for _ in range(counts[-1]))
        counts.append(counts[-1] + _draw_poisson(rng, hires) - gone)
    return counts


def _draw_poisson(rng: Random, mean: float) -> int:
    draws, product = 0, rng.random()
    while product > exp(-mean):
        draws, product = draws + 1, product * rng.random()
    return draws
