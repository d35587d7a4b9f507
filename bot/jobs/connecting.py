"""Connect a source: nothing of it counts before an admin has seen a preview and accepted it."""

from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.jobs.sync import sync_one
from bot.opening import OpenSource
from bot.storage.engine import Database
from bot.storage.sources import add_connection, get_connection, save_connection, save_secret
from bot.vault import Vault
from rules.headcounts import HeadcountClass, SourceKind
from rules.mappings import Mapping


@dataclass(frozen=True, slots=True)
class Wish:
    """A source as an admin wants it connected.

    Attributes:
        name: As an admin would call it; empty where its kind says it all.
        config: As the source's own parser takes it.
        secret: Its credential, part by part; empty where it needs none.
        supplies: The classes it shall be the one source of truth for.
        mapping: Where the people it lists count.
    """

    kind: SourceKind
    name: str
    config: ReadOnly[str, Any]
    secret: ReadOnly[str, str] = field(repr=False)
    supplies: frozenset[HeadcountClass]
    mapping: Mapping = field(default_factory=Mapping)


def connect(
    session: Session, vault: Vault, workspace_id: str, wish: Wish, by: str, now: datetime
) -> Connection:
    """Store a source that nothing counts of yet; preview it next.

    Raises:
        VaultLockedError: If it has a credential and there is no key to encrypt it with.
    """
    secret = vault.lock(wish.secret) if wish.secret else None
    connection = Connection(
        0,
        workspace_id,
        wish.kind,
        wish.name,
        wish.config,
        wish.supplies,
        connected_by=by,
        connected_at=now,
        mapping=wish.mapping,
    )
    return add_connection(session, connection, secret)


def renew_secret(
    session: Session,
    vault: Vault,
    workspace_id: str,
    connection_id: int,
    secret: ReadOnly[str, str],
    now: datetime,
) -> Connection:
    """Replace a source's credential, and read it soon where it is read by itself.

    Raises:
        ConnectionNotFoundError: If it was disconnected meanwhile.
        VaultLockedError: If there is no key to encrypt it with.
    """
    connection = get_connection(session, workspace_id, connection_id)
    save_secret(session, connection_id, vault.lock(secret))
    due_at = None if connection.due_at is None else now
    renewed = replace(connection, due_at=due_at, errors=0, told="")
    save_connection(session, renewed)
    return renewed


def draft_mapping(
    session: Session, workspace_id: str, connection_id: int, mapping: Mapping
) -> Connection:
    """Keep a changed mapping; it counts once a preview of it was accepted.

    Raises:
        ConnectionNotFoundError: If the source was disconnected meanwhile.
    """
    connection = get_connection(session, workspace_id, connection_id)
    drafted = replace(connection, draft=mapping)
    save_connection(session, drafted)
    return drafted


def preview(
    database: Database, open_source: OpenSource, connection_id: int, by: str, now: datetime
) -> Run | None:
    """Read a source without publishing; None where another worker is reading it."""
    return sync_one(database, open_source, connection_id, Cause.PREVIEW, by, now)
