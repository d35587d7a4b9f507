"""Notices wait until Slack has taken them; one worker at a time sends each."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.connections import Cause, Run
from bot.storage.clocks import read_clock
from bot.storage.engine import Database
from bot.storage.notices import LEASE, Notice, add_notice, claim_notice, postpone_notice
from bot.storage.runs import add_run, forget_runs
from bot.storage.source_models import NoticeRow
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import SourceKind
from rules.troubles import Incident, RunStatus, Trouble
from tests.builders import NOON, TODAY, a_workspace
from tests.races import THREADS, Crowd

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def known(database: Database) -> Database:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    return database


def keep(database: Database, recipient: str = "U1") -> Run:
    """Store a failed run that somebody has to be told about."""
    run = Run(
        workspace_id="T1",
        connection_id=None,
        kind=SourceKind.REST,
        source="HRIS",
        status=RunStatus.FAILED,
        cause=Cause.SCHEDULE,
        by=None,
        started_at=NOON,
        finished_at=NOON,
        as_of=TODAY,
        incident=Incident(Trouble.UNREACHABLE),
    )
    with database.sessions.begin() as session:
        stored = add_run(session, run)
        add_notice(session, stored, recipient, NOON)
    return stored


def claim(database: Database) -> Notice | None:
    with database.sessions.begin() as session:
        return claim_notice(session, NOON)


def end_leases(database: Database) -> None:
    with database.sessions.begin() as session:
        past = read_clock(session) - A_SECOND
        session.execute(update(NoticeRow).values(lease_until=past))


def test_a_notice_comes_with_its_run(known: Database) -> None:
    run = keep(known)
    notice = claim(known)
    assert notice is not None
    assert (notice.run, notice.recipient, notice.attempts) == (run, "U1", 1)


def test_the_oldest_comes_first(known: Database) -> None:
    for recipient in ("U1", "U2"):
        keep(known, recipient)
    claimed = [claim(known), claim(known), claim(known)]
    assert [one.recipient if one else None for one in claimed] == ["U1", "U2", None]


def test_a_lease_that_ran_out_is_taken_over_and_the_late_failure_is_void(known: Database) -> None:
    keep(known)
    late = claim(known)
    assert late is not None
    assert claim(known) is None
    end_leases(known)
    again = claim(known)
    assert again is not None
    assert again.attempts == 2
    with known.sessions.begin() as session:
        postpone_notice(session, late, None, "reset")
    with known.sessions() as session:
        row = session.scalars(select(NoticeRow)).one()
        assert (row.available_at, row.last_error) == (NOON, "")
        assert row.lease_until is not None


def test_leases_run_by_the_databases_clock(known: Database) -> None:
    keep(known)
    claim(known)
    with known.sessions() as session:
        lease_until = session.scalars(select(NoticeRow.lease_until)).one()
        assert lease_until is not None
        assert abs(lease_until - read_clock(session) - LEASE) < timedelta(minutes=1)


def test_many_threads_claim_each_notice_once(known: Database, threads: Crowd) -> None:
    recipients = {f"U{number}" for number in range(THREADS)}
    for recipient in recipients:
        keep(known, recipient)
    claimed = [*threads.call(claim, known), *(claim(known) for _ in range(THREADS))]
    names = [one.recipient for one in claimed if one is not None]
    assert sorted(names) == sorted(recipients)


def test_a_run_that_is_forgotten_takes_its_notices_along(known: Database) -> None:
    keep(known)
    with known.sessions.begin() as session:
        assert forget_runs(session, NOON + A_SECOND) == 1
    assert claim(known) is None
