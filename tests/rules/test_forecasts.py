from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rules.forecasts import (
    DOWNWARD,
    Forecast,
    NoForecast,
    Reason,
    Target,
    breach_above,
    find_breach_below,
    is_current,
    list_forecasts,
)
from rules.ratios import ABOVE, BELOW, DEFAULT_BOUNDS, UNDEFINED, Bounds, judge_ratio
from rules.trends import History, build_history
from tests.rules import strategies
from tests.rules.histories import SUNDAY, a_history, bumpy, some_points, steps

THREE = Decimal(3)
headcounts = st.lists(st.integers(0, 3_000), min_size=0, max_size=30)
some_enablers = strategies.enablers.filter(bool)


def foresee(
    history: History, enablers: Decimal | None = THREE, bounds: Bounds = DEFAULT_BOUNDS
) -> dict[Target, Forecast | NoForecast]:
    return {outlook.target: outlook for outlook in list_forecasts(history, enablers, bounds)}


def forecast(target: Target, weeks: str | Sequence[int], enablers: Decimal = THREE) -> Forecast:
    outlook = foresee(a_history(weeks), enablers)[target]
    assert isinstance(outlook, Forecast)
    return outlook


def test_tells_when_the_upper_bound_gives_way() -> None:
    weeks = bumpy(26, by=6, start=1_290, bump=4)
    above = forecast(Target.BOUND_ABOVE, weeks)
    assert (above.people, above.bound, above.enablers) == (1_501, 500, THREE)
    assert (above.earliest_week, above.median_week, above.latest_week) == (7, 10, 14)
    assert (above.chance, above.horizon) == (Decimal("0.9"), 26)
    assert (above.weeks_used, above.weeks_asked, above.as_of) == (26, 26, SUNDAY)
    assert above.slope == 6


def test_tells_when_the_lower_bound_gives_way() -> None:
    below = forecast(Target.BOUND_BELOW, steps(26, by=-4, start=300))
    assert (below.people, below.bound, below.median_week) == (149, 50, 13)


def test_tells_when_the_next_stage_begins() -> None:
    following = forecast(Target.NEXT_STAGE, steps(26, by=6, start=300))
    assert (following.people, following.median_week) == (500, 9)
    assert (following.enablers, following.bound) == (None, None)


def test_tells_when_a_shrinking_company_is_back_in_the_stage_before() -> None:
    previous = forecast(Target.PREVIOUS_STAGE, steps(26, by=-4, start=620))
    assert (previous.people, previous.median_week) == (499, 6)


@pytest.mark.parametrize("by", [0, 1])
def test_no_stage_to_step_back_to_unless_the_trend_points_down(by: int) -> None:
    assert Target.PREVIOUS_STAGE not in foresee(a_history(steps(26, by=by, start=505)))


def test_no_stage_before_the_first_and_none_after_the_last() -> None:
    assert Target.PREVIOUS_STAGE not in foresee(a_history(steps(13, by=-1, start=49)))
    assert Target.NEXT_STAGE not in foresee(a_history(steps(13, by=1, start=2_000)))
    assert Target.NEXT_STAGE in foresee(a_history(steps(13, by=1, start=1_987)))


@pytest.mark.parametrize(
    ("newest", "edge"), [(499, 49), (500, 499), (1_999, 499), (2_000, 1_999), (50, 49)]
)
def test_a_boundary_belongs_to_the_stage_above(newest: int, edge: int) -> None:
    weeks = steps(13, by=-1, start=newest + 12)
    assert forecast(Target.PREVIOUS_STAGE, weeks).people == edge


@pytest.mark.parametrize(
    ("weeks", "is_rough"), [pytest.param(8, True), (12, True), (13, False), (52, False)]
)
def test_few_weeks_give_a_direction_and_a_range_only(weeks: int, is_rough: bool) -> None:
    told = forecast(Target.NEXT_STAGE, bumpy(weeks, by=10, start=460 - 10 * weeks))
    assert told.is_rough is is_rough
    blank = [value is None for value in (told.chance, told.chance_soon, told.median_week)]
    assert blank == [is_rough] * 3
    assert told.slope > 0
    assert told.earliest_week is not None
    assert told.latest_week is not None


@pytest.mark.parametrize("weeks", [0, 1, 7])
def test_below_eight_weeks_nothing_is_forecast(weeks: int) -> None:
    outlooks = list_forecasts(a_history(steps(weeks, by=1)), THREE, DEFAULT_BOUNDS)
    assert outlooks == [NoForecast(target, Reason.TOO_FEW_WEEKS, weeks) for target in Target]


def test_gaps_count_as_asked_and_not_as_used() -> None:
    told = forecast(Target.NEXT_STAGE, "400 410 _ 430 440 _ _ 470 480 490 495")
    assert (told.weeks_used, told.weeks_asked) == (8, 11)
    assert isinstance(
        foresee(a_history("400 _ _ 430 440 _ _ 470 480 490"))[Target.NEXT_STAGE], NoForecast
    )


def test_a_reorganisation_is_kept_with_the_forecast() -> None:
    reorganised_on = SUNDAY - timedelta(weeks=20)
    history = build_history(some_points(steps(52, by=1)), SUNDAY, reorganised_on)
    [told] = [
        each for each in list_forecasts(history, None, DEFAULT_BOUNDS) if isinstance(each, Forecast)
    ]
    assert (told.reorganised_on, told.weeks_used) == (reorganised_on, 21)


@pytest.mark.parametrize(
    ("start", "enablers"),
    [
        pytest.param(300, None, id="enablers unknown"),
        pytest.param(300, Decimal(0), id="no enabler"),
        pytest.param(0, THREE, id="nobody to support"),
    ],
)
def test_without_a_ratio_only_stages_are_forecast(start: int, enablers: Decimal | None) -> None:
    outlooks = foresee(a_history([start] * 13), enablers)
    for target in (Target.BOUND_ABOVE, Target.BOUND_BELOW):
        assert outlooks[target] == NoForecast(target, Reason.UNDEFINED_RATIO, 13)
    assert isinstance(outlooks[Target.NEXT_STAGE], Forecast)


@pytest.mark.parametrize(
    ("newest", "target", "is_beyond"),
    [
        pytest.param(1_500, Target.BOUND_ABOVE, False, id="at the upper bound"),
        pytest.param(1_501, Target.BOUND_ABOVE, True, id="above the upper bound"),
        pytest.param(150, Target.BOUND_BELOW, False, id="at the lower bound"),
        pytest.param(149, Target.BOUND_BELOW, True, id="below the lower bound"),
    ],
)
def test_a_bound_that_is_broken_is_not_forecast(
    newest: int, target: Target, is_beyond: bool
) -> None:
    outlook = foresee(a_history([newest] * 13))[target]
    assert (outlook == NoForecast(target, Reason.ALREADY_BEYOND, 13)) is is_beyond


@given(strategies.bounds, some_enablers)
@example(Bounds(5, 10), Decimal(1))
@example(Bounds(60, 120), Decimal("0.1"))
def test_the_upper_breach_is_the_first_count_judged_above(bounds: Bounds, e: Decimal) -> None:
    above = breach_above(e, bounds)
    assert judge_ratio(above, e, bounds) in ABOVE
    assert judge_ratio(above - 1, e, bounds) not in ABOVE


@given(strategies.bounds, some_enablers)
@example(Bounds(1, 2), Decimal("1.1"))
@example(Bounds(2, 4), Decimal(1))
@example(DEFAULT_BOUNDS, Decimal("1.1"))
def test_the_lower_breach_is_the_first_count_judged_below(bounds: Bounds, e: Decimal) -> None:
    below = find_breach_below(e, bounds)
    assume(below is not None)
    assert below is not None
    assert judge_ratio(below, e, bounds) in BELOW
    assert judge_ratio(below + 1, e, bounds) not in BELOW | UNDEFINED


@given(strategies.bounds, st.integers(1, 10).map(lambda tenths: Decimal(tenths) / 10))
def test_a_team_of_one_breaks_no_lower_bound(bounds: Bounds, e: Decimal) -> None:
    assert find_breach_below(e, bounds) in {None, 1}
    assert find_breach_below(e, DEFAULT_BOUNDS) is None


@settings(max_examples=30)
@given(headcounts, st.none() | strategies.enablers, strategies.bounds)
def test_every_outlook_lies_ahead_of_the_newest_count(
    weeks: list[int], enablers: Decimal | None, bounds: Bounds
) -> None:
    history = a_history(weeks)
    outlooks = list_forecasts(history, enablers, bounds)
    assert len({outlook.target for outlook in outlooks}) == len(outlooks)
    for outlook in outlooks:
        if isinstance(outlook, Forecast):
            is_ahead = outlook.people > history.newest
            assert is_ahead is (outlook.target not in DOWNWARD)
            assert outlook.people > 0


@settings(max_examples=10)
@given(headcounts)
def test_the_same_data_give_the_same_forecast(weeks: list[int]) -> None:
    points = some_points(weeks)
    again = list_forecasts(build_history(points[::-1], SUNDAY), THREE, DEFAULT_BOUNDS)
    assert again == list_forecasts(build_history(points, SUNDAY), THREE, DEFAULT_BOUNDS)


def test_a_wider_range_reaches_farther_both_ways() -> None:
    weeks = bumpy(26, by=6, start=300)
    [_, _, usual] = list_forecasts(a_history(weeks), THREE, DEFAULT_BOUNDS)
    [_, _, wider] = list_forecasts(a_history(weeks), THREE, DEFAULT_BOUNDS, 1.5)
    assert isinstance(usual, Forecast)
    assert isinstance(wider, Forecast)
    assert (usual.earliest_week, usual.median_week, usual.latest_week) == (5, 8, 13)
    assert (wider.earliest_week, wider.median_week, wider.latest_week) == (4, 7, 17)


@pytest.mark.parametrize(
    ("target", "enablers", "bounds", "is_asked"),
    [
        pytest.param(Target.BOUND_ABOVE, 3, DEFAULT_BOUNDS, True, id="as it was"),
        pytest.param(Target.BOUND_ABOVE, 4, DEFAULT_BOUNDS, False, id="more enablers"),
        pytest.param(Target.BOUND_ABOVE, None, DEFAULT_BOUNDS, False, id="nobody knows how many"),
        pytest.param(Target.BOUND_ABOVE, 3, Bounds(50, 400), False, id="another bound"),
        pytest.param(Target.BOUND_ABOVE, 3, Bounds(40, 500), True, id="the other bound"),
        pytest.param(Target.BOUND_BELOW, 3, Bounds(40, 500), False, id="another lower bound"),
        pytest.param(Target.BOUND_BELOW, 3, Bounds(50, 400), True, id="the upper bound"),
        pytest.param(Target.NEXT_STAGE, None, Bounds(1, 2), True, id="a stage has neither"),
    ],
)
def test_a_forecast_answers_for_its_own_bound_and_enablers(
    target: Target, enablers: int | None, bounds: Bounds, is_asked: bool
) -> None:
    kept = forecast(target, steps(13, by=25, start=600))
    now = None if enablers is None else Decimal(enablers)
    assert is_current(kept, 900, now, bounds) is is_asked


@given(st.integers(0, 3_000), strategies.enablers, st.sampled_from([DEFAULT_BOUNDS, Bounds(9, 99)]))
def test_a_reason_for_no_forecast_holds_while_it_would_be_given_again(
    people: int, enablers: Decimal, bounds: Bounds
) -> None:
    given_now = set(foresee(a_history([people] * 13), enablers, bounds).values())
    for target in (Target.BOUND_ABOVE, Target.BOUND_BELOW):
        for reason in (Reason.ALREADY_BEYOND, Reason.UNDEFINED_RATIO):
            kept = NoForecast(target, reason, 13)
            assert is_current(kept, people, enablers, bounds) is (kept in given_now)


def test_too_few_weeks_stay_too_few_whatever_is_asked() -> None:
    kept = NoForecast(Target.BOUND_ABOVE, Reason.TOO_FEW_WEEKS, 5)
    assert is_current(kept, 900, None, DEFAULT_BOUNDS)
