"""The settings in Slack: who sees them, what is refused, and that nobody undoes another's choice."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.preferences.changes import Setting
from bot.storage.briefings import find_briefing
from bot.views.ids import Action, Callback, SettingField
from bot.views.language import translator
from bot.views.notices import FOR_ADMINS
from bot.workspaces import Language, Standing
from rules.ratios import Bounds
from tests.bot.listeners.setting_payloads import (
    add_segments,
    change,
    choose,
    held,
    open_form,
    stored,
    submit,
)
from tests.bot.workbench import OPERATOR, Workbench, buttons, says
from tests.fakes import a_user
from tests.slack_payloads import TEAM, USER, a_change, a_command, a_press

OTHER = "U222ADMIN"


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    """The bot in a workspace whose admin is about to change settings."""
    bench.add_member(standing=Standing.ADMIN)
    return bench


@pytest.mark.parametrize("language", Language)
def test_the_command_opens_the_form_with_what_is_chosen(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    command = a_command("settings")
    assert bench.send(command).body == ""
    [opened] = bench.slack.sent("views.open")
    assert opened["trigger_id"] == command["trigger_id"]
    assert opened["view"]["callback_id"] == Callback.SETTINGS_FORM
    form = open_form(bench)
    assert held(form, SettingField.LOW_BOUND) == "50"
    assert held(form, SettingField.HIGH_BOUND) == "500"
    assert held(form, SettingField.TIME_ZONE)["value"] == "UTC"
    assert held(form, SettingField.SYNC_TIME) == "06:00"
    assert held(form, SettingField.ALERT_CHANNEL) is None
    assert set(form["state"]["values"]) == set(SettingField)


def test_a_button_opens_the_form_too(admin: Workbench) -> None:
    admin.send(a_press(Action.SETTINGS))
    [opened] = admin.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.SETTINGS_FORM


def test_the_form_leads_to_sources_and_to_the_push_token(admin: Workbench) -> None:
    form = open_form(admin)
    for action in (Action.SOURCES, Action.PUSH_TOKEN):
        value = buttons(form)[action]["value"]
        admin.send(a_change(form, action, actions=[{"action_id": action, "value": value}]))
    # Pushed over the form, which keeps what was typed into it.
    assert admin.slack.methods == ["views.open", "views.push", "views.push"]


def test_somebody_unknown_is_asked_about_before_the_form_opens(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(is_admin=True))
    bench.send(a_command("settings"))
    assert bench.slack.methods == ["users.info", "views.open"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="a member"),
        pytest.param({"standing": Standing.ADMIN, "is_guest": True}, id="a guest"),
    ],
)
def test_others_are_told_who_can(
    bench: Workbench, changes: dict[str, Any], language: Language
) -> None:
    bench.add_member(language=language, **changes)
    bench.send(a_command("settings"))
    assert bench.slack.methods == ["response_url"]
    [told] = bench.slack.sent("response_url")
    assert says(told, FOR_ADMINS, language)
    assert told["response_type"] == "ephemeral"


def test_an_operator_may_change_settings(bench: Workbench) -> None:
    bench.add_member(OPERATOR)
    form = open_form(bench, user_id=OPERATOR)
    submit(bench, choose(form, low_bound="40"), user={"id": OPERATOR, "team_id": TEAM})
    assert stored(bench)[Setting.BOUNDS] == "40-500"


def test_somebody_named_as_admin_may_change_settings_until_no_longer_named(
    admin: Workbench,
) -> None:
    submit(admin, choose(open_form(admin), admins=[OTHER]))
    admin.add_member(OTHER)
    form = open_form(admin, user_id=OTHER)
    submit(admin, choose(form, digest="weekly"), user={"id": OTHER, "team_id": TEAM})
    assert stored(admin)[Setting.DIGEST] == "weekly"
    submit(admin, choose(open_form(admin), admins=[]))
    answer = submit(admin, choose(form, digest="monthly"), user={"id": OTHER, "team_id": TEAM})
    assert says(answer["view"], FOR_ADMINS)
    assert stored(admin)[Setting.DIGEST] == "weekly"


EVERYTHING = {
    "alert_channel": "none",
    "bounds": "40-400",
    "time_zone": "Asia/Tokyo",
    "language": "ja",
    "sync_at": "mon 09:30",
    "digest": "monthly",
    "quiet_hours": "22:00-07:00",
    "admins": "U222ADMIN,U333ADMIN",
    "segments": '"Sales, EMEA",EMEA',
}


def test_everything_can_be_changed_at_once(admin: Workbench) -> None:
    add_segments(admin, "APAC", "EMEA", "Sales, EMEA")
    form = choose(
        open_form(admin),
        low_bound="40",
        high_bound="400",
        digest="monthly",
        quiet_since="22:00",
        quiet_until="07:00",
        time_zone="Asia/Tokyo",
        language="ja",
        sync_day="mon",
        sync_time="09:30",
        segments=["EMEA", '"Sales, EMEA"'],
        admins=["U333ADMIN", OTHER],
    )
    assert submit(admin, form)["response_action"] == "update"
    assert stored(admin) == EVERYTHING
    assert admin.slack.methods == ["views.open", "views.publish"]


def test_everything_can_be_taken_back(admin: Workbench) -> None:
    before = stored(admin)
    add_segments(admin, "EMEA", "Sales, EMEA")
    change(admin, **EVERYTHING)
    form = choose(
        open_form(admin),
        low_bound="50",
        high_bound="500",
        digest="off",
        quiet_since=None,
        quiet_until=None,
        time_zone="UTC",
        language="en",
        sync_day="daily",
        sync_time="06:00",
        segments=[],
        admins=[],
    )
    submit(admin, form)
    assert stored(admin) == before


def test_a_form_that_was_not_touched_changes_nothing(admin: Workbench) -> None:
    add_segments(admin, "EMEA", "Sales, EMEA")
    change(admin, **EVERYTHING)
    answer = submit(admin, open_form(admin))
    assert translator(Language.EN)("Nothing was changed.") in json.dumps(answer)
    assert stored(admin) == EVERYTHING


def test_new_bounds_count_for_the_next_answer(admin: Workbench) -> None:
    submit(admin, choose(open_form(admin), low_bound="10", high_bound="40"))
    briefing = find_briefing(admin.database, TEAM, USER, admin.clock.now)
    assert briefing is not None
    assert briefing.workspace.bounds == Bounds(10, 40)
    assert "1:10–1:40" in json.dumps(admin.send(a_command("320 6")).payload, ensure_ascii=False)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"low_bound": "400"}, {"high_bound"}),
        ({"low_bound": "0"}, {"high_bound"}),
        ({"low_bound": None}, {"low_bound"}),
        ({"high_bound": "99"}, {"high_bound"}),
        ({"quiet_since": "22:00"}, {"quiet_until"}),
        ({"quiet_until": "07:00"}, {"quiet_since"}),
        ({"quiet_since": "07:00", "quiet_until": "07:00"}, {"quiet_until"}),
        ({"sync_time": None}, {"sync_time"}),
        ({"time_zone": "Europe/Atlantis"}, {"time_zone"}),
        ({"segments": ["<!channel>"]}, {"segments"}),
        ({"segments": ["none", "EMEA"]}, {"segments"}),
        ({"admins": ["nobody"]}, {"admins"}),
        ({"low_bound": "9", "high_bound": "9", "time_zone": "?"}, {"high_bound", "time_zone"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    bench: Workbench, changes: dict[str, Any], fields: set[str], language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    before = stored(bench)
    form = choose(open_form(bench), digest="weekly", **changes)
    answer = submit(bench, form)
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == fields
    assert all(answer["errors"].values())
    assert stored(bench) == before
    assert bench.slack.methods == ["views.open"]


def test_a_correction_in_the_same_form_is_kept(admin: Workbench) -> None:
    form = choose(open_form(admin), low_bound="400")
    assert submit(admin, form)["response_action"] == "errors"
    assert submit(admin, choose(form, low_bound="40"))["response_action"] == "update"
    assert stored(admin)[Setting.BOUNDS] == "40-500"


def test_an_admin_of_yesterday_is_asked_about_again(admin: Workbench) -> None:
    admin.clock.turn(timedelta(hours=25))
    admin.slack.on("users.info", a_user())
    admin.send(a_command("settings"))
    assert admin.slack.methods == ["users.info", "response_url"]
