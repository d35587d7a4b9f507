from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.alert_rules import ABOUT_COUNTS, DriftRule, Rule
from rules.breaches import find_clearing_count, has_no_owner, is_breach, is_clear, is_severe
from rules.ratios import ABOVE, BELOW, Bounds, Verdict, judge_ratio
from rules.teams import size_team
from rules.tuning import Tuning
from tests.rules import strategies

RATIO_ABOVE = DriftRule(Rule.RATIO_ABOVE)
RATIO_BELOW = DriftRule(Rule.RATIO_BELOW)
NO_ENABLER = DriftRule(Rule.NO_ENABLER)

rules = st.builds(
    DriftRule, st.sampled_from(sorted(ABOUT_COUNTS)), strategies.bounds
) | st.sampled_from([RATIO_ABOVE, RATIO_BELOW, NO_ENABLER])
heads = st.integers(1, 120_000) | st.sampled_from(strategies.EDGES[1:])


@pytest.mark.parametrize(
    ("customer_facing", "enablers", "rule", "breaks", "clears"),
    [
        pytest.param(501, "1", RATIO_ABOVE, True, False, id="above 500"),
        pytest.param(500, "1", RATIO_ABOVE, False, False, id="500 is inside, but not clear"),
        pytest.param(475, "1", RATIO_ABOVE, False, False, id="475 is in the dead band"),
        pytest.param(474, "1", RATIO_ABOVE, False, True, id="below 475 is clear"),
        pytest.param(949, "2", RATIO_ABOVE, False, True, id="below 475 each is clear"),
        pytest.param(950, "2", RATIO_ABOVE, False, False, id="475 each is not"),
        pytest.param(51, "0.1", RATIO_ABOVE, True, False, id="510 through a tenth of a person"),
        pytest.param(48, "0.1", RATIO_ABOVE, False, False, id="480 through a tenth of a person"),
        pytest.param(47, "0.1", RATIO_ABOVE, False, True, id="470 through a tenth of a person"),
        pytest.param(99, "2", RATIO_BELOW, True, False, id="below 50"),
        pytest.param(100, "2", RATIO_BELOW, False, False, id="50 is inside, but not clear"),
        pytest.param(105, "2", RATIO_BELOW, False, False, id="52.5 is in the dead band"),
        pytest.param(106, "2", RATIO_BELOW, False, True, id="above 52.5 is clear"),
        pytest.param(1, "1", RATIO_BELOW, True, False, id="one to one"),
        pytest.param(4, "1", RATIO_BELOW, False, False, id="near one to one"),
        pytest.param(5, "1", RATIO_BELOW, False, True, id="a team of one"),
        pytest.param(49, "1", RATIO_BELOW, False, True, id="a large team of one"),
        pytest.param(51, "1", RATIO_BELOW, False, True, id="one owner cannot be too many"),
        pytest.param(50, "0", NO_ENABLER, True, False, id="50 without an enabler"),
        pytest.param(49, "0", NO_ENABLER, False, False, id="49 are in the dead band"),
        pytest.param(47, "0", NO_ENABLER, False, False, id="47 still are"),
        pytest.param(46, "0", NO_ENABLER, False, True, id="46 are clear"),
        pytest.param(5000, "0.1", NO_ENABLER, False, True, id="a tenth of a person is somebody"),
    ],
)
def test_an_alert_fires_beyond_a_bound_and_clears_inside_the_dead_band(
    customer_facing: int, enablers: str, rule: DriftRule, breaks: bool, clears: bool
) -> None:
    assert is_breach(customer_facing, Decimal(enablers), rule) is breaks
    assert is_clear(customer_facing, Decimal(enablers), rule) is clears


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_breaks_the_rule_that_the_domain_names(verdict: Verdict) -> None:
    example = {
        Verdict.NOBODY_TO_SUPPORT: (0, "1"),
        Verdict.NO_ENABLER: (50, "0"),
        Verdict.ONE_TO_ONE: (6, "6"),
        Verdict.TEAM_OF_ONE: (49, "1"),
        Verdict.OVER_SUPPORTED: (99, "2"),
        Verdict.TYPICAL: (100, "1"),
        Verdict.STRETCHED: (500, "1"),
        Verdict.NO_BUY_IN: (501, "1"),
    }
    broken = {
        Verdict.NO_ENABLER: {Rule.NO_ENABLER},
        Verdict.ONE_TO_ONE: {Rule.RATIO_BELOW},
        Verdict.OVER_SUPPORTED: {Rule.RATIO_BELOW},
        Verdict.NO_BUY_IN: {Rule.RATIO_ABOVE},
    }
    count, enablers = example[verdict]
    assert judge_ratio(count, Decimal(enablers), RATIO_ABOVE.bounds) is verdict
    found = {k for k in ABOUT_COUNTS if is_breach(count, Decimal(enablers), DriftRule(k))}
    assert found == broken.get(verdict, set())


@given(heads, strategies.enablers, strategies.bounds)
def test_breaches_agree_with_the_verdicts(count: int, enablers: Decimal, bounds: Bounds) -> None:
    verdict = judge_ratio(count, enablers, bounds)
    assert is_breach(count, enablers, DriftRule(Rule.RATIO_ABOVE, bounds)) is (verdict in ABOVE)
    assert is_breach(count, enablers, DriftRule(Rule.RATIO_BELOW, bounds)) is (verdict in BELOW)
    if has_no_owner(count, enablers):
        assert verdict is Verdict.NO_ENABLER


@given(heads, strategies.enablers, rules)
def test_what_is_clear_is_no_breach(count: int, enablers: Decimal, rule: DriftRule) -> None:
    assert not (is_clear(count, enablers, rule) and is_breach(count, enablers, rule))


@given(heads, strategies.enablers, rules)
def test_at_least_one_head_lies_between_a_breach_and_the_clear(
    count: int, enablers: Decimal, rule: DriftRule
) -> None:
    """Nobody joining or leaving alone takes an alert from firing to clear."""
    for neighbour in (count - 1, count + 1):
        if neighbour and is_breach(count, enablers, rule):
            assert not is_clear(neighbour, enablers, rule)


@given(heads, st.integers(1, 400).map(lambda tenths: Decimal(tenths) / 10), rules)
def test_the_clearing_count_is_the_first_that_clears(
    count: int, enablers: Decimal, rule: DriftRule
) -> None:
    enablers = Decimal(0) if rule.kind is Rule.NO_ENABLER else enablers
    clearing = find_clearing_count(enablers, rule)
    assert clearing >= 1
    beyond = count >= clearing if rule.kind is Rule.RATIO_BELOW else count <= clearing
    assert is_clear(count, enablers, rule) is beyond


@pytest.mark.parametrize(
    ("enablers", "rule", "count"),
    [
        ("1", RATIO_ABOVE, 474),
        ("3", RATIO_ABOVE, 1424),
        ("0.1", RATIO_ABOVE, 47),
        ("0.5", RATIO_BELOW, 1),
        ("1", RATIO_BELOW, 5),
        ("2", RATIO_BELOW, 106),
        ("6", RATIO_BELOW, 316),
        ("1", DriftRule(Rule.RATIO_ABOVE, Bounds(10, 40)), 46),
        ("5", DriftRule(Rule.RATIO_BELOW, Bounds(1, 2)), 6),
        ("0", NO_ENABLER, 46),
    ],
)
def test_the_clearing_count_is_said_in_heads(enablers: str, rule: DriftRule, count: int) -> None:
    assert find_clearing_count(Decimal(enablers), rule) == count


@given(st.integers(100, 20_000), strategies.bounds)
def test_the_team_that_we_advise_breaks_no_rule(count: int, bounds: Bounds) -> None:
    assume(count >= bounds.low)
    size = size_team(count, None, bounds)
    for enablers in {size.lean, size.typical}:
        for kind in ABOUT_COUNTS:
            assert not is_breach(count, Decimal(enablers), DriftRule(kind, bounds))


@pytest.mark.parametrize(
    ("customer_facing", "enablers", "rule", "expected"),
    [
        (1000, "1", RATIO_ABOVE, False),
        (1001, "1", RATIO_ABOVE, True),
        (7, "6", RATIO_BELOW, False),
        (6, "6", RATIO_BELOW, True),
        (2000, "2", RATIO_ABOVE, False),
        (2001, "2", RATIO_ABOVE, True),
        (100_000, "0", NO_ENABLER, False),
        (6, "6", NO_ENABLER, False),
        (1001, "1", RATIO_BELOW, False),
        (1501, "1", DriftRule(Rule.RATIO_ABOVE, tuning=Tuning(severe_factor=3)), True),
        (1500, "1", DriftRule(Rule.RATIO_ABOVE, tuning=Tuning(severe_factor=3)), False),
    ],
)
def test_twice_the_bound_and_one_to_one_are_severe(
    customer_facing: int, enablers: str, rule: DriftRule, expected: bool
) -> None:
    assert is_severe(customer_facing, Decimal(enablers), rule) is expected


def test_without_a_dead_band_one_head_remains() -> None:
    rule = DriftRule(Rule.RATIO_ABOVE, tuning=Tuning(dead_band_percent=0))
    assert [is_clear(count, Decimal(1), rule) for count in (499, 500)] == [True, False]
