"""What monitoring meets: figures behind a token, and a dead man's switch that is really pressed."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.vault import make_key
from tests.e2e.processes import environment, running, secrets_in
from tests.fakes import FakeSlack

TOKEN = {"Authorization": "Bearer verysecret"}
JOBS = {"keep_house", "sync", "check", "deliver", "ping"}


@pytest.fixture
def env(slack: FakeSlack, database_url: str) -> dict[str, str]:
    return environment(
        slack,
        database_url,
        METRICS_TOKEN="verysecret",
        HEARTBEAT_URL=f"{slack.address}/ping/verysecret",
        TOKEN_ENCRYPTION_KEYS=make_key(),
        LOG_LEVEL="DEBUG",
    )


def test_run_shows_its_figures_and_pings(
    slack: FakeSlack, tmp_path: Path, env: dict[str, str]
) -> None:
    with running("run", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        slack.wait_for("ping/verysecret")
        assert bot.request("/metrics")[0] == 401
        status, written = bot.request("/metrics", headers=TOKEN)
        assert status == 200
        families = {family.name: family for family in text_string_to_metric_families(written)}
        lags = families["enablement_due_lag_seconds"].samples
        assert [sample.value for sample in lags] == [0, 0, 0]
        jobs = {sample.labels["job"] for sample in families["enablement_job_seconds"].samples}
        assert jobs & JOBS
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []


def test_a_worker_pings(slack: FakeSlack, tmp_path: Path, env: dict[str, str]) -> None:
    with running("worker", env=env, folder=tmp_path) as bot:
        slack.wait_for("ping/verysecret")
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []


def test_web_shows_what_the_database_knows_and_does_not_ping(
    slack: FakeSlack, tmp_path: Path, env: dict[str, str]
) -> None:
    with running("web", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        assert bot.request("/metrics")[0] == 401
        status, written = bot.request("/metrics", headers=TOKEN)
        assert status == 200
        assert "enablement_due_lag_seconds" in written
        assert 'job="' not in written
        assert bot.stop() == 0
        assert secrets_in(bot.log) == []
    assert slack.sent("ping/verysecret") == []
