from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.alerts import DeliveryKind
from bot.jobs.forecasting import EVERY, forecast_due
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.briefings import find_briefing
from bot.storage.cards import find_card
from bot.storage.forecasts import KeptForecast, list_kept_forecasts
from bot.storage.targets import list_targets
from bot.storage.watches import gather_watches
from bot.storage.workspaces import lock_workspace
from rules.alert_rules import Rule
from rules.alerts import Reason
from rules.forecasts import Forecast, NoForecast, Target
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, Watch, some_counts
from tests.builders import NOON

WEEK = timedelta(weeks=1)


def grow(
    watch: Watch, weeks: int, from_people: int = 600, by: int = 25, enablers: str = "2"
) -> None:
    """Count once a week; with two enablers the bound is at a thousand."""
    for number in range(weeks):
        watch.enter(*some_counts(from_people + by * number, enablers))
        watch.check()
        watch.now += WEEK
    watch.now -= WEEK


def warn(watch: Watch) -> None:
    """Have two weekly forecasts in a row agree on a passage, so that an alert opens."""
    grow(watch, 13, from_people=660)
    for people in (960, 985):
        watch.enter(*some_counts(people))
        forecast_due(watch.database, watch.now)
        watch.check()
        watch.now += WEEK
    watch.now -= WEEK


def kept(watch: Watch) -> list[KeptForecast]:
    with watch.database.sessions() as session:
        return list_kept_forecasts(session, "T1")


def find_passage(one: KeptForecast) -> Forecast:
    found = next(f for f in one.forecasts if f.target is Target.BOUND_ABOVE)
    assert isinstance(found, Forecast)
    return found


def find_shown(watch: Watch) -> set[Target]:
    """Return what anything is said about beside the headcount."""
    briefing = find_briefing(watch.database, "T1", ADMIN, watch.now)
    assert briefing is not None
    assert briefing.headcount is not None
    return {one.target for one in briefing.headcount.forecasts}


def test_a_short_history_says_how_many_weeks_are_missing(watch: Watch) -> None:
    grow(watch, 3)
    assert forecast_due(watch.database, watch.now) == 1
    (one,) = kept(watch)
    assert all(isinstance(f, NoForecast) for f in one.forecasts)
    assert one.count is None


def test_growth_is_forecast_once_a_week_and_shown_with_the_headcount(watch: Watch) -> None:
    grow(watch, 14)
    assert forecast_due(watch.database, watch.now) == 1
    assert forecast_due(watch.database, watch.now + EVERY - DAY) == 0
    assert forecast_due(watch.database, watch.now + EVERY) == 1
    assert [one.made_on for one in kept(watch)] == [
        watch.now.date(), (watch.now + EVERY).date()
    ]  # fmt: skip
    passage = find_passage(kept(watch)[0])
    assert passage.chance_soon is not None
    assert passage.chance_soon >= Decimal("0.6")
    briefing = find_briefing(watch.database, "T1", ADMIN, watch.now)
    assert briefing is not None
    assert briefing.headcount is not None
    assert briefing.headcount.find_forecast(Target.BOUND_ABOVE) == find_passage(kept(watch)[1])


def test_a_forecast_made_again_on_its_day_takes_the_place_of_the_first(watch: Watch) -> None:
    grow(watch, 14)
    forecast_due(watch.database, watch.now)
    watch.set_target(forecasts_at=watch.now)
    forecast_due(watch.database, watch.now)
    assert len(kept(watch)) == 1


def test_what_was_forecast_is_scored_when_its_time_has_come(watch: Watch) -> None:
    grow(watch, 14)
    forecast_due(watch.database, watch.now)
    assert kept(watch)[0].score is None
    for _ in range(9):
        watch.now += WEEK
        watch.enter(*some_counts(980))
        forecast_due(watch.database, watch.now)
    first = kept(watch)[0]
    assert first.score is not None
    assert kept(watch)[-1].score is None


def test_the_check_hears_of_the_newest_outlook(watch: Watch) -> None:
    grow(watch, 14)
    forecast_due(watch.database, watch.now)
    with watch.database.sessions.begin() as session:
        (one,) = gather_watches(session, list_targets(session, "T1"), watch.now)
    assert one.outlook is not None
    assert date.fromordinal(one.outlook.run_id) == watch.now.date()
    assert one.outlook.chance == find_passage(kept(watch)[0]).chance_soon


def test_a_passage_that_stays_likely_for_two_weeks_is_announced_without_a_ping(
    watch: Watch,
) -> None:
    grow(watch, 13, from_people=660)
    for people in (960, 985):
        watch.enter(*some_counts(people))
        assert forecast_due(watch.database, watch.now) == 1
        watch.check()
        watch.deliver()
        watch.now += WEEK
    (episode,) = watch.episodes()
    with watch.database.sessions() as session:
        card = find_card(session, "T1", episode.id, watch.now)
    assert card is not None
    assert card.rule is Rule.FORECAST
    assert len(watch.rooms.posted(CHANNEL)) == 1
    assert {row.kind for row in watch.deliveries()} == {DeliveryKind.ROOT}


def test_a_workspace_that_is_being_changed_is_forecast_later(watch: Watch) -> None:
    if watch.database.engine.dialect.name != "postgresql":
        pytest.skip("on SQLite nobody else writes meanwhile")
    grow(watch, 14)
    with watch.database.sessions.begin() as session:
        lock_workspace(session, "T1")
        assert forecast_due(watch.database, watch.now) == 0
    assert forecast_due(watch.database, watch.now) == 1


def test_a_workspace_without_counts_is_not_forecast(watch: Watch) -> None:
    assert forecast_due(watch.database, NOON) == 0


@pytest.mark.parametrize(
    ("bounds", "enablers", "asked"),
    [
        pytest.param("50-400", "3", (Decimal(3), 400), id="another bound"),
        pytest.param("50-500", "4", (Decimal(4), 500), id="other enablers"),
    ],
)
def test_another_question_is_forecast_at_once_and_no_old_answer_is_shown_till_then(
    watch: Watch, bounds: str, enablers: str, asked: tuple[Decimal, int]
) -> None:
    grow(watch, 14, enablers="3")
    forecast_due(watch.database, watch.now)
    assert Target.BOUND_ABOVE in find_shown(watch)
    watch.write(save_changes, "T1", {Setting.BOUNDS: bounds}, watch.now)
    watch.enter(*some_counts(925, enablers))
    assert Target.BOUND_ABOVE not in find_shown(watch)
    assert Target.NEXT_STAGE in find_shown(watch)
    assert forecast_due(watch.database, watch.now) == 1
    passage = find_passage(kept(watch)[0])
    assert (passage.enablers, passage.bound) == asked
    assert Target.BOUND_ABOVE in find_shown(watch)


def test_the_same_question_is_not_forecast_again(watch: Watch) -> None:
    grow(watch, 14)
    forecast_due(watch.database, watch.now)
    watch.now += DAY
    watch.enter(*some_counts(925))
    watch.enter(*some_counts(930))
    watch.write(save_changes, "T1", {Setting.BOUNDS: "50-500"}, watch.now)
    assert forecast_due(watch.database, watch.now) == 0
    assert Target.BOUND_ABOVE in find_shown(watch)


def test_a_forecast_in_between_is_still_that_of_its_week(watch: Watch) -> None:
    grow(watch, 14)
    forecast_due(watch.database, watch.now)
    (first,) = kept(watch)
    begun = watch.now
    watch.now += 3 * DAY
    watch.enter(*some_counts(980, "3"))
    assert forecast_due(watch.database, watch.now) == 1
    (again,) = kept(watch)
    assert (again.made_on, again.count) == (first.made_on, first.count)
    assert find_passage(again).enablers == Decimal(3)
    assert forecast_due(watch.database, begun + EVERY - DAY) == 0
    assert forecast_due(watch.database, begun + EVERY) == 1
    assert [one.made_on for one in kept(watch)] == [begun.date(), (begun + EVERY).date()]


def test_an_alert_about_a_passage_shows_what_is_forecast_anew(watch: Watch) -> None:
    warn(watch)
    watch.deliver()
    (message,) = watch.rooms.posted(CHANNEL)
    assert "With 2 enablers" in str(message.shown)
    watch.now += DAY
    watch.enter(*some_counts(985, "2.1"))
    forecast_due(watch.database, watch.now)
    watch.check()
    watch.deliver()
    assert "With 2.1 enablers" in str(message.shown)
    assert (message.edits, watch.rooms.posted(CHANNEL)) == (1, [message])


def test_more_enablers_end_an_alert_about_a_passage_on_the_same_day(watch: Watch) -> None:
    warn(watch)
    watch.enter(*some_counts(985, "10"))
    forecast_due(watch.database, watch.now)
    watch.check()
    (episode,) = watch.episodes()
    assert episode.closed_at == watch.now
    assert watch.reasons()[-1] == Reason.CROSSING_UNLIKELY


def test_other_enablers_do_not_make_a_second_weekly_forecast(watch: Watch) -> None:
    grow(watch, 13, from_people=660)
    watch.enter(*some_counts(960))
    forecast_due(watch.database, watch.now)
    watch.check()
    watch.now += DAY
    watch.enter(*some_counts(960, "2.1"))
    forecast_due(watch.database, watch.now)
    watch.check()
    assert watch.episodes() == []
