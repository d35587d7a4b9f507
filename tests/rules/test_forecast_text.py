import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.language import translator
from bot.workspaces import Language
from rules.forecast_text import explain_forecast, tell_forecast
from rules.forecasts import Forecast, NoForecast, Reason, Target, list_forecasts
from rules.no_forecasts import tell_no_forecast
from rules.provenance import Grade
from tests.rules import strategies
from tests.rules.histories import UPPER_BOUND, a_history

EN = translator(Language.EN)
MORE_THAN_ALLOWED = (
    "With 3 enablers as today, 1,501 customer-facing teammates are more than your bound of 1:500"
    " allows."
)
STAGE: dict[str, Any] = {
    "target": Target.NEXT_STAGE, "people": 500, "enablers": None, "bound": None,
}  # fmt: skip
ROUGH: dict[str, Any] = {
    "chance": None, "chance_soon": None, "median_week": None, "weeks_used": 9, "weeks_asked": 10,
}  # fmt: skip


def a_forecast(**changes: Any) -> Forecast:
    return replace(UPPER_BOUND, **changes)


def in_brief(forecast: Forecast, language: Language = Language.EN) -> str:
    tr = translator(language)
    return tr.say(tell_forecast(forecast, tr.date).phrase)


def in_full(forecast: Forecast, language: Language = Language.EN) -> list[str]:
    tr = translator(language)
    return [tr.say(told.phrase) for told in explain_forecast(forecast, tr.date)]


def test_a_bound_in_full() -> None:
    assert in_full(UPPER_BOUND) == [
        "You reach 1,501 customer-facing teammates in 7 to 19 weeks (about 8 times in 10); the best single guess is 11.",
        "Within 26 weeks: about 9 in 10.",
        MORE_THAN_ALLOWED,
        "As of March 1, 2026, from counts in 24 of the last 26 weeks: growing by about 6 a week.",
        "Held fixed: 3 enablers and the present pace.",
        "A reorganisation or a hiring freeze would change this.",
    ]
    assert in_full(UPPER_BOUND, Language.JA) == [
        "7〜19週間後に顧客対応メンバー1,501人に達する見込みです（およそ8割の確率）。一つに絞るなら約11週間後です。",
        "26週間以内にそうなる確率は、およそ9割です。",
        "現在のイネーブルメント担当者3人のままでは、顧客対応メンバー1,501人になると許容範囲の上限1:500を超えます。",
        "2026年3月1日時点、直近26週のうち24週の人数による傾向：週に約6人の増加。",
        "固定した前提：イネーブルメント担当者3人、現在のペース。",
        "組織再編や採用凍結があれば、この見通しは変わります。",
    ]


def test_a_stage_in_brief() -> None:
    assert in_brief(a_forecast(**STAGE)) == (
        "You reach 500 customer-facing teammates in 7 to 19 weeks (about 8 times in 10); the best single guess is 11."
        " As of March 1, 2026, from counts in 24 of 26 weeks; held fixed: the present pace."
    )
    assert in_brief(a_forecast(**STAGE), Language.JA) == (
        "7〜19週間後に顧客対応メンバー500人に達する見込みです（およそ8割の確率）。一つに絞るなら約11週間後です。"
        "2026年3月1日時点、26週のうち24週の人数による見通しです（固定した前提：現在のペース）。"
    )


@pytest.mark.parametrize(
    ("changes", "point"),
    [
        pytest.param(
            {"latest_week": None},
            "You reach 1,501 customer-facing teammates in 7 to more than 26 weeks (about 8 times in 10); the best single"
            " guess is 11.",
            id="may take longer than we look",
        ),
        pytest.param(
            {"latest_week": None, "median_week": None},
            "You reach 1,501 customer-facing teammates in week 7 at the earliest, more likely not within 26 weeks.",
            id="more likely not",
        ),
        pytest.param(
            {"latest_week": None, "median_week": None, "earliest_week": None},
            "On the present trend you are unlikely to reach 1,501 customer-facing teammates within 6 months.",
            id="not within half a year",
        ),
        pytest.param(
            {"latest_week": None, "median_week": None, "earliest_week": None, "horizon": 25},
            "On the present trend you are unlikely to reach 1,501 customer-facing teammates within 25 weeks.",
            id="not within less than half a year",
        ),
        pytest.param(
            {"earliest_week": 1, "median_week": 1, "latest_week": 1},
            "Most likely you reach 1,501 customer-facing teammates within 1 week.",
            id="next week",
        ),
        pytest.param(
            ROUGH,
            "You reach 1,501 customer-facing teammates in 7 to 19 weeks: a rough guess.",
            id="roughly",
        ),
        pytest.param(
            ROUGH | {"latest_week": None},
            "You reach 1,501 customer-facing teammates in week 7 at the earliest, if at all: a rough guess.",
            id="roughly and open",
        ),
        pytest.param(
            ROUGH | {"latest_week": None, "earliest_week": None, "horizon": 15},
            "On the present trend you are unlikely to reach 1,501 customer-facing teammates within 15 weeks.",
            id="roughly not",
        ),
    ],
)
def test_says_when(changes: dict[str, Any], point: str) -> None:
    assert in_full(a_forecast(**changes))[0] == point
    assert in_brief(a_forecast(**changes)).startswith(f"{point} As of March 1, 2026")


def test_too_few_weeks_for_a_chance_say_so() -> None:
    told = in_full(a_forecast(**ROUGH))
    assert told[1] == "Fewer than 13 weekly counts give a direction and a rough range, no more."
    assert told[3] == "As of March 1, 2026, from counts in 9 of the last 10 weeks: growing."


@pytest.mark.parametrize(
    ("chance", "told"), [("0", "less than 1"), ("0.1", "about 1"), ("0.9", "about 9")]
)
def test_says_how_likely(chance: str, told: str) -> None:
    assert in_full(a_forecast(chance=Decimal(chance)))[1] == f"Within 26 weeks: {told} in 10."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param(
            {"target": Target.BOUND_BELOW, "people": 149, "bound": 50},
            "With 3 enablers as today, 149 customer-facing teammates are fewer than your bound of"
            " 1:50 asks for.",
            id="lower bound",
        ),
        pytest.param(STAGE, "500 is where the next stage begins: scale.", id="next stage"),
        pytest.param(
            STAGE | {"target": Target.PREVIOUS_STAGE, "people": 499},
            "499 is back in the stage before: growth.",
            id="previous stage",
        ),
    ],
)
def test_says_what_it_means(changes: dict[str, Any], told: str) -> None:
    assert in_full(a_forecast(**changes))[2] == told


@pytest.mark.parametrize("target", [Target.BOUND_BELOW, Target.PREVIOUS_STAGE])
def test_downwards_is_a_fall(target: Target) -> None:
    falling = a_forecast(target=target, people=49, slope=Decimal(-2))
    assert in_full(falling)[0].startswith(
        "You fall to 49 customer-facing teammates in 7 to 19 weeks"
    )
    assert in_full(falling, Language.JA)[0].startswith(
        "7〜19週間後に顧客対応メンバー49人まで減る見込みです"
    )


@pytest.mark.parametrize(
    ("slope", "pace"),
    [
        ("6.5", "growing by about 7 a week"), ("0.5", "growing by about 1 a week"),
        ("0.49", "growing by about 6 a quarter"), ("0.04", "growing by about 1 a quarter"),
        ("0.03", "holding steady"), ("0", "holding steady"), ("-0.03", "holding steady"),
        ("-0.04", "shrinking by about 1 a quarter"), ("-0.5", "shrinking by about 1 a week"),
    ],
)  # fmt: skip
def test_says_the_pace_in_whole_people(slope: str, pace: str) -> None:
    assert in_full(a_forecast(slope=Decimal(slope)))[3].endswith(f": {pace}.")


@pytest.mark.parametrize(
    ("slope", "pace"), [("9", "growing"), ("0.03", "holding steady"), ("-9", "shrinking")]
)
def test_few_weeks_tell_a_direction_and_no_pace(slope: str, pace: str) -> None:
    assert in_full(a_forecast(**ROUGH, slope=Decimal(slope)))[3].endswith(f": {pace}.")


def test_says_where_the_window_started_anew() -> None:
    told = in_full(a_forecast(reorganised_on=date(2025, 9, 1)))[3]
    assert "in 24 of the 26 weeks since the reorganisation of September 1, 2025: " in told


@pytest.mark.parametrize(
    ("target", "reason", "told"),
    [
        (Target.NEXT_STAGE, Reason.TOO_FEW_WEEKS, "A forecast needs 8 weekly counts; I have 5."),
        (Target.BOUND_BELOW, Reason.UNDEFINED_RATIO, "There is no ratio to forecast: it takes both teammates and enablers."),
        (Target.BOUND_ABOVE, Reason.ALREADY_BEYOND, "You are above your upper bound already."),
        (Target.BOUND_BELOW, Reason.ALREADY_BEYOND, "You are below your lower bound already."),
    ],
)  # fmt: skip
def test_says_why_there_is_no_forecast(target: Target, reason: Reason, told: str) -> None:
    assert EN.say(tell_no_forecast(NoForecast(target, reason, 5), EN.date).phrase) == told


def test_says_that_counting_began_anew() -> None:
    none = NoForecast(Target.NEXT_STAGE, Reason.TOO_FEW_WEEKS, 2, date(2025, 9, 1))
    assert EN.say(tell_no_forecast(none, EN.date).phrase) == (
        "A forecast needs 8 weekly counts; since the reorganisation of September 1, 2025, where"
        " counting began anew, I have 2."
    )


def test_only_where_stages_begin_is_the_source_cited() -> None:
    told = explain_forecast(a_forecast(**STAGE), EN.date)
    assert [each.grade for each in told].count(Grade.SOURCE) == 1
    assert told[2].grade is Grade.SOURCE


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 3_000), min_size=8, max_size=30),
    st.integers(1, 30).map(Decimal),
    strategies.bounds,
)
def test_no_forecast_is_told_with_a_decimal_or_as_certain(
    weeks: list[int], enablers: Decimal, bounds: Any
) -> None:
    for outlook in list_forecasts(a_history(weeks), enablers, bounds):
        if isinstance(outlook, NoForecast):
            said = [EN.say(tell_no_forecast(outlook, EN.date).phrase)]
        else:
            said = [*in_full(outlook), in_brief(outlook)]
        for text in said:
            assert not re.search(r"\d\.\d", text)
            assert "10 in 10" not in text
            assert not re.search(r"\b0 in 10", text)


def test_dates_are_written_by_whoever_shows_them() -> None:
    assert "2026-03-01" in EN.say(tell_forecast(UPPER_BOUND, date.isoformat).phrase)
