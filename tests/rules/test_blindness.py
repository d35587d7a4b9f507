"""What becomes of ages when nobody could see: outages, held syncs, clocks set back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import Condition, DataState, Outcome, Reason
from rules.tuning import Tuning
from tests.builders import NOON
from tests.rules.stories import ABOVE, DAY, Story, counted, write

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
SLOW = replace(ABOVE, tuning=Tuning(pending_for=3 * DAY, early=timedelta()))
"""Pending for so long that a test can look into the ages."""


def reminders(story: Story) -> list[timedelta]:
    """When the reminders came, since the opening."""
    told = (Reason.STILL_FIRING, Reason.UNACKNOWLEDGED)
    opened_at = story.state.opened_at
    assert opened_at
    return [one.at - opened_at for one in story.events if one.reason in told]


@pytest.mark.parametrize(
    ("tokens", "condition"),
    [
        pytest.param("505 505 505 505", Condition.FIRING, id="three days seen"),
        pytest.param("505 505 505", Condition.PENDING, id="two days seen"),
        # Fresh for two days and six hours, whatever comes of the syncs in between.
        pytest.param("505 _ _ 505", Condition.PENDING, id="two days and a quarter seen"),
        pytest.param("505 _ _ _ 505", Condition.PENDING, id="no more while stale"),
        pytest.param("505 _ _ _ 505 505", Condition.FIRING, id="and another day"),
        pytest.param("505 ! 505 505 505", Condition.FIRING, id="a day of doubt"),
        pytest.param("505 ! 505 505", Condition.PENDING, id="does not count"),
    ],
)
def test_time_without_trusted_counts_does_not_count(tokens: str, condition: Condition) -> None:
    story = Story(SLOW)
    story.sync(tokens)
    assert story.state.condition is condition


def test_a_failed_sync_is_no_doubt_before_the_counts_are_stale() -> None:
    story = Story()
    story.sync("505 505 _")
    assert story.state.data is DataState.FRESH
    story.sync("_")
    assert write(story.wait(6 * HOUR)) == "data_stale: edit"


def test_a_failed_sync_answers_no_open_question() -> None:
    story = Story()
    story.sync("505 505 !")
    assert story.sync("_") == ()
    assert story.state.data is DataState.SUSPECT
    assert write(story.sync("505")) == "data_back: edit"


def test_a_held_sync_that_goes_stale_is_still_a_question() -> None:
    story = Story()
    story.sync("505 505 !")
    assert story.wait(WEEK) == ()
    assert story.state.data is DataState.SUSPECT


def test_an_outage_of_a_week_puts_a_reminder_off_by_a_week() -> None:
    seen, blind = Story(), Story()
    seen.sync("505 505" + 10 * " 505")
    assert reminders(seen) == [WEEK]
    blind.sync("505 505 505 !" + 6 * " !" + 10 * " 505")
    # A held sync is noticed when it comes, a day after the last good one.
    assert reminders(blind) == [2 * WEEK]


def test_nothing_is_said_about_counts_while_they_cannot_be_trusted() -> None:
    story = Story()
    story.sync("505 505 !")
    story.acknowledge()
    before = len(story.events)
    story.wait(60 * DAY)
    assert len(story.events) == before
    assert write(story.sync("505")) == "data_back: edit + ack_expired: edit reminder"


def test_a_worker_down_for_a_month_reminds_once_at_most() -> None:
    story = Story()
    story.sync("505 505 505 505 505 505 505")
    story.is_swept = False
    events = story.sync("505", every=30 * DAY)
    # The counts were trusted for two days and six hours of that month.
    assert write(events) == "still_firing: reminder"
    assert story.check() == ()
    assert story.state.reminders == 1


def test_a_check_that_misses_every_date_makes_up_with_one_reply() -> None:
    story = Story(DriftRule(Rule.DATA_STALE))
    story.sync("505 _ _")
    story.wait(DAY)
    assert story.state.condition is Condition.FIRING
    story.is_swept = False
    assert write(story.wait(60 * DAY)) == "unacknowledged: escalation"
    assert story.check() == ()
    assert story.state.reminders == 3


@pytest.mark.parametrize("back", [HOUR, DAY, 400 * DAY])
def test_a_clock_set_back_keeps_every_age(back: timedelta) -> None:
    story = Story(is_swept=False)
    story.sync("505 505 505 505")
    age = story.now - (story.state.aged_from or NOON)
    assert story.wait(-back) == ()
    assert story.now - (story.state.aged_from or NOON) == age
    assert story.state.since is not None
    assert story.state.since <= story.now
    assert story.state.opened_at is not None
    assert story.state.opened_at <= story.now


def test_a_clock_set_back_does_not_hold_a_breach_up() -> None:
    story = Story(is_swept=False)
    story.sync("505")
    story.wait(-400 * DAY)
    story.sync("505")
    assert story.state.condition is Condition.FIRING


def test_a_clock_set_back_does_not_prolong_an_acknowledgement() -> None:
    story = Story(is_swept=False)
    story.sync("505 505")
    story.acknowledge()
    story.wait(-400 * DAY)
    assert story.state.acked_until == story.now + 30 * DAY


def test_a_clock_set_back_in_doubt_counts_the_doubt_once() -> None:
    story = Story(SLOW, is_swept=False)
    story.sync("505 !")
    story.wait(DAY)
    story.wait(-10 * DAY)
    assert story.state.blind_from == story.now - DAY
    story.sync("505")
    assert story.state.aged_from == story.now - DAY


def test_a_clock_set_back_keeps_the_order_of_events() -> None:
    story = Story(is_swept=False)
    story.sync("505 505")
    story.wait(-10 * DAY)
    story.sync("470 470 470")
    assert [one.sequence for one in story.events] == [1, 2, 3, 4, 5]


def test_a_clock_set_forward_and_back_leaves_nothing_stuck() -> None:
    story = Story(is_swept=False)
    story.sync("505 505")
    assert write(story.wait(365 * DAY)) == "data_stale: edit"
    assert write(story.wait(-365 * DAY)) == "data_back: edit"
    story.sync("470 470 470")
    assert story.state.is_at_rest


def test_what_was_well_and_not_looked_at_was_not_blind() -> None:
    """At rest nobody steps a state, so its old moments say nothing."""
    story = Story(is_swept=False)
    story.sync("505 505 470 470 470")
    flips = story.state.flips
    story.sync("505", every=100 * DAY)
    assert story.state.flips == flips
    assert story.state.aged_from == story.now


def test_a_sync_without_a_count_is_not_held_against_the_counts() -> None:
    story = Story()
    story.seen = replace(counted("505", 1, story.now), outcome=Outcome.FAILED, stale_at=None)
    assert story.check() == ()
    assert story.state.data is DataState.MISSING
