"""Keep headcounts in step with their sources: gather what is due, read it, publish or hold."""

import logging
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.errors import SourceError
from bot.jobs.recording import record
from bot.jobs.runs import Attempt, get_calendar
from bot.opening import OpenSource
from bot.sources.readings import Reading
from bot.storage.engine import Database
from bot.storage.sources import (
    Claim,
    claim_due_sources,
    claim_source,
    get_connection,
    list_connections,
    release_source,
    save_connection,
)
from rules.freshness import PUSHED
from rules.troubles import Incident, RunStatus, Trouble

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Sources read at the same time: they mostly wait."""
PASS_MAY_TAKE = timedelta(minutes=5)
"""A pass begins no reading after this, so that it ends while it can be told from one that hangs."""
LONGEST_POSTPONED = timedelta(hours=6)
"""For a source that breaks us again and again."""


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
    claims = _claim(database, now, AT_ONCE)
    if not claims:
        return counts
    deadline = time.monotonic() + PASS_MAY_TAKE.total_seconds()
    with ThreadPoolExecutor(len(claims), thread_name_prefix="sync") as pool:
        readers = [
            pool.submit(_sync_in_turn, database, open_source, claim, now, deadline)
            for claim in claims
        ]
    for status in (status for reader in readers for status in reader.result()):
        counts = counts.add(status)
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
    """Read one source now, due or not; None where it is paused, or another worker is reading it.

    A preview, or a source that no admin has confirmed, publishes nothing.
    """
    with database.sessions.begin() as session:
        claim = claim_source(session, connection_id)
    if claim is None:
        return None
    try:
        return _sync(database, open_source, claim, cause, by, now)
    except Exception:
        with database.sessions.begin() as session:
            release_source(session, claim)
        raise


def list_readable(session: Session, workspace_id: str) -> list[Connection]:
    """Return a workspace's sources that can be read now, in the order they were connected."""
    return [
        connection
        for connection in list_connections(session, workspace_id)
        if connection.kind not in PUSHED and connection.is_confirmed and not connection.is_paused
    ]


def _claim(database: Database, now: datetime, limit: int) -> list[Claim]:
    with database.sessions.begin() as session:
        return claim_due_sources(session, now, limit)


def _sync_in_turn(
    database: Database, open_source: OpenSource, claim: Claim, now: datetime, deadline: float
) -> list[RunStatus]:
    """Read one due source after the other; a slow one holds up only this thread."""
    statuses: list[RunStatus] = []
    claims = [claim]
    while claims:
        status = _sync_or_postpone(database, open_source, claims[0], now)
        if status is not None:
            statuses.append(status)
        claims = _claim(database, now, 1) if time.monotonic() < deadline else []
    return statuses


def _sync_or_postpone(
    database: Database, open_source: OpenSource, claim: Claim, now: datetime
) -> RunStatus | None:
    """Read one claimed source; one that breaks us must not keep others from their turn."""
    try:
        run = _sync(database, open_source, claim, Cause.SCHEDULE, None, now)
    except Exception as error:  # noqa: BLE001 - a poison row
        place = _locate(error)
    else:
        return None if run is None else run.status
    logger.error("source postponed, id=%s, error=%s", claim.connection.id, place)
    _postpone(database, claim, now)
    return RunStatus.FAILED


def _postpone(database: Database, claim: Claim, now: datetime) -> None:
    """Have a source asked again soon, should the database be to blame, but later every time."""
    with database.sessions.begin() as session:
        if not release_source(session, claim):
            return
        known = get_connection(session, claim.connection.workspace_id, claim.connection.id)
        errors = known.errors + 1
        wait = min(timedelta(minutes=2 ** min(errors, 10)), LONGEST_POSTPONED)
        save_connection(session, replace(known, errors=errors, due_at=now + wait))


def _sync(
    database: Database,
    open_source: OpenSource,
    claim: Claim,
    cause: Cause,
    by: str | None,
    now: datetime,
) -> Run | None:
    asked = claim.connection
    with Session(database.reader) as session:
        on = get_calendar(session, asked.workspace_id).find_date(now)
    began = time.monotonic()
    answer = _read(open_source, claim, on)
    finished_at = now + timedelta(seconds=time.monotonic() - began)
    with database.sessions.begin() as session:
        if not release_source(session, claim):
            logger.info("source taken over, id=%s", asked.id)
            return None
        connection = get_connection(session, asked.workspace_id, asked.id)
        if connection.config != asked.config:
            logger.info("source changed while it was read, id=%s", asked.id)
            return None
        return record(session, connection, answer, Attempt(cause, by, on, now, finished_at))


def _read(open_source: OpenSource, claim: Claim, on: date) -> Reading | Incident:
    try:
        return open_source(claim.connection, claim.secret).read(on)
    except SourceError as error:
        return error.incident
    except Exception as error:  # noqa: BLE001 - whatever a source sends must not break us
        place = _locate(error)
    # Out here, because a log that fails prints whatever error is being handled.
    logger.error("source not understood, id=%s, error=%s", claim.connection.id, place)
    return Incident(Trouble.NOT_READABLE)


def _locate(error: Exception) -> str:
    """Return the kind of an error and where it arose: its text may hold what the source sent."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
