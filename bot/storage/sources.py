"""Read and write the headcount sources of workspaces. The caller owns the transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.connections import Connection
from bot.errors import ConnectionNotFoundError
from bot.storage.clocks import read_clock
from bot.storage.encoding import decode_mapping, decode_rows, encode_mapping, encode_rows
from bot.storage.notices import settle_questions
from bot.storage.runs import forget_details
from bot.storage.snapshots import disown_supplied
from bot.storage.source_models import SourceRow
from bot.storage.workspaces import lock_workspace
from rules.headcounts import HeadcountClass, SourceKind

LEASE = timedelta(minutes=10)
"""Longer than reading any source may take: then another worker tries."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A source that one worker alone may read for a while.

    Attributes:
        token: Given back with the result; a later claim makes it void.
        secret: Encrypted; None where the source needs none.
    """

    connection: Connection
    token: int
    secret: str | None


def claim_due_sources(session: Session, now: datetime, limit: int) -> list[Claim]:
    """Take sources that are due and that nobody else is reading, the longest due first."""
    return _claim(session, (SourceRow.due_at <= now), limit)


def claim_source(session: Session, connection_id: int) -> Claim | None:
    """Take one source, due or not; None where somebody is reading it."""
    return next(iter(_claim(session, SourceRow.id == connection_id, 1)), None)


def release_source(session: Session, claim: Claim) -> bool:
    """Give a source back; False where another worker has taken it over meanwhile, or it is gone."""
    lock_workspace(session, claim.connection.workspace_id)
    released = session.execute(
        update(SourceRow)
        .where(
            SourceRow.id == claim.connection.id,
            SourceRow.token == claim.token,
            # SQLite gives the id of a source that is gone to the next one.
            SourceRow.connected_at == claim.connection.connected_at,
        )
        .values(lease_until=None)
        .returning(SourceRow.id)
    )
    return released.first() is not None


def bring_forward(
    session: Session,
    workspace_id: str,
    kind: SourceKind,
    due_at: datetime,
    wanted: Callable[[Mapping[str, Any]], bool],
) -> None:
    """Have confirmed sources of a kind read earlier than their schedule says.

    One that is being read may have been counted before whatever happened, so it is read once more.
    `wanted` chooses among them by their configuration.
    """
    lock_workspace(session, workspace_id)
    rows = session.scalars(
        select(SourceRow).where(
            SourceRow.workspace_id == workspace_id,
            SourceRow.kind == kind,
            or_(
                SourceRow.due_at > due_at,
                and_(SourceRow.due_at.is_not(None), SourceRow.lease_until.is_not(None)),
            ),
        )
    )
    for row in rows:
        if wanted(row.config):
            row.due_at = due_at
    session.flush()


def list_connections(session: Session, workspace_id: str) -> list[Connection]:
    """Return a workspace's sources, in the order in which they were connected."""
    rows = session.scalars(
        select(SourceRow).where(SourceRow.workspace_id == workspace_id).order_by(SourceRow.id)
    )
    return [_to_connection(row) for row in rows]


def get_connection(session: Session, workspace_id: str, connection_id: int) -> Connection:
    """Return one source of a workspace; in a writing transaction nobody else changes it meanwhile.

    Raises:
        ConnectionNotFoundError: If it was disconnected, or belongs to another workspace.
    """
    lock_workspace(session, workspace_id)
    row = session.get(SourceRow, connection_id, populate_existing=True)
    if row is None or row.workspace_id != workspace_id:
        raise ConnectionNotFoundError(str(connection_id))
    return _to_connection(row)


def add_connection(session: Session, connection: Connection, secret: str | None) -> Connection:
    """Insert a source and return it with its id; the secret comes encrypted."""
    row = SourceRow(workspace_id=connection.workspace_id, secret=secret)
    _fill(row, connection)
    session.add(row)
    session.flush()
    return _to_connection(row)


def save_connection(session: Session, connection: Connection) -> None:
    """Overwrite what is stored about a source, save for its secret.

    Raises:
        ConnectionNotFoundError: If it was disconnected.
    """
    row = session.get(SourceRow, connection.id)
    if row is None:
        raise ConnectionNotFoundError(str(connection.id))
    _fill(row, connection)
    session.flush()


def save_secret(session: Session, connection_id: int, secret: str) -> None:
    """Replace a source's secret, encrypted; whoever reads with the old one loses the source."""
    session.execute(
        update(SourceRow)
        .where(SourceRow.id == connection_id)
        .values(secret=secret, token=SourceRow.token + 1, lease_until=None)
    )


def remove_connection(
    session: Session, workspace_id: str, connection_id: int, now: datetime
) -> None:
    """Delete a source with its credentials; of its runs only the history stays."""
    settle_questions(session, connection_id, now)
    forget_details(session, connection_id)
    disown_supplied(session, workspace_id, connection_id)
    session.execute(delete(SourceRow).where(SourceRow.id == connection_id))


def find_connection(session: Session, workspace_id: str, kind: SourceKind) -> Connection | None:
    """Return the oldest source of a kind, or None; of what people bring there is at most one."""
    row = session.scalars(
        select(SourceRow)
        .where(SourceRow.workspace_id == workspace_id, SourceRow.kind == kind)
        .order_by(SourceRow.id)
    ).first()
    return None if row is None else _to_connection(row)


def reschedule_sources(
    session: Session, workspace_id: str, due_at: datetime, now: datetime
) -> None:
    """Move the next reading of a workspace's sources, after its calendar changed.

    What is due already is not put off, nor what is asked again sooner because it was in trouble.
    """
    session.execute(
        update(SourceRow)
        .where(
            SourceRow.workspace_id == workspace_id,
            SourceRow.due_at > now,
            or_(SourceRow.errors == 0, SourceRow.due_at > due_at),
        )
        .values(due_at=due_at)
    )


def _claim(session: Session, condition: ColumnElement[bool], limit: int) -> list[Claim]:
    clock = read_clock(session)
    # SQLite leaves the lock clause out: there the writing transaction itself keeps others away.
    due = session.scalars(
        select(SourceRow)
        .where(
            condition,
            ~SourceRow.is_paused,
            or_(SourceRow.lease_until.is_(None), SourceRow.lease_until < clock),
        )
        .order_by(SourceRow.due_at, SourceRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.token += 1
        row.lease_until = clock + LEASE
    session.flush()
    return [Claim(_to_connection(row), row.token, row.secret) for row in due]


def _fill(row: SourceRow, connection: Connection) -> None:
    row.kind = connection.kind
    row.name = connection.name
    row.config = dict(connection.config)
    row.supplies = sorted(connection.supplies)
    row.mapping = encode_mapping(connection.mapping)
    row.draft = None if connection.draft is None else encode_mapping(connection.draft)
    row.counts = encode_rows(connection.counts)
    for name in _PLAIN:
        setattr(row, name, getattr(connection, name))


def _to_connection(row: SourceRow) -> Connection:
    return Connection(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        name=row.name,
        config=row.config,
        supplies=frozenset(HeadcountClass(one) for one in row.supplies),
        mapping=decode_mapping(row.mapping),
        draft=None if row.draft is None else decode_mapping(row.draft),
        counts=decode_rows(row.counts),
        **{name: getattr(row, name) for name in _PLAIN},
    )


_PLAIN = (
    "connected_by",
    "connected_at",
    "is_confirmed",
    "is_paused",
    "as_of",
    "due_at",
    "checked_at",
    "changed_at",
    "errors",
    "kept",
    "unclassified",
    "classified",
    "told",
)
