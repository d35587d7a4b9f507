"""When a headcount passes a bound or enters another stage if it goes on as it has.

Headcount is forecast and not the ratio: the ratio's past is a record of staffing decisions, so
today's enablers are held fixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil

from rules.passages import Walk, measure_passage, simulate_walks
from rules.ratios import ABOVE, BELOW, ONE_OWNER_BELOW, Bounds, Verdict, judge_ratio
from rules.stages import BOUNDARIES, find_next_boundary
from rules.trends import FULL_FROM, History, Trend, find_trend


class Target(StrEnum):
    """What a headcount may come to pass."""

    BOUND_ABOVE = "bound_above"
    BOUND_BELOW = "bound_below"
    NEXT_STAGE = "next_stage"
    PREVIOUS_STAGE = "previous_stage"


class Reason(StrEnum):
    """Why there is no forecast."""

    TOO_FEW_WEEKS = "too_few_weeks"
    UNDEFINED_RATIO = "undefined_ratio"
    ALREADY_BEYOND = "already_beyond"


DOWNWARD = frozenset({Target.BOUND_BELOW, Target.PREVIOUS_STAGE})
BOUND_TARGETS = (Target.BOUND_ABOVE, Target.BOUND_BELOW)
STAGE_TARGETS = (Target.NEXT_STAGE, Target.PREVIOUS_STAGE)


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Nothing can be said about a target, and why.

    Attributes:
        reorganised_on: As in `Forecast`.
    """

    target: Target
    reason: Reason
    weeks_used: int
    reorganised_on: date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a target is first passed, as far as it can be told.

    Attributes:
        people: The first count on the far side of the target.
        chance: As in `Passage`; None where counts are too few to tell.
        chance_soon: As in `Passage`; None likewise.
        earliest_week: As in `Passage`.
        median_week: As in `Passage`; None also where counts are too few to tell.
        latest_week: As in `Passage`.
        horizon: Weeks looked ahead.
        weeks_used: Weeks with a count.
        weeks_asked: Weeks since the first of them.
        slope: People a week, in hundredths.
        enablers: Held fixed, in FTE; None for a stage, which does not depend on them.
        bound: Customer-facing teammates per enabler; None for a stage.
        reorganised_on: From when on it counts; None where no reorganisation cuts the history.
    """

    target: Target
    people: int
    chance: Decimal | None
    chance_soon: Decimal | None
    earliest_week: int | None
    median_week: int | None
    latest_week: int | None
    horizon: int
    weeks_used: int
    weeks_asked: int
    slope: Decimal
    as_of: date
    enablers: Decimal | None
    bound: int | None
    reorganised_on: date | None

    @property
    def is_rough(self) -> bool:
        """Return whether it is a direction and a range, no more."""
        return self.weeks_used < FULL_FROM.value


@dataclass(frozen=True, slots=True)
class _Aim:
    """A target put into people; `enablers` and `bound` as in `Forecast`."""

    target: Target
    people: int
    enablers: Decimal | None = None
    bound: int | None = None


def list_forecasts(
    history: History, enablers: Decimal | None, bounds: Bounds, widening: float = 1
) -> list[Forecast | NoForecast]:
    """Return what can be said about each target, in the order of `Target`.

    A target that does not exist is left out: there is no stage after the last, none to step back to
    unless the trend points down, and no lower bound for a team of one.

    Args:
        history: As of the day of the forecast.
        enablers: FTE in tenths, held fixed; None where unknown.
        bounds: As configured.
        widening: How much wider than measured to make the ranges, 1 or more.
    """
    trend = find_trend(history)
    if trend is None:
        few, since = history.weeks_used, history.reorganised_on
        return [NoForecast(target, Reason.TOO_FEW_WEEKS, few, since) for target in Target]
    walks = simulate_walks(trend.widen(widening))
    aims = [*_aim_at_bounds(history, enablers, bounds), *_aim_at_stages(trend)]
    return [aim if isinstance(aim, NoForecast) else _look_ahead(aim, trend, walks) for aim in aims]


def is_current(
    outlook: Forecast | NoForecast, people: int, enablers: Decimal | None, bounds: Bounds
) -> bool:
    """Return whether what was forecast answers what would be asked now.

    What was said about a bound is void once the bound or the enablers are others.

    Args:
        outlook: As it was kept.
        people: Today's headcount.
        enablers: Today's; None where unknown.
        bounds: Today's.
    """
    if isinstance(outlook, NoForecast):
        return _has_reason(outlook, people, enablers, bounds)
    if outlook.target not in BOUND_TARGETS:
        return True
    bound = bounds.low if outlook.target in DOWNWARD else bounds.high
    return (outlook.enablers, outlook.bound) == (enablers, bound)


def _has_reason(outlook: NoForecast, people: int, enablers: Decimal | None, bounds: Bounds) -> bool:
    if outlook.reason is Reason.TOO_FEW_WEEKS:
        return True
    if not enablers or not people:
        return outlook.reason is Reason.UNDEFINED_RATIO
    beyond = BELOW if outlook.target in DOWNWARD else ABOVE
    is_beyond = judge_ratio(people, enablers, bounds) in beyond
    return outlook.reason is Reason.ALREADY_BEYOND and is_beyond


def breach_above(enablers: Decimal, bounds: Bounds) -> int:
    """Return the least headcount above the upper bound.

    >>> breach_above(Decimal(3), Bounds(50, 500))
    1501
    """
    people = int(bounds.high * enablers) + 1
    if judge_ratio(people, enablers, bounds) is Verdict.TEAM_OF_ONE:
        return max(ONE_OWNER_BELOW.value, bounds.low)
    return people


def find_breach_below(enablers: Decimal, bounds: Bounds) -> int | None:
    """Return the greatest headcount below the lower bound; None where that is a team of one.

    >>> find_breach_below(Decimal(3), Bounds(50, 500))
    149
    """
    people = ceil(bounds.low * enablers) - 1
    return people if judge_ratio(people, enablers, bounds) in BELOW else None


def _aim_at_bounds(
    history: History, enablers: Decimal | None, bounds: Bounds
) -> Iterator[_Aim | NoForecast]:
    if not enablers or not history.newest:
        for target in (Target.BOUND_ABOVE, Target.BOUND_BELOW):
            yield NoForecast(target, Reason.UNDEFINED_RATIO, history.weeks_used)
        return
    above = breach_above(enablers, bounds)
    if history.newest >= above:
        yield NoForecast(Target.BOUND_ABOVE, Reason.ALREADY_BEYOND, history.weeks_used)
    else:
        yield _Aim(Target.BOUND_ABOVE, above, enablers, bounds.high)
    below = find_breach_below(enablers, bounds)
    if below is not None and history.newest <= below:
        yield NoForecast(Target.BOUND_BELOW, Reason.ALREADY_BEYOND, history.weeks_used)
    elif below is not None:
        yield _Aim(Target.BOUND_BELOW, below, enablers, bounds.low)


def _aim_at_stages(trend: Trend) -> Iterator[_Aim]:
    newest = trend.history.newest
    following = find_next_boundary(newest)
    if following is not None:
        yield _Aim(Target.NEXT_STAGE, following)
    passed = [boundary for boundary in BOUNDARIES if boundary <= newest]
    if passed and trend.slope < 0:
        yield _Aim(Target.PREVIOUS_STAGE, passed[-1] - 1)


def _look_ahead(aim: _Aim, trend: Trend, walks: list[Walk]) -> Forecast:
    history = trend.history
    passage = measure_passage(walks, aim.people, is_downward=aim.target in DOWNWARD)
    is_rough = history.weeks_used < FULL_FROM.value
    return Forecast(
        target=aim.target,
        people=aim.people,
        chance=None if is_rough else passage.chance,
        chance_soon=None if is_rough else passage.chance_soon,
        earliest_week=passage.earliest_week,
        median_week=None if is_rough else passage.median_week,
        latest_week=passage.latest_week,
        horizon=history.horizon,
        weeks_used=history.weeks_used,
        weeks_asked=history.weeks_asked,
        slope=Decimal(round(trend.slope * 100)) / 100,
        as_of=history.as_of,
        enablers=aim.enablers,
        bound=aim.bound,
        reorganised_on=history.reorganised_on,
    )
