from datetime import date, timedelta
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.language import translator
from bot.workspaces import Language
from rules.forecast_scores import (
    LEAST_SCORES,
    CountForecast,
    Record,
    Score,
    build_record,
    find_score,
    forecast_count,
    score_forecast,
    t_quantile,
    tell_record,
)
from tests.rules.histories import SUNDAY, a_history, bumpy, some_points, steps

DUE_ON = SUNDAY + timedelta(weeks=8)
NEXT_MONDAY = DUE_ON + timedelta(days=1)
HUNDRED = CountForecast(SUNDAY, centre=100, half_width=10, widening=1)
ROOMY = CountForecast(SUNDAY, centre=100, half_width=10, widening=2)


def scores(hits: int, misses: int, reach: float = 2.0) -> list[Score]:
    return [Score(True, 0.5)] * hits + [Score(False, reach)] * misses


@pytest.mark.parametrize(
    ("degrees", "table"),
    [(6, 1.440), (7, 1.415), (10, 1.372), (20, 1.325), (30, 1.310), (40, 1.303), (60, 1.296)],
)
def test_the_t_quantile_is_that_of_printed_tables(degrees: int, table: float) -> None:
    assert round(t_quantile(degrees), 3) == table


def test_the_range_is_that_of_a_random_walk_with_drift() -> None:
    told = forecast_count(a_history(bumpy(26, by=6, start=300, bump=4)))
    assert told is not None
    # Changes of 10 and 2 in turn, thirteen and twelve of them.
    spread = sqrt((13 * (10 - 6.16) ** 2 + 12 * (2 - 6.16) ** 2) / 24)
    assert told.centre == 454 + 8 * 6
    assert isclose(told.half_width, 1.3178 * spread * sqrt(8 * (1 + 8 / 25)), rel_tol=1e-4)
    assert told.due_on == DUE_ON


def test_weeks_without_a_count_move_the_centre_and_widen_the_range() -> None:
    new = forecast_count(a_history(steps(26, by=6)))
    old = forecast_count(a_history(steps(26, by=6), lag=2))
    assert new is not None
    assert old is not None
    assert old.centre == new.centre + 12
    assert isclose(old.half_width / new.half_width, sqrt(10 * 35 / (8 * 33)))


@pytest.mark.parametrize(("weeks", "is_told"), [(7, False), (8, True)])
def test_a_range_takes_eight_weeks(weeks: int, is_told: bool) -> None:
    assert (forecast_count(a_history(steps(weeks, by=1))) is not None) is is_told


@given(st.lists(st.integers(0, 3_000), min_size=8, max_size=52), st.floats(1, 10))
def test_a_range_lies_around_its_centre(weeks: list[int], widening: float) -> None:
    told = forecast_count(a_history(weeks), widening)
    assert told is not None
    assert told.low < told.centre < told.high
    assert isclose(told.high - told.low, 2 * told.half_width * widening, rel_tol=1e-6)


@pytest.mark.parametrize(
    ("stored", "actual", "score"),
    [
        pytest.param(HUNDRED, 100, Score(True, 0), id="in the middle"),
        pytest.param(HUNDRED, 110, Score(True, 1), id="at the upper end"),
        pytest.param(HUNDRED, 111, Score(False, 1.1), id="above"),
        pytest.param(HUNDRED, 90, Score(True, 1), id="at the lower end"),
        pytest.param(HUNDRED, 89, Score(False, 1.1), id="below"),
        pytest.param(ROOMY, 120, Score(True, 2), id="at the end of a widened range"),
        pytest.param(ROOMY, 121, Score(False, 2.1), id="above a widened range"),
    ],
)
def test_a_count_in_the_range_is_a_hit(stored: CountForecast, actual: int, score: Score) -> None:
    assert score_forecast(stored, actual) == score


@pytest.mark.parametrize(
    ("on", "is_scored"),
    [
        pytest.param(DUE_ON, False, id="its week is not over"),
        pytest.param(NEXT_MONDAY, True, id="its week is over"),
        pytest.param(DUE_ON + timedelta(weeks=60), True, id="long over"),
    ],
)
def test_a_forecast_is_scored_when_its_week_is_over(on: date, is_scored: bool) -> None:
    score = find_score(HUNDRED, some_points("80 105", last_on=DUE_ON), on)
    assert score == (Score(True, 0.5) if is_scored else None)


def test_a_forecast_whose_week_has_no_count_is_not_scored() -> None:
    points = some_points("105 _", last_on=DUE_ON) + some_points("105", last_on=NEXT_MONDAY)
    assert find_score(HUNDRED, points, NEXT_MONDAY) is None


@pytest.mark.parametrize(
    ("reorganised_on", "is_scored"),
    [
        pytest.param(SUNDAY, True, id="known to the forecast"),
        pytest.param(SUNDAY + timedelta(days=1), False, id="the day after"),
        pytest.param(DUE_ON, False, id="in the week that decides"),
        pytest.param(NEXT_MONDAY, True, id="after the week that decides"),
    ],
)
def test_a_reorganisation_in_between_voids_a_forecast(
    reorganised_on: date, is_scored: bool
) -> None:
    points = some_points("105", last_on=DUE_ON)
    score = find_score(HUNDRED, points, NEXT_MONDAY, reorganised_on)
    assert (score is not None) is is_scored


@pytest.mark.parametrize(
    ("hits", "misses", "widening"),
    [
        pytest.param(0, 0, 1, id="nothing scored"),
        pytest.param(0, 12, 1, id="all missed but too few"),
        pytest.param(0, 13, 2, id="all missed"),
        pytest.param(14, 6, 1, id="exactly seven in ten"),
        pytest.param(13, 7, 2, id="below seven in ten"),
        pytest.param(20, 0, 1, id="all hit"),
    ],
)
def test_ranges_widen_when_too_few_hold(hits: int, misses: int, widening: float) -> None:
    assert build_record(scores(hits, misses)) == Record(hits + misses, hits, widening)


def test_ranges_widen_by_what_would_have_held_four_in_five() -> None:
    reaches = [tenths / 10 for tenths in range(5, 25)]
    record = build_record(Score(reach <= 1, reach) for reach in reaches)
    assert (record.hits, record.widening) == (6, 2.0)
    assert sum(reach <= record.widening for reach in reaches) == 16


def test_a_widening_that_helps_stays() -> None:
    helped = [Score(True, 2.0)] * 20
    assert build_record(helped) == Record(20, 20, 2.0)


@given(st.lists(st.floats(0, 50), max_size=60))
def test_a_record_never_narrows_and_holds_what_it_promises(reaches: list[float]) -> None:
    record = build_record([Score(reach <= 1, reach) for reach in reaches])
    assert record.widening >= 1
    held = sum(reach <= record.widening for reach in reaches)
    assert len(reaches) < LEAST_SCORES.value or held >= 0.7 * len(reaches)


@pytest.mark.parametrize(
    ("record", "english", "japanese"),
    [
        pytest.param(
            Record(0, 0, 1),
            "None of my forecasts has fallen due yet.",
            "結果を確かめられる時期になった予測は、まだありません。",
            id="none",
        ),
        pytest.param(
            Record(1, 1, 1),
            "Of 1 forecast checked 8 weeks later, 1 held the count in its range; expect about 7 in"
            " 10.",
            "8週間後に照合した予測1件のうち、実際の人数が予測の幅に収まったのは1件です"
            "（目安はおよそ7割）。",
            id="one",
        ),
        pytest.param(
            Record(20, 12, 1.7),
            "Of 20 forecasts checked 8 weeks later, 12 held the count in their range; expect about"
            " 7 in 10. They missed too often here, so I draw my ranges wider.",
            "8週間後に照合した予測20件のうち、実際の人数が予測の幅に収まったのは12件です"
            "（目安はおよそ7割）。予測が外れることが多かったため、幅を広げて示しています。",
            id="many",
        ),
    ],
)
def test_the_record_is_told(record: Record, english: str, japanese: str) -> None:
    for language, text in ((Language.EN, english), (Language.JA, japanese)):
        tr = translator(language)
        assert tr.sentences(tr.say(told.phrase) for told in tell_record(record)) == text
