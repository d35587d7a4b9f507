"""Keep headcounts in step with their sources: gather what is due, read it, publish or hold."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.errors import SourceError
from bot.jobs.decisions import take_over
from bot.jobs.runs import Attempt, get_calendar, name_trouble, plan_run
from bot.opening import OpenSource
from bot.sources.readings import Reading
from bot.storage.engine import Database
from bot.storage.headcounts import publish_headcount
from bot.storage.notices import add_notice, find_recipient
from bot.storage.runs import add_run
from bot.storage.snapshots import read_current_snapshot, save_history
from bot.storage.sources import (
    Claim,
    claim_due_sources,
    claim_source,
    get_connection,
    release_source,
    save_connection,
)
from rules.troubles import Incident, RunStatus

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Sources read at the same time: they mostly wait."""
PASS_MAY_TAKE = timedelta(seconds=25)
POSTPONED = timedelta(hours=6)
"""For a source that fails in a way we did not foresee."""


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """How one pass went."""

    due: int = 0
    ok: int = 0
    held: int = 0
    partial: int = 0
    failed: int = 0

    def add(self, status: RunStatus) -> "SyncCounts":
        """Return the counts with one more run."""
        name = status.value
        return replace(self, **{"due": self.due + 1, name: getattr(self, name) + 1})


def sync_due(database: Database, open_source: OpenSource, now: datetime) -> SyncCounts:
    """Read every source that is due, and return how they went; other workers may do the same."""
    counts = SyncCounts()
    deadline = time.monotonic() + PASS_MAY_TAKE.total_seconds()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sync") as pool:
        while time.monotonic() < deadline:
            with database.sessions.begin() as session:
                claims = claim_due_sources(session, now, 2 * AT_ONCE)
            if not claims:
                break
            for status in pool.map(
                lambda claim: _sync_or_postpone(database, open_source, claim, now), claims
            ):
                counts = counts if status is None else counts.add(status)
    if counts.due:
        logger.info("sources read, counts=%s", counts)
    return counts


def sync_one(
    database: Database,
    open_source: OpenSource,
    connection_id: int,
    cause: Cause,
    by: str | None,
    now: datetime,
) -> Run | None:
    """Read one source now, due or not; None where another worker is reading it.

    A preview, or a source that no admin has confirmed, publishes nothing.
    """
    with database.sessions.begin() as session:
        claim = claim_source(session, connection_id)
    return None if claim is None else _sync(database, open_source, claim, cause, by, now)


def record(
    session: Session,
    connection: Connection,
    answer: Reading | Incident,
    attempt: Attempt,
) -> Run:
    """Keep what became of one reading, and let it count where nothing speaks against it."""
    current = read_current_snapshot(session, connection.workspace_id)
    run, after = plan_run(
        connection,
        answer,
        () if current is None else current.rows,
        attempt,
        get_calendar(session, connection.workspace_id),
    )
    run = add_run(session, run)
    trouble = name_trouble(run)
    if trouble and trouble != after.told:
        recipient = find_recipient(session, run.workspace_id, connection.connected_by)
        if recipient is not None:
            add_notice(session, run, recipient, attempt.finished_at)
        after = replace(after, told=trouble)
    save_connection(session, after)
    if run.status is RunStatus.OK:
        if attempt.cause is Cause.ENTRY:
            take_over(session, after)
        save_history(session, run.workspace_id, run.history, attempt.finished_at)
        publish_headcount(session, run.workspace_id, attempt.finished_at)
    return run


def _sync_or_postpone(
    database: Database, open_source: OpenSource, claim: Claim, now: datetime
) -> RunStatus | None:
    """Read one claimed source; one that breaks us must not keep others from their turn."""
    try:
        run = _sync(database, open_source, claim, Cause.SCHEDULE, None, now)
    except Exception:
        logger.exception("source postponed, id=%s", claim.connection.id)
        with database.sessions.begin() as session:
            if release_source(session, claim):
                known = get_connection(session, claim.connection.workspace_id, claim.connection.id)
                save_connection(
                    session, replace(known, errors=known.errors + 1, due_at=now + POSTPONED)
                )
        return RunStatus.FAILED
    return None if run is None else run.status


def _sync(
    database: Database,
    open_source: OpenSource,
    claim: Claim,
    cause: Cause,
    by: str | None,
    now: datetime,
) -> Run | None:
    workspace_id = claim.connection.workspace_id
    with Session(database.reader) as session:
        on = get_calendar(session, workspace_id).find_date(now)
    answer = _read(open_source, claim, on)
    with database.sessions.begin() as session:
        if not release_source(session, claim):
            logger.info("source taken over, id=%s", claim.connection.id)
            return None
        connection = get_connection(session, workspace_id, claim.connection.id)
        return record(session, connection, answer, Attempt(cause, by, on, now, now))


def _read(open_source: OpenSource, claim: Claim, on: date) -> Reading | Incident:
    try:
        return open_source(claim.connection, claim.secret).read(on)
    except SourceError as error:
        return error.incident
