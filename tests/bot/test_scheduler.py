import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduler import Job, build_jobs, build_scheduler, run_job
from bot.storage.claims import KEPT_FOR, claim_delivery
from bot.storage.engine import Database

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_a_job_is_given_the_time_of_its_run() -> None:
    ran: list[datetime] = []
    run_job(Job("look", timedelta(hours=1), ran.append), clock=lambda: NOON)
    assert ran == [NOON]


def test_a_failing_job_is_logged_by_name(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_now: datetime) -> None:
        raise RuntimeError("the database is away")

    with caplog.at_level(logging.ERROR):
        run_job(Job("look", timedelta(hours=1), fail), clock=lambda: NOON)
    assert "job failed, name=look" in caplog.text


def test_every_job_runs_at_once_and_then_on_its_interval() -> None:
    scheduler = build_scheduler([Job("look", timedelta(hours=1), print)], clock=lambda: NOON)
    [job] = scheduler.get_jobs()
    assert (job.id, job.trigger.interval) == ("look", timedelta(hours=1))
    assert job.next_run_time == NOON


def test_claims_that_no_retry_can_meet_are_forgotten(database: Database) -> None:
    [job] = build_jobs(database)
    with database.sessions.begin() as session:
        assert claim_delivery(session, "old", NOON - KEPT_FOR - timedelta(seconds=1))
        assert claim_delivery(session, "new", NOON)
    run_job(job, clock=lambda: NOON)
    with database.sessions.begin() as session:
        assert claim_delivery(session, "old", NOON)
        assert not claim_delivery(session, "new", NOON)
