"""The settings are views that Slack accepts, whatever a workspace chose and whoever typed it."""

import json
from datetime import time
from typing import Any

import pytest

from bot.preferences.changes import Setting, write_settings
from bot.preferences.texts import list_zones
from bot.views.ids import SettingField
from bot.views.language import Translator, translator
from bot.views.notices import notice, notice_view
from bot.views.push_tokens import push_token_view
from bot.views.settings import (
    CHANNEL_TROUBLE,
    NAMES,
    channel_refused,
    channel_tested,
    introduction,
    settings_saved,
)
from bot.views.settings_form import OWN_NAMES, RHYTHMS, segment_options, settings_form
from bot.workspaces import Digest, Language, Preferences, Workspace
from rules.ratios import Bounds
from rules.schedules import QuietHours, Schedule
from tests.blockkit import (
    check_message,
    check_message_schema,
    check_view,
    check_view_schema,
    reference,
    texts,
)
from tests.builders import NOON, a_workspace

HOSTILE = ("<!channel>", "*bold* `code`", "a" * 80, '"' * 70, "{name}", "none", "Sales, EMEA")
CHOSEN = Preferences(
    alert_channel="C0123ABCD",
    schedule=Schedule(time(9, 30), 6),
    digest=Digest.MONTHLY,
    quiet_hours=QuietHours(time(22), time(7)),
    segments=tuple(sorted(HOSTILE)),
)
WORKSPACES = [
    pytest.param(a_workspace(), Preferences(), id="nothing chosen"),
    pytest.param(
        a_workspace(
            time_zone="EST5EDT",
            bounds=Bounds(1, 10_000_000),
            admins=frozenset(f"U{number:010}" for number in range(300)),
        ),
        CHOSEN,
        id="everything chosen",
    ),
    pytest.param(a_workspace(time_zone="Asia/Tokyo"), Preferences(segments=()), id="no segment"),
]


@pytest.fixture(params=Language)
def tr(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def check(view: dict[str, Any]) -> None:
    check_view(view)
    check_view_schema(view)


@pytest.mark.parametrize(("workspace", "preferences"), WORKSPACES)
def test_the_form_is_one_that_slack_opens(
    tr: Translator, workspace: Workspace, preferences: Preferences
) -> None:
    view = settings_form(tr, write_settings(workspace, preferences), NOON)
    # What a person named is shown as it is: braces are no place of ours.
    shown = json.loads(json.dumps(view).replace("{name}", "name"))
    check(shown)
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert sorted(asked) == sorted(SettingField)


def test_every_time_zone_can_be_shown(tr: Translator) -> None:
    for zone in list_zones():
        texts = write_settings(a_workspace(time_zone=zone), Preferences())
        form = settings_form(tr, texts, NOON)
        [block] = [one for one in form["blocks"] if one.get("block_id") == "time_zone"]
        assert block["element"]["initial_option"]["value"] == zone
        assert len(block["element"]["initial_option"]["text"]["text"]) <= 75


def test_segments_are_offered_as_they_are_called(tr: Translator) -> None:
    options = segment_options(tr, HOSTILE, "")
    assert len(options) == 1 + len(HOSTILE)
    assert [option["text"]["text"] for option in options][1:3] == list(HOSTILE[:2])
    assert all(len(option["value"]) <= 150 for option in options)
    assert options[0]["value"] == "none"
    assert '"none"' in [option["value"] for option in options]


def test_what_was_typed_narrows_the_segments(tr: Translator) -> None:
    found = segment_options(tr, ["APAC", "EMEA", "Sales, EMEA"], " emea ")
    assert [option["value"] for option in found] == ["none", "EMEA", '"Sales, EMEA"']


def test_a_name_that_slack_could_not_send_back_is_left_out(tr: Translator) -> None:
    assert [option["value"] for option in segment_options(tr, ['"' * 80, "EMEA"], "")][1:] == [
        "EMEA"
    ]


def test_no_more_segments_are_offered_than_slack_takes(tr: Translator) -> None:
    assert len(segment_options(tr, [f"segment {number}" for number in range(500)], "")) == 100


@pytest.mark.parametrize("changed", [[], [Setting.BOUNDS], list(Setting)])
def test_what_the_form_turns_into_is_shown(tr: Translator, changed: list[Setting]) -> None:
    for view in (settings_saved(tr, changed), channel_tested(tr, changed)):
        check(view)
        for setting in Setting:
            line = f"•  {tr.say(NAMES[setting])}"
            assert (line in json.dumps(view, ensure_ascii=False)) is (setting in changed)


def test_every_trouble_with_a_channel_is_told(tr: Translator) -> None:
    for trouble in CHANNEL_TROUBLE.values():
        check(channel_refused(tr, trouble))
        check(notice_view(tr, trouble))
        check_message(notice(tr, trouble))


def test_every_trouble_with_a_channel_is_one_of_slacks() -> None:
    known = reference("methods.json")
    codes = {*known["methods"]["chat.postMessage"]["errors"], *known["common_errors"]}
    assert CHANNEL_TROUBLE.keys() <= codes


@pytest.mark.parametrize("by", ["U1", None])
def test_a_channel_is_introduced(tr: Translator, by: str | None) -> None:
    message = introduction(tr, a_workspace(bounds=Bounds(1, 10_000_000)), by)
    check_message(message, may_mention=by is not None)
    check_message_schema(message)
    assert ("<@U1>" in json.dumps(message)) is (by is not None)


@pytest.mark.parametrize("token", [None, "eap_" + "a" * 43])
@pytest.mark.parametrize("has_token", [True, False])
def test_the_push_token_is_shown(tr: Translator, has_token: bool, token: str | None) -> None:
    view = push_token_view(tr, has_token=has_token, token=token)
    check(view)
    assert ("eap_" in "".join(texts(view))) is (token is not None)


def test_every_choice_has_a_name() -> None:
    assert set(NAMES) == set(Setting)
    assert set(RHYTHMS) == set(Digest)
    assert set(OWN_NAMES) == set(Language)
