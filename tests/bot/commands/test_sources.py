"""Sources from a shell: connected, previewed, accepted, synced, and let go."""

from pathlib import Path

import pytest

from tests.bot.commands.conftest import (
    TOKEN,
    Environment,
    Shell,
    count,
    list_sources,
    read,
    sentence,
)
from tests.fakes import FakeSlack, Reply

OK = {"due": 1, "ok": 1, "held": 0, "partial": 0, "failed": 0}
RUN = {
    "run": 1,
    "source": 1,
    "status": "held",
    "cause": "preview",
    "counts": {"customer_facing": 320, "enablement": 6},
    "classified": 0,
    "unclassified": 0,
    "trouble": None,
    "holds": [],
    "decision": None,
}


@pytest.mark.usefixtures("workspace")
def test_a_source_counts_once_its_preview_is_accepted(
    shell: Shell, slack: FakeSlack, config: str, environment: Environment
) -> None:
    count(slack, 320, 6, 330, 7)
    made = shell("source", "connect", "rest", "--config", config, **environment)
    assert made.exit_code == 0
    assert made.stdout.splitlines() == [
        "source 1 is connected; nothing of it counts yet",
        made.stdout.splitlines()[1],
        "  customer_facing: 320",
        "  enablement: 6",
        "let it count with: python -m bot source accept 1",
    ]
    assert read(shell("sync", "--json", **environment))["due"] == 0
    assert shell("source", "accept", "1").exit_code == 0
    synced = shell("sync", "--json", **environment)
    assert (synced.exit_code, read(synced)) == (0, OK)
    assert "customer_facing: 330" in synced.stderr
    assert {call.token for call in slack.calls} == {TOKEN}


def test_a_run_has_the_promised_keys(
    shell: Shell, connected: Environment, slack: FakeSlack
) -> None:
    count(slack, 320, 6)
    previewed = read(shell("source", "preview", "1", "--json", **connected))
    assert list(previewed) == [
        *("run", "source", "status", "cause", "as_of", "counts"),
        *("classified", "unclassified", "trouble", "holds", "decision"),
    ]
    assert {key: previewed[key] for key in RUN} == {**RUN, "run": 2}
    history = read(shell("source", "history", "1", "--json"))
    assert [(run["run"], run["decision"]) for run in history] == [(2, None), (1, "accepted")]


def test_a_source_is_described_with_the_promised_keys(shell: Shell, connected: Environment) -> None:  # noqa: ARG001 - there to be described
    [source] = list_sources(shell)
    assert list(source) == [
        *("id", "kind", "name", "supplies", "confirmed", "paused"),
        *("as_of", "due_at", "checked_at", "errors"),
    ]
    assert (source["kind"], source["name"], source["confirmed"]) == ("rest", "HR", True)
    assert "source 1: HR (customer_facing, enablement)" in shell("source", "list").stdout


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [(Reply({}, 401), "unauthorised"), (Reply("<html>", 500), "server_error")],
)
def test_a_sync_that_fails_says_why(
    shell: Shell, connected: Environment, slack: FakeSlack, answer: Reply, trouble: str
) -> None:
    slack.on("hr/Users", answer)
    result = shell("sync", "--json", **connected)
    assert (result.exit_code, read(result)) == (1, {**OK, "ok": 0, "failed": 1})
    assert len(result.stderr.splitlines()) >= 3
    [newest, *_] = read(shell("source", "history", "--json"))
    assert newest["trouble"] == trouble
    previewed = shell("source", "preview", "1", "--json", **connected)
    assert (previewed.exit_code, read(previewed)["trouble"]) == (1, trouble)


def test_a_sync_that_is_held_is_no_failure(
    shell: Shell, connected: Environment, slack: FakeSlack
) -> None:
    count(slack, 20, 6)
    result = shell("sync", "--json", **connected)
    assert (result.exit_code, read(result)) == (0, {**OK, "ok": 0, "held": 1})
    assert "python -m bot source accept 2" in result.stderr


def test_a_paused_source_is_not_read(
    shell: Shell, connected: Environment, slack: FakeSlack
) -> None:
    assert shell("source", "pause", "1").stdout == "source 1 is paused\n"
    assert list_sources(shell)[0]["paused"] is True
    slack.forget()
    assert read(shell("sync", "--json", **connected))["due"] == 0
    assert "is paused" in sentence(shell("source", "preview", "1", **connected))
    assert slack.calls == []
    assert shell("source", "resume", "1").exit_code == 0
    count(slack, 320, 6)
    assert read(shell("sync", "--json", **connected)) == OK


def test_a_source_whose_numbers_others_give_stays_paused(
    shell: Shell, connected: Environment, config: str, slack: FakeSlack
) -> None:
    count(slack, 320, 6)
    shell("source", "connect", "rest", "--config", config, **connected)
    shell("source", "accept", "2")
    assert "stays paused" in sentence(shell("source", "resume", "1"))


def test_a_source_that_is_gone_leaves_its_history_or_takes_it_along(
    shell: Shell,
    connected: Environment,  # noqa: ARG001 - there to be disconnected
) -> None:
    refused = shell("source", "disconnect", "1", typed="n\n")
    assert refused.exit_code == 1
    assert len(list_sources(shell)) == 1
    gone = shell("source", "disconnect", "1", "--yes", "--forget-history")
    assert (gone.exit_code, gone.stdout) == (0, "source 1 is gone\n")
    assert list_sources(shell) == []
    assert shell("source", "list").stdout.startswith("no source is connected yet")


@pytest.mark.usefixtures("workspace")
def test_a_configuration_can_come_through_a_pipe(
    shell: Shell, slack: FakeSlack, config: str, environment: Environment
) -> None:
    count(slack, 320, 6)
    content = Path(config).read_text()
    result = shell("source", "connect", "rest", "--config", "-", typed=content, **environment)
    assert result.exit_code == 0


@pytest.mark.usefixtures("workspace")
def test_a_source_may_supply_one_class_only(
    shell: Shell, slack: FakeSlack, config: str, environment: Environment
) -> None:
    count(slack, 320, 6)
    arguments = ("--config", config, "--supplies", "enablement")
    result = shell("source", "connect", "rest", *arguments, **environment)
    assert "  enablement: 6" in result.stdout
    assert "customer_facing" not in result.stdout
    assert list_sources(shell)[0]["supplies"] == ["enablement"]
