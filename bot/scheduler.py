"""Timed jobs. APScheduler only ticks; what is due is decided from stored rows."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.jobs.housekeeping import keep_house
from bot.storage.engine import Database

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run again and again.

    Attributes:
        name: Unique; shown in logs.
        every: Time between two runs.
        run: Takes the aware UTC time of the run; safe to run twice for the same time.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], None]


def build_jobs(database: Database) -> list[Job]:
    """Return every timed job."""
    return [Job("keep_house", timedelta(hours=1), partial(keep_house, database))]


def build_scheduler(jobs: Sequence[Job], clock: Clock) -> BackgroundScheduler:
    """Return a scheduler, not yet started, that runs every job at once and on its interval."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={
            # APScheduler's own default of one second drops a run whenever the pool is busy.
            "misfire_grace_time": None,
            "coalesce": True,
            "max_instances": 1,
        },
    )
    for job in jobs:
        trigger = IntervalTrigger(seconds=int(job.every.total_seconds()))
        # A trigger alone starts after a whole interval, which frequent deploys would never reach.
        scheduler.add_job(run_job, trigger, args=(job, clock), id=job.name, next_run_time=clock())
    return scheduler


def run_job(job: Job, clock: Clock) -> None:
    """Run one job now; a failure is logged and the next run still happens."""
    try:
        job.run(clock())
    except Exception:
        logger.exception("job failed, name=%s", job.name)
