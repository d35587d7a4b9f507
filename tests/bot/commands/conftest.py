"""A shell in an empty folder, with a database and a Slack of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.storage.engine import Database, open_database
from tests.fakes import BOT_TOKEN, FakeSlack

Shell = Callable[..., Result]


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

    def call(*arguments: str, **environment: str) -> Result:
        result = CliRunner().invoke(main, list(arguments), env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return call


@pytest.fixture
def slack_environment(slack: FakeSlack) -> dict[str, str]:
    """Variables with which commands reach Slack."""
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api_url}
