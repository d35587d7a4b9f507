"""Keep what became of a reading: its run, what counts from now on, and who has to hear of it."""

from dataclasses import replace
from hashlib import sha256

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Decision, Run
from bot.jobs.histories import keep_history, list_newer
from bot.jobs.runs import Attempt, get_calendar, name_trouble, plan_run
from bot.jobs.supplying import take_over
from bot.sources.readings import Reading
from bot.storage.headcounts import publish_headcount
from bot.storage.notices import add_notice, settle_questions, withdraw_notices
from bot.storage.observations import note_sync
from bot.storage.runs import add_run
from bot.storage.snapshots import read_current_snapshot
from bot.storage.sources import save_connection
from bot.storage.workspaces import find_recipient
from rules.alerts import Outcome
from rules.troubles import Incident, RunStatus

COUNTS_MARK = "="
MARK_LENGTH = 6
MOST_TOLD = 8
"""Marks that are kept, as many as the column has room for."""


def record(
    session: Session,
    connection: Connection,
    answer: Reading | Incident,
    attempt: Attempt,
) -> Run:
    """Keep what became of one reading, and let it count where nothing speaks against it."""
    current = read_current_snapshot(session, connection.workspace_id)
    planned, after = plan_run(
        connection,
        answer,
        () if current is None else current.rows,
        list_newer(session, connection, answer.as_of)
        if isinstance(answer, Reading)
        else frozenset(),
        attempt,
        get_calendar(session, connection.workspace_id),
    )
    run = add_run(session, planned)
    save_connection(session, _tell(session, after, run))
    if run.status is RunStatus.OK:
        if attempt.cause is Cause.ENTRY and not run.is_history:
            take_over(session, after, attempt.started_at)
        keep_history(session, planned, connection.id, attempt.started_at)
    if _is_settled(run):
        publish_headcount(session, run.workspace_id, attempt.started_at)
    outcome = _find_outcome(run)
    if outcome is not None:
        note_sync(session, run.workspace_id, outcome, attempt.started_at)
    return run


def _find_outcome(run: Run) -> Outcome | None:
    """Return what a run tells the check.

    None for a preview, which is nobody's headcount yet, for history, and for what came after its
    source was paused.
    """
    if run.cause is Cause.PREVIEW or run.decision in {Decision.PAUSED, Decision.HISTORY}:
        return None
    if run.incident is not None:
        return Outcome.FAILED
    return Outcome.COUNTED if _is_settled(run) else Outcome.HELD


def _is_settled(run: Run) -> bool:
    """Return whether it is known what counts: an admin who kept the numbers in force confirmed them."""
    return not run.is_history and (run.status is RunStatus.OK or run.decision is Decision.KEPT)


def _tell(session: Session, connection: Connection, run: Run) -> Connection:
    """Have an admin told about a new trouble, and return the source with what was told.

    Each trouble is told once until the source has counted well, however they take turns.
    """
    mark = _mark_trouble(run)
    if run.status is RunStatus.OK and not run.is_history:
        settle_questions(session, connection.id, run.started_at)
    if mark in {"", *connection.told.split()}:
        return connection
    if run.is_open:
        withdrawn = settle_questions(session, connection.id, run.started_at)
    else:
        # A source that fails leaves the question about what it counted last.
        withdrawn = withdraw_notices(session, connection.id)
    recipient = find_recipient(session, run.workspace_id, connection.connected_by)
    if recipient is None:
        return connection
    add_notice(session, run, recipient, run.started_at)
    # What was taken back before anybody saw it was not told after all.
    return replace(connection, told=_add_mark("" if withdrawn else connection.told, mark))


def _mark_trouble(run: Run) -> str:
    """Return a short mark for what has to be told about a run; empty for nothing."""
    name = name_trouble(run)
    if not name:
        return ""
    return f"{COUNTS_MARK if run.is_open else ''}{sha256(name.encode()).hexdigest()[:MARK_LENGTH]}"


def _add_mark(told: str, mark: str) -> str:
    """Return the newest marks; of held counts only the last, for the others are asked anew."""
    others = [one for one in told.split() if not (mark[0] == one[0] == COUNTS_MARK)]
    return " ".join([*others, mark][-MOST_TOLD:])
