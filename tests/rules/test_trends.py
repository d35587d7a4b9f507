from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import isclose, sqrt
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.trends import LEAST_SPREAD, DatedCount, build_history, find_count, find_trend
from tests.rules.histories import SUNDAY, a_history, a_trend, bumpy, some_points, steps

ONE_WEEK = timedelta(weeks=1)
words = st.just("_") | st.integers(0, 3_000).map(str)


def middle_slope(counts: Sequence[tuple[int, int]]) -> Fraction:
    """Take every pair in turn, sort the slopes and look at the middle: Theil and Sen, plainly."""
    slopes = []
    for i in range(len(counts)):
        for j in range(i + 1, len(counts)):
            (week, people), (later_week, later_people) = counts[i], counts[j]
            slopes.append(Fraction(later_people - people, later_week - week))
    slopes.sort()
    half = len(slopes) // 2
    return slopes[half] if len(slopes) % 2 else (slopes[half - 1] + slopes[half]) / 2


@given(st.lists(words, min_size=8, max_size=52))
def test_the_slope_is_the_middle_of_all_slopes(weeks: list[str]) -> None:
    history = a_history(" ".join(weeks))
    trend = find_trend(history)
    if len(weeks) - weeks.count("_") < 8:
        assert trend is None
        return
    assert trend is not None
    exact = middle_slope([(count.week, count.people) for count in history.counts])
    assert isclose(trend.slope, exact, abs_tol=1e-9)


@given(st.lists(st.integers(0, 3_000), min_size=8, max_size=52))
def test_without_gaps_the_spread_is_that_of_the_weekly_changes(weeks: list[int]) -> None:
    changes = [later - earlier for earlier, later in pairwise(weeks)]
    assert isclose(a_trend(weeks).spread, max(stdev(changes), LEAST_SPREAD), abs_tol=1e-9)


@given(
    st.lists(st.integers(0, 3_000), min_size=8, max_size=52),
    st.integers(-50, 50),
    st.integers(0, 500),
)
def test_a_steeper_history_has_as_much_more_slope_and_the_same_spread(
    weeks: list[int], by: int, more: int
) -> None:
    trend = a_trend(weeks)
    steeper = a_trend([people + more + by * week for week, people in enumerate(weeks, 100)])
    assert isclose(steeper.slope, trend.slope + by, abs_tol=1e-9)
    assert isclose(steeper.spread, trend.spread, abs_tol=1e-6)


def test_a_single_odd_week_does_not_tilt_the_slope() -> None:
    weeks = steps(13, by=2)
    weeks[6] = 900
    assert a_trend(weeks).slope == 2


def test_a_gap_is_placed_by_its_dates_and_not_filled() -> None:
    trend = a_trend("100 102 _ _ 108 110 112 _ 116 118 120")
    assert trend.slope == 2
    assert trend.spread == LEAST_SPREAD
    assert (trend.history.weeks_used, trend.history.weeks_asked, trend.history.span) == (8, 11, 10)


def test_a_change_across_a_gap_counts_as_that_of_so_many_weeks() -> None:
    # Nine weeks up by 9 + 6: as surprising as one week up by 1 + 2.
    across = a_trend("100 101 102 103 104 105 106 _ _ _ _ _ _ _ _ 121")
    drift = 21 / 15
    surprises = [1 - drift] * 6 + [(15 - 9 * drift) / 3]
    assert isclose(across.spread, sqrt(sum(surprise**2 for surprise in surprises) / 6))


def test_a_headcount_that_never_moved_may_still_move() -> None:
    trend = a_trend([40] * 20)
    assert (trend.slope, trend.spread) == (0, LEAST_SPREAD)


def test_wider_is_less_certain_and_nothing_else() -> None:
    trend = a_trend(bumpy(20, by=3))
    wider = trend.widen(2)
    assert wider == replace(trend, spread=2 * trend.spread)
    assert wider.slope_error == 2 * trend.slope_error


@pytest.mark.parametrize(("weeks", "has_trend"), [(0, False), (7, False), (8, True)])
def test_a_trend_takes_eight_weeks(weeks: int, has_trend: bool) -> None:
    history = a_history(steps(weeks, by=1))
    assert history.weeks_used == weeks
    assert (find_trend(history) is not None) is has_trend


def test_a_history_without_counts_has_asked_no_week() -> None:
    assert a_history("").weeks_asked == 0


@pytest.mark.parametrize(
    ("weeks", "horizon"),
    [
        pytest.param(8, 12, id="half as long again"),
        pytest.param(9, 13, id="rounded down"),
        pytest.param(16, 24, id="below half a year"),
        pytest.param(17, 25, id="just below half a year"),
        pytest.param(18, 26, id="half a year and no more"),
        pytest.param(52, 26, id="a year back is half a year ahead"),
    ],
)
def test_looks_half_as_far_again_ahead_as_back(weeks: int, horizon: int) -> None:
    assert a_history(steps(weeks, by=1)).horizon == horizon


def test_a_year_is_as_far_as_it_looks_back() -> None:
    history = a_history(steps(60, by=1))
    assert (history.weeks_used, history.weeks_asked, history.newest) == (52, 52, 159)
    late = a_history(steps(60, by=1), lag=10)
    assert (late.weeks_used, late.weeks_asked, late.lag) == (42, 52, 10)


def test_the_last_count_of_a_week_stands_for_it() -> None:
    monday = SUNDAY - timedelta(days=6)
    points = [
        DatedCount(on=SUNDAY, people=103),
        DatedCount(on=SUNDAY, people=104),
        DatedCount(on=monday, people=101),
        DatedCount(on=monday - timedelta(days=1), people=90),
    ]
    counts = build_history(points, SUNDAY).counts
    assert [(count.week, count.people) for count in counts] == [(-1, 90), (0, 104)]


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(DatedCount(on=SUNDAY, people=9, is_fresh=False), id="stale"),
        pytest.param(DatedCount(on=SUNDAY, people=9, is_suspect=True), id="suspect"),
        pytest.param(DatedCount(on=SUNDAY + timedelta(days=1), people=9), id="in the future"),
    ],
)
def test_what_cannot_be_trusted_leaves_the_week_to_what_can(bad: DatedCount) -> None:
    good = DatedCount(on=SUNDAY - timedelta(days=1), people=100)
    assert [count.people for count in build_history([good, bad], SUNDAY).counts] == [100]


def test_weeks_are_those_of_the_iso_calendar_across_a_new_year() -> None:
    days = [date(2026, 12, 27), date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4)]
    points = [DatedCount(on=day, people=number) for number, day in enumerate(days)]
    counts = build_history(points, date(2027, 1, 4)).counts
    assert [(count.week, count.people) for count in counts] == [(-2, 0), (-1, 2), (0, 3)]


def test_a_reorganisation_starts_the_window_anew() -> None:
    points = some_points(steps(30, by=1))
    reorganised_on = SUNDAY - 9 * ONE_WEEK
    history = build_history(points, SUNDAY, reorganised_on)
    assert (history.weeks_used, history.reorganised_on) == (10, reorganised_on)
    day_later = build_history(points, SUNDAY, reorganised_on + timedelta(days=1))
    assert day_later.weeks_used == 9


@pytest.mark.parametrize(
    ("reorganised_on", "is_cut"),
    [
        pytest.param(SUNDAY + timedelta(days=1), False, id="has not happened yet"),
        pytest.param(SUNDAY, True, id="happened today"),
        pytest.param(SUNDAY - 51 * ONE_WEEK, True, id="in the first week of the window"),
        pytest.param(SUNDAY - 52 * ONE_WEEK, False, id="before the window"),
    ],
)
def test_only_a_reorganisation_inside_the_window_cuts_it(
    reorganised_on: date, is_cut: bool
) -> None:
    history = build_history(some_points(steps(52, by=1)), SUNDAY, reorganised_on)
    assert (history.reorganised_on is not None) is is_cut
    assert (history.weeks_used == 52) is (not is_cut or reorganised_on == SUNDAY - 51 * ONE_WEEK)


def test_finds_the_count_of_a_week() -> None:
    points = some_points("100 _ 104")
    assert find_count(points, SUNDAY - timedelta(days=6)) == 104
    assert find_count(points, SUNDAY - ONE_WEEK) is None
    assert find_count(points, SUNDAY - 2 * ONE_WEEK) == 100
