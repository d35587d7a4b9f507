from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ratios import ABOVE, BELOW, DEFAULT_BOUNDS, Bounds, judge_ratio
from rules.teams import size_team
from tests.rules import strategies

somebody = strategies.customer_facing.filter(bool)


@pytest.mark.parametrize(
    ("customer_facing", "minimum", "lean", "typical"),
    [
        (1, 1, 1, 1), (49, 1, 1, 1), (50, 1, 1, 1), (99, 1, 1, 1), (100, 1, 1, 2),
        (101, 1, 2, 2), (320, 1, 4, 6), (499, 1, 5, 9), (500, 1, 5, 10), (501, 2, 6, 10),
        (1999, 4, 20, 39), (2000, 4, 20, 40), (120_000, 240, 1200, 2400),
    ],
)  # fmt: skip
def test_sizes_a_team(customer_facing: int, minimum: int, lean: int, typical: int) -> None:
    team = size_team(customer_facing, None, DEFAULT_BOUNDS)
    assert (team.minimum, team.lean, team.typical) == (minimum, lean, typical)


@pytest.mark.parametrize(
    ("enablers", "gap"),
    [("0", 4), ("2", 2), ("2.5", 2), ("3.9", 1), ("4", 0), ("4.1", 0), ("40", 0)],
)
def test_the_gap_is_whole_people_to_a_lean_team(enablers: str, gap: int) -> None:
    team = size_team(320, Decimal(enablers), DEFAULT_BOUNDS)
    assert (team.gap, team.open_seats) == (gap, gap)


def test_of_an_unknown_team_every_seat_is_open() -> None:
    team = size_team(320, None, DEFAULT_BOUNDS)
    assert (team.gap, team.open_seats) == (None, 4)


@given(somebody, strategies.bounds)
def test_minimum_is_at_most_lean_is_at_most_typical(cf: int, bounds: Bounds) -> None:
    team = size_team(cf, None, bounds)
    assert 1 <= team.minimum <= team.lean
    assert team.lean <= team.typical


@given(st.data(), strategies.bounds)
def test_advice_never_causes_a_breach(data: st.DataObject, bounds: Bounds) -> None:
    cf = data.draw(st.integers(bounds.low, strategies.MOST_CUSTOMER_FACING))
    team = size_team(cf, None, bounds)
    advised = {team.lean, team.typical, data.draw(st.integers(team.lean, team.typical))}
    for enablers in advised:
        assert judge_ratio(cf, Decimal(enablers), bounds) not in BELOW | ABOVE


def test_every_advised_team_of_the_default_bounds_is_inside_them() -> None:
    for cf in range(50, 2_200):
        team = size_team(cf, None, DEFAULT_BOUNDS)
        for enablers in range(team.lean, team.typical + 1):
            assert judge_ratio(cf, Decimal(enablers), DEFAULT_BOUNDS) not in BELOW | ABOVE


@given(somebody, strategies.bounds)
def test_one_more_than_typical_breaks_the_lower_bound(cf: int, bounds: Bounds) -> None:
    assert cf < bounds.low * (size_team(cf, None, bounds).typical + 1)


@given(somebody, strategies.bounds)
def test_one_less_than_the_minimum_breaks_the_upper_bound(cf: int, bounds: Bounds) -> None:
    assert cf > bounds.high * (size_team(cf, None, bounds).minimum - 1)


@given(somebody, st.integers(0, 5_000), strategies.bounds)
def test_a_team_never_shrinks_as_the_company_grows(cf: int, more: int, bounds: Bounds) -> None:
    before, after = size_team(cf, None, bounds), size_team(cf + more, None, bounds)
    assert before.minimum <= after.minimum
    assert before.lean <= after.lean
    assert before.typical <= after.typical
