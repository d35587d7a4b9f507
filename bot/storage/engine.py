"""Connect to the database."""

import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Row, Select, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from bot.database_url import parse_database_url
from bot.errors import DatabaseUrlError

Sessions = sessionmaker[Session]
POOL_SIZE = 20
"""More than a process has server threads: a connection beyond these is opened for one use only."""
DATABASE_MAY_TAKE = timedelta(seconds=2)
"""Slack waits three seconds for an answer: a database that takes longer has failed it."""
WRITERS_MAY_WAIT = timedelta(seconds=15)
"""For another writer on SQLite, such as a migration; readers never wait."""
ADMIN_USERS = "admin_users"
"""What a writing session has in its `info`."""
SQLITE_PRAGMAS = (
    f"busy_timeout={WRITERS_MAY_WAIT.seconds * 1_000}",  # first: what follows may have to wait already
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways into one database.

    Attributes:
        engine: For migrations and inspection.
        reader: Runs each statement on its own; the quick way for one read.
        sessions: Use as `with sessions.begin() as session:`; that block is a writing transaction.
    """

    engine: Engine
    reader: Engine
    sessions: Sessions

    def read_row(self, statement: Select[Any], values: Mapping[str, Any]) -> Row[Any] | None:
        """Return the first row of one statement, or None.

        A connection that died in the pool, as after the database was restarted, is replaced once.
        """
        try:
            return self._read_row(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._read_row(statement, values)

    def _read_row(self, statement: Select[Any], values: Mapping[str, Any]) -> Row[Any] | None:
        with self.reader.connect() as connection:
            return connection.execute(statement, values).first()

    def ping(self) -> None:
        """Ask the database for an answer.

        Raises:
            sqlalchemy.exc.DBAPIError: If it gives none.
        """
        with self.reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all idle connections."""
        self.engine.dispose()
        self.reader.dispose()


def open_database(url: str, admin_users: frozenset[str] = frozenset()) -> Database:
    """Return the database at an address, without connecting yet.

    Args:
        url: As SQLAlchemy takes it; `postgres://` is accepted for PostgreSQL.
        admin_users: Whom the operator named as admins everywhere; sessions know them, because
            the queries that look for an admin lie too deep to be handed them.

    Raises:
        DatabaseUrlError: If the address is neither SQLite's nor PostgreSQL's.
    """
    address = parse_database_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, admin_users)
    patience = {"connect_timeout": DATABASE_MAY_TAKE.seconds}
    engine = create_engine(
        address,
        pool_pre_ping=True,
        pool_timeout=DATABASE_MAY_TAKE.seconds,
        hide_parameters=True,
        connect_args=patience,
    )
    # Asking first whether a connection lives would double the time of the one read an answer needs.
    reader = create_engine(
        address,
        isolation_level="AUTOCOMMIT",
        pool_size=POOL_SIZE,
        pool_timeout=DATABASE_MAY_TAKE.seconds,
        hide_parameters=True,
        connect_args=patience | {"options": f"-c statement_timeout={DATABASE_MAY_TAKE.seconds}s"},
    )
    return Database(engine, reader, sessionmaker(engine, info={ADMIN_USERS: admin_users}))


def _set_pragma(connection: sqlite3.Connection, pragma: str) -> None:
    """Set one pragma; the change to WAL does not wait for others by itself, so it is tried again."""
    deadline = time.monotonic() + WRITERS_MAY_WAIT.seconds
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _open_sqlite(address: URL, admin_users: frozenset[str]) -> Database:
    if address.database not in {None, "", ":memory:"}:
        folder = Path(str(address.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUrlError(
                f"DATABASE_URL names a folder that cannot be made: {error.strerror}"
            ) from error
    # Without their parameters, which are headcounts, failed statements may be logged.
    engine = create_engine(address, pool_size=POOL_SIZE, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        # The driver's own transactions begin too late to protect what was read before a write.
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            _set_pragma(connection, pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("is_reader"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return Database(
        engine,
        engine.execution_options(is_reader=True),
        sessionmaker(engine, info={ADMIN_USERS: admin_users}),
    )
