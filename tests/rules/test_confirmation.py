"""How long and how often a breach must be seen before anybody hears of it, and what counts as once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Condition, Outcome
from rules.drift import step, step_all
from rules.silences import Silence
from rules.tuning import Tuning
from tests.builders import NOON
from tests.rules.stories import ABOVE, DAY, Story, counted, write

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("between", "condition"),
    [
        pytest.param(22.5 * HOUR - MINUTE, Condition.PENDING, id="too soon"),
        pytest.param(22.5 * HOUR, Condition.FIRING, id="a day, were it the shortest of the year"),
        pytest.param(DAY, Condition.FIRING, id="a day"),
    ],
)
def test_a_breach_must_last_a_day_give_or_take(between: timedelta, condition: Condition) -> None:
    story = Story()
    story.sync("505 505", every=between)
    assert story.state.condition is condition


def test_without_slack_a_day_is_a_day() -> None:
    rule = replace(ABOVE, tuning=Tuning(early=timedelta()))
    early, late = Story(rule), Story(rule)
    early.sync("505 505", every=DAY - MINUTE)
    late.sync("505 505", every=DAY)
    assert early.state.condition is Condition.PENDING
    assert late.state.condition is Condition.FIRING


def test_syncs_by_the_minute_do_not_confirm_each_other() -> None:
    story = Story()
    story.sync("505 505 505 505", every=MINUTE)
    assert story.state.condition is Condition.PENDING
    assert write(story.sync("505", every=DAY)) == "breach_confirmed: open post"


def test_a_check_between_two_syncs_counts_nothing() -> None:
    story = Story()
    story.sync("505 = =")
    assert story.state.condition is Condition.PENDING
    assert story.state.breaches == 1
    story.sync("505 470 = =")
    assert (story.state.condition, story.state.clears) == (Condition.RECOVERING, 1)


def test_a_sync_that_comes_late_to_the_check_moves_nothing_back() -> None:
    story = Story()
    story.sync("505 505")
    old = counted("470", sync_id=1, at=story.now)
    state, events = step(story.state, old, ABOVE, story.now)
    assert (state.condition, events) == (Condition.FIRING, ())


def test_a_held_sync_that_an_admin_accepts_counts_under_its_old_id() -> None:
    story = Story()
    story.sync("505 !")
    story.seen = counted("520", story.seen.sync_id, story.now)
    story.check()
    assert story.state.condition is Condition.FIRING


def test_an_event_tells_what_was_seen() -> None:
    story = Story()
    story.sync("480 505")
    (opened,) = story.sync("1010/2")
    assert (opened.sequence, opened.episode, opened.rule) == (2, 1, Rule.RATIO_ABOVE)
    assert (opened.customer_facing, opened.enablers) == (1010, Decimal(2))
    assert (opened.bound, opened.sync_id, opened.actor) == (500, 3, "")
    assert (opened.before, opened.after) == (Condition.PENDING, Condition.FIRING)
    assert opened.at == NOON + 2 * DAY


@pytest.mark.parametrize(
    ("kind", "bound"),
    [(Rule.RATIO_ABOVE, 500), (Rule.RATIO_BELOW, 50), (Rule.NO_ENABLER, None)],
)
def test_an_event_names_the_bound_of_a_ratio(kind: Rule, bound: int | None) -> None:
    breach = {Rule.RATIO_ABOVE: "501", Rule.RATIO_BELOW: "99/2", Rule.NO_ENABLER: "50/0"}
    (event,) = Story(DriftRule(kind)).sync(breach[kind])
    assert event.bound == bound


def test_the_breach_is_dated_from_when_it_was_first_seen() -> None:
    story = Story()
    story.sync("480 505")
    first_seen = story.now
    story.sync("505 470 505")
    assert story.state.since == first_seen
    assert story.state.opened_at == first_seen + DAY
    story.sync("470 470 470")
    assert story.state.since is None


def test_an_episode_has_a_number_of_its_own() -> None:
    story = Story()
    story.sync("505 505 470 470 470 505 505")
    assert [one.episode for one in story.events if "open_episode" in one.actions] == [1, 2]


def test_the_first_counts_of_all_are_judged_like_any_others() -> None:
    state, events = step(AlertState(), counted("505"), ABOVE, NOON)
    assert state.condition is Condition.PENDING
    assert write(events) == "breached"


def test_before_the_first_count_nothing_is_known() -> None:
    story = Story()
    assert story.sync("_ _") == ()
    assert story.state.is_at_rest


def test_a_notice_is_no_alert() -> None:
    with pytest.raises(ValueError, match="notice"):
        step(AlertState(), counted(), DriftRule(Rule.STAGE_CHANGED), NOON)


def test_all_rules_of_a_workspace_take_their_steps_together() -> None:
    kinds = [kind for kind in Rule if kind is not Rule.STAGE_CHANGED]
    rules = [DriftRule(kind) for kind in kinds]
    first = step_all({}, counted("505"), rules, (), "", NOON)
    assert set(first) == set(kinds)
    states = {kind: state for kind, (state, _) in first.items()}
    second = step_all(states, counted("505", 2, NOON + DAY), rules, (), "", NOON + DAY)
    assert [kind for kind, (_, events) in second.items() if events] == [Rule.RATIO_ABOVE]
    held = replace(counted("505", 3, NOON + DAY), outcome=Outcome.HELD)
    states = {kind: state for kind, (state, _) in second.items()}
    third = step_all(states, held, rules, (), "", NOON + 2 * DAY)
    assert write(third[Rule.RATIO_ABOVE][1]) == "sync_held: edit"
    assert write(third[Rule.SYNC_HELD][1]) == "sync_held: open post"
    assert [kind for kind, (_, events) in third.items() if events] == [
        Rule.RATIO_ABOVE,
        Rule.SYNC_HELD,
    ]


def test_each_rule_of_a_target_keeps_its_own_silence() -> None:
    rules = [ABOVE, DriftRule(Rule.SYNC_HELD)]
    silences = [
        Silence(NOON, NOON + DAY, "U1", segment="", rule=Rule.SYNC_HELD),
        Silence(NOON, NOON + DAY, "U1", segment="EMEA"),
    ]
    states = {ABOVE.kind: AlertState(condition=Condition.FIRING, is_told=True)}
    held = replace(counted("505", 3), outcome=Outcome.HELD)
    told = step_all(states, held, rules, silences, "", NOON)
    assert [write(told[rule.kind][1]) for rule in rules] == [
        "sync_held: edit",
        "sync_held: open",
    ]
