"""How a headcount has moved from week to week: what a forecast starts from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from math import sqrt
from statistics import median

from rules.provenance import OURS, Figure, Grade

LEAST_WEEKS = Figure(8, Grade.JUDGEMENT, OURS)
"""Weekly counts below which nothing is forecast."""
FULL_FROM = Figure(13, Grade.JUDGEMENT, OURS)
"""Weekly counts below which a forecast is a direction and a range."""
LONGEST_WINDOW = Figure(52, Grade.JUDGEMENT, OURS)
LONGEST_HORIZON = Figure(26, Grade.JUDGEMENT, OURS)
LEAST_SPREAD = 0.5
"""People a week: a headcount that has not moved yet is not one that cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCount:
    """Customer-facing teammates on the day they were counted."""

    on: date
    people: int
    is_fresh: bool = True
    is_suspect: bool = False


@dataclass(frozen=True, slots=True)
class WeeklyCount:
    """The last count of a week; `week` is 0 for the week of the forecast, -1 for the one before."""

    week: int
    people: int


@dataclass(frozen=True, slots=True)
class History:
    """The weekly counts that a forecast may look at, oldest first; a week without one is a gap.

    Attributes:
        as_of: The day of the forecast.
        reorganised_on: Where the window starts anew; None where no reorganisation cuts it.
    """

    as_of: date
    counts: tuple[WeeklyCount, ...]
    reorganised_on: date | None

    @property
    def weeks_used(self) -> int:
        """Return how many weeks have a count."""
        return len(self.counts)

    @property
    def weeks_asked(self) -> int:
        """Return the weeks from the first count to the day of the forecast, both inside."""
        return 1 - self.counts[0].week if self.counts else 0

    @property
    def newest(self) -> int:
        """Return the newest count."""
        return self.counts[-1].people

    @property
    def lag(self) -> int:
        """Return how many weeks ago the newest count was taken."""
        return -self.counts[-1].week

    @property
    def span(self) -> int:
        """Return the weeks between the first count and the newest."""
        return self.counts[-1].week - self.counts[0].week

    @property
    def horizon(self) -> int:
        """Return how many weeks it can look ahead: half as long again as it looks back."""
        return min(LONGEST_HORIZON.value, 3 * (self.span + 1) // 2)


@dataclass(frozen=True, slots=True)
class Trend:
    """A random walk with drift, as a history suggests it.

    Attributes:
        slope: People a week.
        spread: Standard deviation of a week's change, in people.
    """

    history: History
    slope: float
    spread: float

    @property
    def slope_error(self) -> float:
        """Return how far off the slope may be, as one standard deviation."""
        return self.spread / sqrt(self.history.span)

    @property
    def degrees_of_freedom(self) -> int:
        """Return one less than there are changes."""
        return self.history.weeks_used - 2

    def widen(self, factor: float) -> "Trend":
        """Return the same trend, less certain by a factor."""
        return replace(self, spread=self.spread * factor)


def build_history(
    points: Iterable[DatedCount], as_of: date, reorganised_on: date | None = None
) -> History:
    """Return the last trustworthy count of each ISO week of the past year, gaps left open.

    Args:
        points: In any order; of one day the last counts. Each on the day it was counted: a form
            that is only repeated from day to day is no new count.
        as_of: The day of the forecast; what was counted later is not looked at.
        reorganised_on: The last confirmed reorganisation; what was counted before is not looked at.
    """
    this_week = number_week(as_of)
    first = this_week - LONGEST_WINDOW.value + 1
    cut = reorganised_on
    if cut is not None and not (cut <= as_of and number_week(cut) >= first):
        cut = None
    by_week = _count_by_week(point for point in points if (cut or date.min) <= point.on <= as_of)
    counts = (WeeklyCount(week - this_week, by_week[week]) for week in sorted(by_week))
    return History(as_of, tuple(count for count in counts if count.week + this_week >= first), cut)


def find_count(points: Iterable[DatedCount], on: date) -> int | None:
    """Return the last trustworthy count in the ISO week of a day."""
    return _count_by_week(points).get(number_week(on))


def find_trend(history: History) -> Trend | None:
    """Return the trend of a history, or None where it is too short for one.

    The slope is the median over all pairs of weeks (Theil, Sen), so a single odd week does not
    tilt it. Headcount adds up, so each further week adds to the spread: a change across a gap of
    d weeks tells as much about it as one week's change that is as wide as the change over √d.
    """
    if history.weeks_used < LEAST_WEEKS.value:
        return None
    counts = history.counts
    slope = median(
        (later.people - earlier.people) / (later.week - earlier.week)
        for earlier, later in combinations(counts, 2)
    )
    drift = (counts[-1].people - counts[0].people) / history.span
    surprises = (
        (later.people - earlier.people - drift * weeks) / sqrt(weeks)
        for earlier, later in pairwise(counts)
        for weeks in [later.week - earlier.week]
    )
    variance = sum(surprise**2 for surprise in surprises) / (len(counts) - 2)
    return Trend(history, slope, max(sqrt(variance), LEAST_SPREAD))


def number_week(day: date) -> int:
    """Return a number that days of one ISO week share, one more for each week."""
    return (day.toordinal() - 1) // 7


def _count_by_week(points: Iterable[DatedCount]) -> dict[int, int]:
    trusted = (point for point in points if point.is_fresh and not point.is_suspect)
    by_day = sorted(trusted, key=lambda point: point.on)
    return {number_week(point.on): point.people for point in by_day}
