"""The processes as an operator meets them: started, asked, stopped, killed."""

import json
from pathlib import Path

import pytest

from bot.views.ids import Action
from bot.wsgi import LARGEST_BODY_BYTES
from tests.e2e.processes import environment, running, secrets_in
from tests.e2e.socket_peer import SocketPeer
from tests.fakes import APP_TOKEN, HANGING, FakeSlack, ok
from tests.slack_payloads import a_command, a_filled_form, a_press, a_submission


def has_ratio(answer: str) -> bool:
    return "1:53" in json.dumps(json.loads(answer))


def test_run_answers_over_http_and_stops_when_told(
    database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    env = environment(slack, database_url, LOG_LEVEL="DEBUG")
    with running("run", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        assert bot.request("/healthz") == (200, '{"status": "ok"}')
        assert bot.request("/readyz")[0] == 200
        assert bot.send(a_command("320 6"), slack) == (200, "")
        assert "1:53" in json.dumps(slack.wait_for("response_url"))
        status, answer = bot.send(a_command("320 6"), slack)
        assert status == 200
        assert has_ratio(answer)
        assert bot.request("/slack/events", "payload=1", {})[0] == 401
        for path in ("/slack/events", "/api/headcount"):
            status, answer = bot.request(path, "x" * (LARGEST_BODY_BYTES + 1), {})
            assert status == 413
            assert "too" in json.loads(answer)["error"]
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []
        assert "Traceback" not in bot.log


def test_run_makes_its_own_sqlite_database(slack: FakeSlack, tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "advisor.db"
    with running("run", env=environment(slack, f"sqlite:///{place}"), folder=tmp_path) as bot:
        bot.wait_for_port()
        assert bot.request("/readyz")[0] == 200
        assert bot.stop() == 0
    assert place.exists()


def test_run_answers_over_socket_mode(
    database_url: str, slack: FakeSlack, peer: SocketPeer, tmp_path: Path
) -> None:
    slack.on("apps.connections.open", ok(url=peer.url))
    env = environment(slack, database_url, SLACK_APP_TOKEN=APP_TOKEN, LOG_LEVEL="DEBUG")
    with running("run", env=env, folder=tmp_path) as bot:
        peer.wait_for_connection()
        bot.wait_for_port()
        command = a_command("320 6", response_url=slack.response_url)
        assert peer.send("slash_commands", command) == {"envelope_id": "e-1"}
        slack.wait_for("response_url")
        answer = peer.send("slash_commands", a_command("320 6"), "e-2")
        assert answer["envelope_id"] == "e-2"
        assert "1:53" in json.dumps(answer["payload"])
        submission = a_submission(a_filled_form())
        saved = peer.send("interactive", submission, "e-3")
        assert saved["payload"]["response_action"] == "update"
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []
    assert {call.token for call in slack.calls if call.method == "apps.connections.open"} == {
        APP_TOKEN
    }


def test_a_lost_connection_is_made_again(
    slack: FakeSlack, peer: SocketPeer, tmp_path: Path
) -> None:
    slack.on("apps.connections.open", ok(url=peer.url))
    database_url = f"sqlite:///{tmp_path / 'advisor.db'}"
    env = environment(slack, database_url, SLACK_APP_TOKEN=APP_TOKEN)
    with running("run", env=env, folder=tmp_path) as bot:
        peer.wait_for_connection()
        bot.wait_for_port()
        peer.hang_up()
        peer.wait_for_connection()
        assert peer.send("slash_commands", a_command("help"))["envelope_id"] == "e-1"
        assert bot.stop() == 0


def test_web_serves_http_and_tells_when_the_schema_is_missing(
    empty_database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    env = environment(slack, empty_database_url)
    with running("web", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        assert bot.request("/healthz")[0] == 200
        status, found = bot.request("/readyz")
        assert status == 503
        assert "migrate" in found
        with running("migrate", env=env, folder=tmp_path) as migration:
            assert migration.wait() == 0
        assert bot.request("/readyz")[0] == 200
        bot.send(a_command("320 6"), slack)
        slack.wait_for("response_url")
        assert has_ratio(bot.send(a_command("320 6"), slack)[1])
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []


def test_migrating_twice_is_fine(empty_database_url: str, slack: FakeSlack, tmp_path: Path) -> None:
    for _ in range(2):
        env = environment(slack, empty_database_url)
        with running("migrate", env=env, folder=tmp_path) as bot:
            assert bot.wait() == 0
            assert "up to date" in bot.log


def test_a_worker_starts_and_stops(database_url: str, slack: FakeSlack, tmp_path: Path) -> None:
    env = environment(slack, database_url, LOG_FORMAT="json")
    with running("worker", env=env, folder=tmp_path) as bot:
        bot.wait_for("worker started")
        assert bot.stop() == 0
        for line in bot.log.splitlines():
            assert json.loads(line)["level"]


def test_a_worker_without_a_schema_says_what_to_run(
    empty_database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    with running("worker", env=environment(slack, empty_database_url), folder=tmp_path) as bot:
        assert bot.wait() == 1
        assert "migrate" in bot.log
        assert "Traceback" not in bot.log


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_hanging_slack_does_not_hold_up_the_end(
    command: str, database_url: str, slack: FakeSlack, tmp_path: Path
) -> None:
    slack.on("users.info", HANGING)
    with running(command, env=environment(slack, database_url), folder=tmp_path) as bot:
        bot.wait_for_port()
        assert bot.send(a_command("320 6"), slack) == (200, "")
        slack.wait_for("users.info")
        assert bot.stop() == 0


def test_socket_mode_ends_in_time_while_slack_hangs(
    slack: FakeSlack, peer: SocketPeer, tmp_path: Path
) -> None:
    slack.on("apps.connections.open", ok(url=peer.url))
    slack.on("users.info", HANGING)
    database_url = f"sqlite:///{tmp_path / 'advisor.db'}"
    env = environment(slack, database_url, SLACK_APP_TOKEN=APP_TOKEN)
    with running("run", env=env, folder=tmp_path) as bot:
        peer.wait_for_connection()
        bot.wait_for_port()
        peer.send("interactive", a_press(Action.ENTER_NUMBERS))
        slack.wait_for("users.info")
        assert bot.stop() == 0
