"""When a sweep has to look at an alert again though no sync has come."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Condition, Outlook
from rules.deadlines import next_due_at
from rules.drift import is_candidate
from tests.builders import NOON
from tests.rules.stories import ABOVE, BELOW, DAY, Story, counted

STALE_AFTER = 2 * DAY + timedelta(hours=6)
STALE = DriftRule(Rule.DATA_STALE)
CYCLE = "505 505 470 470 470 "


def due(story: Story) -> datetime | None:
    return next_due_at(story.state, story.rule)


def test_at_rest_only_the_headcount_itself_can_turn_stale() -> None:
    above, stale = Story(), Story(STALE)
    for story in (above, stale):
        story.sync("480")
    assert due(above) is None
    assert due(stale) == NOON + STALE_AFTER
    assert next_due_at(AlertState(), STALE) is None


def test_a_paused_source_turns_the_counts_stale_for_the_rules_about_them_only() -> None:
    above, stale = Story(), Story(STALE)
    for story in (above, stale):
        story.sync("505 505")
        story.seen = replace(story.seen, is_expected=False)
        story.check()
    assert due(above) == above.now + STALE_AFTER
    assert due(stale) is None


def test_what_is_pending_waits_for_a_sync() -> None:
    story = Story()
    story.sync("505")
    assert due(story) is None


def test_an_open_alert_is_due_when_its_counts_turn_stale() -> None:
    story = Story()
    story.sync("505 505")
    assert due(story) == story.now + STALE_AFTER
    story.sync("_ _ _")
    assert due(story) is None


@pytest.mark.parametrize(
    ("days", "after"),
    [
        pytest.param(0, 7, id="the first reminder"),
        pytest.param(8, 14, id="the escalation, which is the second"),
        pytest.param(15, 28, id="the last"),
        pytest.param(29, None, id="then no more"),
    ],
)
def test_an_open_alert_is_due_when_it_reminds(days: int, after: int | None) -> None:
    story = Story(DriftRule(Rule.SYNC_HELD))
    story.sync("!")
    opened_at = story.now
    story.wait(days * DAY)
    assert due(story) == (after and opened_at + after * DAY)


def test_an_escalation_may_come_between_two_reminders() -> None:
    tuning = replace(ABOVE.tuning, escalates_after=3 * DAY)
    story = Story(DriftRule(Rule.SYNC_HELD, tuning=tuning))
    story.sync("!")
    assert due(story) == story.now + 3 * DAY


def test_an_acknowledged_alert_is_due_when_that_expires() -> None:
    story = Story(DriftRule(Rule.SYNC_HELD))
    story.sync("!")
    story.acknowledge()
    assert due(story) == story.now + 30 * DAY


def test_a_silenced_alert_is_due_when_that_ends() -> None:
    story = Story(DriftRule(Rule.SYNC_HELD))
    story.sync("!")
    story.silence(9 * DAY)
    assert due(story) == story.now + 9 * DAY


def test_a_silence_is_due_even_while_the_counts_are_in_doubt() -> None:
    story = Story()
    story.sync("505 505 !")
    story.silence(9 * DAY)
    assert due(story) == story.now + 9 * DAY


def test_a_silence_without_an_alert_is_due_never() -> None:
    story = Story()
    story.sync("480")
    story.silence(9 * DAY)
    assert due(story) is None


def test_a_reminder_in_a_silence_is_due_at_its_end() -> None:
    story = Story(DriftRule(Rule.SYNC_HELD))
    story.sync("!")
    story.wait(6 * DAY)
    story.silence(5 * DAY)
    assert due(story) == story.now + 5 * DAY
    story.wait(2 * DAY)
    assert due(story) == story.now + 3 * DAY


def test_what_recovers_or_flaps_does_not_remind() -> None:
    story = Story()
    story.sync("505 505 505 505 505 505 505 470")
    assert due(story) == story.now + STALE_AFTER


def test_flapping_is_due_when_it_has_settled_unless_a_breach_is_under_way() -> None:
    tuning = replace(ABOVE.tuning, flapping_from=2, settled_window=5 * DAY)
    story = Story(replace(ABOVE, tuning=tuning))
    story.sync(CYCLE)
    assert story.state.is_flapping
    assert due(story) == story.now + 2 * DAY  # the opening was three days ago
    story.sync("505")
    assert story.state.is_flapping
    assert due(story) == story.now + STALE_AFTER


def test_a_check_that_came_late_is_due_when_its_patience_ends() -> None:
    story = Story(STALE, is_swept=False)
    story.sync("480")
    story.wait(30 * DAY)
    assert due(story) == story.now + timedelta(hours=2)


@pytest.mark.parametrize(
    ("rule", "token", "expected"),
    [
        (ABOVE, "501", True),
        (ABOVE, "500", False),
        (BELOW, "99/2", True),
        (BELOW, "100/2", False),
        (DriftRule(Rule.NO_ENABLER), "50/0", True),
        (DriftRule(Rule.NO_ENABLER), "49/0", False),
        (ABOVE, "505/0", False),
        (ABOVE, "505/-", False),
        (ABOVE, "0", False),
        (replace(BELOW, is_segment=True), "25/2", True),
        (replace(BELOW, is_segment=True), "24/2", False),
        (STALE, "505", False),
        (DriftRule(Rule.SYNC_HELD), "505", False),
    ],
)
def test_at_rest_only_a_breach_is_a_candidate(rule: DriftRule, token: str, expected: bool) -> None:
    assert is_candidate(AlertState(), counted(token), rule, NOON) is expected


def test_whatever_is_not_at_rest_is_a_candidate() -> None:
    for condition in set(Condition) - {Condition.OK}:
        assert is_candidate(AlertState(condition=condition), counted("480"), ABOVE, NOON)
    assert is_candidate(AlertState(is_flapping=True), counted("480"), ABOVE, NOON)


@pytest.mark.parametrize(("chance", "expected"), [("0.6", True), ("0.599", False)])
def test_a_likely_passage_is_a_candidate(chance: str, expected: bool) -> None:
    seen = replace(counted("480"), outlook=Outlook(1, Decimal(chance)))
    assert is_candidate(AlertState(), seen, DriftRule(Rule.FORECAST), NOON) is expected
