"""How well forecasts have done: a range for the count some weeks on, and whether it held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from statistics import NormalDist

from rules.provenance import OURS, Figure, Grade, Statement, our_judgement
from rules.trends import DatedCount, History, find_count, find_trend, number_week
from rules.wording import say, say_many

SCORED_AFTER = timedelta(weeks=8)
LEAST_SCORES = Figure(13, Grade.JUDGEMENT, OURS)
"""Scored forecasts below which their record changes nothing: those of a quarter."""
WIDEN_BELOW = Figure(70, Grade.JUDGEMENT, OURS)
"""Per cent of scored forecasts that must hold."""
NOMINAL = 80
"""Per cent of forecasts that the range is drawn for."""


@dataclass(frozen=True, slots=True)
class CountForecast:
    """A range for a later count, kept to be scored.

    Attributes:
        centre: The count expected.
        half_width: From the centre to either end, as measured.
        widening: How much wider the range was drawn.
    """

    as_of: date
    centre: float
    half_width: float
    widening: float

    @property
    def due_on(self) -> date:
        """Return a day of the week whose last count decides."""
        return self.as_of + SCORED_AFTER

    @property
    def low(self) -> float:
        """Return the lower end, inside."""
        return self.centre - self.half_width * self.widening

    @property
    def high(self) -> float:
        """Return the upper end, inside."""
        return self.centre + self.half_width * self.widening


@dataclass(frozen=True, slots=True)
class Score:
    """How a forecast did.

    Attributes:
        is_hit: Whether the count lay in the range as it was drawn.
        reach: How much wider than measured the range had to be to hold the count.
    """

    is_hit: bool
    reach: float


@dataclass(frozen=True, slots=True)
class Record:
    """How forecasts have done so far.

    Attributes:
        widening: How much wider than measured to draw from now on, 1 or more.
    """

    scored: int
    hits: int
    widening: float


def forecast_count(history: History, widening: float = 1) -> CountForecast | None:
    """Return the range for the count after `SCORED_AFTER`, or None where there is no trend.

    The centre follows the slope; the width is that of a random walk whose drift is only estimated.

    Args:
        history: As of the day of the forecast.
        widening: As the record so far asks for.
    """
    trend = find_trend(history)
    if trend is None:
        return None
    weeks = history.lag + SCORED_AFTER // timedelta(weeks=1)
    width = trend.spread * sqrt(weeks * (1 + weeks / history.span))
    return CountForecast(
        as_of=history.as_of,
        centre=history.newest + weeks * trend.slope,
        half_width=t_quantile(trend.degrees_of_freedom) * width,
        widening=widening,
    )


def t_quantile(degrees: int) -> float:
    """Return the 0.9 quantile of Student's t, by its expansion around the normal (A&S 26.7.5).

    >>> round(t_quantile(6), 3), round(t_quantile(50), 3)
    (1.44, 1.299)
    """
    z = NormalDist().inv_cdf(0.5 + NOMINAL / 200)
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )


def score_forecast(stored: CountForecast, actual: int) -> Score:
    """Return how a forecast did against the count that came."""
    reach = abs(actual - stored.centre) / stored.half_width
    return Score(is_hit=reach <= stored.widening, reach=reach)


def find_score(
    stored: CountForecast,
    points: Iterable[DatedCount],
    on: date,
    reorganised_on: date | None = None,
) -> Score | None:
    """Return how a forecast did, or None where it cannot be told.

    That is until its week is over, where that week has no count, and where a reorganisation came in
    between, which no forecast foresees.

    Args:
        stored: As it was kept.
        points: As for `build_history`.
        on: Today.
        reorganised_on: The last confirmed reorganisation.
    """
    due_week = number_week(stored.due_on)
    if number_week(on) <= due_week:
        return None
    if reorganised_on and stored.as_of < reorganised_on and number_week(reorganised_on) <= due_week:
        return None
    actual = find_count(points, stored.due_on)
    return None if actual is None else score_forecast(stored, actual)


def build_record(scores: Iterable[Score]) -> Record:
    """Return how forecasts have done, and how much wider that asks the next to be.

    The widening is taken from what each range had to be, not from the range as it was drawn: else
    it would take itself back as soon as it helped.
    """
    scored = list(scores)
    hits = sum(score.is_hit for score in scored)
    reaches = sorted(score.reach for score in scored)
    held = sum(reach <= 1 for reach in reaches)
    if len(scored) < LEAST_SCORES.value or 100 * held >= WIDEN_BELOW.value * len(scored):
        return Record(len(scored), hits, 1)
    return Record(len(scored), hits, reaches[ceil(len(reaches) * NOMINAL / 100) - 1])


def tell_record(record: Record) -> tuple[Statement, ...]:
    """Return how forecasts have done so far."""
    if not record.scored:
        return (our_judgement(say("None of my forecasts has fallen due yet.")),)
    hits = say_many(
        "Of {count} forecast checked {weeks} weeks later, {hits} held the count in its range;"
        " expect about 7 in 10.",
        "Of {count} forecasts checked {weeks} weeks later, {hits} held the count in their range;"
        " expect about 7 in 10.",
        count=record.scored,
        hits=record.hits,
        weeks=SCORED_AFTER // timedelta(weeks=1),
    )
    if record.widening == 1:
        return (our_judgement(hits),)
    return (
        our_judgement(hits),
        our_judgement(say("They missed too often here, so I draw my ranges wider.")),
    )
