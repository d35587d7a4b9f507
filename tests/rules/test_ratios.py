import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given

from rules.ratios import (
    ABOVE,
    BELOW,
    DEFAULT_BOUNDS,
    MEANING,
    UNDEFINED,
    Bounds,
    Verdict,
    judge_ratio,
    measure_ratio,
    write_ratio,
)
from tests.rules import strategies


def matching_rows(cf: int, e: Fraction, bounds: Bounds) -> list[Verdict]:
    """Judge by exact division: the rows of the table, each with what excludes the rows before."""
    if cf == 0 or e == 0:
        return [Verdict.NOBODY_TO_SUPPORT if cf == 0 else Verdict.NO_ENABLER]
    ratio = Fraction(cf) / e
    # With a lower bound of 1, one to one lies on the bound, and both ends are inside.
    is_one_to_one = ratio < 1 or (ratio == 1 and bounds.low > 1)
    is_one_owner = not is_one_to_one and e <= 1 and cf < max(50, bounds.low)
    is_open = not is_one_to_one and not is_one_owner
    edge = min(100, bounds.high)
    rows = {
        Verdict.ONE_TO_ONE: is_one_to_one,
        Verdict.TEAM_OF_ONE: is_one_owner,
        Verdict.OVER_SUPPORTED: is_open and ratio < bounds.low,
        Verdict.TYPICAL: is_open and bounds.low <= ratio <= edge,
        # A lower bound above 100 leaves nothing typical.
        Verdict.STRETCHED: is_open and ratio > edge and bounds.low <= ratio <= bounds.high,
        Verdict.NO_BUY_IN: is_open and ratio > bounds.high,
    }
    return [verdict for verdict, matches in rows.items() if matches]


@pytest.mark.parametrize(
    ("customer_facing", "enablers", "verdict"),
    [
        pytest.param(0, "0", Verdict.NOBODY_TO_SUPPORT, id="nobody at all"),
        pytest.param(0, "3", Verdict.NOBODY_TO_SUPPORT, id="enablers with nobody to support"),
        pytest.param(1, "0", Verdict.NO_ENABLER, id="no enabler for one"),
        pytest.param(500, "0", Verdict.NO_ENABLER, id="no enabler for many"),
        pytest.param(1, "1", Verdict.ONE_TO_ONE, id="one to one"),
        pytest.param(1, "0.9", Verdict.TEAM_OF_ONE, id="a little more than one to one"),
        pytest.param(6, "6", Verdict.ONE_TO_ONE, id="six to six"),
        pytest.param(7, "6", Verdict.OVER_SUPPORTED, id="seven to six"),
        pytest.param(49, "1", Verdict.TEAM_OF_ONE, id="49 with one owner"),
        pytest.param(49, "0.1", Verdict.TEAM_OF_ONE, id="49 with a tenth of an owner"),
        pytest.param(49, "1.1", Verdict.OVER_SUPPORTED, id="49 with a little more than one"),
        pytest.param(50, "1", Verdict.TYPICAL, id="exactly 50"),
        pytest.param(51, "1", Verdict.TYPICAL, id="51"),
        pytest.param(50, "1.1", Verdict.OVER_SUPPORTED, id="50 with a little more than one"),
        pytest.param(99, "2", Verdict.OVER_SUPPORTED, id="49.5 does not round up to 50"),
        pytest.param(100, "1", Verdict.TYPICAL, id="exactly 100"),
        pytest.param(101, "1", Verdict.STRETCHED, id="101"),
        pytest.param(201, "2", Verdict.STRETCHED, id="100.5 is above 100"),
        pytest.param(499, "1", Verdict.STRETCHED, id="499"),
        pytest.param(500, "1", Verdict.STRETCHED, id="exactly 500"),
        pytest.param(501, "1", Verdict.NO_BUY_IN, id="501"),
        pytest.param(250, "0.5", Verdict.STRETCHED, id="500 through half a person"),
        pytest.param(251, "0.5", Verdict.NO_BUY_IN, id="502 through half a person"),
        pytest.param(2001, "4", Verdict.NO_BUY_IN, id="500.25 does not round down to 500"),
    ],
)
def test_judges_a_ratio_against_the_default_bounds(
    customer_facing: int, enablers: str, verdict: Verdict
) -> None:
    assert judge_ratio(customer_facing, Decimal(enablers), DEFAULT_BOUNDS) is verdict


@pytest.mark.parametrize(
    ("customer_facing", "bounds", "verdict"),
    [
        pytest.param(59, Bounds(60, 120), Verdict.TEAM_OF_ONE, id="below a low bound above 50"),
        pytest.param(60, Bounds(60, 120), Verdict.TYPICAL, id="at a low bound above 50"),
        pytest.param(80, Bounds(20, 80), Verdict.TYPICAL, id="at a high bound below 100"),
        pytest.param(81, Bounds(20, 80), Verdict.NO_BUY_IN, id="above a high bound below 100"),
        pytest.param(49, Bounds(10, 40), Verdict.TEAM_OF_ONE, id="one owner comes first"),
    ],
)
def test_judges_one_owner_against_other_bounds(
    customer_facing: int, bounds: Bounds, verdict: Verdict
) -> None:
    assert judge_ratio(customer_facing, Decimal(1), bounds) is verdict


@given(strategies.customer_facing, strategies.enablers, strategies.bounds)
@example(5, Decimal(5), Bounds(1, 2))
@example(2469, Decimal("24.5"), Bounds(101, 202))
@example(202, Decimal(2), Bounds(101, 202))
def test_exactly_one_row_of_the_table_holds(cf: int, e: Decimal, bounds: Bounds) -> None:
    assert [judge_ratio(cf, e, bounds)] == matching_rows(cf, Fraction(e), bounds)


@given(strategies.customer_facing, strategies.enablers, strategies.bounds)
def test_only_what_lies_beyond_a_bound_is_a_breach(cf: int, e: Decimal, bounds: Bounds) -> None:
    ratio = measure_ratio(cf, e, bounds)
    if ratio.verdict in UNDEFINED:
        assert (ratio.text, ratio.value, ratio.is_in_bounds) == (None, None, None)
    else:
        assert ratio.is_in_bounds is (ratio.verdict not in BELOW | ABOVE)


@pytest.mark.parametrize(
    ("customer_facing", "enablers", "text"),
    [
        pytest.param(320, "6", "1:53", id="whole from ten on"),
        pytest.param(499, "10", "1:49.9", id="not the lower bound that it breaks"),
        pytest.param(500, "10", "1:50", id="the lower bound itself"),
        pytest.param(2001, "4", "1:500.3", id="not the upper bound that it breaks"),
        pytest.param(2000, "4", "1:500", id="the upper bound itself"),
        pytest.param(10_001, "20", "1:500.1", id="500.05 half up"),
        pytest.param(25_002, "50", "1:500.04", id="as many decimals as it takes"),
        pytest.param(100, "10", "1:10", id="exactly ten is whole"),
        pytest.param(99, "10", "1:9.9", id="below ten has a decimal"),
        pytest.param(249, "25", "1:10.0", id="9.96 is below ten and keeps its decimal"),
        pytest.param(121, "2", "1:61", id="60.5 half up"),
        pytest.param(123, "2", "1:62", id="61.5 half up, not to even"),
        pytest.param(5, "4", "1:1.3", id="1.25 half up"),
        pytest.param(3, "6", "1:0.5", id="more enablers than teammates"),
        pytest.param(40, "0.5", "1:80", id="half a person"),
        pytest.param(1, "25", "1:0.04", id="never nobody"),
    ],
)
def test_writes_a_ratio(customer_facing: int, enablers: str, text: str) -> None:
    assert write_ratio(customer_facing, Decimal(enablers), DEFAULT_BOUNDS) == text


def test_far_more_enablers_than_teammates_are_not_called_close_to_one_for_each() -> None:
    assert judge_ratio(6, Decimal(320), DEFAULT_BOUNDS) is Verdict.ONE_TO_ONE
    assert "As many enablers as teammates, or more" in MEANING[Verdict.ONE_TO_ONE].phrase.text


def test_a_text_avoids_a_bound_below_ten_too() -> None:
    assert write_ratio(249, Decimal(25), Bounds(10, 20)) == "1:9.96"


def test_the_value_has_one_decimal_half_up() -> None:
    assert measure_ratio(320, Decimal(6), DEFAULT_BOUNDS).value == Decimal("53.3")
    assert measure_ratio(5, Decimal(4), DEFAULT_BOUNDS).value == Decimal("1.3")


@given(strategies.customer_facing, strategies.enablers, strategies.bounds)
@example(1, Decimal(120_000), DEFAULT_BOUNDS)
def test_a_text_reads_as_what_the_exact_ratio_is(cf: int, e: Decimal, bounds: Bounds) -> None:
    text = measure_ratio(cf, e, bounds).text
    if cf == 0 or e == 0:
        assert text is None
        return
    assert text is not None
    assert re.fullmatch(r"1:\d+(\.\d+)?", text)
    shown, exact = Fraction(text.removeprefix("1:")), Fraction(cf) / Fraction(e)
    assert abs(shown - exact) <= Fraction(1, 2)
    assert shown > 0
    assert (shown < bounds.low) == (exact < bounds.low) or shown != bounds.low
    assert (shown > bounds.high) == (exact > bounds.high) or shown != bounds.high


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-1, 10), (50, 99), (1, 1)])
def test_bounds_that_leave_no_room_for_advice_are_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="need high >= 2 x low >= 2"):
        Bounds(low, high)


@pytest.mark.parametrize(("low", "high"), [(1, 2), (50, 100), (50, 500)])
def test_bounds_that_leave_room_are_accepted(low: int, high: int) -> None:
    assert Bounds(low, high).high == high
