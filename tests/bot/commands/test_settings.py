"""Settings in a shell: the promised keys, the same checks as in Slack, and nothing half done."""

import json
from typing import Any

import pytest

from bot.jobs.entries import enter_numbers
from bot.preferences.changes import Setting
from bot.storage.engine import Database
from bot.storage.workspaces import lock_workspace
from tests.blockkit import check_message
from tests.bot.commands.conftest import Shell, add_workspace
from tests.builders import NOON, customer_facing
from tests.fakes import RATE_LIMITED, RESET, FakeSlack, refused

DEFAULTS = {
    "alert_channel": "none",
    "bounds": "50-500",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "sync_at": "06:00",
    "digest": "off",
    "quiet_hours": "off",
    "admins": "none",
    "segments": "all",
}


def read(shell: Shell, *arguments: str, **environment: str) -> dict[str, Any]:
    result = shell("settings", *arguments, "--json", **environment)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.usefixtures("workspace")
def test_the_settings_have_the_promised_keys(shell: Shell) -> None:
    assert read(shell) == DEFAULTS
    assert list(read(shell)) == list(Setting)


@pytest.mark.usefixtures("workspace")
def test_without_json_they_are_a_table(shell: Shell) -> None:
    lines = shell("settings").stdout.splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [[*pair] for pair in DEFAULTS.items()]


@pytest.mark.usefixtures("workspace")
def test_what_is_set_is_shown_and_stays(shell: Shell) -> None:
    changes = {
        "alert_channel": "C0123ABCD",
        "bounds": "40-400",
        "time_zone": "Asia/Tokyo",
        "language": "ja",
        "sync_at": "mon 06:00",
        "digest": "weekly",
        "quiet_hours": "22:00-07:00",
        "admins": "U0123ABCD,U0123ABCE",
        "segments": "none",
    }
    assert read(shell, *(f"{key}={text}" for key, text in changes.items())) == changes
    assert read(shell) == changes
    assert read(shell, *(f"{key}={text}" for key, text in DEFAULTS.items())) == DEFAULTS


def test_segments_of_the_headcount_can_be_chosen(shell: Shell, workspace: Database) -> None:
    with workspace.sessions.begin() as session:
        rows = tuple(customer_facing(9, segment=name) for name in ("EMEA", "Sales, EMEA"))
        enter_numbers(session, "T1", rows, "U1", NOON)
    shown = read(shell, 'segments="Sales, EMEA"')["segments"]
    assert shown == '"Sales, EMEA"'
    assert read(shell, f"segments={shown}")["segments"] == shown


@pytest.mark.usefixtures("workspace")
def test_every_fault_is_named_and_nothing_is_written(shell: Shell) -> None:
    pairs = ("bounds=9", "colour=red", "digest", "language=ja", "language=en", "time_zone=tokyo")
    result = shell("settings", *pairs, "digest=weekly", "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("Error: ") for line in lines)
    for named in ("colour", "digest has no value", "language is given twice", "9", "Asia/Tokyo"):
        assert named in result.stderr
    assert read(shell) == DEFAULTS


def test_a_workspace_is_named_where_there_are_several(shell: Shell, workspace: Database) -> None:
    add_workspace(workspace, "T2")
    result = shell("settings")
    assert result.exit_code == 2
    assert "T1, T2" in result.stderr
    read(shell, "--workspace", "T2", "digest=weekly")
    assert read(shell, "--workspace", "T2")["digest"] == "weekly"
    assert read(shell, "--workspace", "T1")["digest"] == "off"


@pytest.mark.usefixtures("workspace")
def test_a_workspace_that_is_not_known_is_refused(shell: Shell) -> None:
    result = shell("settings", "--workspace", "T9")
    assert result.exit_code == 2
    assert "T9" in result.stderr
    assert "T1" in result.stderr


def test_before_the_first_use_there_is_no_workspace(shell: Shell) -> None:
    result = shell("settings")
    assert result.exit_code == 2
    assert "no workspace is known yet" in result.stderr


@pytest.mark.usefixtures("workspace")
def test_a_new_channel_is_told_in_the_workspaces_language(
    shell: Shell, slack: FakeSlack, slack_environment: dict[str, str]
) -> None:
    read(shell, "alert_channel=C0123ABCD", "language=ja", **slack_environment)
    [posted] = slack.sent("chat.postMessage")
    assert posted["channel"] == "C0123ABCD"
    check_message({"text": posted["text"], "blocks": posted["blocks"]})
    assert "コマンドライン" in json.dumps(posted, ensure_ascii=False)
    read(shell, "alert_channel=C0123ABCD", "digest=weekly", **slack_environment)
    read(shell, "alert_channel=none", **slack_environment)
    assert len(slack.calls) == 1


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("code", "helps"),
    [
        ("not_in_channel", "/invite @Enablement Advisor"),
        ("channel_not_found", "/invite @Enablement Advisor"),
        ("is_archived", "archived"),
        ("restricted_action_read_only_channel", "limits who may post"),
    ],
)
def test_a_channel_that_cannot_be_posted_in_is_refused(
    shell: Shell, slack: FakeSlack, slack_environment: dict[str, str], code: str, helps: str
) -> None:
    slack.on("chat.postMessage", refused(code))
    result = shell("settings", "alert_channel=C0123ABCD", "digest=weekly", **slack_environment)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert helps in result.stderr
    assert read(shell) == DEFAULTS


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("failure", [refused("invalid_auth"), RESET])
def test_a_slack_that_does_not_answer_fails(
    shell: Shell, slack: FakeSlack, slack_environment: dict[str, str], failure: Any
) -> None:
    slack.on("chat.postMessage", failure)
    result = shell("settings", "alert_channel=C0123ABCD", **slack_environment)
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr
    assert read(shell) == DEFAULTS


@pytest.mark.usefixtures("workspace")
def test_a_busy_slack_is_asked_again_later(
    shell: Shell, slack: FakeSlack, slack_environment: dict[str, str]
) -> None:
    slack.on("chat.postMessage", RATE_LIMITED)
    result = shell("settings", "alert_channel=C0123ABCD", **slack_environment)
    assert result.exit_code == 2
    assert "in a minute" in result.stderr


@pytest.mark.usefixtures("workspace")
def test_with_a_fault_elsewhere_the_channel_is_told_nothing(
    shell: Shell, slack: FakeSlack, slack_environment: dict[str, str]
) -> None:
    result = shell("settings", "alert_channel=C0123ABCD", "bounds=9", **slack_environment)
    assert result.exit_code == 2
    assert slack.calls == []


@pytest.mark.usefixtures("workspace")
def test_without_a_token_a_channel_is_kept_untried_and_that_is_said(shell: Shell) -> None:
    result = shell("settings", "alert_channel=C0123ABCD", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["alert_channel"] == "C0123ABCD"
    assert "not tried out" in result.stderr


def test_a_database_without_a_schema_says_what_to_run(shell: Shell, tmp_path: Any) -> None:
    result = shell("settings", DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")
    assert result.exit_code == 1
    assert "python -m bot migrate" in result.stderr


def test_looking_waits_for_no_writer(shell: Shell, workspace: Database) -> None:
    with workspace.sessions.begin() as session:
        lock_workspace(session, "T1")
        assert read(shell) == DEFAULTS
