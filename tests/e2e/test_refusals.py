"""A process that cannot begin says why, in a sentence."""

import socket
from pathlib import Path

import pytest

from tests.e2e.processes import environment, running, secrets_in
from tests.fakes import APP_TOKEN, FakeSlack, refused


def one_sentence(log: str) -> bool:
    lines = [line for line in log.splitlines() if line.strip()]
    return len(lines) == 1 and "Traceback" not in log


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_port_in_use_is_one_sentence(command: str, slack: FakeSlack, tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path / 'advisor.db'}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        env = environment(slack, database_url, PORT=port)
        with running(command, env=env, folder=tmp_path) as bot:
            assert bot.wait() == 1
            assert port in bot.log
            assert "in use" in bot.log
            assert "Traceback" not in bot.log
            # Gunicorn tries for five seconds, as a port may still be closing, and says so.
            assert one_sentence(bot.log) or command == "web"


def test_a_database_that_does_not_answer_is_one_sentence(slack: FakeSlack, tmp_path: Path) -> None:
    url = "postgresql://advisor:verysecret@127.0.0.1:9/advisor"
    for command in ("run", "worker", "migrate"):
        with running(command, env=environment(slack, url), folder=tmp_path) as bot:
            assert bot.wait() == 1
            assert one_sentence(bot.log), bot.log
            assert secrets_in(bot.log) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="refused"),
        pytest.param({"SLACK_API_URL": "http://127.0.0.1:9/"}, id="not reached"),
    ],
)
def test_socket_mode_that_cannot_begin_is_one_sentence(
    slack: FakeSlack, tmp_path: Path, change: dict[str, str]
) -> None:
    slack.on("apps.connections.open", refused("invalid_auth"))
    env = environment(
        slack, f"sqlite:///{tmp_path / 'advisor.db'}", SLACK_APP_TOKEN=APP_TOKEN, **change
    )
    with running("run", env=env, folder=tmp_path) as bot:
        assert bot.wait() == 1
        # Slack's own client logs what it met; the last word is ours.
        assert bot.log.splitlines()[-1].startswith("Error: ")
        assert secrets_in(bot.log) == []


def without_slack(slack: FakeSlack, folder: Path, **changes: str) -> dict[str, str]:
    return environment(
        slack,
        f"sqlite:///{folder / 'advisor.db'}",
        SLACK_BOT_TOKEN=None,
        SLACK_SIGNING_SECRET=None,
        **changes,
    )


def test_the_sandbox_is_for_this_machine_only(slack: FakeSlack, tmp_path: Path) -> None:
    with running("run", env=without_slack(slack, tmp_path, HOST="0.0.0.0"), folder=tmp_path) as bot:  # noqa: S104 - refused, that is the point
        assert bot.wait() == 1
        assert "only listens on this machine" in bot.log


def test_a_seed_that_is_no_company_is_refused(slack: FakeSlack, tmp_path: Path) -> None:
    seed = tmp_path / "company.yml"
    seed.write_text("people: [1]\n")
    env = without_slack(slack, tmp_path)
    with running("run", "--seed", str(seed), env=env, folder=tmp_path) as bot:
        assert bot.wait() == 1
        assert "Traceback" not in bot.log


def test_what_is_for_the_sandbox_is_refused_beside_a_slack_app(
    slack: FakeSlack, tmp_path: Path
) -> None:
    env = environment(slack, f"sqlite:///{tmp_path / 'advisor.db'}")
    with running("run", "--reload", env=env, folder=tmp_path) as bot:
        assert bot.wait() == 2
        assert "--sandbox" in bot.log


def test_all_faulty_settings_are_listed(slack: FakeSlack, tmp_path: Path) -> None:
    env = environment(slack, "mysql://x", PORT="http", LOG_LEVEL="LOUD")
    for command in ("run", "web", "worker", "migrate", "doctor", "manifest"):
        with running(command, env=env, folder=tmp_path) as bot:
            assert bot.wait() == 2
            assert len(bot.log.splitlines()) == 3
            for name in ("DATABASE_URL", "PORT", "LOG_LEVEL"):
                assert name in bot.log
