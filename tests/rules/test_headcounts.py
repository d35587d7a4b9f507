from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from rules.facts import Facts, FactsError
from rules.headcounts import (
    Segment,
    Snapshot,
    SourceKind,
    facts_from_snapshot,
    list_segments,
    rows_from_facts,
)
from tests.builders import TODAY, a_snapshot, customer_facing, enablement, some_facts
from tests.rules import strategies


@given(strategies.facts())
def test_a_headcount_given_by_hand_tells_what_was_given(facts: Facts) -> None:
    snapshot = Snapshot(TODAY, SourceKind.MANUAL, rows_from_facts(facts))
    told = facts_from_snapshot(snapshot)
    assert (told.customer_facing, told.enablers) == (facts.customer_facing, facts.enablers)
    assert (told.sales, told.customer_success) == (facts.sales, facts.customer_success)


def test_time_counts_where_it_is_given_and_people_elsewhere() -> None:
    snapshot = a_snapshot(customer_facing(100), enablement(2, fte="1.5"), enablement(3))
    assert snapshot.enablers == Decimal("4.5")


def test_without_a_row_the_enablers_are_unknown() -> None:
    assert a_snapshot(customer_facing(100)).enablers is None
    assert a_snapshot(customer_facing(100), enablement(0)).enablers == 0


def test_a_function_that_no_row_names_is_unknown() -> None:
    facts = facts_from_snapshot(a_snapshot(customer_facing(0, "cs"), customer_facing(9, "support")))
    assert (facts.sales, facts.customer_success, facts.customer_facing) == (None, 0, 9)


def test_a_central_team_is_not_missing_in_every_segment() -> None:
    assert list_segments(a_snapshot(customer_facing(60, segment="EMEA"), enablement(2))) == []


def test_once_an_enabler_has_a_segment_every_segment_has_a_ratio() -> None:
    snapshot = a_snapshot(
        customer_facing(60, segment="EMEA"),
        customer_facing(30, "cs", "APAC"),
        customer_facing(5),
        enablement(1, segment="EMEA"),
    )
    assert list_segments(snapshot) == [
        Segment("APAC", 30, Decimal(0)),
        Segment("EMEA", 60, Decimal(1)),
    ]


@pytest.mark.parametrize(("people", "is_small"), [(24, True), (25, False)])
def test_fewer_than_25_are_too_few_to_judge(people: int, is_small: bool) -> None:
    assert Segment("EMEA", people, Decimal(1)).is_small is is_small


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"sales": -1}, "sales"), ({"starters": -1}, "starters"),
        ({"launches": 10_000_001}, "launches"), ({"sales": 300, "customer_success": 21},
        "customer_facing"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused(known: dict[str, Any], field: str) -> None:
    with pytest.raises(FactsError) as caught:
        some_facts(320, **known)
    assert caught.value.field == field


def test_facts_that_just_can_be_are_accepted() -> None:
    some_facts(320, sales=300, customer_success=20)
    some_facts(10_000_000, "10000000")
