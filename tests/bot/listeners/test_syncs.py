"""Reading every source now: admins see how far it is, and what became of each."""

import json
from datetime import timedelta

import pytest

from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action
from bot.views.notices import NOTHING_TO_READ
from bot.workspaces import Language, Standing
from tests.bot.modals import Modal
from tests.bot.source_kit import (
    GROUPS,
    a_group,
    choose,
    count_in,
    fill_scim,
    list_history,
    list_stored,
    publish_groups,
    with_groups,
)
from tests.bot.workbench import Transport, Workbench, says
from tests.fakes import Reply, a_user, refused
from tests.slack_payloads import TEAM, a_change, a_command, a_press, an_open_view


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture
def synced(bench: Workbench) -> Workbench:
    """A workspace with two sources: one for each class."""
    bench.add_member(standing=Standing.ADMIN)
    publish_groups(bench)
    count_in(bench.slack, 7)
    modal = choose(bench, "rest:scim")
    modal.submit(**fill_scim(bench.slack, place__sales=None)).press(Action.ACCEPT_RUN)
    bench.clock.turn(timedelta(hours=1))
    bench.slack.forget()
    return bench


def shown(bench: Workbench) -> list[str]:
    calls = [call for call in bench.slack.calls if call.method in {"views.open", "views.update"}]
    return [json.dumps(call.arguments["view"], ensure_ascii=False) for call in calls]


def test_the_command_acks_at_once_and_shows_how_far_it_is(synced: Workbench) -> None:
    with_groups(synced.slack, a_group("S1", "sales", "Sales", 141), *GROUPS[1:])
    assert synced.send(a_command("sync")).body == ""
    first, second, last = shown(synced)
    assert "Reading Slack user groups… (1 of 2)" in first
    assert "Reading SCIM 2.0… (2 of 2)" in second
    assert "Published: 193 customer-facing teammates" in second
    assert "Published: 193 customer-facing teammates" in last
    assert "Published: 7 enablers" in last
    assert synced.slack.methods[-1] == "views.publish"
    assert synced.slack.sent("response_url") == []
    snapshot = find_current_snapshot(synced.database, TEAM)
    assert snapshot is not None
    assert snapshot.customer_facing == 193


@pytest.mark.parametrize("language", Language)
def test_what_is_held_and_what_fails_is_told_source_by_source(
    synced: Workbench, language: Language
) -> None:
    synced.add_member(standing=Standing.ADMIN, language=language)
    with_groups(synced.slack, a_group("S1", "sales", "Sales", 20), *GROUPS[1:])
    synced.slack.on("hr/Users", Reply({}, 403))
    modal = Modal(synced).open(Action.SYNC_NOW)
    wanted = {
        Language.EN: ("Held for your decision: 72", "from 192 to 72", "may not read"),
        Language.JA: ("判断待ちで保留中", "192人から72人", "権限がありません"),
    }[language]
    assert all(text in modal.text for text in wanted), modal.text
    modal.press(Action.REVIEW_RUN).press(Action.KEEP_OLD)
    assert list_history(synced)[1].decided_by is not None


def test_the_same_counts_that_were_decided_against_are_not_asked_about_again(
    synced: Workbench,
) -> None:
    with_groups(synced.slack, a_group("S1", "sales", "Sales", 20), *GROUPS[1:])
    Modal(synced).open(Action.SYNC_NOW).press(Action.REVIEW_RUN).press(Action.KEEP_OLD)
    modal = Modal(synced).open(Action.SYNC_NOW)
    assert "decided against before" in modal.text


def test_in_app_home_the_page_follows(synced: Workbench) -> None:
    home = {**an_open_view("", {}), "type": "home"}
    synced.send(a_change(home, Action.SYNC_NOW))
    assert synced.slack.methods[0] == "views.open"
    assert synced.slack.methods[-1] == "views.publish"


def test_whoever_closes_the_window_is_told_where_they_typed(synced: Workbench) -> None:
    synced.slack.on("views.update", refused("not_found"))
    synced.send(a_command("sync"))
    [told] = synced.slack.sent("response_url")
    assert "Published: 192 customer-facing teammates" in json.dumps(told)


def test_a_paused_or_unconfirmed_source_is_left_alone(synced: Workbench) -> None:
    first, second = list_stored(synced)
    for connection in (first, second):
        synced.send(a_press(Action.PAUSE_SOURCE, str(connection.id)))
    runs = len(list_history(synced))
    synced.slack.forget()
    synced.send(a_command("sync"))
    [opened] = synced.slack.sent("views.open")
    assert says(opened["view"], NOTHING_TO_READ)
    assert len(list_history(synced)) == runs


def test_without_a_source_the_command_says_what_to_do(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)
    bench.send(a_command("sync"))
    [opened] = bench.slack.sent("views.open")
    assert says(opened["view"], NOTHING_TO_READ)


def test_an_admin_whom_slack_was_not_asked_about_for_a_day_can_sync(synced: Workbench) -> None:
    synced.clock.turn(timedelta(hours=30))
    synced.slack.on("users.info", a_user(is_admin=True))
    synced.send(a_command("sync"))
    assert synced.slack.methods[0] == "users.info"
    assert len(shown(synced)) == 3
