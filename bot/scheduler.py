"""Timed jobs. APScheduler only ticks; what is due is decided from stored rows."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from slack_sdk import WebClient

from bot.clock import Clock, utc_now
from bot.jobs.check import check_due
from bot.jobs.deliver import deliver_due
from bot.jobs.digest import digest_due
from bot.jobs.forecasting import forecast_due
from bot.jobs.housekeeping import keep_house
from bot.jobs.sync import sync_due
from bot.services import Services

logger = logging.getLogger(__name__)

WATCHES_EVERY = timedelta(seconds=1)
"""How often the heartbeat looks whether somebody has set the machine's clock."""
MISSED_TICKS = 3
"""A job that is this many intervals late is not coming any more."""
READING_MAY_TAKE = timedelta(minutes=10)
"""A pass begins readings for five minutes, and a source may take five."""
JUDGING_MAY_TAKE = timedelta(minutes=1)
"""A pass begins batches for 25 seconds."""
TELLING_MAY_TAKE = timedelta(minutes=1)
"""A pass begins calls to Slack for 25 seconds, and one may take ten to connect and ten to answer."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run again and again.

    Attributes:
        name: Unique; shown in logs.
        every: Time between two runs.
        run: Takes the aware UTC time of the run; safe to run twice for the same time.
        may_take: What is not over by then hangs.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    may_take: timedelta = timedelta()

    @property
    def patience(self) -> timedelta:
        """Return how long after one run the end of the next has come at the latest."""
        return MISSED_TICKS * self.every + self.may_take


def build_jobs(services: Services, client: WebClient) -> list[Job]:
    """Return every timed job, in the order in which they build on each other."""
    database = services.database
    return [
        Job("keep_house", timedelta(hours=1), partial(keep_house, database)),
        Job(
            "sync",
            timedelta(seconds=30),
            partial(sync_due, database, services.open_source),
            READING_MAY_TAKE,
        ),
        Job("forecast", timedelta(minutes=10), partial(forecast_due, database), JUDGING_MAY_TAKE),
        Job("digest", timedelta(minutes=5), partial(digest_due, database), JUDGING_MAY_TAKE),
        Job("check", timedelta(seconds=30), partial(check_due, database), JUDGING_MAY_TAKE),
        Job(
            "deliver",
            timedelta(seconds=5),
            partial(deliver_due, database, client),
            TELLING_MAY_TAKE,
        ),
    ]


class Heartbeat:
    """Runs the jobs until it is stopped, and knows whether they still run.

    Being late is measured by the monotonic clock. APScheduler goes by the machine's: set back, that
    one would keep every job waiting for what was taken off, so that a watcher wakes them.

    Args:
        jobs: Each has a thread of its own, so that a slow source holds up nothing else.
        clock: Gives the jobs their time; the sandbox has one of its own.
        wall: The machine's clock.
    """

    def __init__(self, jobs: Sequence[Job], clock: Clock, wall: Clock = utc_now) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._clock, self._wall = clock, wall
        self._seen = dict.fromkeys(self._jobs, time.monotonic())
        self._running: set[str] = set()
        self._durations: dict[str, float] = {}
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="clock-watch", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={name: ThreadPoolExecutor(1) for name in self._jobs},
            job_defaults={
                # APScheduler's own default of one second drops a run whenever the pool is busy.
                "misfire_grace_time": None,
                "coalesce": True,
                "max_instances": 1,
            },
        )

    def start(self) -> None:
        """Run every job at once and then on its interval."""
        for job in self._jobs.values():
            trigger = IntervalTrigger(seconds=int(job.every.total_seconds()))
            # A trigger alone starts after a whole interval, which frequent deploys never reach.
            self._scheduler.add_job(
                self._tick,
                trigger,
                args=(job,),
                id=job.name,
                executor=job.name,
                next_run_time=self._wall(),
            )
        self._scheduler.start()
        self._watcher.start()

    def stop(self) -> None:
        """Begin no job any more; one that runs goes on."""
        self._stopped.set()
        self._watcher.join()
        self._scheduler.shutdown(wait=False)

    def settle(self) -> None:
        """Return once no job runs any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running)

    def list_durations(self) -> dict[str, float]:
        """Return how many seconds each job last took."""
        with self._changed:
            return dict(self._durations)

    def describe(self) -> str:
        """Return `ok`, or which job is late, in a few words."""
        now = time.monotonic()
        with self._changed:
            late = [
                name
                for name, seen in self._seen.items()
                if now - seen > self._jobs[name].patience.total_seconds()
            ]
        return f"late: {', '.join(late)}" if late else "ok"

    def _watch(self) -> None:
        while not self._stopped.wait(WATCHES_EVERY.total_seconds()):
            now = self._wall()
            for job in self._scheduler.get_jobs():
                # What is further off than an interval was planned by a clock that went ahead.
                if job.next_run_time > now + job.trigger.interval:
                    job.modify(next_run_time=now)
            # It may sleep out a time that it worked out while the clock was wrong.
            self._scheduler.wakeup()

    def _tick(self, job: Job) -> None:
        with self._changed:
            self._running.add(job.name)
        begun = time.monotonic()
        try:
            run_job(job, self._clock)
            with self._changed:
                self._seen[job.name] = time.monotonic()
                self._durations[job.name] = self._seen[job.name] - begun
        finally:
            # Whatever ended its thread: a job that is gone is late, but nobody waits for it.
            with self._changed:
                self._running.remove(job.name)
                self._changed.notify_all()


def run_job(job: Job, clock: Clock) -> None:
    """Run one job now; a failure is logged and the next run still happens."""
    try:
        job.run(clock())
    except Exception:
        logger.exception("job failed, name=%s", job.name)
