"""Full-time equivalents, rows that count several people, and fields that a credential cannot see."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.rest.counting import (
    MOST_COMBINATIONS,
    Counts,
    GroupCounter,
    PeopleCounter,
)
from bot.sources.rest.parsing import parse_preset
from bot.sources.rest.shapes import GroupPlan, PeoplePlan
from rules.mappings import Mapping, MappingRule, Placement, classify
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.readings import DAY, a_preset


def count(rows: Iterable[Any], *, counts_contractors: bool = False, **changes: Any) -> Counts:
    plan = parse_preset(a_preset(base_url="https://hr.example.com", **changes)).plan
    counter: PeopleCounter | GroupCounter
    if isinstance(plan, GroupPlan):
        counter = GroupCounter(plan, counts_contractors=counts_contractors)
    else:
        assert isinstance(plan, PeoplePlan)
        counter = PeopleCounter(plan, DAY, counts_contractors=counts_contractors)
    counter.add(rows)
    return counter.finish()


def fte_of(unit: dict[str, Any], *values: Any) -> Decimal | None:
    rows = [{"id": n, "department": "Sales", "job": value} for n, value in enumerate(values)]
    (tally,) = count(rows, fte={"path": "job", **unit}).tallies
    assert tally.people == len(values)
    return tally.fte


@pytest.mark.parametrize(
    ("unit", "values", "expected"),
    [
        pytest.param({"unit": "share"}, [1, 0.5, "0.8"], "2.3", id="shares"),
        pytest.param({"unit": "percent"}, [100, "50", 80.0], "2.3", id="percent"),
        pytest.param({"unit": "millipercent"}, [100000, 50000, 80000], "2.3", id="millipercent"),
        pytest.param({"unit": "hours", "full_time": 40}, ["40", 20, "32.0"], "2.3", id="hours"),
        pytest.param({"unit": "hours", "full_time": 38.5}, ["38.5"] * 3, "3.0", id="other hours"),
        pytest.param({"unit": "hours", "full_time": 39}, [13, 13, 13], "1.0", id="thirds"),
        pytest.param({"unit": "share"}, [0.25], "0.3", id="half up"),
        pytest.param({"unit": "share"}, [5 / 6, 1 / 6], "1.0", id="with all their decimals"),
        pytest.param({"unit": "share"}, [0, 1], "1.0", id="nobody's hours are known to be none"),
        pytest.param({"unit": "share"}, [1, None], None, id="one unknown makes all unknown"),
        pytest.param({"unit": "share"}, [1, ""], None, id="an empty text is unknown"),
        pytest.param({"unit": "flag", "full": ["FULL_TIME"]}, ["full_time"] * 2, "2.0", id="flag"),
        pytest.param(
            {"unit": "flag", "full": ["FULL_TIME"]},
            ["FULL_TIME", "PART_TIME"],
            None,
            id="a flag does not say how much part of the time is",
        ),
    ],
)
def test_people_and_jobs_are_two_numbers(
    unit: dict[str, Any], values: list[Any], expected: str | None
) -> None:
    assert fte_of(unit, *values) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("value", [-1, "forty", True, [40], "NaN", 1e30])
def test_an_amount_that_is_none_is_not_readable(value: Any) -> None:
    with pytest.raises(SourceError) as caught:
        fte_of({"unit": "hours", "full_time": 40}, value)
    assert caught.value.incident.trouble is Trouble.NOT_READABLE
    assert caught.value.incident.details == {Detail.COLUMN: "fte"}


def test_people_with_the_same_traits_become_one_tally() -> None:
    rows = [
        {"id": 1, "department": " Sales ", "title": "AE"},
        {"id": 2, "department": "Sales", "title": "AE"},
        {"id": 3, "department": "Sales", "title": 7},
        {"id": 4, "department": "Sales"},
    ]
    counts = count(rows, dims={"department": "department", "title": "title"})
    assert counts.tallies == (
        Tally(Traits("Sales", "AE"), 2),
        Tally(Traits("Sales", "7"), 1),
        Tally(Traits("Sales"), 1),
    )


def test_without_traits_there_is_one_number_for_everybody() -> None:
    assert count([{"id": 1}, {"id": 2}], dims=None).tallies == (Tally(Traits(), 2),)


GROUPS: dict[str, Any] = {
    "id": None,
    "people": "n",
    "kind": {"path": "kind", "contractor": ["external"]},
}


def test_rows_that_count_several_people_are_added_up() -> None:
    rows = [
        {"department": "Sales", "n": 40},
        {"department": "Sales", "n": "2"},
        {"department": "Empty", "n": 0},
        {"department": None, "n": 3},
        {"department": "Sales", "n": 5, "kind": "external"},
    ]
    counts = count(rows, **GROUPS)
    assert counts == Counts((Tally(Traits("Sales"), 42), Tally(Traits(), 3)), contractors=5)
    everybody = count(rows, counts_contractors=True, **GROUPS)
    assert everybody.tallies[0].people == 47
    assert everybody.contractors == 0


@pytest.mark.parametrize("number", [None, "", "many", -1, 2.5, True, [], "1,001"])
def test_a_number_that_is_none_is_never_zero(number: Any) -> None:
    with pytest.raises(SourceError) as caught:
        count([{"department": "Sales", "n": number}], **GROUPS)
    assert caught.value.incident.trouble is Trouble.NO_NUMBER
    assert caught.value.incident.details == {Detail.COLUMN: "n"}


@pytest.mark.parametrize("more", [{}, GROUPS], ids=["people", "groups"])
def test_a_trait_that_is_missing_throughout_is_a_credential_that_may_not_see_it(
    more: dict[str, Any],
) -> None:
    rows = [{"id": 1, "n": 1}, {"id": 2, "n": 1, "department": ""}]
    with pytest.raises(SourceError) as caught:
        count(rows, dims={"department": "department", "title": "title"}, **more)
    assert caught.value.incident.trouble is Trouble.FORBIDDEN
    assert caught.value.incident.details == {Detail.COLUMN: "department"}


def test_a_status_that_is_missing_throughout_does_not_make_everybody_disappear() -> None:
    rows = [{"id": 1, "department": "Sales"}, {"id": 2, "department": "Sales", "status": None}]
    state = {"active_when": {"path": "status", "equals": "active"}}
    with pytest.raises(SourceError) as caught:
        count(rows, state=state)
    assert caught.value.incident.trouble is Trouble.FORBIDDEN
    assert caught.value.incident.details == {Detail.COLUMN: "status"}


def test_a_status_that_one_person_lacks_leaves_that_person_out() -> None:
    rows = [{"id": 1, "department": "Sales", "status": "active"}, {"id": 2, "department": "Sales"}]
    state = {"active_when": {"path": "status", "equals": "active"}}
    assert count(rows, state=state).tallies == (Tally(Traits("Sales"), 1),)


def test_a_title_that_only_some_lack_leaves_them_for_the_mapping_to_show() -> None:
    rows = [{"id": 1, "department": "Sales"}, {"id": 2}, {"id": 3}]
    mapping = Mapping((MappingRule(Placement(None), department="Sales"),))
    classified = classify(count(rows).tallies, mapping)
    assert (classified.people, classified.unclassified_people) == (1, 2)


@pytest.mark.parametrize("more", [{}, GROUPS], ids=["people", "groups"])
def test_more_combinations_than_any_company_has_are_not_kept(more: dict[str, Any]) -> None:
    rows = [{"id": n, "department": str(n), "n": 1} for n in range(MOST_COMBINATIONS + 1)]
    assert len(count(rows[:-1], **more).tallies) == MOST_COMBINATIONS
    with pytest.raises(SourceError) as caught:
        count(rows, **more)
    assert caught.value.incident.trouble is Trouble.TOO_MANY_ROWS
    assert caught.value.incident.details == {Detail.LIMIT: MOST_COMBINATIONS}


def test_true_and_one_are_two_things() -> None:
    state = {"active_when": {"path": "active", "equals": True}}
    rows = [
        {"id": n, "department": "Sales", "active": value}
        for n, value in enumerate([True, 1, "true", False, [True]])
    ]
    assert count(rows, state=state).tallies == (Tally(Traits("Sales"), 1),)


def test_every_condition_has_to_hold() -> None:
    both = [{"path": "enabled", "equals": True}, {"path": "type", "in": ["Member", "Owner"]}]
    rows = [
        {"id": 1, "department": "Sales", "enabled": True, "type": "member"},
        {"id": 2, "department": "Sales", "enabled": True, "type": "Guest"},
        {"id": 3, "department": "Sales", "enabled": False, "type": "Owner"},
    ]
    assert count(rows, state={"active_when": both}).tallies == (Tally(Traits("Sales"), 1),)
