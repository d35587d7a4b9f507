"""What admins decide about sources and their counts. The caller owns the transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Decision, Run
from bot.errors import DecidedAlreadyError
from bot.jobs.histories import keep_history, leave_old, list_newer
from bot.jobs.runs import accept, get_calendar
from bot.jobs.supplying import take_over
from bot.storage.encoding import fingerprint_mapping
from bot.storage.forecasts import schedule_forecast
from bot.storage.headcounts import publish_headcount
from bot.storage.notices import settle_questions
from bot.storage.observations import note_change, note_sync
from bot.storage.runs import find_newest_count, find_open_run, get_run, save_decision
from bot.storage.snapshots import forget_supplied
from bot.storage.sources import (
    get_connection,
    list_connections,
    remove_connection,
    save_connection,
)
from bot.storage.workspaces import lock_workspace
from rules.alerts import Outcome
from rules.freshness import PUSHED
from rules.guards import fingerprint
from rules.headcounts import HeadcountClass


def accept_run(session: Session, workspace_id: str, run_id: int, by: str, now: datetime) -> Run:
    """Let the counts of a held or previewed run count, and return the run as decided.

    They only join the history where newer ones were brought or read meanwhile, or before.

    Raises:
        RunNotFoundError: If there is no such run.
        ConnectionNotFoundError: If its source was disconnected meanwhile.
        DecidedAlreadyError: If somebody decided before, or it is not the newest of its source.
    """
    run, connection = _get_open_run(session, workspace_id, run_id)
    newer = list_newer(session, connection, run.as_of)
    run, connection = leave_old(run, _adopt_mapping(connection, run), newer)
    settle_questions(session, connection.id, now)
    keep_history(session, run, connection.id, now)
    if run.is_history:
        decided = _decide(session, run, Decision.HISTORY, by, now)
        note_change(session, workspace_id, now)
        return decided
    connection = accept(connection, run)
    if connection.kind not in PUSHED and connection.due_at is None:
        due_at = get_calendar(session, workspace_id).find_next(now, workspace_id)
        connection = replace(connection, due_at=due_at)
    save_connection(session, connection)
    take_over(session, connection, now)
    publish_headcount(session, workspace_id, now)
    decided = _decide(session, run, Decision.ACCEPTED, by, now)
    note_sync(session, workspace_id, Outcome.COUNTED, now)
    return decided


def keep_old(session: Session, workspace_id: str, run_id: int, by: str, now: datetime) -> Run:
    """Leave the published numbers as they are; the same counts are not asked about again.

    The numbers in force are as fresh as the reading that an admin compared them with. What was
    previewed goes with the mapping that was drafted for it.

    Raises:
        RunNotFoundError: If there is no such run.
        ConnectionNotFoundError: If its source was disconnected meanwhile.
        DecidedAlreadyError: If somebody decided before, or it is not the newest of its source.
    """
    run, connection = _get_open_run(session, workspace_id, run_id)
    if run.cause is not Cause.PREVIEW:
        counted = fingerprint(run.rows or ())
        connection = replace(connection, kept=counted, checked_at=run.started_at)
    elif _is_drafted(connection, run):
        connection = replace(connection, draft=None)
    save_connection(session, connection)
    settle_questions(session, connection.id, now)
    decided = _decide(session, run, Decision.KEPT, by, now)
    if run.cause is not Cause.PREVIEW:
        publish_headcount(session, workspace_id, now)
        note_sync(session, workspace_id, Outcome.COUNTED, now)
    return decided


def pause_source(
    session: Session, workspace_id: str, connection_id: int, by: str, now: datetime
) -> tuple[Connection, Run | None]:
    """Stop reading a source; what it last counted goes on counting until it is too old.

    Returns:
        The source, and the run that waited for a decision, which is this one.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    connection = replace(get_connection(session, workspace_id, connection_id), is_paused=True)
    save_connection(session, connection)
    settle_questions(session, connection_id, now)
    waiting = find_open_run(session, connection_id)
    decided = None if waiting is None else _decide(session, waiting, Decision.PAUSED, by, now)
    note_change(session, workspace_id, now)
    return connection, decided


def resume_source(
    session: Session, workspace_id: str, connection_id: int, now: datetime
) -> Connection:
    """Read a paused source again, at once.

    One that lost its classes to others gets back those that nobody supplies now; without any it
    stays paused, unless it is brought to us.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    connection = get_connection(session, workspace_id, connection_id)
    supplies = connection.supplies or _list_free_classes(session, connection)
    is_read = connection.is_confirmed and connection.kind not in PUSHED
    resumed = replace(
        connection,
        supplies=supplies,
        is_paused=not supplies and connection.kind not in PUSHED,
        due_at=now if is_read else None,
        told="",
    )
    save_connection(session, resumed)
    publish_headcount(session, workspace_id, now)
    return resumed


def disconnect(
    session: Session,
    workspace_id: str,
    connection_id: int,
    now: datetime,
    *,
    forgets_history: bool,
) -> None:
    """Delete a source with its credentials, and what it supplied where that is wished.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    get_connection(session, workspace_id, connection_id)
    if forgets_history:
        forget_supplied(session, workspace_id, connection_id)
        schedule_forecast(session, workspace_id, now)
    remove_connection(session, workspace_id, connection_id, now)
    publish_headcount(session, workspace_id, now)


def find_decision(session: Session, run: Run) -> Run:
    """Return a run with what was decided about it, be it through a later one that counts the same."""
    newest = find_newest_count(session, run.connection_id or 0)
    if not run.is_open or newest is None or not _counts_the_same(run, newest):
        return run
    by, at = newest.decided_by, newest.decided_at
    return replace(run, decision=newest.decision, decided_by=by, decided_at=at)


def _get_open_run(session: Session, workspace_id: str, run_id: int) -> tuple[Run, Connection]:
    """Return the run that a decision is about, with its source.

    Somebody who is told once about counts decides about all later runs that count the same.
    """
    lock_workspace(session, workspace_id)
    run = get_run(session, workspace_id, run_id)
    connection = get_connection(session, workspace_id, run.connection_id or 0)
    open_run = find_open_run(session, connection.id)
    if open_run is None or run.decision is not None or not _counts_the_same(run, open_run):
        raise DecidedAlreadyError(str(run_id))
    return open_run, connection


def _counts_the_same(run: Run, other: Run) -> bool:
    return run.mapping == other.mapping and fingerprint(run.rows or ()) == fingerprint(
        other.rows or ()
    )


def _adopt_mapping(connection: Connection, run: Run) -> Connection:
    """Return a source with the mapping that a run was counted with.

    Raises:
        DecidedAlreadyError: If it was changed again since.
    """
    if connection.draft is not None and _is_drafted(connection, run):
        return replace(connection, mapping=connection.draft, draft=None)
    if fingerprint_mapping(connection.mapping) != run.mapping:
        raise DecidedAlreadyError(str(run.id))
    return connection


def _is_drafted(connection: Connection, run: Run) -> bool:
    """Return whether a run was counted with the mapping that waits for a preview."""
    draft = connection.draft
    return draft is not None and fingerprint_mapping(draft) == run.mapping


def _list_free_classes(session: Session, connection: Connection) -> frozenset[HeadcountClass]:
    """Return the classes that a source once counted and that no other one supplies now."""
    counted = {row.headcount_class for row in connection.counts}
    others = list_connections(session, connection.workspace_id)
    taken = (other.supplies for other in others if other.is_confirmed)
    return frozenset(counted).difference(*taken)


def _decide(session: Session, run: Run, decision: Decision, by: str, now: datetime) -> Run:
    decided = replace(run, decision=decision, decided_by=by, decided_at=now)
    save_decision(session, decided)
    return decided
