"""Counts of earlier dates: where somebody has newer ones they make history, and nothing else."""

from collections.abc import Set
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.connections import Connection, Decision, Run
from bot.storage.forecasts import schedule_forecast
from bot.storage.snapshots import save_history
from bot.storage.sources import list_connections
from rules.freshness import PUSHED
from rules.headcounts import HeadcountClass, Snapshot


def list_newer(session: Session, connection: Connection, as_of: date) -> frozenset[HeadcountClass]:
    """Return the classes that count as of a later date than a source has counted.

    A source that is read by itself is never older than itself: its date went back with the zone.
    """
    return frozenset(
        row.headcount_class
        for one in list_connections(session, connection.workspace_id)
        if one.is_confirmed and one.as_of is not None and one.as_of > as_of
        if one.id != connection.id or one.kind in PUSHED
        for row in one.supplied
    )


def keep_history(session: Session, run: Run, source_id: int, now: datetime) -> None:
    """Add what a run of a source counted of earlier dates, and have it forecast from."""
    if run.history:
        save_history(session, run.workspace_id, run.history, now, source_id)
        schedule_forecast(session, run.workspace_id, now)


def leave_old(
    run: Run, connection: Connection, newer: Set[HeadcountClass]
) -> tuple[Run, Connection]:
    """Return a run and its source with only what may take the place of what counts.

    The rest joins the history of the run. All of it does where the source itself has brought newer
    counts before, be it of another class: it cannot count as of two dates.
    """
    rows = run.rows or ()
    counted = {row.headcount_class for row in rows}
    old, is_ahead = counted & newer, _has_brought_newer(connection, run.as_of)
    if not rows or not (old or is_ahead):
        return run, connection
    run = replace(run, history=(*run.history, Snapshot(run.as_of, run.kind, rows)))
    if old == counted or is_ahead:
        return replace(run, decision=Decision.HISTORY), connection
    kept = tuple(row for row in rows if row.headcount_class not in old)
    return replace(run, rows=kept), replace(connection, supplies=connection.supplies - old)


def _has_brought_newer(connection: Connection, as_of: date) -> bool:
    if connection.kind not in PUSHED or not connection.supplied:
        return False
    return connection.as_of is not None and connection.as_of > as_of
