"""Settings: every fault at once, and no secret in anything printed."""

import logging
import re
import shutil
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.logs import configure_logging, redact
from bot.settings import (
    LogFormat,
    LogLevel,
    Settings,
    environment_for,
    find_source_secret,
    read_settings,
)
from bot.vault import Vault

ROOT = Path(__file__).parents[2]
NAMES = [name.upper() for name in Settings.model_fields]
# Fixed, so that two processes collect the same tests.
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
OTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set, and an empty folder to run in."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def faults() -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return caught.value.faults


def test_without_anything_the_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url.startswith(f"sqlite:///{tmp_path / 'data'}")
    assert settings.has_slack is False
    assert (settings.log_level, settings.log_format) == (LogLevel.INFO, LogFormat.TEXT)


def test_a_dotenv_file_is_read_and_the_environment_wins(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "PORT=4000\nSLACK_BOT_TOKEN='xoxb-1'\nOTHER=1\nLOG_LEVEL=DEBUG\n"
    )
    environment.setenv("PORT", "5000")
    settings = read_settings()
    assert (settings.port, settings.slack_bot_token) == (5000, "xoxb-1")
    assert settings.log_level is LogLevel.DEBUG


def test_a_variable_set_to_nothing_counts_as_not_set(environment: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        environment.setenv(name, "")
    assert read_settings().port == 3000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1"),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "slack.com"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "nonsense"),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PUBLIC_URL", "bot.example.com"),
        ("HEARTBEAT_URL", "verysecret"),
        ("HEARTBEAT_URL", "ftp://example.com"),
        ("TOKEN_ENCRYPTION_KEYS", "verysecret"),
        ("TOKEN_ENCRYPTION_KEYS", f"{KEY},{KEY[:-2]}"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    name: str, value: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    environment.setenv(name, value)
    [fault] = faults()
    assert name in fault
    assert "\n" not in fault


def test_all_faults_are_listed_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_SIGNING_SECRET", "secret")
    environment.setenv("PORT", "http")
    environment.setenv("DATABASE_URL", "mysql://localhost/x")
    environment.setenv("LOG_LEVEL", "LOUD")
    found = faults()
    for name in ("SLACK_BOT_TOKEN", "PORT", "DATABASE_URL", "LOG_LEVEL"):
        assert any(name in fault for fault in found), name
    assert len(found) == 4


@pytest.mark.parametrize("name", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_half_of_an_app_is_a_fault(name: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv(name, "xapp-1")
    [fault] = faults()
    assert "SLACK_BOT_TOKEN" in fault


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_accepted_as_platforms_write_it(
    scheme: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("DATABASE_URL", f"{scheme}://u:p@host/db")
    assert read_settings().database_url.startswith(scheme)


def test_an_api_address_gets_the_slash_its_client_needs(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_API_URL", "https://slack-gov.com/api")
    assert read_settings().api_url == "https://slack-gov.com/api/"


def test_lists_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TOKEN_ENCRYPTION_KEYS", f" {KEY} , {OTHER_KEY},")
    environment.setenv("ADMIN_USERS", "U1,U2 ,")
    environment.setenv("SOURCE_ALLOWED_HOSTS", "hr.internal")
    settings = read_settings()
    assert settings.token_encryption_keys == (KEY, OTHER_KEY)
    assert settings.admin_users == {"U1", "U2"}
    assert settings.source_allowed_hosts == {"hr.internal"}


def test_a_key_that_is_accepted_encrypts(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TOKEN_ENCRYPTION_KEYS", KEY)
    vault = Vault(read_settings().token_encryption_keys)
    assert vault.unlock(vault.lock({"token": "t"})) == {"token": "t"}


def test_a_process_of_our_own_reads_the_same_settings(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    environment.setenv("TOKEN_ENCRYPTION_KEYS", f"{KEY},{OTHER_KEY}")
    environment.setenv("ADMIN_USERS", "U1,U2")
    environment.setenv("PORT", "0")
    environment.setenv("HEARTBEAT_URL", "https://example.com/ping")
    settings = read_settings()
    for name, value in environment_for(settings).items():
        environment.setenv(name, value)
    assert read_settings() == settings


def test_no_secret_is_in_what_is_printed(environment: pytest.MonkeyPatch) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-verysecret",
        "SLACK_APP_TOKEN": "xapp-verysecret",
        "SLACK_SIGNING_SECRET": "verysecret",
        "DATABASE_URL": "postgresql://u:verysecret@host/db",
        "TOKEN_ENCRYPTION_KEYS": f"verysecret{KEY[10:]}",
        "METRICS_TOKEN": "verysecret",
        "HEARTBEAT_URL": "https://example.com/ping/verysecret",
    }
    for name, value in secrets.items():
        environment.setenv(name, value)
    settings = read_settings()
    assert "verysecret" not in f"{settings!r}{settings}"
    environment.setenv("SLACK_BOT_TOKEN", "verysecret")
    environment.setenv("DATABASE_URL", "mysql://u:verysecret@host/db")
    environment.setenv("TOKEN_ENCRYPTION_KEYS", "verysecret")
    assert "verysecret" not in str(faults())


@pytest.mark.parametrize(
    "line",
    [
        "token xoxb-12-verysecret here",
        "xapp-1-A1-verysecret",
        "xoxe.xoxp-1-verysecret",
        "xoxp-verysecret",
        "postgresql://user:verysecret@host/db",
        "postgresql+psycopg://user:verysecret@host:5432/db?x=1",
        "https://hooks.slack.com/commands/T1/1/verysecret",
    ],
)
def test_secrets_are_blotted_out_of_log_lines(line: str) -> None:
    assert "verysecret" not in redact(f"before {line} after")
    assert redact(f"before {line} after").startswith("before ")
    assert redact(f"before {line} after").endswith(" after")


@pytest.mark.parametrize("line", ["nothing here", "https://slack.com/api/", "1:53 at 12:00 a@b.c"])
def test_other_lines_are_left_alone(line: str) -> None:
    assert redact(line) == line


@pytest.mark.parametrize("log_format", LogFormat)
def test_a_trace_is_logged_without_its_secrets(
    log_format: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    try:
        configure_logging(LogLevel.INFO, log_format)
        try:
            int("xoxb-1-verysecret")
        except ValueError:
            logging.getLogger("bot.test").exception("it broke, token=%s", "xapp-verysecret")
        written = capsys.readouterr().err
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]
    assert "verysecret" not in written
    assert "Traceback" in written
    assert "it broke" in written
    assert (len(written.splitlines()) == 1) is (log_format is LogFormat.JSON)


def test_the_example_file_names_every_setting_and_nothing_else() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^(\w+)=", example, re.MULTILINE)) == sorted(NAMES)


def test_the_example_file_changes_nothing_as_it_stands(tmp_path: Path) -> None:
    before = read_settings()
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    assert read_settings() == before


def test_a_credential_of_a_source_is_read_from_the_shell_and_not_from_a_file(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("SOURCE_SECRET_TOKEN=verysecret\n")
    environment.delenv("SOURCE_SECRET_TOKEN", raising=False)
    assert find_source_secret("token") is None
    environment.setenv("SOURCE_SECRET_TOKEN", "verysecret")
    assert find_source_secret("token") == "verysecret"
