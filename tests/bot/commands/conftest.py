"""A shell in an empty folder, with a database and a Slack of its own."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.storage.engine import Database, open_database
from bot.storage.workspaces import ensure_workspace, save_member
from bot.vault import make_key
from tests.builders import NOON, a_member, a_workspace
from tests.fakes import BOT_TOKEN, FakeSlack, Reply

Shell = Callable[..., Result]
Environment = dict[str, str]
PLACES = [
    {"class": "customer_facing", "department": "Sales"},
    {"class": "enablement", "department": "Enablement"},
]
TOKEN = "hunter2-never-shown"


@pytest.fixture
def shell_database(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The database that commands open."""
    path = tmp_path / "shell.db"
    shutil.copy(migrated_sqlite, path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def shell(shell_database: Database) -> Shell:  # noqa: ARG001 - what commands open
    """Runs a command; its output is in `stdout` and `stderr`."""

    def call(*arguments: str, typed: str | None = None, **environment: str) -> Result:
        result = CliRunner().invoke(main, list(arguments), input=typed, env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return call


@pytest.fixture
def slack_environment(slack: FakeSlack) -> dict[str, str]:
    """Variables with which commands reach Slack."""
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api_url}


@pytest.fixture
def workspace(shell_database: Database) -> Database:
    """The one workspace of a database."""
    add_workspace(shell_database, "T1")
    return shell_database


@pytest.fixture
def config(slack: FakeSlack, tmp_path: Path) -> str:
    """A source on this machine that counts by name, as a file for `--config`."""
    path = tmp_path / "hr.json"
    content = {"preset": "scim", "base_url": f"{slack.address}/hr", "places": PLACES}
    path.write_text(json.dumps(content))
    return str(path)


@pytest.fixture
def environment() -> Environment:
    return {
        "TOKEN_ENCRYPTION_KEYS": make_key(),
        "SOURCE_ALLOWED_HOSTS": "127.0.0.1",
        "SOURCE_SECRET_TOKEN": TOKEN,
    }


@pytest.fixture
def connected(
    shell: Shell,
    workspace: Database,  # noqa: ARG001 - where it is connected
    slack: FakeSlack,
    config: str,
    environment: Environment,
) -> Environment:
    """A workspace whose one source is accepted, and what commands need to read it."""
    count(slack, 320, 6)
    shell("source", "connect", "rest", "--config", config, "--name", "HR", **environment)
    shell("source", "accept", "1")
    return environment


def add_workspace(database: Database, workspace_id: str) -> None:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(id=workspace_id), NOON)
        save_member(session, a_member(workspace_id=workspace_id))


def read(result: Result) -> Any:
    """Return the data that a command printed, all of it."""
    return json.loads(result.stdout)


def sentence(result: Result) -> str:
    """Return what a command refused with exit 2 says; it did nothing and printed nothing else."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    [line] = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    return line


def write_counts(folder: Path, customer_facing: int, enablers: int, name: str = "team.csv") -> str:
    """Write a file in the aggregate template, and return its path."""
    path = folder / name
    path.write_text(
        "as_of,class,function,segment,count,fte\n"
        f",customer_facing,sales,,{customer_facing},\n,enablement,,,{enablers},\n"
    )
    return str(path)


def count(slack: FakeSlack, *totals: int) -> None:
    slack.on("hr/Users", *(Reply({"totalResults": total}) for total in totals))


def list_sources(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(shell("source", "list", "--json"))
    return found
