from decimal import Decimal
from math import exp, sqrt
from statistics import NormalDist, fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.passages import WALKS, Passage, measure_passage, simulate_walks
from rules.trends import Trend
from tests.rules.histories import a_trend, bumpy, steps

NORMAL = NormalDist()
NEVER = 10**6
# A thousand walks an example: some dozens of examples are enough.
few_examples = settings(max_examples=30)
headcounts = st.lists(st.integers(0, 2_000), min_size=8, max_size=30)


def pass_up(trend: Trend, people: int) -> Passage:
    return measure_passage(simulate_walks(trend), people, is_downward=False)


def pass_down(trend: Trend, people: int) -> Passage:
    return measure_passage(simulate_walks(trend), people, is_downward=True)


def in_order(passage: Passage) -> list[int]:
    weeks = (passage.earliest_week, passage.median_week, passage.latest_week)
    return [NEVER if week is None else week for week in weeks]


@few_examples
@given(headcounts, st.integers(-500, 3_000), st.booleans())
def test_chances_and_weeks_are_in_range_and_in_order(
    weeks: list[int], people: int, is_downward: bool
) -> None:
    trend = a_trend(weeks)
    passage = measure_passage(simulate_walks(trend), people, is_downward=is_downward)
    assert passage.chance in {Decimal(tenths) / 10 for tenths in range(10)}
    assert 0 <= passage.chance_soon <= 1
    told = in_order(passage)
    assert told == sorted(told)
    assert all(1 <= week <= trend.history.horizon for week in told if week != NEVER)


@few_examples
@given(headcounts)
def test_the_same_trend_has_the_same_futures(weeks: list[int]) -> None:
    walks = simulate_walks(a_trend(weeks))
    assert walks == simulate_walks(a_trend(weeks))
    assert len(walks) == WALKS


@few_examples
@given(headcounts, st.integers(1, 40), st.integers(1, 400))
def test_what_grows_faster_passes_no_later(weeks: list[int], by: int, gap: int) -> None:
    last = len(weeks) - 1
    # Turned around the newest count, so that both have as far to go.
    steeper = [people + by * (week - last) + 2_000 for week, people in enumerate(weeks)]
    slow = pass_up(a_trend(weeks), weeks[-1] + gap)
    fast = pass_up(a_trend(steeper), steeper[-1] + gap)
    assert all(f <= s for f, s in zip(in_order(fast), in_order(slow), strict=True))
    assert fast.chance >= slow.chance
    assert fast.chance_soon >= slow.chance_soon


@few_examples
@given(headcounts, st.integers(1, 400), st.integers(0, 400))
def test_what_is_farther_is_passed_no_earlier(weeks: list[int], gap: int, more: int) -> None:
    walks = simulate_walks(a_trend(weeks))
    near = measure_passage(walks, weeks[-1] + gap, is_downward=False)
    far = measure_passage(walks, weeks[-1] + gap + more, is_downward=False)
    assert all(n <= f for n, f in zip(in_order(near), in_order(far), strict=True))
    assert far.chance <= near.chance


@few_examples
@given(headcounts, st.integers(1, 400))
def test_downwards_is_upwards_in_a_mirror(weeks: list[int], gap: int) -> None:
    mirrored = [4_000 - people for people in weeks]
    up = pass_up(a_trend(weeks), weeks[-1] + gap)
    assert pass_down(a_trend(mirrored), mirrored[-1] - gap) == up


@few_examples
@given(headcounts, st.integers(1, 400), st.integers(2, 5))
def test_ten_times_the_people_pass_ten_times_the_number(
    weeks: list[int], gap: int, scale: int
) -> None:
    # A bump keeps the spread of both above its least.
    bumps = [people + 10 * (week % 2) for week, people in enumerate(weeks)]
    larger = [scale * people for people in bumps]
    at_scale = pass_up(a_trend(larger), larger[-1] + scale * gap)
    assert at_scale == pass_up(a_trend(bumps), bumps[-1] + gap)


def test_a_steady_climb_passes_when_it_gets_there() -> None:
    climb = a_trend(steps(52, by=10, start=0))
    assert in_order(pass_up(climb, 510 + 95)) == [10, 10, 10]
    assert in_order(pass_up(climb, 510 + 5)) == [1, 1, 1]


def test_weeks_count_from_the_day_of_the_forecast() -> None:
    late = a_trend(steps(40, by=10, start=0), lag=3)
    assert in_order(pass_up(late, 390 + 95)) == [7, 7, 7]


def test_what_has_probably_happened_unseen_is_told_for_the_first_week() -> None:
    late = a_trend(steps(40, by=10, start=0), lag=5)
    assert in_order(pass_up(late, 390 + 25)) == [1, 1, 1]


def test_an_old_count_is_less_certain_than_a_new_one() -> None:
    weeks = bumpy(30, by=0, bump=20)
    new, old = pass_up(a_trend(weeks), 250), pass_up(a_trend(weeks, lag=10), 250)
    assert new.chance_soon < old.chance_soon


def test_nine_in_ten_is_as_sure_as_it_gets() -> None:
    sure = pass_up(a_trend(steps(52, by=10, start=0)), 520)
    assert (sure.chance, sure.chance_soon) == (Decimal("0.9"), Decimal(1))


def test_what_does_not_happen_within_the_horizon_has_no_weeks() -> None:
    never = pass_up(a_trend(steps(52, by=1)), 100_000)
    assert never == Passage(Decimal(0), Decimal(0), None, None, None)


@pytest.mark.parametrize(
    ("passed", "chance"),
    [(0, "0"), (49, "0"), (50, "0.1"), (549, "0.5"), (550, "0.6"), (949, "0.9"), (1_000, "0.9")],
)
def test_chances_are_rounded_to_tenths(passed: int, chance: str) -> None:
    walks = [[1.0]] * passed + [[0.0]] * (1_000 - passed)
    assert measure_passage(walks, 1, is_downward=False).chance == Decimal(chance)


@pytest.mark.parametrize(
    ("passed", "weeks"),
    [
        (99, [NEVER, NEVER, NEVER]),
        (100, [1, NEVER, NEVER]),
        (499, [1, NEVER, NEVER]),
        (500, [1, 1, NEVER]),
        (899, [1, 1, NEVER]),
        (900, [1, 1, 1]),
    ],
)
def test_a_walk_that_does_not_pass_counts_as_later(passed: int, weeks: list[int]) -> None:
    walks = [[1.0]] * passed + [[0.0]] * (1_000 - passed)
    assert in_order(measure_passage(walks, 1, is_downward=False)) == weeks


@pytest.mark.parametrize("is_downward", [False, True])
def test_to_reach_a_number_is_to_pass_it(is_downward: bool) -> None:
    passage = measure_passage([[2.0]] * 1_000, 2, is_downward=is_downward)
    assert in_order(passage) == [1, 1, 1]


def test_soon_is_a_quarter() -> None:
    walks = [[0.0] * 12 + [1.0]] * 300 + [[0.0] * 13 + [1.0]] * 700
    passage = measure_passage(walks, 1, is_downward=False)
    assert (passage.chance, passage.chance_soon) == (Decimal("0.9"), Decimal("0.3"))


def cross_in_continuous_time(gap: float, drift: float, spread: float, weeks: int) -> float:
    """Return the chance that Brownian motion with drift has crossed by then (inverse Gaussian)."""
    width = spread * sqrt(weeks)
    return NORMAL.cdf((drift * weeks - gap) / width) + exp(
        2 * drift * gap / spread**2
    ) * NORMAL.cdf((-gap - drift * weeks) / width)


@pytest.mark.parametrize("gap", [10, 30, 60, 120])
@pytest.mark.parametrize("by", [0, 2, 4])
def test_weekly_looks_see_more_than_the_last_and_less_than_all(gap: int, by: int) -> None:
    # Both neighbours of the chance have closed forms, here averaged over what the drift may be.
    trend = a_trend(bumpy(52, by=by, bump=8))
    horizon = trend.history.horizon
    drifts = [trend.slope + trend.slope_error * NORMAL.inv_cdf((i + 0.5) / 200) for i in range(200)]
    width = trend.spread * sqrt(horizon)
    at_the_end = fmean(NORMAL.cdf((drift * horizon - gap) / width) for drift in drifts)
    at_any_time = fmean(
        cross_in_continuous_time(gap, drift, trend.spread, horizon) for drift in drifts
    )
    walks = simulate_walks(trend)
    people = trend.history.newest + gap
    seen = sum(any(at >= people for at in walk) for walk in walks) / len(walks)
    assert at_the_end - 0.03 <= seen <= at_any_time + 0.03
