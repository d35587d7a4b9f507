"""Timed jobs in processes of their own: they run at once, are watched, and hold up no end."""

import json
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.connections import Cause, Run
from bot.storage.engine import open_database
from bot.storage.notices import add_notice
from bot.storage.runs import add_run
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import SourceKind
from rules.troubles import Incident, RunStatus, Trouble
from tests.builders import a_workspace
from tests.e2e.processes import environment, running
from tests.fakes import HANGING, FakeSlack, refused


def leave_a_notice(database_url: str) -> None:
    """Have somebody to be told about a source that failed."""
    database, now = open_database(database_url), utc_now()
    run = Run(
        workspace_id="T1",
        connection_id=None,
        kind=SourceKind.REST,
        source="HRIS",
        status=RunStatus.FAILED,
        cause=Cause.SCHEDULE,
        by=None,
        started_at=now,
        finished_at=now,
        as_of=now.date(),
        incident=Incident(Trouble.UNREACHABLE),
    )
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), now)
        add_notice(session, add_run(session, run), "U1", now)
    database.close()


@pytest.mark.parametrize("command", ["run", "worker"])
def test_what_is_due_is_done_at_once(
    command: str, database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    leave_a_notice(database_url)
    with running(command, env=environment(slack, database_url), folder=tmp_path) as bot:
        assert slack.wait_for("chat.postMessage")["channel"] == "U1"
        assert bot.stop() == 0


@pytest.mark.parametrize("command", ["run", "worker"])
def test_a_new_start_sends_what_slack_refused_the_one_before(
    command: str, database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    leave_a_notice(database_url)
    slack.on("chat.postMessage", refused("token_revoked"))
    for times in (1, 2):
        with running(command, env=environment(slack, database_url), folder=tmp_path) as bot:
            assert slack.wait_for("chat.postMessage", times)["channel"] == "U1"
            assert bot.stop() == 0


@pytest.mark.parametrize("command", ["run", "worker"])
def test_a_job_that_hangs_does_not_hold_up_the_end(
    command: str, database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    leave_a_notice(database_url)
    slack.on("chat.postMessage", HANGING)
    with running(command, env=environment(slack, database_url), folder=tmp_path) as bot:
        slack.wait_for("chat.postMessage")
        assert bot.stop() == 0
        assert "Traceback" not in bot.log


def test_readiness_tells_whether_the_jobs_still_run(slack: FakeSlack, tmp_path: Path) -> None:
    env = environment(slack, f"sqlite:///{tmp_path / 'advisor.db'}")
    with running("run", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        status, found = bot.request("/readyz")
        assert (status, json.loads(found)["jobs"]) == (200, "ok")
        assert bot.stop() == 0
