"""The list of sources: how each stands, and everything that can be done with it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.connections import Cause, Connection
from bot.jobs.decisions import pause_source
from bot.jobs.entries import bring, enter_numbers
from bot.jobs.sync import sync_one
from bot.sources.readings import Reading
from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action, Callback
from bot.views.notices import SOURCE_GONE
from bot.views.source_forms import Snapshots
from bot.workspaces import Language, Standing
from rules.headcounts import SourceKind
from rules.mappings import Mapping
from rules.troubles import RunStatus
from tests.bot.modals import Modal
from tests.bot.source_kit import (
    connect_groups,
    list_history,
    list_stored,
    publish_groups,
    store,
    with_groups,
)
from tests.bot.workbench import Transport, Workbench, says
from tests.builders import NOON, customer_facing, enablement
from tests.fakes import ok, refused
from tests.slack_payloads import TEAM, USER


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture(autouse=True)
def admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)


def open_list(bench: Workbench) -> Modal:
    return Modal(bench).open(Action.SOURCES)


@pytest.mark.parametrize("language", Language)
def test_without_a_source_the_list_offers_to_connect_one(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    assert open_list(bench).actions == {Action.CONNECT_SOURCE}


def test_a_source_that_counts_says_what_and_as_of_when(bench: Workbench) -> None:
    publish_groups(bench)
    modal = open_list(bench)
    assert "192 customer-facing teammates and 6 enablers, as of March 3, 2026: fresh" in modal.text
    assert modal.actions == {
        Action.PREVIEW_SOURCE,
        Action.PAUSE_SOURCE,
        Action.SHOW_HISTORY,
        Action.DISCONNECT_SOURCE,
        Action.CONNECT_SOURCE,
        Action.SYNC_NOW,
    }


def test_a_source_that_was_not_read_for_long_is_said_to_be_stale(bench: Workbench) -> None:
    publish_groups(bench)
    bench.clock.turn(timedelta(days=3))
    bench.add_member(standing=Standing.ADMIN)
    assert "2026: stale" in open_list(bench).text
    bench.clock.turn(timedelta(days=30))
    bench.add_member(standing=Standing.ADMIN)
    assert "2026: too old for advice" in open_list(bench).text


def test_a_preview_that_was_left_waits_in_the_list_and_in_app_home(bench: Workbench) -> None:
    with_groups(bench.slack)
    connect_groups(bench)
    assert Action.ACCEPT_RUN in str(bench.slack.sent("views.publish")[-1])
    modal = open_list(bench)
    assert "Counts wait for your decision." in modal.text
    modal.press(Action.REVIEW_RUN).press(Action.ACCEPT_RUN)
    assert find_current_snapshot(bench.database, TEAM) is not None


@pytest.mark.parametrize("error", ["not_found", "view_not_found"])
def test_a_preview_whose_modal_was_closed_is_not_lost(bench: Workbench, error: str) -> None:
    with_groups(bench.slack)
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups").submit()
    bench.slack.on("views.update", refused(error))
    submission = modal.a_submission()
    bench.slack.forget()
    bench.send(submission)
    assert set(bench.slack.methods) == {
        "usergroups.list",
        "users.list",
        "views.update",
        "views.publish",
    }
    assert list_history(bench)[0].is_open
    assert Action.ACCEPT_RUN in str(bench.slack.sent("views.publish"))


def test_what_is_found_out_before_slack_has_our_answer_is_shown_after_it(bench: Workbench) -> None:
    with_groups(bench.slack)
    modal = Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups").submit()
    bench.slack.on("views.update", refused("not_found"), refused("not_found"), ok())
    bench.slack.forget()
    submission = modal.a_submission()
    bench.send(submission)
    shown = bench.slack.sent("views.update")
    assert [call["external_id"] for call in shown] == [submission["trigger_id"]] * 3
    assert Action.ACCEPT_RUN in str(shown[-1]["view"])


def test_a_source_in_trouble_says_what_would_help(bench: Workbench) -> None:
    connection = publish_groups(bench)
    bench.slack.on("usergroups.list", refused("missing_scope"))
    _sync(bench, connection)
    assert "Install the app again and grant it." in open_list(bench).text


def test_a_paused_source_can_be_resumed_and_is_read_at_once(bench: Workbench) -> None:
    publish_groups(bench)
    modal = open_list(bench).press(Action.PAUSE_SOURCE)
    assert Action.PAUSE_SOURCE not in modal.actions
    assert list_stored(bench)[0].is_paused
    modal.press(Action.RESUME_SOURCE)
    assert "is read and published" in modal.text
    assert not list_stored(bench)[0].is_paused


def test_pushes_that_an_admin_paused_can_be_resumed(bench: Workbench) -> None:
    counts = Reading(NOON.date(), (customer_facing(320), enablement(6)))
    named: dict[str, Any] = {"cause": Cause.ENTRY, "by": "push", "mapping": Mapping(), "now": NOON}
    with bench.database.sessions.begin() as session:
        run = bring(session, TEAM, SourceKind.PUSH, counts, **named)
        pause_source(session, TEAM, run.connection_id or 0, USER, NOON)
    modal = open_list(bench).press(Action.RESUME_SOURCE)
    assert Action.RESUME_SOURCE not in modal.actions
    assert not list_stored(bench)[0].is_paused
    with bench.database.sessions.begin() as session:
        assert bring(session, TEAM, SourceKind.PUSH, counts, **named).status is RunStatus.OK


def test_a_source_that_others_have_replaced_stays_paused_and_says_so(bench: Workbench) -> None:
    publish_groups(bench)
    publish_groups(bench)
    old = list_stored(bench)[0]
    assert old.is_paused
    modal = open_list(bench).press(Action.RESUME_SOURCE, str(old.id))
    assert "is paused" in modal.text
    assert list_stored(bench)[0].is_paused


def test_a_preview_of_a_paused_source_is_not_offered(bench: Workbench) -> None:
    connection = publish_groups(bench)
    modal = open_list(bench).press(Action.PAUSE_SOURCE)
    assert Action.PREVIEW_SOURCE not in modal.actions
    # A button of before may still be there.
    modal = Modal(bench).open(Action.PREVIEW_SOURCE, str(connection.id))
    assert "is paused" in modal.text


def test_the_last_runs_are_listed(bench: Workbench) -> None:
    connection = publish_groups(bench)
    for _ in range(25):
        _sync(bench, connection)
    modal = open_list(bench).press(Action.SHOW_HISTORY)
    assert modal.text.count("<!date^") == 20
    assert modal.press(Action.SOURCES).view["title"]["text"] == "Headcount sources"


@pytest.mark.parametrize(("choice", "is_left"), [(Snapshots.KEEP, True), (Snapshots.DELETE, False)])
def test_disconnecting_asks_what_becomes_of_the_counts(
    bench: Workbench, choice: Snapshots, is_left: bool
) -> None:
    publish_groups(bench)
    snapshots = bench.count_snapshots()
    assert snapshots
    modal = open_list(bench).press(Action.DISCONNECT_SOURCE)
    assert modal.view["callback_id"] == Callback.DISCONNECT_FORM
    modal.submit(snapshots=choice)
    assert list_stored(bench) == []
    assert bench.count_snapshots() == (snapshots if is_left else 0)
    assert "Nothing is connected yet." in modal.text


def test_disconnecting_twice_is_one_disconnection(bench: Workbench) -> None:
    publish_groups(bench)
    modal = open_list(bench).press(Action.DISCONNECT_SOURCE)
    submission = modal.a_submission()
    first, second = modal.send(submission).text, modal.send(submission).text
    assert first == second


def test_a_source_that_another_admin_disconnected_is_said_to_be_gone(bench: Workbench) -> None:
    publish_groups(bench)
    late = open_list(bench)
    open_list(bench).press(Action.DISCONNECT_SOURCE).submit()
    for action in (Action.PREVIEW_SOURCE, Action.SHOW_HISTORY, Action.DISCONNECT_SOURCE):
        bench.slack.forget()
        bench.send(late.a_press(next(one for one in late.buttons if one["action_id"] == action)))
        assert says(bench.slack.sent("views.update")[-1]["view"], SOURCE_GONE)


def test_numbers_kept_by_hand_are_listed_without_what_makes_no_sense(bench: Workbench) -> None:
    with bench.database.sessions.begin() as session:
        enter_numbers(session, TEAM, (customer_facing(320),), USER, bench.clock.now)
    assert open_list(bench).actions == {Action.DISCONNECT_SOURCE, Action.CONNECT_SOURCE}


@pytest.mark.parametrize("language", Language)
def test_dozens_of_sources_come_in_pages(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    for number in range(40):
        store(bench, name=f"{number} <!channel> " + "x" * 60)
    modal = open_list(bench)
    assert modal.text.count(Action.DISCONNECT_SOURCE) == 15
    modal.press(Action.SOURCES, "1").press(Action.SOURCES, "2")
    assert modal.text.count(Action.DISCONNECT_SOURCE) == 10


def _sync(bench: Workbench, connection: Connection) -> None:
    bench.clock.turn(timedelta(minutes=1))
    open_source = bench.services.open_source
    sync_one(bench.database, open_source, connection.id, Cause.SCHEDULE, None, bench.clock.now)
