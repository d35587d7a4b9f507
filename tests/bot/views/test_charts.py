"""The ratio's history, as a chart and as a table."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.blockkit.judge import judge_message
from bot.views import blocks as b
from bot.views.charts import (
    MOST_POINTS,
    RatioPoint,
    list_ratio_points,
    ratio_chart,
    ratio_table,
    takeaway,
    without_charts,
)
from bot.views.language import translator
from bot.workspaces import Language
from rules.ratios import DEFAULT_BOUNDS
from tests.blockkit import check_message, check_message_schema, texts

START = date(2024, 1, 1)
EN = translator(Language.EN)


def weekly(counts: Sequence[int], enablers: str = "3") -> list[RatioPoint]:
    points = [
        (START + timedelta(weeks=week), count, Decimal(enablers))
        for week, count in enumerate(counts)
    ]
    return list_ratio_points(points, DEFAULT_BOUNDS)


def daily(counts: Sequence[int], enablers: Sequence[str | None] = ()) -> list[RatioPoint]:
    """One date after the other, with three enablers where no other number is given."""
    known = [*enablers, *["3"] * (len(counts) - len(enablers))]
    points = [
        (START + timedelta(days=day), count, None if one is None else Decimal(one))
        for day, (count, one) in enumerate(zip(counts, known, strict=True))
    ]
    return list_ratio_points(points, DEFAULT_BOUNDS)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", [0, 1, 2, 20, 100])
def test_a_history_of_any_length_is_drawn_inside_the_limits(count: int, language: Language) -> None:
    tr = translator(language)
    points = weekly([300 + 10 * week for week in range(count)])
    for drawn in (ratio_chart(tr, points, DEFAULT_BOUNDS), ratio_table(tr, points)):
        assert bool(drawn) == (count >= 2)
        if drawn:
            message = b.message("History", drawn)
            check_message(message)
            check_message_schema(message)
            assert judge_message("History", drawn) == []


def drawn(points: Sequence[RatioPoint]) -> list[str]:
    """Return the counts that a table shows, date by date."""
    [_, table] = ratio_table(EN, points)
    return [row[1]["text"] for row in table["rows"][1:]]


def test_a_long_history_keeps_its_ends_and_never_more_than_slack_draws() -> None:
    counts = drawn(weekly(range(300, 400)))
    assert len(counts) == MOST_POINTS
    assert (counts[0], counts[-1]) == ("300", "399")
    assert counts == sorted(set(counts))


def test_labels_of_a_chart_are_all_different() -> None:
    [_, chart] = ratio_chart(EN, weekly(range(300, 400)), DEFAULT_BOUNDS)
    labels = chart["chart"]["axis_config"]["categories"]
    assert len(set(labels)) == len(labels) == MOST_POINTS
    for series in chart["chart"]["series"]:
        assert [point["label"] for point in series["data"]] == labels


def test_of_a_week_only_its_last_date_is_drawn() -> None:
    assert drawn(daily([300 + day for day in range(8)])) == ["306", "307"]


def test_dates_without_a_ratio_are_not_drawn() -> None:
    dates = [
        (START, 300, None),
        (START + timedelta(weeks=1), 300, Decimal(0)),
        (START + timedelta(weeks=2), 0, Decimal(3)),
        (START + timedelta(weeks=3), 301, Decimal(3)),
        (START + timedelta(weeks=4), 302, Decimal(3)),
    ]
    assert drawn(list_ratio_points(dates, DEFAULT_BOUNDS)) == ["301", "302"]
    assert ratio_chart(EN, list_ratio_points(dates[:4], DEFAULT_BOUNDS), DEFAULT_BOUNDS) == []


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param([300, 330], "Inside the bounds all the time.", id="inside"),
        pytest.param([300, 1_501], "Outside the bounds at 1 of 2 dates.", id="outside"),
    ],
)
def test_the_takeaway_is_said_in_words(counts: list[int], said: str) -> None:
    told = takeaway(EN, weekly(counts))
    assert told.startswith("From 1:100 on January 1, 2024 to ")
    assert told.endswith(said)


@pytest.mark.parametrize("week", range(27))
def test_a_single_week_outside_is_told_whether_or_not_it_is_drawn(week: int) -> None:
    counts = [1_600 if one == week else 300 for one in range(27)]
    assert takeaway(EN, weekly(counts)).endswith("Outside the bounds at 1 of 27 dates.")


def test_days_outside_within_a_week_are_told() -> None:
    counts = [1_600 if day in {15, 16, 17} else 300 for day in range(60)]
    assert takeaway(EN, daily(counts)).endswith("Outside the bounds at 3 of 60 dates.")


@pytest.mark.parametrize("enablers", ["0", None])
def test_of_dates_without_a_ratio_nothing_is_claimed(enablers: str | None) -> None:
    told = takeaway(EN, daily([300] * 5, ["3", "3", "3", enablers, enablers]))
    assert told == (
        "From 1:100 on January 1, 2024 to 1:100 on January 3, 2024."
        " Inside the bounds whenever there was a ratio. There is none since January 4, 2024."
    )
    told = takeaway(EN, daily([300] * 5, ["3", enablers]))
    assert told == (
        "From 1:100 on January 1, 2024 to 1:100 on January 5, 2024."
        " Inside the bounds whenever there was a ratio."
    )
    told = takeaway(EN, daily([300, 300, 1_600], ["3", enablers]))
    assert told.endswith("Outside the bounds at 1 of 2 dates.")


def test_a_refused_chart_gives_way_to_the_same_figures_in_a_table() -> None:
    points = weekly([300, 330])
    before, after = b.section("Before"), b.section("After")
    blocks = [before, *ratio_chart(EN, points, DEFAULT_BOUNDS), after]
    plain = without_charts(EN, blocks, points)
    assert plain == [before, *ratio_table(EN, points), after]
    said = [text for text in texts(plain) if text in {"1:100", "1:110", "300", "330", "3"}]
    assert said == ["300", "3", "1:100", "330", "3", "1:110"]
