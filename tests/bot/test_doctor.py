"""The doctor: every check is well, or says what to do."""

import json
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import utc_now
from bot.doctor import JOBS_MAY_LAG, Finding, Health, examine
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.storage.engine import open_database
from bot.storage.migrations import migrate
from bot.storage.sources import add_connection
from bot.storage.workspaces import ensure_workspace
from bot.vault import make_key
from tests.builders import a_connection, a_workspace
from tests.fakes import BOT_TOKEN, BROKEN, RATE_LIMITED, RESET, FakeSlack, Reply, refused

GRANTED = ", ".join(SCOPES)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'advisor.db'}"
    database = open_database(url)
    migrate(database)
    database.close()
    return url


def signed_in(**headers: str) -> Reply:
    return Reply(
        {"ok": True, "team": "Example", "user": "advisor"},
        headers={"x-oauth-scopes": GRANTED, **headers},
    )


def settings_for(slack: FakeSlack, database_url: str, **changes: Any) -> Settings:
    values = {
        "slack_bot_token": BOT_TOKEN,
        "slack_signing_secret": "secret",
        "slack_api_url": slack.api_url,
        "database_url": database_url,
        "token_encryption_keys": make_key(),
    }
    return Settings.model_validate(values | changes)


def find(findings: list[Finding], name: str) -> Finding:
    [found] = [finding for finding in findings if finding.name == name]
    return found


def test_all_is_well(slack: FakeSlack, database_url: str) -> None:
    slack.on("auth.test", signed_in())
    findings = examine(settings_for(slack, database_url))
    assert [finding.name for finding in findings] == [
        "configuration",
        "encryption",
        "database",
        "schema",
        "sources",
        "alerts",
        "slack",
        "scopes",
        "clock",
    ]
    assert {finding.health for finding in findings} == {Health.OK}
    assert {finding.remedy for finding in findings} == {""}
    assert slack.methods == ["auth.test"]


def test_a_token_that_slack_refuses(slack: FakeSlack, database_url: str) -> None:
    slack.on("auth.test", refused("invalid_auth"))
    finding = find(examine(settings_for(slack, database_url)), "slack")
    assert finding.health is Health.ERROR
    assert "invalid_auth" in finding.message
    assert finding.remedy


@pytest.mark.parametrize(
    "failure", [BROKEN, RESET, RATE_LIMITED, Reply("not json"), Reply("")], ids=str
)
def test_a_slack_that_fails_is_an_error_and_not_a_crash(
    slack: FakeSlack, database_url: str, failure: Reply
) -> None:
    slack.on("auth.test", failure)
    finding = find(examine(settings_for(slack, database_url)), "slack")
    assert finding.health is Health.ERROR
    assert "not json" not in finding.message
    assert finding.remedy


def test_a_slack_that_cannot_be_reached(slack: FakeSlack, database_url: str) -> None:
    finding = find(
        examine(settings_for(slack, database_url, slack_api_url="http://127.0.0.1:9/api/")), "slack"
    )
    assert finding.health is Health.ERROR
    assert "SLACK_API_URL" in finding.remedy


def test_scopes_that_are_missing_are_named(slack: FakeSlack, database_url: str) -> None:
    slack.on("auth.test", signed_in(**{"x-oauth-scopes": "commands,team:read"}))
    finding = find(examine(settings_for(slack, database_url)), "scopes")
    assert finding.health is Health.ERROR
    for scope in set(SCOPES) - {"commands"}:
        assert scope in finding.message
    assert "commands" not in finding.message
    assert "manifest" in finding.remedy


@pytest.mark.parametrize("date", [formatdate(0, usegmt=True), formatdate(4e9, usegmt=True)])
def test_a_clock_that_is_wrong(slack: FakeSlack, database_url: str, date: str) -> None:
    slack.on("auth.test", signed_in(Date=date))
    finding = find(examine(settings_for(slack, database_url)), "clock")
    assert finding.health is Health.ERROR
    assert finding.remedy


def test_a_date_that_cannot_be_read_is_a_warning(slack: FakeSlack, database_url: str) -> None:
    slack.on("auth.test", signed_in(Date="yesterday"))
    finding = find(examine(settings_for(slack, database_url)), "clock")
    assert finding.health is Health.WARNING


def test_without_a_key_credentials_cannot_be_kept(slack: FakeSlack, database_url: str) -> None:
    finding = find(
        examine(settings_for(slack, database_url, token_encryption_keys="")), "encryption"
    )
    assert finding.health is Health.WARNING
    assert "TOKEN_ENCRYPTION_KEYS" in finding.remedy


@pytest.mark.parametrize(
    ("changes", "health", "words"),
    [
        pytest.param({"checked_at": utc_now()}, Health.OK, "1 connected, last read 2", id="well"),
        pytest.param({"due_at": None}, Health.OK, "last read never", id="never read"),
        pytest.param({"due_at": utc_now() - JOBS_MAY_LAG}, Health.ERROR, "not read", id="late"),
        pytest.param(
            {"due_at": utc_now() - JOBS_MAY_LAG, "is_paused": True}, Health.OK, "1", id="paused"
        ),
        pytest.param({"errors": 2}, Health.WARNING, "1 of 1 in trouble", id="in trouble"),
    ],
)
def test_how_sources_stand_is_told(
    slack: FakeSlack, database_url: str, changes: dict[str, Any], health: Health, words: str
) -> None:
    connected = a_connection(**{"due_at": utc_now() + JOBS_MAY_LAG, **changes})
    database = open_database(database_url)
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), utc_now())
        add_connection(session, connected, None)
    database.close()
    finding = find(examine(settings_for(slack, database_url)), "sources")
    assert finding.health is health
    assert words in finding.message
    assert bool(finding.remedy) is (health is not Health.OK)


def test_a_database_without_a_schema(slack: FakeSlack, tmp_path: Path) -> None:
    slack.on("auth.test", signed_in())
    findings = examine(settings_for(slack, f"sqlite:///{tmp_path / 'new.db'}"))
    assert find(findings, "database").health is Health.OK
    assert find(findings, "schema").health is Health.ERROR
    assert "migrate" in find(findings, "schema").remedy


@pytest.mark.parametrize(
    "url",
    ["postgresql://u:verysecret@127.0.0.1:9/db", "sqlite:////proc/no/such/place/advisor.db"],
)
def test_a_database_that_does_not_answer(slack: FakeSlack, url: str) -> None:
    slack.on("auth.test", signed_in())
    findings = examine(settings_for(slack, url))
    assert find(findings, "database").health is Health.ERROR
    assert "DATABASE_URL" in find(findings, "database").remedy
    assert find(findings, "slack").health is Health.OK
    assert "verysecret" not in str(findings)


def test_without_an_app_there_is_a_warning_and_slack_is_not_asked(
    slack: FakeSlack, database_url: str
) -> None:
    settings = settings_for(slack, database_url, slack_bot_token="", slack_signing_secret="")
    findings = examine(settings)
    assert find(findings, "configuration").health is Health.WARNING
    assert find(findings, "slack").health is Health.WARNING
    assert slack.calls == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"slack_app_token": "xapp-1"}, "Socket Mode"), ({"port": 4321}, "127.0.0.1:4321")],
)
def test_the_configuration_says_how_slack_is_reached(
    slack: FakeSlack, database_url: str, changes: dict[str, Any], words: str
) -> None:
    slack.on("auth.test", signed_in())
    finding = find(examine(settings_for(slack, database_url, **changes)), "configuration")
    assert words in finding.message


@pytest.mark.parametrize(("reply", "code"), [(signed_in(), 0), (refused("invalid_auth"), 1)])
def test_the_exit_code_tells_scripts(
    slack: FakeSlack,
    database_url: str,
    reply: Reply,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    slack.on("auth.test", reply)
    monkeypatch.chdir(tmp_path)
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    }
    text = CliRunner().invoke(main, ["doctor"], env=environment)
    assert text.exit_code == code
    assert len(text.stdout.splitlines()) >= 4
    listed = CliRunner().invoke(main, ["doctor", "--json"], env=environment)
    assert listed.exit_code == code
    for finding in json.loads(listed.stdout):
        assert list(finding) == ["name", "status", "message", "remedy"]
        assert bool(finding["remedy"]) is (finding["status"] != "ok")
    assert BOT_TOKEN not in text.output + listed.output
