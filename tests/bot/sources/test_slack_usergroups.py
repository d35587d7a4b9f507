from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.errors import SourceConfigError, SourceError
from bot.sources.readings import Reading
from bot.sources.slack_usergroups import (
    SlackUsergroupsSource,
    UserGroup,
    list_usergroups,
    parse_usergroups_config,
)
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sandbox.harness import Page, running

TODAY = date(2026, 3, 2)
FACING, ENABLING = HeadcountClass


@pytest.fixture(scope="module")
def shared() -> Iterator[Page]:
    """A sandbox for tests that leave its groups alone."""
    with running() as page:
        yield page


@pytest.fixture
def page() -> Iterator[Page]:
    with running() as page:
        yield page


def group_id(page: Page, handle: str) -> str:
    [found] = [
        one.id for one in page.sandbox.workspace.groups.list_groups() if one.handle == handle
    ]
    return found


def members(page: Page, handle: str) -> tuple[str, ...]:
    group = page.sandbox.workspace.groups.find(group_id(page, handle))
    assert group is not None
    return group.users


def add(page: Page, handle: str, *people: str) -> None:
    """Put people into a group that has others already."""
    now = members(page, handle) + people
    page.sandbox.workspace.groups.change(group_id(page, handle), now, 0)


def chosen(page: Page, *choices: str) -> dict[str, Any]:
    """A configuration of choices like `sales facing EMEA`."""
    groups = []
    for choice in choices:
        handle, side, *segment = choice.split()
        headcount_class = FACING if side == "facing" else ENABLING
        function = "sales" if handle == "sales" else ""
        groups.append(
            {
                "id": group_id(page, handle),
                "handle": handle,
                "headcount_class": headcount_class.value,
                "function": function,
                "segment": "".join(segment),
            }
        )
    return {"groups": groups}


def read(page: Page, *choices: str) -> Reading:
    config = parse_usergroups_config(chosen(page, *choices))
    return SlackUsergroupsSource(config, page.client).read(TODAY)


def people_of(page: Page, *choices: str) -> dict[tuple[HeadcountClass, str], int]:
    """How many count, by class and segment."""
    return {(row.headcount_class, row.segment): row.people for row in read(page, *choices).rows}


def test_each_group_is_counted_with_one_call_and_pages_of_people(shared: Page) -> None:
    reading = read(shared, "sales facing EMEA", "customer-success facing", "enablement enabling")
    assert reading.rows == (
        HeadcountRow(FACING, 78),
        HeadcountRow(FACING, 140, "sales", "EMEA"),
        HeadcountRow(ENABLING, 6),
    )
    assert (reading.as_of, reading.tallies, reading.people) == (TODAY, (), 224)
    assert reading.pages == 1 + 2


def test_groups_that_count_for_the_same_become_one_row(shared: Page) -> None:
    assert read(shared, "support facing", "partners facing").rows == (
        HeadcountRow(FACING, 52 + 14),
    )


def test_people_are_listed_only_as_far_as_they_are_asked_for(page: Page) -> None:
    first = page.user("mia")
    page.sandbox.workspace.groups.change(group_id(page, "partners"), (first,), 0)
    reading = read(page, "partners facing")
    assert (reading.rows, reading.pages) == ((HeadcountRow(FACING, 1),), 2)


def test_an_empty_group_is_nobody_and_needs_no_list_of_people(page: Page) -> None:
    page.sandbox.workspace.groups.change(group_id(page, "partners"), (), 0)
    reading = read(page, "partners facing")
    assert (reading.rows, reading.people, reading.pages) == ((HeadcountRow(FACING, 0),), 0, 1)


def test_a_person_in_two_groups_of_a_class_counts_in_the_first_chosen(page: Page) -> None:
    both = members(page, "sales")[:3]
    add(page, "support", *both)
    assert people_of(page, "sales facing A", "support facing B") == {
        (FACING, "A"): 140,
        (FACING, "B"): 52,
    }
    assert people_of(page, "support facing B", "sales facing A") == {
        (FACING, "A"): 137,
        (FACING, "B"): 55,
    }


def test_a_person_on_both_sides_counts_for_enablement_whatever_comes_first(page: Page) -> None:
    add(page, "sales", *members(page, "enablement")[:2])
    expected = {(FACING, ""): 140, (ENABLING, ""): 6}
    assert people_of(page, "sales facing", "enablement enabling") == expected
    assert people_of(page, "enablement enabling", "sales facing") == expected


def test_bots_guests_and_people_who_left_do_not_count(page: Page) -> None:
    guest, bot = page.user("gwen"), page.user("test-bot")
    add(page, "sales", guest, bot, "USLACKBOT")
    page.sandbox.workspace.users.deactivate(members(page, "sales")[0])
    reading = read(page, "sales facing")
    assert (reading.rows[0].people, reading.people) == (139, 143)


def test_somebody_who_is_not_listed_counts(page: Page) -> None:
    add(page, "sales", "U0ELSEWHERE")
    assert people_of(page, "sales facing") == {(FACING, ""): 141}


def test_a_group_that_is_gone_is_named(shared: Page) -> None:
    config = chosen(shared, "sales facing")
    config["groups"].append(
        {"id": "S404", "handle": "emea-sales", "headcount_class": "customer_facing"}
    )
    with pytest.raises(SourceError) as caught:
        SlackUsergroupsSource(parse_usergroups_config(config), shared.client).read(TODAY)
    assert caught.value.incident == Incident(Trouble.GROUP_MISSING, {Detail.NAME: "emea-sales"})


def test_a_workspace_without_the_plan_has_no_groups(page: Page) -> None:
    page.do("source", is_broken=True, error="plan_upgrade_required")
    with pytest.raises(SourceError) as caught:
        read(page, "sales facing")
    assert caught.value.incident == Incident(Trouble.PLAN_REQUIRED)


def test_groups_can_be_listed_to_choose_from(shared: Page) -> None:
    groups = list_usergroups(shared.client)
    assert [group.handle for group in groups] == sorted(group.handle for group in groups)
    assert UserGroup(group_id(shared, "sales"), "sales", "Sales", 140, False) in groups
    assert len(groups) == 6


class TestConfig:
    def refusal_of(self, values: dict[str, Any]) -> str:
        with pytest.raises(SourceConfigError) as caught:
            parse_usergroups_config(values)
        assert caught.value.field == "groups"
        return caught.value.phrase.text

    @pytest.mark.parametrize("values", [{}, {"groups": []}, {"groups": None}, {"groups": "sales"}])
    def test_no_group_is_no_source(self, values: dict[str, Any]) -> None:
        assert self.refusal_of(values) == "Choose at least one user group."

    def test_a_group_is_chosen_once(self) -> None:
        group = {"id": "S1", "handle": "sales", "headcount_class": "customer_facing"}
        other = {"id": "S1", "handle": "revenue", "headcount_class": "enablement"}
        assert self.refusal_of({"groups": [group, other]}).endswith("is chosen twice.")

    @pytest.mark.parametrize(
        "group",
        [
            {"handle": "sales", "headcount_class": "customer_facing"},
            {"id": "S1", "headcount_class": "customer_facing"},
            {"id": "S1", "handle": "sales"},
            {"id": "S1", "handle": "sales", "headcount_class": "sellers"},
            "S1",
        ],
    )
    def test_a_group_needs_an_id_a_handle_and_a_class(self, group: Any) -> None:
        assert self.refusal_of({"groups": [group]}).startswith("A user group needs")
