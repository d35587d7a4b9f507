"""Numbers that people and programs bring: a form, a file, a push. The caller owns the transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Override, Run
from bot.jobs.recording import record
from bot.jobs.runs import Attempt, get_calendar
from bot.jobs.supplying import take_over
from bot.sources.readings import Reading
from bot.storage.headcounts import publish_headcount, remove_override, save_override
from bot.storage.observations import note_sync
from bot.storage.sources import (
    add_connection,
    find_connection,
    get_connection,
    list_connections,
    save_connection,
)
from bot.storage.workspaces import lock_workspace
from rules.alerts import Outcome
from rules.freshness import PUSHED, Freshness, plan_lifespan
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind, count_class
from rules.mappings import Mapping, classify

BOTH = frozenset(HeadcountClass)


def enter_numbers(
    session: Session,
    workspace_id: str,
    rows: tuple[HeadcountRow, ...],
    by: str,
    now: datetime,
    classes: frozenset[HeadcountClass] = BOTH,
) -> None:
    """Keep numbers typed by hand, and let them count at once.

    A class that a source is read for keeps its source: there the number stands over it until an
    admin takes it away, or types what the source says.

    Of `classes`, one without a row is unknown from now on; the others stay as they are.
    """
    lock_workspace(session, workspace_id)
    synced = _list_synced(session, workspace_id)
    for headcount_class, connection in synced.items():
        total = count_class(rows, headcount_class)
        if total is not None:
            _override(session, connection, Override(headcount_class, total, by, now))
    left = classes.difference(synced)
    for headcount_class in left:
        # It was set over a source that is gone, and would hide what is typed now.
        remove_override(session, workspace_id, headcount_class)
    if left:
        kept = tuple(row for row in rows if row.headcount_class in left)
        _keep_by_hand(session, workspace_id, left, kept, by, now)
    publish_headcount(session, workspace_id, now)
    note_sync(session, workspace_id, Outcome.COUNTED, now)


def bring(
    session: Session,
    workspace_id: str,
    kind: SourceKind,
    reading: Reading,
    *,
    cause: Cause,
    by: str,
    mapping: Mapping,
    now: datetime,
) -> Run:
    """Take the counts of a file or a push: they count, or are held, or wait as a preview.

    What is older than what counts changes nothing but the history.

    Args:
        session: A writing transaction.
        workspace_id: Whose counts they are.
        kind: `file` or `push`; a workspace has one source of each.
        reading: What was brought, with the classes it has rows for.
        cause: `ENTRY` lets it count where no guard speaks against it; `PREVIEW` never does.
        by: As in `Run.by`.
        mapping: For a file that lists titles, where none is stored yet.
        now: When it was brought.
    """
    lock_workspace(session, workspace_id)
    known = find_connection(session, workspace_id, kind) or add_connection(
        session, Connection(0, workspace_id, kind, "", {}, frozenset(), by, now), None
    )
    connection = _prepare(known, reading, cause, mapping)
    save_connection(session, connection)
    calendar = get_calendar(session, workspace_id)
    attempt = Attempt(cause, by, calendar.find_date(now), now, now)
    run = record(session, connection, reading, attempt)
    _take_back(session, known, run)
    return run


def _take_back(session: Session, known: Connection, run: Run) -> None:
    """Leave a source as it was where what was brought does not count, or not yet."""
    if run.is_history:
        save_connection(session, known)
    elif run.cause is Cause.PREVIEW and known.is_confirmed:
        # Until somebody accepts it, it takes no class from anybody.
        stored = get_connection(session, known.workspace_id, known.id)
        save_connection(session, replace(stored, supplies=known.supplies))


def _prepare(
    connection: Connection, reading: Reading, cause: Cause, mapping: Mapping
) -> Connection:
    """Return the source of a file or of pushes as it takes what is brought."""
    mapping = connection.mapping if connection.mapping.rules else mapping
    placed = classify(reading.tallies, connection.draft or mapping)
    supplies = frozenset(row.headcount_class for row in (*reading.rows, *placed.rows))
    return replace(
        connection,
        mapping=mapping,
        supplies=connection.supplies | supplies,
        is_confirmed=connection.is_confirmed or cause is Cause.ENTRY,
        # Whoever brings a file wants it read; a program may push on after an admin paused it.
        is_paused=connection.is_paused and connection.kind is not SourceKind.FILE,
    )


def _list_synced(session: Session, workspace_id: str) -> dict[HeadcountClass, Connection]:
    """Return the confirmed source that each class is read from, where there is one."""
    return {
        headcount_class: connection
        for connection in list_connections(session, workspace_id)
        if connection.kind not in PUSHED and connection.is_confirmed
        for headcount_class in sorted(connection.supplies)
    }


def _override(session: Session, connection: Connection, override: Override) -> None:
    """Let a number stand over a source, unless the source says the same and can be trusted.

    A form that comes filled in is often sent for the sake of one of its numbers.
    """
    workspace_id, headcount_class = connection.workspace_id, override.headcount_class
    given = count_class(connection.counts, headcount_class)
    interval = get_calendar(session, workspace_id).schedule.interval
    if (
        given is not None
        and _measure(given) == _measure(override.row)
        and _judge_freshness(connection, interval, override.set_at) is Freshness.FRESH
    ):
        remove_override(session, workspace_id, headcount_class)
    else:
        save_override(session, workspace_id, override)


def _measure(row: HeadcountRow) -> Decimal:
    return Decimal(row.people) if row.fte is None else row.fte


def _judge_freshness(connection: Connection, interval: timedelta, now: datetime) -> Freshness:
    if connection.checked_at is None:
        return Freshness.EXPIRED
    return plan_lifespan(connection.kind, connection.checked_at, interval).judge(now)


def _leave_out(
    rows: tuple[HeadcountRow, ...], classes: frozenset[HeadcountClass]
) -> tuple[HeadcountRow, ...]:
    return tuple(row for row in rows if row.headcount_class not in classes)


def _keep_by_hand(
    session: Session,
    workspace_id: str,
    supplies: frozenset[HeadcountClass],
    rows: tuple[HeadcountRow, ...],
    by: str,
    now: datetime,
) -> None:
    known = find_connection(session, workspace_id, SourceKind.MANUAL)
    others = () if known is None else _leave_out(known.supplied, supplies)
    rows = tuple(sorted((*others, *rows), key=lambda row: row.headcount_class))
    supplies |= {row.headcount_class for row in others}
    connection = Connection(
        id=0 if known is None else known.id,
        workspace_id=workspace_id,
        kind=SourceKind.MANUAL,
        name="",
        config={},
        supplies=supplies,
        connected_by=by,
        connected_at=now,
        counts=rows,
        is_confirmed=True,
        as_of=get_calendar(session, workspace_id).find_date(now),
        checked_at=now,
        changed_at=now if known is None or known.counts != rows else known.changed_at,
    )
    if known is None:
        connection = add_connection(session, connection, None)
    else:
        save_connection(session, connection)
    take_over(session, connection, now)
