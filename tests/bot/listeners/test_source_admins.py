"""Every button and every form about sources is for admins, whatever somebody was shown before."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.listeners import (
    connecting,
    decisions,
    groups,
    mappings,
    previews,
    sources,
    syncs,
    uploads,
)
from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action, Callback
from bot.views.notices import FOR_ADMINS
from bot.workspaces import Language, Standing
from tests.bot.source_kit import list_history, list_stored, publish_groups
from tests.bot.workbench import Transport, Workbench, says
from tests.slack_payloads import TEAM, a_change, a_command, a_press, a_submission, an_open_view

JOURNEYS = (sources, connecting, groups, uploads, previews, mappings, decisions, syncs)


class Register:
    """Stands where the app would, and writes down what a journey listens for."""

    def __init__(self) -> None:
        self.actions: list[str] = []
        self.forms: list[str] = []

    def action(self, action: str) -> Callable[[Any], None]:
        return lambda _: self.actions.append(action)

    def view(self, form: str) -> Callable[[Any], None]:
        return lambda _: self.forms.append(form)


REGISTER = Register()
for journey in JOURNEYS:
    journey.register(REGISTER)


@pytest.fixture
def transport() -> Transport:
    return Transport.SOCKET_MODE


@pytest.fixture
def bench_with_source(bench: Workbench) -> Workbench:
    """A workspace whose source an admin connected, used by somebody who is none."""
    bench.add_member(standing=Standing.ADMIN)
    publish_groups(bench)
    bench.add_member(standing=Standing.MEMBER)
    bench.slack.forget()
    return bench


def what_is_stored(bench: Workbench) -> list[object]:
    return [list_stored(bench), list_history(bench), find_current_snapshot(bench.database, TEAM)]


@pytest.mark.parametrize("is_guest", [False, True], ids=["a member", "a guest"])
@pytest.mark.parametrize("action", REGISTER.actions)
def test_nobody_else_gets_anything_by_pressing(
    bench_with_source: Workbench, action: str, is_guest: bool
) -> None:
    bench = bench_with_source
    bench.add_member(is_guest=is_guest, standing=Standing.MEMBER, language=Language.JA)
    before = what_is_stored(bench)
    [connection] = list_stored(bench)
    value = "customer_facing" if action == Action.REMOVE_OVERRIDE else str(connection.id)
    bench.send(a_press(action, value))
    [told] = bench.slack.sent("response_url")
    assert says(told, FOR_ADMINS, Language.JA)
    assert told["replace_original"] is False
    assert bench.slack.methods == ["response_url"]
    assert what_is_stored(bench) == before


@pytest.mark.parametrize("action", REGISTER.actions)
def test_nobody_else_gets_anything_in_a_modal_or_app_home(
    bench_with_source: Workbench, action: str
) -> None:
    bench = bench_with_source
    bench.send(a_change(an_open_view(Callback.SOURCES_VIEW, {}), action))
    [told] = bench.slack.sent("views.update")
    assert says(told["view"], FOR_ADMINS)
    home = {**an_open_view("", {}), "type": "home"}
    bench.send(a_change(home, action))
    [told] = bench.slack.sent("chat.postMessage")
    assert says(told, FOR_ADMINS)


@pytest.mark.parametrize("is_guest", [False, True], ids=["a member", "a guest"])
@pytest.mark.parametrize("form", REGISTER.forms)
def test_nobody_else_gets_anything_by_sending_a_form(
    bench_with_source: Workbench, form: str, is_guest: bool
) -> None:
    bench = bench_with_source
    bench.add_member(is_guest=is_guest, standing=Standing.MEMBER)
    before = what_is_stored(bench)
    answer = bench.send(a_submission(an_open_view(form, {}, "1"))).payload
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == Callback.NOTICE
    assert says(answer["view"], FOR_ADMINS)
    assert bench.slack.calls == []
    assert what_is_stored(bench) == before


def test_nobody_else_syncs_by_a_command(bench_with_source: Workbench) -> None:
    bench = bench_with_source
    before = what_is_stored(bench)
    assert bench.send(a_command("sync")).body == ""
    [told] = bench.slack.sent("response_url")
    assert says(told, FOR_ADMINS)
    assert what_is_stored(bench) == before


def test_app_home_shows_nobody_else_a_button_that_decides(bench_with_source: Workbench) -> None:
    bench = bench_with_source
    event = {"type": "app_home_opened", "user": "U111", "tab": "home", "channel": "D1"}
    payload = {"type": "event_callback", "team_id": TEAM, "event": event, "event_id": "Ev1"}
    bench.send(payload)
    [shown] = bench.slack.sent("views.publish")
    assert not set(REGISTER.actions) & set(json.dumps(shown).split('"'))


def test_the_journeys_listen_for_what_they_are_meant_to() -> None:
    assert {Action.SOURCES, Action.ACCEPT_RUN, Action.SYNC_NOW} < set(REGISTER.actions)
    assert {Callback.CONNECT_FORM, Callback.MAPPING_FORM} < set(REGISTER.forms)
    assert len(REGISTER.actions) == len(set(REGISTER.actions))
