"""Reminders, one escalation, acknowledgements and silences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import Action, Condition, Reason
from tests.builders import NOON
from tests.rules.stories import ABOVE, DAY, Story, may_ping, write

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


def firing(tokens: str = "505 505", rule: DriftRule = ABOVE) -> Story:
    story = Story(rule)
    story.sync(tokens)
    assert story.state.condition is Condition.FIRING
    return story


def tell_times(story: Story, *, days: int) -> dict[float, str]:
    """Let days of good syncs pass and return what was posted, by days since the opening."""
    last = f"{story.seen.customer_facing}/{story.seen.enablers}"
    start, before = story.now, len(story.events)
    story.sync(" ".join([last] * days))
    posts = [one for one in story.events[before:] if one.reason is not Reason.COUNTED_AGAIN]
    return {(one.at - start) / DAY: write([one]) for one in posts}


def test_reminds_in_the_thread_and_escalates_once() -> None:
    assert tell_times(firing(), days=100) == {
        7: "still_firing: reminder",
        14: "unacknowledged: escalation",
        28: "still_firing: reminder",
    }


def test_an_escalation_may_ping() -> None:
    story = firing()
    story.sync(14 * "505 ")
    assert story.events[-1].reason is Reason.UNACKNOWLEDGED
    assert may_ping(story.events[-1])


def test_a_stale_headcount_escalates_after_a_week() -> None:
    story = Story(DriftRule(Rule.DATA_STALE))
    story.sync("505 _ _")
    start = story.now + timedelta(hours=6)
    story.wait(100 * DAY)
    assert [((one.at - start) / DAY, write([one])) for one in story.events] == [
        (0, "data_stale: open post"),
        (7, "unacknowledged: escalation"),
        (14, "still_firing: reminder"),
        (28, "still_firing: reminder"),
    ]


def test_a_held_sync_reminds_like_any_other() -> None:
    story = firing("505 !", DriftRule(Rule.SYNC_HELD))
    assert write(story.wait(WEEK)) == "still_firing: reminder"


def test_a_reminder_comes_to_the_second() -> None:
    story = firing()
    story.sync("505 505 505 505 505 505")
    assert story.wait(DAY - SECOND) == ()
    assert write(story.wait(SECOND)) == "still_firing: reminder"
    assert story.wait(SECOND) == ()


def test_whoever_recovers_is_not_reminded() -> None:
    story = firing()
    story.sync("505 505 505 505 505 470")
    assert story.wait(DAY) == ()
    assert write(story.sync("505")) == "relapsed: edit + still_firing: reminder"


def test_an_acknowledgement_stops_reminders_until_it_expires() -> None:
    story = firing()
    assert write(story.acknowledge("U7")) == "acknowledged: edit"
    assert story.events[-1].actor == "U7"
    assert tell_times(story, days=60) == {
        30: "ack_expired: edit reminder",
        37: "still_firing: reminder",
        44: "unacknowledged: escalation",
        58: "still_firing: reminder",
    }


def test_an_acknowledgement_that_expires_starts_the_reminders_anew() -> None:
    story = firing()
    story.sync(10 * "505 ")
    story.acknowledge()
    assert tell_times(story, days=38) == {
        30: "ack_expired: edit reminder",
        37: "still_firing: reminder",
    }


def test_reminders_start_anew_with_each_episode() -> None:
    story = firing()
    story.sync(8 * "505 " + "470 470 470 505 505")
    assert tell_times(story, days=8) == {7: "still_firing: reminder"}


def test_an_acknowledgement_expires_to_the_second() -> None:
    story = firing()
    story.acknowledge()
    story.sync(29 * "505 ")
    assert story.wait(DAY - SECOND) == ()
    assert write(story.wait(SECOND)) == "ack_expired: edit reminder"


def test_the_first_to_acknowledge_holds_it() -> None:
    story = firing()
    story.acknowledge("U1")
    until = story.state.acked_until
    story.wait(DAY)
    assert story.acknowledge("U2") == ()
    assert story.state.acked_until == until


def test_what_is_not_open_cannot_be_acknowledged() -> None:
    story = Story()
    story.sync("505")
    assert story.acknowledge() == ()
    assert story.state.acked_until is None


def test_an_acknowledgement_ends_with_the_episode() -> None:
    story = firing()
    story.acknowledge()
    story.sync("470 470 470")
    assert story.state.acked_until is None
    story.sync("505 505")
    assert tell_times(story, days=10) == {7: "still_firing: reminder"}


def test_an_acknowledgement_that_expires_while_recovering_only_shows() -> None:
    story = firing()
    story.acknowledge()
    story.sync(29 * "505 " + "470")
    assert story.events[-1].reason is Reason.ACK_EXPIRED
    assert story.events[-1].actions == (Action.EDIT_ROOT,)


@pytest.mark.parametrize(
    ("tokens", "worse", "kind"),
    [("505 505", "1001", Rule.RATIO_ABOVE), ("99/6 99/6", "6/6", Rule.RATIO_BELOW)],
)
def test_an_acknowledgement_does_not_cover_what_is_far_worse(
    tokens: str, worse: str, kind: Rule
) -> None:
    story = firing(tokens, DriftRule(kind))
    story.acknowledge()
    assert write(story.sync(worse)) == "worsened: edit reminder"
    assert story.state.acked_until is None
    story.acknowledge()
    # An episode is severe once: to and fro over that line asks nobody again.
    story.sync(tokens)
    assert write(story.sync(worse)) == "counted_again: edit"
    assert story.state.acked_until is not None


def test_what_is_far_worse_is_shown_though_nobody_had_acknowledged() -> None:
    story = firing()
    assert write(story.sync("1001")) == "worsened: edit"


def test_a_relapse_to_far_worse_is_one_event() -> None:
    story = firing()
    story.sync("470")
    assert write(story.sync("1001")) == "worsened: edit"
    assert story.state.condition is Condition.FIRING


def test_what_opened_severe_stays_so() -> None:
    story = firing("1001 1001")
    story.acknowledge()
    assert write(story.sync("505")) == "counted_again: edit"
    assert write(story.sync("1001")) == "counted_again: edit"
    story.sync("470 470 470 505 505")
    assert write(story.sync("1001")) == "worsened: edit"


def test_an_escalation_comes_once_in_an_episode_and_again_in_the_next() -> None:
    story = firing()
    assert "unacknowledged: escalation" in tell_times(story, days=14).values()
    story.acknowledge()
    assert "unacknowledged: escalation" not in tell_times(story, days=60).values()
    story.sync("470 470 470 505 505")
    assert "unacknowledged: escalation" in tell_times(story, days=14).values()


def test_reminders_follow_the_tuning() -> None:
    tuning = replace(ABOVE.tuning, reminders=(), escalates_after=3 * DAY)
    assert tell_times(firing(rule=replace(ABOVE, tuning=tuning)), days=40) == {
        3: "unacknowledged: escalation"
    }


def test_an_edit_never_pings_and_a_post_may() -> None:
    story = firing()
    story.sync("505 505 505 505 505 505 505 470 470 470")
    pings = [one.reason for one in story.events if may_ping(one)]
    assert pings == [Reason.BREACH_CONFIRMED, Reason.STILL_FIRING, Reason.RECOVERED]
    assert story.events[0].at == NOON
