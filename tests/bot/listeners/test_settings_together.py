"""Settings that several people, or Slack itself, send more than once; and what is looked up."""

import pytest

from bot.preferences.changes import Setting
from bot.views.ids import Action, Callback, SettingField
from bot.views.notices import FOR_ADMINS
from bot.workspaces import Language, Standing
from tests.bot.listeners.setting_payloads import (
    a_suggestion,
    add_segments,
    change,
    choose,
    held,
    open_form,
    stored,
    submit,
)
from tests.bot.workbench import Workbench, says
from tests.slack_payloads import TEAM, Payload, a_submission

OTHER = "U222ADMIN"


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    """The bot in a workspace whose admin is about to change settings."""
    bench.add_member(standing=Standing.ADMIN)
    return bench


def let_another(bench: Workbench, **changes: str) -> None:
    """Let another admin change settings while a form is open."""
    bench.add_member(OTHER, standing=Standing.OWNER)
    form = open_form(bench, user_id=OTHER)
    submit(bench, choose(form, **changes), user={"id": OTHER, "team_id": TEAM})


def test_a_doubled_submission_is_kept_once_and_answered_twice(admin: Workbench) -> None:
    submission = a_submission(choose(open_form(admin), low_bound="40"))
    first = admin.send(submission).body
    let_another(admin, low_bound="30")
    assert admin.send(submission).body == first
    assert stored(admin)[Setting.BOUNDS] == "30-500"


@pytest.mark.parametrize(
    ("theirs", "ours", "setting", "merged"),
    [
        ({"digest": "weekly"}, {"language": "ja"}, Setting.DIGEST, "weekly"),
        ({"high_bound": "400"}, {"low_bound": "40"}, Setting.BOUNDS, "40-400"),
        ({"sync_day": "fri"}, {"sync_time": "09:00"}, Setting.SYNC_AT, "fri 09:00"),
        ({"low_bound": "40"}, {"low_bound": "30"}, Setting.BOUNDS, "30-500"),
    ],
)
def test_a_later_save_undoes_nothing_that_its_admin_did_not_touch(
    admin: Workbench,
    theirs: dict[str, str],
    ours: dict[str, str],
    setting: Setting,
    merged: str,
) -> None:
    form = choose(open_form(admin), **ours)
    let_another(admin, **theirs)
    submit(admin, form)
    assert stored(admin)[setting] == merged


def test_changes_that_fit_one_by_one_but_not_together_are_refused(admin: Workbench) -> None:
    form = choose(open_form(admin), low_bound="200")
    let_another(admin, high_bound="300")
    answer = submit(admin, form)
    assert list(answer["errors"]) == [SettingField.HIGH_BOUND]
    assert "300" in answer["errors"][SettingField.HIGH_BOUND]
    assert stored(admin)[Setting.BOUNDS] == "50-300"


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "nonsense"])
def test_a_form_of_an_earlier_version_is_told_and_keeps_nothing(
    admin: Workbench, metadata: str
) -> None:
    form = choose(open_form(admin), low_bound="40") | {"private_metadata": metadata}
    assert submit(admin, form)["view"]["callback_id"] == Callback.NOTICE
    assert stored(admin)[Setting.BOUNDS] == "50-500"


def test_a_city_finds_its_time_zone_in_the_admins_language(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN, language=Language.JA)
    form = open_form(bench)
    answer = bench.send(a_suggestion(form, Action.FIND_TIME_ZONE, "東京")).payload
    assert [option["value"] for option in answer["options"]] == ["Asia/Tokyo"]
    answer = bench.send(a_suggestion(form, Action.FIND_TIME_ZONE, "a")).payload
    assert len(answer["options"]) == 100


def test_segments_of_the_headcount_are_offered(admin: Workbench) -> None:
    add_segments(admin, "APAC", "EMEA")
    form = open_form(admin)
    answer = admin.send(a_suggestion(form, Action.FIND_SEGMENT, "em")).payload
    assert [option["value"] for option in answer["options"]] == ["none", "EMEA"]


@pytest.mark.parametrize("action", [Action.FIND_TIME_ZONE, Action.FIND_SEGMENT])
def test_nothing_is_offered_to_others(bench: Workbench, action: Action) -> None:
    bench.add_member()
    form: Payload = {"id": "V1", "type": "modal"}
    assert bench.send(a_suggestion(form, action, "em")).body == ""
    [told] = bench.slack.sent("views.update")
    assert says(told["view"], FOR_ADMINS)


def test_a_time_zone_of_old_stays_when_nobody_touches_it(admin: Workbench) -> None:
    change(admin, time_zone="EST5EDT")
    form = open_form(admin)
    assert held(form, SettingField.TIME_ZONE)["value"] == "EST5EDT"
    submit(admin, choose(form, digest="weekly"))
    assert stored(admin)[Setting.TIME_ZONE] == "EST5EDT"
