"""An edited rule judges anew, and what it no longer calls a breach has not recovered."""

from dataclasses import replace

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import Condition, Reason
from rules.ratios import Bounds
from tests.rules.stories import ABOVE, DAY, Story, write

WIDER = replace(ABOVE, bounds=Bounds(50, 600), version=2)
TIGHTER = replace(ABOVE, bounds=Bounds(50, 400), version=2)


def firing() -> Story:
    story = Story()
    story.sync("505 505")
    return story


def test_an_edit_that_allows_the_ratio_closes_without_a_word_of_recovery() -> None:
    story = firing()
    story.rule = WIDER
    assert write(story.check()) == "rule_changed: close edit"
    assert story.state.is_at_rest


def test_even_inside_the_dead_band_of_the_new_bound() -> None:
    story = Story()
    story.sync("599 599")
    story.rule = WIDER
    assert write(story.check()) == "rule_changed: close edit"


def test_an_edit_that_still_calls_it_a_breach_goes_on_with_the_episode() -> None:
    story = firing()
    story.rule = TIGHTER
    assert write(story.check()) == "rule_changed: edit"
    assert story.state.condition is Condition.FIRING
    assert story.check() == ()


def test_an_edit_judges_a_recovery_anew() -> None:
    story = firing()
    story.sync("470 470")
    assert story.state.condition is Condition.RECOVERING
    story.rule = TIGHTER
    assert write(story.check()) == "rule_changed: edit"
    assert (story.state.condition, story.state.clears) == (Condition.FIRING, 0)


def test_an_edit_starts_the_confirmation_of_a_breach_anew() -> None:
    story = Story()
    story.sync("505")
    story.rule = TIGHTER
    assert write(story.wait(DAY)) == "rule_changed + breached"
    story.sync("505")
    assert story.state.condition is Condition.FIRING


def test_an_edit_forgets_a_breach_that_is_none_any_more() -> None:
    story = Story()
    story.sync("505")
    story.rule = WIDER
    assert write(story.check()) == "rule_changed"
    assert story.state.is_at_rest


def test_an_edit_makes_a_breach_of_counts_that_were_none() -> None:
    story = Story()
    story.sync("450 450")
    story.rule = TIGHTER
    assert write(story.check()) == "breached"
    assert story.check() == ()
    assert story.state.breaches == 1


def test_where_all_was_well_a_held_sync_that_failed_then_leaves_no_doubt() -> None:
    story = Story()
    story.sync("450 ! _")
    story.rule = TIGHTER
    assert write(story.check()) == "breached"


def test_an_edit_waits_for_counts_that_can_be_trusted() -> None:
    story = firing()
    story.sync("!")
    story.rule = WIDER
    assert story.check() == ()
    assert write(story.sync("505")) == "data_back: edit + rule_changed: close edit"


def test_an_edit_while_the_last_sync_failed_judges_what_is_still_fresh() -> None:
    story = firing()
    story.sync("_")
    story.rule = WIDER
    assert write(story.check()) == "rule_changed: close edit"


def test_an_edit_is_a_new_life_for_what_flapped() -> None:
    story = Story()
    story.sync("505 505 470 470 470 505 505 470 470 470 505 505")
    assert story.state.is_flapping
    story.rule = TIGHTER
    assert write(story.check()) == "rule_changed: edit"
    assert (story.state.is_flapping, story.state.flips) == (False, ())


@pytest.mark.parametrize("kind", [Rule.DATA_STALE, Rule.SYNC_HELD])
def test_an_edit_of_the_bounds_does_not_touch_what_is_about_the_source(kind: Rule) -> None:
    story = Story(DriftRule(kind))
    story.sync("480 _ _ !")
    assert story.state.condition is Condition.FIRING
    story.rule = replace(story.rule, version=2)
    assert story.check() == ()


def test_without_an_enabler_an_edit_gives_the_better_reason() -> None:
    story = firing()
    story.rule = WIDER
    assert write(story.sync("505/0")) == f"{Reason.NO_ENABLER}: close edit"
