"""What follows from one reading of a source: published, held, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Decision, Run
from bot.jobs.histories import leave_old
from bot.sources.readings import Reading
from bot.storage.encoding import fingerprint_mapping
from bot.storage.workspaces import get_preferences, get_workspace
from rules.guards import Share, find_holds, fingerprint
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import Mapping, classify, merge_rows
from rules.schedules import Schedule, find_next_run
from rules.troubles import Incident, RunStatus

RETRIES = 3
RETRY_AFTER = timedelta(hours=1)
"""A source in trouble is asked again sooner than its schedule says, a few times."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """When, why and for whom a source is read.

    Attributes:
        on: The date in the workspace's zone.
        by: As in `Run.by`.
        started_at: The moment that everything which comes of it is dated with.
        finished_at: When the source had answered.
    """

    cause: Cause
    by: str | None
    on: date
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a workspace's sources are due."""

    schedule: Schedule
    zone: ZoneInfo

    def find_next(self, after: datetime, workspace_id: str) -> datetime:
        """Return the next moment at which a workspace is due."""
        return find_next_run(self.schedule, self.zone, after, workspace_id)

    def find_date(self, now: datetime) -> date:
        """Return the date where the workspace is."""
        return now.astimezone(self.zone).date()


def get_calendar(session: Session, workspace_id: str) -> Calendar:
    """Return when a workspace's sources are due.

    Raises:
        sqlalchemy.exc.NoResultFound: If the workspace is not known.
    """
    workspace = get_workspace(session, workspace_id)
    schedule = get_preferences(session, workspace_id).schedule
    return Calendar(schedule, ZoneInfo(workspace.time_zone))


def plan_run(
    connection: Connection,
    answer: Reading | Incident,
    published: tuple[HeadcountRow, ...],
    newer: frozenset[HeadcountClass],
    attempt: Attempt,
    calendar: Calendar,
) -> tuple[Run, Connection]:
    """Return the run to keep, and the source as it is afterwards.

    Only a run with status `ok` changes the source's counts; one that counts what an admin decided
    against confirms them. A preview changes nothing, nor does what is history, or what comes from
    a source that was paused meanwhile.

    Args:
        connection: As it is now: an admin may have changed it while it was read.
        answer: What it counted, or why it could not.
        published: What counts now for all classes; a class that the source has not published
            yet is compared with these.
        newer: The classes that count as of a later date than the answer.
        attempt: The circumstances.
        calendar: Says when it is due again.
    """
    run, after = (
        _plan_trouble(connection, answer, attempt, calendar)
        if isinstance(answer, Incident)
        else _plan_count(connection, answer, published, newer, attempt, calendar)
    )
    if not connection.is_paused or run.cause is Cause.PREVIEW:
        return run, after
    status = RunStatus.HELD if run.status is RunStatus.OK else run.status
    return replace(run, status=status, decision=Decision.PAUSED), connection


def accept(connection: Connection, run: Run) -> Connection:
    """Return a source whose counts are now those of a run.

    Raises:
        ValueError: If the run counted nothing.
    """
    if run.rows is None:
        raise ValueError("a run without counts cannot be accepted")
    if run.cause is Cause.PREVIEW:
        shown = {row.headcount_class for row in run.rows}
        connection = replace(connection, supplies=connection.supplies | shown)
    has_changed = run.rows != connection.supplied
    return replace(
        connection,
        counts=run.rows,
        as_of=run.as_of,
        checked_at=run.started_at,
        changed_at=(not has_changed and connection.changed_at) or run.started_at,
        unclassified=run.unclassified,
        classified=run.classified,
        is_confirmed=True,
        errors=0,
        kept="",
        told="",
    )


def name_trouble(run: Run) -> str:
    """Return what tells one trouble from another, so that each is told once; empty for none."""
    if run.status is RunStatus.OK or run.decision is not None or run.cause is Cause.PREVIEW:
        return ""
    if run.incident is not None:
        return run.incident.trouble.value
    return fingerprint(run.rows or ())


def _plan_count(
    connection: Connection,
    answer: Reading,
    published: tuple[HeadcountRow, ...],
    newer: frozenset[HeadcountClass],
    attempt: Attempt,
    calendar: Calendar,
) -> tuple[Run, Connection]:
    is_preview = attempt.cause is Cause.PREVIEW or not connection.is_confirmed
    mapping = (is_preview and connection.draft) or connection.mapping
    run = _count(connection, answer, mapping, attempt)
    if not is_preview:
        run, connection = leave_old(run, connection, newer)
        if run.is_history:
            return run, replace(connection, due_at=_next_run(connection, attempt, calendar))
    before = _find_before(connection, published, run)
    holds = find_holds(before, run.rows or (), _share_of(connection), _share_of(run))
    scheduled = replace(connection, due_at=_next_run(connection, attempt, calendar))
    if is_preview:
        return replace(run, status=RunStatus.HELD, cause=Cause.PREVIEW, holds=holds), scheduled
    if holds:
        held = replace(run, status=RunStatus.HELD, holds=holds)
        after = replace(scheduled, errors=0)
        if fingerprint(run.rows or ()) != connection.kept:
            return held, after
        # Whoever kept the old numbers confirmed them against just these.
        kept = replace(held, decision=Decision.KEPT)
        return kept, replace(after, checked_at=run.started_at)
    return run, accept(scheduled, run)


def _plan_trouble(
    connection: Connection, incident: Incident, attempt: Attempt, calendar: Calendar
) -> tuple[Run, Connection]:
    seen = Reading(attempt.on, people=incident.people, pages=incident.pages)
    nothing = _count(connection, seen, connection.mapping, attempt)
    run = replace(nothing, status=incident.status, rows=None, incident=incident)
    if attempt.cause is Cause.PREVIEW:
        return run, connection
    errors = connection.errors + 1
    due_at = _next_run(connection, attempt, calendar)
    if due_at is not None and errors <= RETRIES:
        due_at = min(due_at, attempt.started_at + errors * RETRY_AFTER)
    return run, replace(connection, errors=errors, due_at=due_at)


def _next_run(connection: Connection, attempt: Attempt, calendar: Calendar) -> datetime | None:
    if connection.due_at is None or attempt.cause is Cause.PREVIEW:
        return connection.due_at
    due_at = calendar.find_next(attempt.finished_at, connection.workspace_id)
    # Somebody may have brought it forward while it was read: the counts may be from before.
    return min(due_at, connection.due_at) if connection.due_at > attempt.started_at else due_at


def _count(connection: Connection, reading: Reading, mapping: Mapping, attempt: Attempt) -> Run:
    classified = classify(reading.tallies, mapping)
    return Run(
        workspace_id=connection.workspace_id,
        connection_id=connection.id,
        kind=connection.kind,
        source=connection.name,
        status=RunStatus.OK,
        cause=attempt.cause,
        by=attempt.by,
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        as_of=reading.as_of,
        rows=_pick(merge_rows([*reading.rows, *classified.rows]), connection),
        history=reading.history,
        people=reading.people,
        pages=reading.pages,
        classified=classified.people,
        unclassified=classified.unclassified_people,
        contractors=reading.contractors,
        arriving=reading.arriving,
        mapping=fingerprint_mapping(mapping),
        unmapped=classified.unclassified,
    )


def _pick(rows: Iterable[HeadcountRow], connection: Connection) -> tuple[HeadcountRow, ...]:
    """Return the rows of the classes that a source supplies."""
    return tuple(row for row in rows if row.headcount_class in connection.supplies)


def _find_before(
    connection: Connection, published: Iterable[HeadcountRow], run: Run
) -> tuple[HeadcountRow, ...]:
    """Return the numbers that those of a run would replace."""
    own = connection.supplied
    old = {row.headcount_class for row in own}
    counted = {row.headcount_class for row in run.rows or ()}
    return own + tuple(
        row
        for row in _pick(published, connection)
        if row.headcount_class not in old and (row.headcount_class in counted or not own)
    )


def _share_of(counted: Connection | Run) -> Share | None:
    total = counted.classified + counted.unclassified
    return Share(counted.unclassified, total) if total else None
