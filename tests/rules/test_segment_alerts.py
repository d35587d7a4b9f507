"""What is different for a part of the company: it may be too small to judge, and it may vanish."""

from dataclasses import replace

from rules.alert_rules import DriftRule, Rule
from rules.ratios import Bounds
from rules.tuning import Tuning
from tests.rules.stories import check_story

SEGMENT = DriftRule(Rule.RATIO_ABOVE, is_segment=True)
SMALL_BOUNDS = DriftRule(Rule.RATIO_ABOVE, Bounds(2, 10), is_segment=True)


def test_a_small_segment_never_fires() -> None:
    check_story(
        """
        24/2   ok
        24/2   ok
        24/2   ok
        60/2   pending   breached
        24/2   ok        dropped
        """,
        SMALL_BOUNDS,
    )


def test_a_segment_that_became_too_small_is_not_said_to_have_recovered() -> None:
    check_story(
        """
        60/2   pending      breached
        60/2   firing       breach_confirmed: open post
        24/2   recovering   too_small: edit
        24/2   recovering   counted_again: edit
        24/2   ok           too_small: close edit
        """,
        SMALL_BOUNDS,
    )


def test_a_segment_may_be_missing_once() -> None:
    check_story(
        """
        505   pending          breached
        x     pending/missing
        505   firing           breach_confirmed: open post
        x     firing/missing   not_counted: edit
        505   firing           data_back: edit
        x     firing/missing   not_counted: edit
        _     firing/missing
        x     ok/missing       segment_removed: close edit
        x     ok/missing
        505   pending          breached
        x     pending/missing
        x     ok/missing       segment_removed
        """,
        SEGMENT,
    )


def test_how_often_a_segment_may_be_missing_can_be_tuned() -> None:
    check_story(
        """
        505   pending          breached
        505   firing           breach_confirmed: open post
        x     firing/missing   not_counted: edit
        x     firing/missing
        x     ok/missing       segment_removed: close edit
        """,
        replace(SEGMENT, tuning=Tuning(missing_syncs=3)),
    )


def test_a_segment_of_twenty_five_is_large_enough() -> None:
    check_story(
        """
        25/2   pending   breached
        25/2   firing    breach_confirmed: open post
        """,
        SMALL_BOUNDS,
    )
