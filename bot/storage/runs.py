"""Read and write the history of runs. The caller owns the transaction."""

from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.connections import KEPT_UNMAPPED, Cause, Decision, Run
from bot.errors import RunNotFoundError
from bot.storage.encoding import (
    decode_history,
    decode_holds,
    decode_incident,
    decode_rows,
    decode_tallies,
    encode_history,
    encode_holds,
    encode_incident,
    encode_rows,
    encode_tallies,
)
from bot.storage.source_models import RunRow
from rules.troubles import RunStatus


def add_run(session: Session, run: Run) -> Run:
    """Insert a run and return it with its id; once it counted, details of earlier ones go."""
    if run.rows is not None and run.connection_id is not None and not run.is_history:
        forget_details(session, run.connection_id)
    row = RunRow(
        source_id=run.connection_id,
        rows=None if run.rows is None else encode_rows(run.rows),
        # Of counts that count already, the history is in the snapshots.
        history=encode_history(run.history if run.is_open else ()),
        unmapped=encode_tallies(run.unmapped[:KEPT_UNMAPPED]),
        incident=encode_incident(run.incident),
        holds=encode_holds(run.holds),
        **{name: getattr(run, name) for name in _PLAIN},
    )
    session.add(row)
    session.flush()
    return _to_run(row)


def find_open_run(session: Session, connection_id: int) -> Run | None:
    """Return the counts of a source that an admin still has to decide about, or None."""
    newest = find_newest_count(session, connection_id)
    return newest if newest is not None and newest.is_open else None


def save_decision(session: Session, run: Run) -> None:
    """Keep who decided what about a run; what was kept only for the decision goes.

    Raises:
        RunNotFoundError: If it is not stored any more.
    """
    row = session.get(RunRow, run.id)
    if row is None:
        raise RunNotFoundError(str(run.id))
    row.decision, row.decided_by, row.decided_at = run.decision, run.decided_by, run.decided_at
    row.unmapped, row.history = [], []
    session.flush()


def get_run(session: Session, workspace_id: str, run_id: int) -> Run:
    """Return one run of a workspace.

    Raises:
        RunNotFoundError: If there is none of this id there.
    """
    row = session.get(RunRow, run_id)
    if row is None or row.workspace_id != workspace_id:
        raise RunNotFoundError(str(run_id))
    return _to_run(row)


def list_runs(
    session: Session, workspace_id: str, limit: int, connection_id: int | None = None
) -> list[Run]:
    """Return the newest runs of a workspace, or of one of its sources, the newest first."""
    query = select(RunRow).where(RunRow.workspace_id == workspace_id)
    if connection_id is not None:
        query = query.where(RunRow.source_id == connection_id)
    return [_to_run(row) for row in session.scalars(query.order_by(RunRow.id.desc()).limit(limit))]


def find_newest_count(session: Session, connection_id: int) -> Run | None:
    """Return the newest run of a source that counted what is now, or None; history decides nothing."""
    row = session.scalars(
        select(RunRow)
        .where(
            RunRow.source_id == connection_id,
            RunRow.status.in_([RunStatus.OK, RunStatus.HELD]),
            RunRow.decision.is_distinct_from(Decision.HISTORY),
        )
        .order_by(RunRow.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _to_run(row)


def forget_details(session: Session, connection_id: int) -> None:
    """Drop what a source's newest counts were kept with for a decision."""
    newest = find_newest_count(session, connection_id)
    if newest is not None:
        # Those of earlier ones went when this one came.
        session.execute(
            update(RunRow).where(RunRow.id == newest.id).values(unmapped=[], history=[])
        )


def find_reorganisation(session: Session, workspace_id: str) -> date | None:
    """Return the date of the last counts that were held and that an admin then confirmed."""
    return session.scalar(
        select(func.max(RunRow.as_of)).where(
            RunRow.workspace_id == workspace_id,
            RunRow.decision == Decision.ACCEPTED,
            RunRow.cause != Cause.PREVIEW,
        )
    )


def forget_runs(session: Session, before: datetime) -> int:
    """Delete runs that finished earlier, and return how many."""
    gone = session.execute(delete(RunRow).where(RunRow.finished_at < before).returning(RunRow.id))
    return len(gone.all())


def _to_run(row: RunRow) -> Run:
    return Run(
        id=row.id,
        connection_id=row.source_id,
        rows=None if row.rows is None else decode_rows(row.rows),
        history=decode_history(row.history),
        unmapped=decode_tallies(row.unmapped),
        incident=decode_incident(row.incident),
        holds=decode_holds(row.holds),
        **{name: getattr(row, name) for name in _PLAIN},
    )


_PLAIN = (
    "workspace_id",
    "kind",
    "source",
    "status",
    "cause",
    "by",
    "started_at",
    "finished_at",
    "as_of",
    "people",
    "pages",
    "classified",
    "unclassified",
    "contractors",
    "arriving",
    "mapping",
    "decision",
    "decided_by",
    "decided_at",
)
