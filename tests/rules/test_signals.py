"""Alerts about the source of the headcount, and forecasts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Condition, Outlook, Reason
from rules.drift import step, step_all
from tests.builders import NOON
from tests.rules.stories import ABOVE, DAY, Story, check_story, counted, may_ping, write

STALE = DriftRule(Rule.DATA_STALE)
HELD = DriftRule(Rule.SYNC_HELD)
FORECAST = DriftRule(Rule.FORECAST)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def test_a_headcount_turns_stale_by_itself_and_comes_back() -> None:
    check_story(
        """
        480   ok
        _     ok
        _     ok
        _     firing/stale   data_stale: open post
        !     firing/suspect
        480   ok             data_back: close edit resolved
        """,
        STALE,
    )


def test_a_headcount_is_stale_two_syncs_and_six_hours_after_the_last_good_one() -> None:
    story = Story(STALE)
    story.sync("480 _ _")
    story.wait(6 * HOUR - timedelta(seconds=1))
    assert story.state.condition is Condition.OK
    assert write(story.wait(timedelta(seconds=1))) == "data_stale: open post"


def test_a_segment_that_is_missing_does_not_make_the_headcount_stale() -> None:
    check_story(
        """
        480   ok
        _     ok
        _     ok
        _     firing/stale   data_stale: open post
        x     ok             data_back: close edit resolved
        """,
        STALE,
    )


def test_a_source_that_was_removed_is_not_waited_for() -> None:
    story = Story(STALE)
    story.sync("480 _ _ _")
    story.seen = replace(story.seen, is_expected=False)
    assert write(story.check()) == "source_removed: close edit"
    assert story.wait(30 * DAY) == ()


def test_a_headcount_is_stale_for_as_long_as_it_is() -> None:
    """Not being able to see is what this alert is about, so its ages are not put off."""
    story = Story(STALE)
    story.sync("480 _ _ _ _ 480")
    assert [flip - NOON for flip in story.state.flips] == [2 * DAY + 6 * HOUR, 5 * DAY]


def test_a_check_that_was_away_itself_lets_a_sync_come_first() -> None:
    story = Story(STALE)
    story.sync("480")
    story.is_swept = False
    assert write(story.wait(30 * DAY)) == "breached"
    story.is_swept = True
    story.wait(HOUR)
    assert write(story.sync("480", every=HOUR / 2)) == "dropped"


def test_a_check_that_was_away_itself_blames_the_source_two_hours_later() -> None:
    story = Story(STALE)
    story.sync("480")
    story.is_swept = False
    story.wait(30 * DAY)
    story.is_swept = True
    assert story.wait(2 * HOUR - timedelta(seconds=1)) == ()
    assert write(story.wait(timedelta(seconds=1))) == "data_stale: open post"


@pytest.mark.parametrize(
    ("late_by", "condition"),
    [(2 * HOUR - timedelta(seconds=1), Condition.FIRING), (2 * HOUR, Condition.PENDING)],
)
def test_a_check_may_be_a_little_late(late_by: timedelta, condition: Condition) -> None:
    story = Story(STALE, is_swept=False)
    story.sync("480")
    story.wait(2 * DAY + 6 * HOUR + late_by)
    assert story.state.condition is condition


@pytest.mark.parametrize("tokens", ["480 = = =", "480 _ _ _"])
def test_a_clock_set_back_makes_no_headcount_fresh(tokens: str) -> None:
    story = Story(STALE)
    story.sync(tokens)
    story.is_swept = False
    assert story.wait(-2 * DAY) == ()
    assert story.state.condition is Condition.FIRING
    assert write(story.sync("480")) == "data_back: close edit resolved"


def test_a_held_sync_asks_at_once_and_is_answered_by_the_next_good_one() -> None:
    check_story(
        """
        480   ok
        !     firing/suspect   sync_held: open post
        !     firing/suspect   counted_again: edit
        _     firing/suspect
        480   ok               data_back: close edit resolved
        !     firing/suspect   sync_held: open post
        x     ok               data_back: close edit resolved
        """,
        HELD,
    )


def test_a_held_sync_that_is_kept_out_is_answered_without_another_sync() -> None:
    story = Story(HELD)
    story.sync("480 !")
    story.seen = replace(story.seen, outcome=counted().outcome)
    assert write(story.check()) == "data_back: close edit resolved"
    assert story.check() == ()


def test_a_first_sync_that_is_held_is_answered_though_nothing_was_ever_counted() -> None:
    story = Story(HELD)
    assert write(story.sync("!")) == "sync_held: open post"
    assert not story.state.is_severe
    story.seen = replace(story.seen, outcome=counted().outcome)
    assert write(story.check()) == "data_back: close edit resolved"


def test_every_held_sync_asks_a_question_of_its_own() -> None:
    story = Story(HELD)
    story.sync("480 ! 480 ! 480 ! 480 !")
    assert not story.state.is_flapping
    assert [one.reason for one in story.events].count(Reason.SYNC_HELD) == 4


def forecast(story: Story, chance: str, *, after: timedelta = WEEK) -> str:
    """Let a week pass with good syncs and end it with a run of the forecast."""
    story.now += after
    run_id = 1 if story.seen.outlook is None else story.seen.outlook.run_id + 1
    news = counted("480", story.seen.sync_id + 7, story.now)
    story.seen = replace(news, outlook=Outlook(run_id, Decimal(chance)))
    return write(story.check())


def test_a_forecast_is_told_by_two_weekly_runs_and_taken_back_below_the_lower_chance() -> None:
    story = Story(FORECAST)
    assert forecast(story, "0.599") == ""
    assert forecast(story, "0.6") == "breached"
    assert story.wait(DAY) == ()
    assert forecast(story, "0.599") == "dropped"
    assert forecast(story, "0.6") == "breached"
    assert forecast(story, "0.6") == "crossing_likely: open post"
    assert forecast(story, "0.4") == "counted_again: edit"
    assert forecast(story, "0.399") == "crossing_unlikely: close edit"


def test_syncs_in_between_do_not_confirm_a_forecast() -> None:
    story = Story(FORECAST)
    assert forecast(story, "0.7") == "breached"
    assert story.sync("480 480 480") == ()
    assert story.state.condition is Condition.PENDING


def test_a_forecast_is_told_at_most_once_in_four_weeks() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    assert forecast(story, "0.7") == "crossing_likely: open post"
    assert forecast(story, "0.3") == "crossing_unlikely: close edit"
    assert forecast(story, "0.7") == "breached"
    assert forecast(story, "0.7") == ""
    # A run that comes an hour and a half early is still the one four weeks later.
    early = timedelta(hours=1.5)
    assert forecast(story, "0.7", after=WEEK - early) == "crossing_likely: open post"


def test_a_forecast_draws_nobodys_attention() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    forecast(story, "0.7")
    for _ in range(9):
        forecast(story, "0.7")
    assert not any(may_ping(one) for one in story.events)
    assert story.events[-1].reason == "counted_again"


@pytest.mark.parametrize("breach", ["505", "60/2", "480/0"])
def test_a_forecast_gives_way_to_the_alert_it_warned_of(breach: str) -> None:
    rules = [FORECAST, ABOVE, DriftRule(Rule.RATIO_BELOW), DriftRule(Rule.NO_ENABLER)]
    states = {rule.kind: AlertState() for rule in rules}
    told = []
    for week, token in enumerate(["480", "480", breach, breach], start=1):
        now = NOON + week * WEEK
        outlook = Outlook(week, Decimal("0.9"))
        seen = replace(counted(token, week, now), outlook=outlook)
        steps = step_all(states, seen, rules, (), "", now)
        states = {kind: state for kind, (state, _) in steps.items()}
        told.append(write(steps[Rule.FORECAST][1]))
    assert told == ["breached", "crossing_likely: open post", "overtaken: close edit", ""]


def test_a_forecast_that_cannot_be_made_any_more_is_taken_back() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    forecast(story, "0.7")
    story.seen = replace(story.seen, outlook=None)
    assert write(story.check()) == "no_outlook: close edit"


def test_a_forecast_for_nobody_is_taken_back() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    forecast(story, "0.7")
    assert write(story.sync("0/1")) == "nobody_to_support: close edit"


def test_an_edited_bound_ends_the_forecast_of_the_old_one() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    forecast(story, "0.7")
    story.rule = replace(FORECAST, version=2)
    assert write(story.check()) == "rule_changed: close edit"
    assert story.check() == ()


def test_a_forecast_stands_still_while_the_counts_cannot_be_trusted() -> None:
    story = Story(FORECAST)
    forecast(story, "0.7")
    story.sync("!")
    story.seen = replace(story.seen, outlook=Outlook(2, Decimal("0.7")))
    state, events = step(story.state, story.seen, FORECAST, story.now + WEEK)
    assert (state.condition, events) == (Condition.PENDING, ())
