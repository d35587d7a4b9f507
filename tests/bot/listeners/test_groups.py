"""Connecting Slack user groups: two forms, a preview, and only then numbers that count."""

from typing import Any

import pytest

from bot.storage.engine import Database
from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action, Callback, Field
from bot.workspaces import Language, Standing
from rules.headcounts import HeadcountClass
from tests.bot.modals import Modal
from tests.bot.source_kit import GROUPS, connect_groups, list_stored, with_groups
from tests.bot.workbench import Workbench
from tests.builders import customer_facing, enablement
from tests.fakes import ok, refused
from tests.slack_payloads import TEAM


@pytest.fixture(autouse=True)
def admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)
    with_groups(bench.slack)


def test_groups_are_counted_only_once_they_are_published(bench: Workbench) -> None:
    modal = Modal(bench).open(Action.CONNECT_SOURCE).press(Action.CHOOSE_KIND, "slack_usergroups")
    assert modal.view["callback_id"] == Callback.GROUPS_FORM
    modal.submit()
    assert modal.view["callback_id"] == Callback.FUNCTIONS_FORM
    modal.submit(**{"segment.S1": "EMEA"})
    assert "140" in modal.text
    assert find_current_snapshot(bench.database, TEAM) is None
    modal.press(Action.ACCEPT_RUN)
    snapshot = find_current_snapshot(bench.database, TEAM)
    assert snapshot is not None
    assert set(snapshot.rows) == {
        customer_facing(140, "sales", "EMEA"),
        customer_facing(52, "support"),
        enablement(6),
    }


def test_groups_that_sound_like_it_are_preselected(bench: Workbench) -> None:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    chosen = {
        block["block_id"]: [one["text"]["text"] for one in block["element"]["initial_options"]]
        for block in modal.view["blocks"]
        if block["type"] == "input"
    }
    assert chosen == {
        Field.CUSTOMER_FACING_GROUPS: ["Sales · 140", "Support · 52"],
        Field.ENABLEMENT_GROUPS: ["Sales enablement · 6"],
    }


def test_a_disabled_group_is_not_offered(bench: Workbench) -> None:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    assert "Old team" not in modal.text


@pytest.mark.parametrize(
    ("facing", "enablers", "field"),
    [
        pytest.param([], [], Field.CUSTOMER_FACING_GROUPS, id="none at all"),
        pytest.param(["S1:sales"], ["S1:sales"], Field.ENABLEMENT_GROUPS, id="one on both sides"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_beside_its_field(
    bench: Workbench, facing: list[str], enablers: list[str], field: str
) -> None:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    modal.submit(customer_facing_groups=facing, enablement_groups=enablers)
    assert list(modal.errors) == [field]
    assert list_stored(bench) == []


def test_one_class_alone_can_be_connected(bench: Workbench) -> None:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    modal.submit(customer_facing_groups=[]).submit()
    [connection] = list_stored(bench)
    assert connection.supplies == {HeadcountClass.ENABLEMENT}


def test_the_same_form_twice_connects_one_source(bench: Workbench) -> None:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups").submit()
    submission = modal.a_submission()
    for _ in range(3):
        modal.send(submission)
    assert len(list_stored(bench)) == 1
    assert Action.REVIEW_RUN in modal.actions


def test_what_a_form_stores_is_what_the_source_needs(bench: Workbench) -> None:
    connect_groups(bench)
    [connection] = list_stored(bench)
    assert connection.config == {
        "groups": [
            {
                "id": "S1",
                "handle": "sales",
                "headcount_class": "customer_facing",
                "function": "sales",
                "segment": "",
            },
            {
                "id": "S2",
                "handle": "support",
                "headcount_class": "customer_facing",
                "function": "support",
                "segment": "",
            },
            {
                "id": "S3",
                "handle": "enablement",
                "headcount_class": "enablement",
                "function": "",
                "segment": "",
            },
        ]
    }
    assert not connection.is_confirmed


def test_a_workspace_without_groups_is_told_what_to_do(bench: Workbench) -> None:
    bench.slack.on("usergroups.list", ok(usergroups=[]))
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    assert "no user groups" in modal.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refused("plan_upgrade_required"), "Your Slack plan has no user groups."),
        (refused("missing_scope"), "usergroups:read"),
    ],
)
def test_a_slack_that_lists_no_groups_is_told_with_a_remedy(
    bench: Workbench, answer: Any, said: str
) -> None:
    bench.slack.on("usergroups.list", answer)
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    assert said in modal.text


def test_hundreds_of_groups_fit_into_the_form(bench: Workbench) -> None:
    many = [
        {**GROUPS[0], "id": f"S{number:09}", "handle": f"team-{number}", "name": "チーム" * 20}
        for number in range(900)
    ]
    bench.slack.on("usergroups.list", ok(usergroups=[*many, GROUPS[2]]))
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    assert "Only 250 groups" in modal.text
    assert "Sales enablement" in modal.text
    element = modal.view["blocks"][1]["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 50]


def test_as_many_groups_as_can_be_chosen_fit_into_the_next_form(bench: Workbench) -> None:
    many = [
        {**GROUPS[0], "id": f"S{number:010}", "handle": "x" * 21, "name": f"Team {number}"}
        for number in range(55)
    ]
    bench.slack.on("usergroups.list", ok(usergroups=many))
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups")
    values = [f"{group['id']}:{group['handle']}" for group in many]
    modal.submit(customer_facing_groups=values[:40], enablement_groups=values[40:])
    assert len(modal.blocks) == 95
    modal.submit()
    [connection] = list_stored(bench)
    assert len(connection.config["groups"]) == 55


@pytest.mark.parametrize("language", Language)
def test_the_way_to_numbers_is_the_same_in_every_language(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    modal = connect_groups(bench)
    modal.press(Action.ACCEPT_RUN)
    assert _count_published(bench.database) == 192


def _count_published(database: Database) -> int:
    snapshot = find_current_snapshot(database, TEAM)
    return 0 if snapshot is None else snapshot.customer_facing
