"""A dead man's switch: pressed while all is well, and not otherwise."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.pinging import EVERY, ping
from bot.scheduler import Heartbeat, Job
from tests.fakes import BROKEN, PATIENCE_SECONDS, RESET, FakeSlack, Reply

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
NEVER_AGAIN = timedelta(days=1)


@pytest.fixture
def watcher() -> Iterator[FakeSlack]:
    """Somebody outside: a server that records who calls."""
    fake = FakeSlack()
    yield fake
    fake.close()


@pytest.fixture
def address(watcher: FakeSlack) -> str:
    return f"{watcher.address}/ping/verysecret"


def test_while_all_is_well_it_is_heard_and_not_spoken_of(
    watcher: FakeSlack, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    ping(address, "ok")
    assert watcher.methods == ["ping/verysecret"]
    assert [record for record in caplog.records if record.name.startswith("bot")] == []


def test_while_a_job_is_late_nobody_is_called(
    watcher: FakeSlack, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    ping(address, "late: sync")
    assert watcher.calls == []
    assert "late: sync" in caplog.text
    assert "verysecret" not in caplog.text


@pytest.mark.parametrize(
    "answer", [BROKEN, RESET, Reply({}, 404), Reply({}, 301, {"Location": "/elsewhere"})], ids=str
)
def test_a_ping_that_nobody_heard_is_logged_without_its_address(
    watcher: FakeSlack, address: str, caplog: pytest.LogCaptureFixture, answer: Reply
) -> None:
    watcher.on("ping/verysecret", answer)
    ping(address, "ok")
    assert "ping failed" in caplog.text
    assert "verysecret" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("bot")
    )
    assert watcher.methods == ["ping/verysecret"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/verysecret", "http://.example/verysecret"])
def test_an_address_that_leads_nowhere_is_logged(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    ping(address, "ok")
    assert "ping failed" in caplog.text
    assert "verysecret" not in caplog.text


@pytest.mark.parametrize("is_stuck", [False, True])
def test_the_heartbeat_pings_while_its_jobs_are_on_time_and_not_once_one_hangs(
    watcher: FakeSlack, address: str, is_stuck: bool
) -> None:
    released, pinged = threading.Event(), threading.Event()

    def work(_now: datetime) -> None:
        if is_stuck:
            released.wait(PATIENCE_SECONDS)

    def call(_now: datetime) -> None:
        # As late as it takes for a job of a millisecond to be late.
        released.wait(0.1)
        ping(address, heartbeat.describe())
        pinged.set()

    working = Job("sync", timedelta(milliseconds=1) if is_stuck else EVERY, work)
    heartbeat = Heartbeat([working, Job("ping", NEVER_AGAIN, call)], lambda: NOON)
    heartbeat.start()
    try:
        assert pinged.wait(PATIENCE_SECONDS)
    finally:
        released.set()
        heartbeat.stop()
        heartbeat.settle()
    assert watcher.methods == ([] if is_stuck else ["ping/verysecret"])
