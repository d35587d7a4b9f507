"""`/readyz` is not well while a job hangs or its thread is gone; `/healthz` stays well."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.push import PushEndpoint
from bot.scheduler import Heartbeat, Job
from bot.wsgi import Surroundings, build_wsgi
from tests.bot.workbench import NOON, Answer, Transport, Workbench
from tests.fakes import PATIENCE_SECONDS

OFTEN = timedelta(milliseconds=200)
"""APScheduler runs it each second, so that the second run comes after its patience."""
MORE_THAN_PATIENCE = 2


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


def watch(bench: Workbench, job: Job) -> Heartbeat:
    """Serve the health of a job; the heartbeat is not started."""
    heartbeat = Heartbeat([job], lambda: NOON)
    around = Surroundings(PushEndpoint(bench.services), lambda: b"")
    bench.serve = build_wsgi(None, around, {"jobs": heartbeat.describe})
    return heartbeat


def wait_for(bench: Workbench, status: int) -> Answer:
    tick, tries = threading.Event(), int(PATIENCE_SECONDS / 0.005)
    for _ in range(tries):
        answer = bench.request("GET", "/readyz")
        if answer.status == status:
            return answer
        tick.wait(0.005)
    raise AssertionError(answer)


def test_a_job_that_hangs_makes_it_not_ready_until_it_goes_on(bench: Workbench) -> None:
    released = threading.Event()

    def hang(_now: datetime) -> None:
        released.wait(PATIENCE_SECONDS)

    heartbeat = watch(bench, Job("sync", OFTEN, hang))
    heartbeat.start()
    try:
        assert wait_for(bench, 503).payload == {"jobs": "late: sync"}
        assert bench.request("GET", "/healthz").status == 200
        released.set()
        assert wait_for(bench, 200).payload == {"jobs": "ok"}
    finally:
        released.set()
        heartbeat.stop()
        heartbeat.settle()


def die(_now: datetime) -> None:
    raise SystemExit


def fail(_now: datetime) -> None:
    raise RuntimeError


@pytest.mark.parametrize(("end", "status"), [(die, 503), (fail, 200)])
def test_a_job_whose_thread_ends_is_late_and_one_that_fails_is_not(
    bench: Workbench, end: Callable[[datetime], None], status: int
) -> None:
    runs, ran_twice = [], threading.Event()

    def run(now: datetime) -> None:
        runs.append(now)
        if len(runs) == MORE_THAN_PATIENCE:
            ran_twice.set()
        end(now)

    heartbeat = watch(bench, Job("sync", OFTEN, run))
    heartbeat.start()
    try:
        assert ran_twice.wait(PATIENCE_SECONDS)
        heartbeat.settle()
        assert bench.request("GET", "/readyz").status == status
    finally:
        heartbeat.stop()
