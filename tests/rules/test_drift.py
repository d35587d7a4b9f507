"""The life of an alert about counts, told sync by sync."""

import pytest

from rules.alert_rules import DriftRule, Rule
from tests.rules.stories import ABOVE, BELOW, check_story

NO_ENABLER = DriftRule(Rule.NO_ENABLER)


def test_a_breach_is_confirmed_told_and_over() -> None:
    check_story(
        """
        480   ok
        505   pending      breached
        505   firing       breach_confirmed: open post
        _     firing
        _     firing
        505   firing       data_stale: edit + data_back: edit
        470   recovering   in_the_clear: edit
        470   recovering   counted_again: edit
        470   ok           recovered: close edit resolved
        470   ok
        """
    )


def test_one_bad_sync_is_forgotten_in_silence() -> None:
    check_story(
        """
        505   pending      breached
        500   ok           dropped
        505   pending      breached
        490   ok           dropped
        505   pending      breached
        """
    )


def test_the_dead_band_neither_fires_nor_clears() -> None:
    check_story(
        """
        500   ok
        501   pending      breached
        501   firing       breach_confirmed: open post
        475   firing       counted_again: edit
        474   recovering   in_the_clear: edit
        475   firing       relapsed: edit
        474   recovering   in_the_clear: edit
        474   recovering   counted_again: edit
        501   firing       relapsed: edit
        474   recovering   in_the_clear: edit
        474   recovering   counted_again: edit
        474   ok           recovered: close edit resolved
        """
    )


def test_the_lower_bound_has_a_dead_band_of_its_own() -> None:
    check_story(
        """
        100/2   ok
        99/2    pending      breached
        99/2    firing       breach_confirmed: open post
        105/2   firing       counted_again: edit
        106/2   recovering   in_the_clear: edit
        106/2   recovering   counted_again: edit
        106/2   ok           recovered: close edit resolved
        """,
        BELOW,
    )


def test_another_enabler_clears_at_once_what_heads_would_not() -> None:
    check_story(
        """
        505     pending      breached
        505     firing       breach_confirmed: open post
        505/2   recovering   in_the_clear: edit
        505/2   recovering   counted_again: edit
        505/2   ok           recovered: close edit resolved
        """
    )


def test_a_held_sync_freezes_and_says_so() -> None:
    check_story(
        """
        505   pending           breached
        !     pending/suspect
        505   firing            breach_confirmed: open post
        !     firing/suspect    sync_held: edit
        _     firing/suspect
        470   recovering        data_back: edit + in_the_clear: edit
        !     recovering/suspect  sync_held: edit
        470   recovering        data_back: edit
        470   ok                recovered: close edit resolved
        """
    )


def test_stale_counts_freeze_and_say_so() -> None:
    check_story(
        """
        505   pending        breached
        505   firing         breach_confirmed: open post
        _     firing
        _     firing
        _     firing/stale   data_stale: edit
        _     firing/stale
        505   firing         data_back: edit
        """
    )


def test_without_an_enabler_there_is_another_alert_and_no_ratio() -> None:
    check_story(
        """
        505     pending   breached
        505     firing    breach_confirmed: open post
        505/0   ok        no_enabler: close edit
        505     pending   breached
        505/0   ok        no_enabler
        """
    )
    check_story(
        """
        505     ok
        505     ok
        505/0   pending      breached
        505/0   firing       breach_confirmed: open post
        505/1   recovering   in_the_clear: edit
        505/1   recovering   counted_again: edit
        505/1   ok           recovered: close edit resolved
        """,
        NO_ENABLER,
    )


def test_few_people_without_an_enabler_clear_a_ratio() -> None:
    check_story(
        """
        30/1.1   pending      breached
        30/1.1   firing       breach_confirmed: open post
        49/0     recovering   in_the_clear: edit
        49/0     recovering   counted_again: edit
        49/0     ok           recovered: close edit resolved
        """,
        BELOW,
    )


def test_no_enabler_begins_at_fifty_and_ends_below_the_dead_band() -> None:
    check_story(
        """
        49/0   ok
        50/0   pending      breached
        50/0   firing       breach_confirmed: open post
        47/0   firing       counted_again: edit
        46/0   recovering   in_the_clear: edit
        46/0   recovering   counted_again: edit
        46/0   ok           recovered: close edit resolved
        """,
        NO_ENABLER,
    )


@pytest.mark.parametrize("rule", [ABOVE, NO_ENABLER])
def test_nobody_to_support_closes_without_a_word_of_recovery(rule: DriftRule) -> None:
    breach = "505/0" if rule is NO_ENABLER else "505"
    check_story(
        f"""
        {breach}   pending   breached
        {breach}   firing    breach_confirmed: open post
        0/1        ok        nobody_to_support: close edit
        0/1        ok
        {breach}   pending   breached
        0/0        ok        nobody_to_support
        """,
        rule,
    )


def test_a_team_of_one_is_no_breach_and_clears_one() -> None:
    check_story(
        """
        30/1     ok
        30/1.1   pending      breached
        30/1.1   firing       breach_confirmed: open post
        30/1     recovering   in_the_clear: edit
        30/1     recovering   counted_again: edit
        30/1     ok           recovered: close edit resolved
        """,
        BELOW,
    )


def test_a_workspace_of_any_size_is_judged() -> None:
    check_story(
        """
        24/2   pending   breached
        24/2   firing    breach_confirmed: open post
        """,
        BELOW,
    )


def test_enablers_that_nobody_counts_any_more_end_a_ratio() -> None:
    check_story(
        """
        505     pending          breached
        505     firing           breach_confirmed: open post
        505/-   firing/missing   not_counted: edit
        505/-   ok/missing       not_counted: close edit
        """
    )
