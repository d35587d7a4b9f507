"""What admins decide about sources and their counts. The caller owns the transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Decision, Run
from bot.errors import DecidedAlreadyError
from bot.jobs.runs import accept, get_calendar
from bot.storage.headcounts import publish_headcount
from bot.storage.runs import find_newest_count, get_run, save_decision
from bot.storage.snapshots import forget_all_snapshots, save_history
from bot.storage.sources import (
    get_connection,
    list_connections,
    remove_connection,
    save_connection,
)
from rules.freshness import KEPT_BY_HAND
from rules.guards import fingerprint
from rules.headcounts import SourceKind

PUSHED = KEPT_BY_HAND | {SourceKind.PUSH}
"""Kinds that people or programs bring up to date; nothing is ever due for them."""


def accept_run(session: Session, workspace_id: str, run_id: int, by: str, now: datetime) -> Run:
    """Let the counts of a held or previewed run count, and return the run as decided.

    Raises:
        RunNotFoundError: If there is no such run.
        ConnectionNotFoundError: If its source was disconnected meanwhile.
        DecidedAlreadyError: If somebody decided before, or it is not the newest of its source.
    """
    run = _get_open_run(session, workspace_id, run_id)
    connection = get_connection(session, workspace_id, run.connection_id or 0)
    if run.cause is Cause.PREVIEW and connection.draft is not None:
        connection = replace(connection, mapping=connection.draft, draft=None)
    connection = accept(connection, run)
    if connection.kind not in PUSHED and connection.due_at is None:
        due_at = get_calendar(session, workspace_id).find_next(now, workspace_id)
        connection = replace(connection, due_at=due_at)
    save_connection(session, connection)
    take_over(session, connection)
    save_history(session, workspace_id, run.history, now)
    publish_headcount(session, workspace_id, now)
    return _decide(session, run, Decision.ACCEPTED, by, now)


def keep_old(session: Session, workspace_id: str, run_id: int, by: str, now: datetime) -> Run:
    """Leave the published numbers as they are; the same counts are not asked about again.

    Raises:
        RunNotFoundError: If there is no such run.
        ConnectionNotFoundError: If its source was disconnected meanwhile.
        DecidedAlreadyError: If somebody decided before, or it is not the newest of its source.
    """
    run = _get_open_run(session, workspace_id, run_id)
    connection = get_connection(session, workspace_id, run.connection_id or 0)
    draft = None if run.cause is Cause.PREVIEW else connection.draft
    save_connection(session, replace(connection, kept=fingerprint(run.rows or ()), draft=draft))
    return _decide(session, run, Decision.KEPT, by, now)


def pause_source(
    session: Session, workspace_id: str, connection_id: int, by: str, now: datetime
) -> Connection:
    """Stop reading a source; what it last counted goes on counting until it is too old.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    connection = replace(get_connection(session, workspace_id, connection_id), is_paused=True)
    save_connection(session, connection)
    open_run = find_open_run(session, connection_id)
    if open_run is not None:
        _decide(session, open_run, Decision.PAUSED, by, now)
    return connection


def resume_source(
    session: Session, workspace_id: str, connection_id: int, now: datetime
) -> Connection:
    """Read a paused source again, at once.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    connection = get_connection(session, workspace_id, connection_id)
    due_at = None if connection.kind in PUSHED else now
    resumed = replace(connection, is_paused=False, due_at=due_at, told="")
    save_connection(session, resumed)
    return resumed


def disconnect(
    session: Session,
    workspace_id: str,
    connection_id: int,
    now: datetime,
    *,
    forgets_history: bool,
) -> None:
    """Delete a source with its credentials, and its snapshots where that is wished.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
    """
    connection = get_connection(session, workspace_id, connection_id)
    remove_connection(session, connection_id)
    if forgets_history:
        forget_all_snapshots(session, workspace_id, connection.kind)
    publish_headcount(session, workspace_id, now)


def take_over(session: Session, connection: Connection) -> None:
    """Make a source the one truth for its classes: whoever supplied them before, no longer does.

    What is left without a class is deleted where people kept it by hand, and paused where it is
    read by itself: connecting it took work.
    """
    for other in list_connections(session, connection.workspace_id):
        if other.id == connection.id or not other.supplies & connection.supplies:
            continue
        left = other.supplies - connection.supplies
        if not left and other.kind in PUSHED:
            remove_connection(session, other.id)
            continue
        save_connection(
            session, replace(other, supplies=left, is_paused=other.is_paused or not left)
        )


def find_open_run(session: Session, connection_id: int) -> Run | None:
    """Return the counts of a source that an admin still has to decide about, or None."""
    newest = find_newest_count(session, connection_id)
    return newest if newest is not None and newest.is_open else None


def _get_open_run(session: Session, workspace_id: str, run_id: int) -> Run:
    run = get_run(session, workspace_id, run_id)
    open_run = None if run.connection_id is None else find_open_run(session, run.connection_id)
    if open_run is None or open_run.id != run_id:
        raise DecidedAlreadyError(str(run_id))
    return run


def _decide(session: Session, run: Run, decision: Decision, by: str, now: datetime) -> Run:
    decided = replace(run, decision=decision, decided_by=by, decided_at=now)
    save_decision(session, decided)
    return decided
