"""The heartbeat: jobs run at once and again, whatever one of them does, and a hanging one is named."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.clock import Clock, utc_now
from bot.scheduler import MISSED_TICKS, Heartbeat, Job, build_jobs, run_job
from tests.bot.workbench import Transport, Workbench
from tests.fakes import PATIENCE_SECONDS

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SOON = timedelta(seconds=1)
"""APScheduler counts in whole seconds."""
NEVER_AGAIN = timedelta(days=1)
A_MOMENT = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)


class Wall:
    """The machine's clock, which is wrong until somebody sets it right."""

    def __init__(self, error: timedelta) -> None:
        self._error = error
        self._readings = threading.Semaphore(0)

    def __call__(self) -> datetime:
        self._readings.release()
        return utc_now() + self._error

    def set_right(self) -> None:
        self._error = timedelta()

    def await_reading(self) -> None:
        """Return once it is read, after all readings waited for before."""
        assert self._readings.acquire(timeout=PATIENCE_SECONDS)


def a_job(run: Callable[[datetime], object], **changes: Any) -> Job:
    return Job(**{"name": "look", "every": NEVER_AGAIN, "run": run, **changes})


@contextmanager
def beating(*jobs: Job, wall: Clock = utc_now) -> Iterator[Heartbeat]:
    heartbeat = Heartbeat(jobs, clock=lambda: NOON, wall=wall)
    heartbeat.start()
    try:
        yield heartbeat
    finally:
        heartbeat.stop()


def await_description(heartbeat: Heartbeat, wanted: str) -> None:
    """Return once the heartbeat describes itself so; a thread's end takes a moment."""
    tick, patience = threading.Event(), int(PATIENCE_SECONDS / 0.005)
    assert any(heartbeat.describe() == wanted or tick.wait(0.005) for _ in range(patience)), (
        heartbeat.describe()
    )


def await_end_of(threads: set[threading.Thread]) -> None:
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)


def test_a_job_is_given_the_time_of_its_run() -> None:
    ran: list[datetime] = []
    run_job(a_job(ran.append), clock=lambda: NOON)
    assert ran == [NOON]


def test_a_failing_job_is_logged_by_name(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_now: datetime) -> None:
        raise RuntimeError("the database is away")

    with caplog.at_level(logging.ERROR):
        run_job(a_job(fail), clock=lambda: NOON)
    assert "job failed, name=look" in caplog.text


def test_every_job_runs_at_once() -> None:
    runs = {name: threading.Event() for name in ("look", "listen")}
    given: list[datetime] = []

    def run(event: threading.Event, now: datetime) -> None:
        given.append(now)
        event.set()

    with beating(*(a_job(partial(run, event), name=name) for name, event in runs.items())):
        assert all(event.wait(PATIENCE_SECONDS) for event in runs.values())
    assert given == [NOON, NOON]


def test_a_job_that_raises_runs_again() -> None:
    runs, ran_again = [], threading.Event()

    def fail(now: datetime) -> None:
        runs.append(now)
        if len(runs) > 1:
            ran_again.set()
        raise RuntimeError("the database is away")

    with beating(a_job(fail, every=SOON)) as heartbeat:
        assert ran_again.wait(PATIENCE_SECONDS)
        assert heartbeat.describe() == "ok"


def test_a_job_that_hangs_is_named_until_it_goes_on() -> None:
    released, others = threading.Event(), threading.Event()

    def hang(_now: datetime) -> None:
        released.wait(PATIENCE_SECONDS)

    def go_on(_now: datetime) -> None:
        others.set()

    hanging = a_job(hang, name="sync", every=timedelta(milliseconds=100))
    with beating(hanging, a_job(go_on, name="tell")) as heartbeat:
        await_description(heartbeat, "late: sync")
        assert others.wait(PATIENCE_SECONDS)
        released.set()
        await_description(heartbeat, "ok")


def test_a_job_that_never_begins_is_named() -> None:
    heartbeat = Heartbeat([a_job(print, every=A_MOMENT)], clock=lambda: NOON)
    await_description(heartbeat, "late: look")


def test_a_job_that_may_take_long_is_not_late_because_it_does() -> None:
    begun, released = threading.Event(), threading.Event()

    def be_slow(_now: datetime) -> None:
        begun.set()
        released.wait(PATIENCE_SECONDS)

    slow = a_job(be_slow, name="sync", every=A_MOMENT, may_take=timedelta(hours=1))
    quick = a_job(print, name="look", every=A_MOMENT)
    with beating(slow) as heartbeat:
        assert begun.wait(PATIENCE_SECONDS)
        # Another job of the same age that is late by now shows that time enough has passed.
        await_description(Heartbeat([quick], clock=lambda: NOON), "late: look")
        assert heartbeat.describe() == "ok"
        released.set()


def test_patience_is_a_few_intervals_and_what_a_run_may_take() -> None:
    job = a_job(print, every=timedelta(seconds=30), may_take=timedelta(minutes=10))
    assert job.patience == MISSED_TICKS * timedelta(seconds=30) + timedelta(minutes=10)


def test_how_long_each_job_last_took_is_known() -> None:
    released, done = threading.Event(), threading.Event()

    def be_slow(_now: datetime) -> None:
        released.wait(0.05)

    with beating(a_job(be_slow, name="sync")) as heartbeat:
        await_description(heartbeat, "ok")
        heartbeat.settle()
        while not heartbeat.list_durations():
            done.wait(0.005)
        assert heartbeat.list_durations().keys() == {"sync"}
        assert 0.04 < heartbeat.list_durations()["sync"] < PATIENCE_SECONDS


def test_before_the_first_run_no_duration_is_known() -> None:
    assert Heartbeat([a_job(print)], clock=lambda: NOON).list_durations() == {}


def test_after_the_stop_nothing_begins_and_what_runs_may_end() -> None:
    begun, released = threading.Event(), threading.Event()
    runs: list[datetime] = []

    def be_slow(now: datetime) -> None:
        begun.set()
        released.wait(PATIENCE_SECONDS)
        runs.append(now)

    with beating(a_job(be_slow, every=SOON)) as heartbeat:
        assert begun.wait(PATIENCE_SECONDS)
    assert runs == []
    released.set()
    heartbeat.settle()
    assert runs == [NOON]


def test_a_clock_that_is_set_back_keeps_no_job_waiting_and_wakes_it_once() -> None:
    wall, runs, ran = Wall(2 * NEVER_AGAIN), list[datetime](), threading.Event()

    def run(now: datetime) -> None:
        runs.append(now)
        ran.set()

    with beating(a_job(run), wall=wall):
        wall.set_right()
        assert ran.wait(PATIENCE_SECONDS)
        for _ in range(4):
            wall.await_reading()
    assert runs == [NOON]


def test_a_clock_that_is_set_forward_makes_up_for_nothing() -> None:
    wall, runs = Wall(-HOUR), list[float]()
    ran_twice = threading.Event()

    def run(_now: datetime) -> None:
        runs.append(time.monotonic())
        if len(runs) > 1:
            ran_twice.set()

    with beating(a_job(run, every=SOON), wall=wall):
        wall.set_right()
        assert ran_twice.wait(PATIENCE_SECONDS)
    assert runs[1] - runs[0] > SOON.total_seconds() / 2


def test_the_heartbeat_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with beating(a_job(print)) as heartbeat:
        assert set(threading.enumerate()) > before
    heartbeat.settle()
    await_end_of(set(threading.enumerate()) - before)


@pytest.mark.parametrize("transport", [Transport.HTTP], indirect=True)
def test_the_bots_jobs_have_names_of_their_own_and_all_run(
    bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = build_jobs(bench.services, bench.client)
    assert len({job.name for job in jobs}) == len(jobs)
    for job in jobs:
        run_job(job, bench.clock)
    assert "job failed" not in caplog.text
