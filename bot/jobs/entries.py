"""Numbers that people and programs bring: a form, a file, a push. The caller owns the transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Override, Run
from bot.jobs.decisions import PUSHED, take_over
from bot.jobs.runs import Attempt, get_calendar
from bot.jobs.sync import record
from bot.sources.readings import Reading
from bot.storage.headcounts import publish_headcount, save_override
from bot.storage.sources import add_connection, find_connection, list_connections, save_connection
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind, count_class
from rules.mappings import Mapping, classify


def enter_numbers(
    session: Session, workspace_id: str, rows: tuple[HeadcountRow, ...], by: str, now: datetime
) -> None:
    """Keep numbers typed by hand, and let them count at once.

    A class that a source is read for keeps its source: there the number stands over it until an
    admin takes it away.
    """
    synced = list_synced_classes(session, workspace_id)
    for headcount_class in sorted(synced):
        _override(session, workspace_id, headcount_class, rows, by, now)
    left = frozenset(HeadcountClass) - synced
    if left:
        kept = tuple(row for row in rows if row.headcount_class in left)
        _keep_by_hand(session, workspace_id, left, kept, by, now)
    publish_headcount(session, workspace_id, now)


def list_synced_classes(session: Session, workspace_id: str) -> frozenset[HeadcountClass]:
    """Return the classes that a confirmed source is read for."""
    return frozenset(
        headcount_class
        for connection in list_connections(session, workspace_id)
        if connection.kind not in PUSHED and connection.is_confirmed
        for headcount_class in connection.supplies
    )


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
    known = find_connection(session, workspace_id, kind)
    connection = known or add_connection(
        session,
        Connection(0, workspace_id, kind, "", {}, frozenset(), by, now, mapping=mapping),
        None,
    )
    placed = classify(reading.tallies, connection.draft or connection.mapping)
    supplies = frozenset(row.headcount_class for row in (*reading.rows, *placed.rows))
    connection = replace(
        connection,
        supplies=connection.supplies | supplies,
        is_confirmed=connection.is_confirmed or cause is Cause.ENTRY,
    )
    save_connection(session, connection)
    calendar = get_calendar(session, workspace_id)
    attempt = Attempt(cause, by, calendar.find_date(now), now, now)
    return record(session, connection, reading, attempt)


def _override(
    session: Session,
    workspace_id: str,
    headcount_class: HeadcountClass,
    rows: tuple[HeadcountRow, ...],
    by: str,
    now: datetime,
) -> None:
    total = count_class(rows, headcount_class)
    if total is not None:
        save_override(session, workspace_id, Override(headcount_class, total, by, now))


def _keep_by_hand(
    session: Session,
    workspace_id: str,
    supplies: frozenset[HeadcountClass],
    rows: tuple[HeadcountRow, ...],
    by: str,
    now: datetime,
) -> None:
    known = find_connection(session, workspace_id, SourceKind.MANUAL)
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
    take_over(session, connection)
