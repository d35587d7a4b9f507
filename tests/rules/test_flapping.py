"""An alert that opens and ends too often keeps one episode and tells no more of it."""

from dataclasses import replace

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Condition, Reason
from rules.flapping import add_flip, find_settling, has_settled
from tests.builders import NOON
from tests.rules.stories import ABOVE, DAY, Story, check_story, write

CYCLE = "505 505 470 470 470 "


@pytest.mark.parametrize(
    ("days", "is_flapping"),
    [
        pytest.param([0, 5, 10, 13.9], True, id="four within fourteen days"),
        pytest.param([0, 5, 10, 14], False, id="the first is too long ago"),
        pytest.param([0, 5, 13], False, id="three"),
        pytest.param([0, 1, 2, 8.9], True, id="two within seven days"),
        pytest.param([0, 1, 2, 9], False, id="all but one are too long ago"),
    ],
)
def test_four_flips_in_a_fortnight_are_flapping(days: list[float], is_flapping: bool) -> None:
    state = AlertState()
    for day in days:
        state = add_flip(state, ABOVE, NOON + day * DAY)
    assert state.is_flapping is is_flapping


def test_what_flaps_goes_on_until_it_is_judged_to_have_settled() -> None:
    state = AlertState(is_flapping=True, flips=(NOON,))
    assert add_flip(state, ABOVE, NOON + 8 * DAY).is_flapping


def test_flips_of_long_ago_are_forgotten() -> None:
    state = AlertState(flips=(NOON, NOON + DAY))
    assert add_flip(state, ABOVE, NOON + 14 * DAY).flips == (NOON + DAY, NOON + 14 * DAY)


@pytest.mark.parametrize(
    ("flips", "settles"), [([], None), ([0], None), ([0, 3], 7), ([0, 3, 5], 10)]
)
def test_flapping_ends_when_the_last_but_one_is_seven_days_old(
    flips: list[int], settles: int | None
) -> None:
    state = AlertState(flips=tuple(NOON + day * DAY for day in flips))
    expected = None if settles is None else NOON + settles * DAY
    assert find_settling(state, ABOVE) == expected
    if expected:
        assert [has_settled(state, ABOVE, expected - DAY * part) for part in (0.001, 0)] == [
            False,
            True,
        ]


def test_a_held_sync_never_flaps() -> None:
    rule = DriftRule(Rule.SYNC_HELD)
    state = AlertState()
    for _ in range(9):
        state = add_flip(state, rule, NOON)
    assert state == AlertState()


def test_an_alert_that_flaps_is_kept_current_in_one_message() -> None:
    story = check_story(
        """
        505   pending      breached
        505   firing       breach_confirmed: open post
        470   recovering   in_the_clear: edit
        470   recovering   counted_again: edit
        470   ok           recovered: close edit resolved
        505   pending      breached
        505   firing       breach_confirmed: open post
        470   recovering   in_the_clear: edit
        470   recovering   counted_again: edit
        470   ok           flapping_started: edit
        505   pending      breached: edit
        505   firing       breach_confirmed: edit
        470   recovering   in_the_clear: edit
        470   recovering   counted_again: edit
        470   ok           recovered: edit
        505   pending      breached: edit
        470   ok           dropped: edit
        470   ok           counted_again: edit
        470   ok           flapping_stopped: close edit resolved
        470   ok
        """
    )
    # Episode 2 went on to the end.
    assert story.state.episode == 2
    assert not story.state.is_flapping


def test_flapping_may_end_in_firing() -> None:
    story = Story()
    story.sync(CYCLE * 2 + "505 505")
    assert story.state.is_flapping
    story.sync("505 505 505 505")
    assert write(story.sync("505")) == "flapping_stopped: edit"
    assert story.state.condition is Condition.FIRING
    assert not story.state.is_flapping
    # Reminders count from here: nobody was to hear of it before.
    story.sync("505 505 505 505 505 505")
    assert write(story.sync("505")) == "still_firing: reminder"


def test_flapping_that_starts_with_an_opening_is_told_that_once() -> None:
    story = Story()
    story.sync("470 " + CYCLE)
    story.state = replace(story.state, flips=(*story.state.flips, story.now))
    events = story.sync("505 505")
    assert write(events) == "breach_confirmed: open post"
    assert events[0].is_flapping


def test_no_reminder_comes_while_an_alert_flaps() -> None:
    tuning = replace(ABOVE.tuning, reminders=(DAY,), escalates_after=2 * DAY)
    story = Story(replace(ABOVE, tuning=tuning))
    story.sync(CYCLE * 2 + "505 505 505 505 505")
    assert story.state.is_flapping
    assert Reason.STILL_FIRING not in {one.reason for one in story.events}
    assert Reason.UNACKNOWLEDGED not in {one.reason for one in story.events}


def test_reminders_of_an_episode_that_flapped_count_anew() -> None:
    story = Story(replace(ABOVE, tuning=replace(ABOVE.tuning, reminders=(DAY, 3 * DAY))))
    story.sync(CYCLE + "505 505 505")
    assert story.events[-1].reason is Reason.STILL_FIRING
    story.sync("470 470 470 505 505 505 505 505 505")
    assert story.state.is_flapping
    assert write(story.sync("505")) == "flapping_stopped: edit"
    assert write(story.sync("505")) == "still_firing: reminder"


def test_what_is_far_worse_while_an_alert_flaps_is_only_shown() -> None:
    story = Story()
    story.sync(CYCLE * 2 + "505 505")
    story.acknowledge()
    assert write(story.sync("1001")) == "worsened: edit"
    # It stays severe, however often the same episode fires again.
    story.sync("470 470 470 505 505")
    assert write(story.sync("1001")) == "counted_again: edit"


def test_a_breach_in_an_episode_that_flaps_must_last_a_day_too() -> None:
    story = Story()
    story.sync(CYCLE * 2)
    story.state = replace(story.state, aged_from=NOON)
    story.sync("505")
    story.sync("505", every=DAY / 24)
    assert story.state.condition is Condition.PENDING


@pytest.mark.parametrize("tokens", ["505", "505 505 470"])
def test_flapping_is_not_over_while_something_is_under_way(tokens: str) -> None:
    tuning = replace(ABOVE.tuning, flapping_from=2, settled_window=7 * DAY)
    story = Story(replace(ABOVE, tuning=tuning))
    story.sync(CYCLE + tokens)
    story.state = replace(story.state, flips=(NOON, NOON))
    assert story.wait(2 * DAY) == ()
    assert story.state.is_flapping


def test_what_flaps_can_be_acknowledged_and_closed() -> None:
    story = Story()
    story.sync(CYCLE * 2)
    assert write(story.acknowledge()) == "acknowledged: edit"
    assert write(story.sync("0/1")) == "nobody_to_support: close edit"
    assert story.state.is_at_rest
    assert story.state.flips == ()


def test_what_flapped_before_another_matter_does_not_count_afterwards() -> None:
    story = Story()
    story.sync(CYCLE * 2 + "505/0 505 505")
    assert story.state.condition is Condition.FIRING
    assert not story.state.is_flapping


def test_flapping_opened_in_silence_is_told_when_both_are_over() -> None:
    story = Story()
    story.sync(CYCLE + "505")
    story.silence(3 * DAY)
    story.sync("505 470 470")
    story.sync("470 505 505")
    assert story.state.is_flapping
    assert not story.state.is_told
    assert write(story.sync("505")) == "counted_again"
    story.sync("505 505 505")
    assert write(story.sync("505")) == "flapping_stopped + silence_ended: post"


def test_a_segment_that_shrinks_while_flapping_is_not_said_to_have_recovered() -> None:
    story = Story(replace(ABOVE, is_segment=True))
    story.sync(CYCLE + "505 505 24 24 24")
    assert story.state.is_flapping
    story.sync("24 24 24")
    assert write(story.sync("24")) == "too_small: close edit"


def test_time_without_trusted_counts_does_not_end_flapping() -> None:
    story = Story()
    story.sync(CYCLE * 2 + "!")
    flips = story.state.flips
    story.sync(20 * " !" + " 470")
    assert story.state.is_flapping
    assert story.state.flips == tuple(flip + 21 * DAY for flip in flips)
