"""Passes from a shell: the promised shapes and exits, now or as at a moment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import utc_now
from bot.commands.passes import FIRST_YEAR, LAST_YEAR
from bot.jobs.entries import enter_numbers
from bot.storage.engine import Database
from tests.bot.commands.conftest import Shell, add_workspace, read, sentence, write_counts
from tests.builders import NOON, customer_facing, enablement
from tests.fakes import FakeSlack, ok, refused

SHAPES = {
    "sync": ["due", "ok", "held", "partial", "failed"],
    "check": ["due", "evaluated", "fired", "resolved", "unchanged", "errors"],
    "deliver": ["due", "posted", "updated", "deferred", "dead"],
}
CHANNEL = "C0123ABCD"
A_DAY = timedelta(days=1)


@pytest.fixture
def drifting(
    shell: Shell, workspace: Database, slack: FakeSlack, slack_environment: dict[str, str]
) -> dict[str, str]:
    """A workspace with far too few enablers, and a channel to say so in."""
    slack.on("chat.postMessage", ok(ts="1772.1", channel=CHANNEL))
    shell("settings", f"alert_channel={CHANNEL}", **slack_environment)
    slack.forget()
    with workspace.sessions.begin() as session:
        enter_numbers(session, "T1", (customer_facing(1_200), enablement(2)), "U1", NOON)
    return slack_environment


def at(days: int) -> tuple[str, str]:
    return "--now", (NOON + days * A_DAY).isoformat()


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(("command", "keys"), SHAPES.items())
def test_a_pass_with_nothing_to_do_is_all_zeros(
    shell: Shell, slack_environment: dict[str, str], command: str, keys: list[str]
) -> None:
    result = shell(command, "--json", **slack_environment)
    assert result.exit_code == 0
    assert list(read(result).items()) == [(key, 0) for key in keys]
    said = shell(command, **slack_environment).stdout
    assert said == "  ".join(f"{key} 0" for key in keys) + "\n"


def test_an_alert_fires_is_posted_and_ends(
    shell: Shell, workspace: Database, drifting: dict[str, str], slack: FakeSlack
) -> None:
    fired = [read(shell("check", *at(day), "--json"))["fired"] for day in range(3)]
    assert sum(fired) == 1
    delivered = shell("deliver", *at(3), "--json", **drifting)
    assert (delivered.exit_code, read(delivered)["posted"]) == (0, 1)
    assert [sent["channel"] for sent in slack.sent("chat.postMessage")] == [CHANNEL]
    with workspace.sessions.begin() as session:
        enter_numbers(session, "T1", (customer_facing(300), enablement(3)), "U1", NOON + 3 * A_DAY)
    assert sum(read(shell("check", *at(day), "--json"))["resolved"] for day in range(4, 8)) == 1
    assert read(shell("deliver", *at(8), "--json", **drifting))["updated"] == 1


def test_one_workspace_is_told_and_not_the_other(
    shell: Shell, workspace: Database, drifting: dict[str, str], slack: FakeSlack
) -> None:
    add_workspace(workspace, "T2")
    for command in SHAPES:
        assert "T1, T2" in sentence(shell(command, **drifting))
        assert "T9" in sentence(shell(command, "--workspace", "T9", **drifting))
    for day in range(3):
        shell("check", *at(day), "--workspace", "T1")
    other = read(shell("deliver", *at(3), "--workspace", "T2", "--json", **drifting))
    assert (other["due"], slack.calls) == (0, [])
    assert read(shell("deliver", *at(3), "--workspace", "T1", "--json", **drifting))["posted"] == 1


def test_what_slack_gives_no_chance_to_send_fails(
    shell: Shell, drifting: dict[str, str], slack: FakeSlack
) -> None:
    for day in range(3):
        shell("check", *at(day))
    slack.on("chat.postMessage", refused("invalid_blocks"))
    result = shell("deliver", *at(3), "--json", **drifting)
    assert (result.exit_code, read(result)["dead"]) == (1, 1)


def test_what_slack_is_too_busy_for_waits(
    shell: Shell, drifting: dict[str, str], slack: FakeSlack
) -> None:
    for day in range(3):
        shell("check", *at(day))
    slack.on("chat.postMessage", refused("internal_error"))
    result = shell("deliver", *at(3), "--json", **drifting)
    assert (result.exit_code, read(result)["deferred"]) == (0, 1)


@pytest.mark.usefixtures("workspace")
def test_without_a_token_nothing_can_be_delivered(shell: Shell) -> None:
    assert "SLACK_BOT_TOKEN" in sentence(shell("deliver", "--json"))


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("command", [*SHAPES, "import"])
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("tomorrow", "I read tomorrow"),
        ("2026-03-03T06:00", "no time zone"),
        ("2026-02-30T06:00Z", "I read 2026-02-30T06:00Z"),
        ("0001-01-01T00:00+09:00", f"a year from {FIRST_YEAR}"),
        (f"{LAST_YEAR + 1}-01-01T00:00Z", f"to {LAST_YEAR}"),
        ("", "I read"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    shell: Shell, tmp_path: Path, command: str, moment: str, words: str
) -> None:
    arguments = [write_counts(tmp_path, 320, 6)] if command == "import" else []
    assert words in sentence(shell(command, *arguments, "--now", moment, SLACK_BOT_TOKEN="xoxb-1"))


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("command", [*SHAPES, "import"])
def test_a_moment_before_the_newest_run_is_refused(
    shell: Shell, tmp_path: Path, slack_environment: dict[str, str], command: str
) -> None:
    file = write_counts(tmp_path, 320, 6)
    arguments = [file] if command == "import" else []
    shell("import", file, *at(0))
    late = shell(command, *arguments, *at(-1), **slack_environment)
    assert f"which was at {NOON.isoformat()}" in sentence(late)
    same = shell(command, *arguments, "--now", NOON.isoformat(), **slack_environment)
    assert same.exit_code == 0


@pytest.mark.usefixtures("workspace")
def test_the_moment_that_is_named_as_the_newest_can_be_given(shell: Shell, tmp_path: Path) -> None:
    file = write_counts(tmp_path, 320, 6)
    shell("import", file)
    named = sentence(shell("import", file, *at(0))).rsplit(maxsplit=1)[-1]
    assert shell("import", file, "--now", named).exit_code == 0


@pytest.mark.usefixtures("workspace")
def test_what_is_done_as_at_a_moment_carries_its_date(shell: Shell, tmp_path: Path) -> None:
    file = write_counts(tmp_path, 320, 6)
    shell("import", file, "--now", "2026-03-02T23:30-01:00")
    [source] = read(shell("source", "list", "--json"))
    # Half past one on the next day, in Berlin.
    assert (source["as_of"], source["checked_at"]) == ("2026-03-03", "2026-03-03T00:30:00+00:00")
    shell("import", file)
    [source] = read(shell("source", "list", "--json"))
    assert source["checked_at"][:10] in {str((utc_now() - A_DAY).date()), str(utc_now().date())}


@pytest.mark.parametrize("command", [*SHAPES, "source list", "source history"])
def test_a_database_that_does_not_answer_fails_in_a_sentence(shell: Shell, command: str) -> None:
    environment: dict[str, Any] = {"SLACK_BOT_TOKEN": "xoxb-1"}
    url = "postgresql://u:verysecret@127.0.0.1:9/db"
    result = shell(*command.split(), **environment, DATABASE_URL=url)
    assert result.exit_code == 1
    assert "DATABASE_URL" in result.stderr
    assert "verysecret" not in result.output
