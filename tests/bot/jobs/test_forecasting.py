from datetime import date, timedelta
from decimal import Decimal

from bot.alerts import DeliveryKind
from bot.jobs.forecasting import EVERY, forecast_due
from bot.storage.briefings import find_briefing
from bot.storage.cards import find_card
from bot.storage.forecasts import KeptForecast, list_kept_forecasts
from bot.storage.targets import list_targets
from bot.storage.watches import gather_watches
from rules.alert_rules import Rule
from rules.forecasts import Forecast, NoForecast, Target
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, Watch, some_counts
from tests.builders import NOON

WEEK = timedelta(weeks=1)


def grow(watch: Watch, weeks: int, from_people: int = 600, by: int = 25) -> None:
    """Count once a week; with two enablers the bound is at a thousand."""
    for number in range(weeks):
        watch.enter(*some_counts(from_people + by * number))
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


def test_a_workspace_without_counts_is_not_forecast(watch: Watch) -> None:
    assert forecast_due(watch.database, NOON) == 0
