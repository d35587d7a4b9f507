"""Credentials from a shell: asked for or taken from the environment, and seen nowhere else."""

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.sources import list_connections
from bot.vault import make_key
from tests.bot.commands.conftest import Shell, read, sentence
from tests.bot.sources.rest.scim import TOKEN, ScimServer, a_person, run_scim_server
from tests.e2e.processes import ROOT
from tests.fakes import PATIENCE_SECONDS, FakeSlack, Reply

SECRET = "hunter2-never-shown"
Environment = dict[str, str]


@pytest.fixture(scope="module")
def scim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScimServer]:
    """A SCIM server of somebody else's making, with people in it."""
    with run_scim_server(tmp_path_factory.mktemp("scim")) as server:
        server.hire([a_person(number) for number in range(100)])
        yield server


@pytest.fixture
def environment() -> Environment:
    return {
        "TOKEN_ENCRYPTION_KEYS": make_key(),
        "SOURCE_ALLOWED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "DEBUG",
    }


def write_config(folder: Path, **values: Any) -> str:
    path = folder / "config.json"
    path.write_text(json.dumps(values))
    return str(path)


def write_scim(folder: Path, address: str) -> str:
    places = [
        {"class": "customer_facing", "department": "Sales"},
        {"class": "enablement", "department": "Enablement"},
    ]
    return write_config(folder, preset="scim", base_url=address, places=places)


def stored(database: Database) -> bytes:
    """Return all that is on the disk, the write-ahead log with it."""
    path = Path(database.engine.url.database or "")
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def count_sources(database: Database) -> int:
    with Session(database.reader) as session:
        return len(list_connections(session, "T1"))


def test_a_real_server_is_connected_previewed_accepted_and_synced(
    shell: Shell, workspace: Database, scim: ScimServer, environment: Environment, tmp_path: Path
) -> None:
    config = write_scim(tmp_path, scim.url)
    secret = {**environment, "SOURCE_SECRET_TOKEN": TOKEN}
    outputs = [shell("source", "connect", "rest", "--config", config, **secret)]
    assert "  customer_facing: 20" in outputs[0].stdout
    outputs.append(shell("source", "preview", "1", "--json", **environment))
    assert read(outputs[-1])["counts"] == {"customer_facing": 20, "enablement": 20}
    outputs.append(shell("source", "accept", "2", **environment))
    outputs.append(shell("sync", "--json", **environment))
    assert read(outputs[-1])["ok"] == 1
    assert {result.exit_code for result in outputs} == {0}
    assert TOKEN not in "".join(result.output for result in outputs)
    assert TOKEN.encode() not in stored(workspace)
    wrong = shell("source", "renew", "1", typed="wrong\n", **environment)
    assert wrong.stdout == "source 1 has a new credential\n"
    assert shell("sync", **environment).exit_code == 1


def test_a_credential_that_is_typed_reaches_the_source_alone(
    shell: Shell, workspace: Database, slack: FakeSlack, environment: Environment, tmp_path: Path
) -> None:
    slack.on("hr/Users", Reply({"totalResults": 9}))
    config = write_scim(tmp_path, f"{slack.address}/hr")
    arguments = ("source", "connect", "rest", "--config", config)
    result = shell(*arguments, typed=f"{SECRET}\n", **environment)
    assert result.exit_code == 0
    assert "token: " in result.stderr
    assert {call.token for call in slack.calls} == {SECRET}
    assert SECRET not in result.output
    assert SECRET.encode() not in stored(workspace)


def test_what_the_environment_lacks_of_a_credential_is_asked_for(
    shell: Shell, workspace: Database, slack: FakeSlack, environment: Environment, tmp_path: Path
) -> None:
    config = write_config(tmp_path, preset="merge", base_url=f"{slack.address}/hr")
    arguments = ("source", "connect", "rest", "--config", config)
    given = {**environment, "SOURCE_SECRET_API_KEY": SECRET}
    result = shell(*arguments, typed="typed-never-shown\n", **given)
    assert "source 1 is connected" in result.stdout
    assert "account token: " in result.stderr
    assert "api key: " not in result.stderr
    assert {call.token for call in slack.calls} == {SECRET}
    assert "never-shown" not in result.output
    assert b"never-shown" not in stored(workspace)


@pytest.mark.parametrize("command", ["connect", "renew"])
def test_without_a_key_nobody_is_asked_for_a_credential(
    shell: Shell,
    workspace: Database,
    slack: FakeSlack,
    environment: Environment,
    tmp_path: Path,
    command: str,
) -> None:
    slack.on("hr/Users", Reply({"totalResults": 9}))
    connect = (
        *("source", "connect", "rest", "--config"),
        write_scim(tmp_path, f"{slack.address}/hr"),
    )
    if command == "renew":
        shell(*connect, typed=f"{SECRET}\n", **environment)
    before = count_sources(workspace)
    arguments = ("source", "renew", "1") if command == "renew" else connect
    result = shell(*arguments, typed=f"{SECRET}\n", SOURCE_ALLOWED_HOSTS="127.0.0.1")
    assert "TOKEN_ENCRYPTION_KEYS is not set" in sentence(result)
    assert "token: " not in result.stderr
    assert count_sources(workspace) == before


def test_a_key_that_is_lost_is_told_apart_from_a_wrong_credential(
    shell: Shell, slack: FakeSlack, environment: Environment, tmp_path: Path, workspace: Database
) -> None:
    slack.on("hr/Users", Reply({"totalResults": 9}))
    config = write_scim(tmp_path, f"{slack.address}/hr")
    shell("source", "connect", "rest", "--config", config, typed=f"{SECRET}\n", **environment)
    shell("source", "accept", "1")
    lost = {**environment, "TOKEN_ENCRYPTION_KEYS": make_key()}
    assert read(shell("sync", "--json", **lost))["failed"] == 1
    [newest, *_] = read(shell("source", "history", "--json"))
    assert newest["trouble"] == "secret_missing"
    assert shell("source", "renew", "1", typed=f"{SECRET}\n", **lost).exit_code == 0
    assert read(shell("sync", "--json", **lost))["ok"] == 1
    assert SECRET.encode() not in stored(workspace)


def test_a_database_is_counted_with_its_address_kept_secret(
    shell: Shell, workspace: Database, environment: Environment, tmp_path: Path
) -> None:
    company = tmp_path / "verysecret.sqlite"
    statements = "create table p(d text, t text); insert into p values ('Sales', 'Sales Manager')"
    subprocess.run(  # noqa: S603 - our own program
        [
            sys.executable,
            "-c",
            "import sqlite3,sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])",
            str(company),
            statements,
        ],
        check=True,
    )
    config = write_config(
        tmp_path, query="select d as department, t as title, count(*) as n from p group by 1, 2"
    )
    opened = {**environment, "SOURCE_ALLOWED_HOSTS": str(company)}
    secret = {**opened, "SOURCE_SECRET_URL": f"sqlite:///{company}"}
    result = shell("source", "connect", "sql", "--config", config, **secret)
    assert result.exit_code == 0, result.output
    assert "  1 classified / 0 unclassified" in result.stdout
    assert "verysecret" not in result.output
    assert b"verysecret" not in stored(workspace)


@pytest.mark.usefixtures("workspace")
def test_no_credential_can_be_given_as_an_argument(shell: Shell, tmp_path: Path) -> None:
    config = write_scim(tmp_path, "http://127.0.0.1:9")
    for option in ("--secret", "--token", "--password"):
        result = shell("source", "connect", "rest", "--config", config, option, SECRET)
        assert f"No such option '{option}'" in sentence(result)


def test_a_source_without_a_credential_has_none_to_renew(
    shell: Shell,
    workspace: Database,
    slack: FakeSlack,
    slack_environment: Environment,
    tmp_path: Path,
) -> None:
    groups = [{"id": "S1", "handle": "sales", "headcount_class": "customer_facing"}]
    config = write_config(tmp_path, groups=groups)
    slack.on("usergroups.list", Reply({"ok": True, "usergroups": []}))
    made = shell("source", "connect", "slack_usergroups", "--config", config, **slack_environment)
    assert "source 1 is connected" in made.stdout
    assert count_sources(workspace) == 1
    assert "has no credential" in sentence(shell("source", "renew", "1"))


def _sit_down() -> None:
    """Be somebody at a terminal: the prompt is read from there, whatever the input is."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # What runs in the background of a shell ignores Ctrl-C, and so does all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_whoever_gives_up_at_the_prompt_leaves_nothing_behind(
    workspace: Database, environment: Environment, tmp_path: Path
) -> None:
    config = write_scim(tmp_path, "http://127.0.0.1:9")
    controller, terminal = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "source", "connect", "rest", "--config", config],
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "INFO"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=_sit_down,
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while b"token: " not in shown:
                shown += os.read(controller, 1_000)
            os.write(controller, SECRET.encode() + b"\x03")
            assert process.wait(PATIENCE_SECONDS) == 1
        finally:
            process.kill()
    shown += os.read(controller, 1_000)
    os.close(controller)
    assert b"Aborted!" in shown
    assert b"Traceback" not in shown
    assert SECRET.encode() not in shown
    assert count_sources(workspace) == 0
