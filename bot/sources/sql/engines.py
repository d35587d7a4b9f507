"""Opening a database so that it can only be read, and only where a source may be.

Every connection is rolled back. PostgreSQL and SQLite enforce reading by themselves; of others only
the rights of the user that the admin gave keep a query from writing, and their drivers' time limits.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import certifi
import psycopg
from sqlalchemy import URL, Connection, Engine, ExceptionContext, NullPool, create_engine, event
from sqlalchemy.exc import NoSuchModuleError

from bot.errors import SourceError
from bot.sources.addresses import check_address, check_path, is_allowed
from bot.sources.rest.network import Network
from bot.sources.sql.deadlines import Deadline
from bot.sources.sql.urls import POSTGRESQL, SQLITE
from rules.troubles import Trouble

POSTGRESQL_PORT = 5432
STEPS_BETWEEN_LOOKS = 10_000
"""Of SQLite's machine, between two looks at the clock."""
MAY_READ = {
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_SELECT,
}


@contextmanager
def connect_to_read(url: URL, network: Network, deadline: Deadline) -> Iterator[Connection]:
    """Connect to a database until it has been read, or the deadline passes.

    Raises:
        SourceError: If it may not be reached, or its dialect is not installed.
        SQLAlchemyError: If it does not let us in, or a query fails.
    """
    engine = open_engine(url, network)
    with ExitStack() as watching:

        def connect(dialect: Any, _: object, arguments: Any, named: Any) -> Any:
            raw = dialect.connect(*arguments, **named)
            if isinstance(raw, psycopg.Connection):
                watching.enter_context(deadline.hang_up(raw.fileno()))
            return raw

        # Before SQLAlchemy asks the server for its version, which may take for ever too.
        event.listen(engine, "do_connect", connect)
        event.listen(engine, "handle_error", _close_cursor)
        with engine.connect() as connection:
            forbid_writing(connection, deadline)
            yield connection


def forbid_writing(connection: Connection, deadline: Deadline) -> None:
    """Let the database itself refuse what writes or takes too long, where it can."""
    raw = connection.connection.driver_connection
    if isinstance(raw, psycopg.Connection):
        connection.execution_options(postgresql_readonly=True)
        milliseconds = max(1, deadline.remaining // timedelta(milliseconds=1))
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
    elif isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA query_only = ON")
        raw.set_authorizer(_authorize)
        raw.set_progress_handler(deadline.has_passed, STEPS_BETWEEN_LOOKS)


def open_engine(url: URL, network: Network) -> Engine:
    """Return an engine that reads one database.

    Raises:
        SourceError: If it may not be reached, or its dialect is not installed.
    """
    if url.get_backend_name() == SQLITE:
        return create_engine("sqlite://", creator=_open_file(url, network), poolclass=NullPool)
    try:
        create_engine(url)
    except (NoSuchModuleError, ImportError):
        # Told before the host is looked for, which some dialects write in a way of their own.
        raise SourceError(Trouble.EXTRA_MISSING, name=url.get_backend_name()) from None
    pinned, arguments = plan_connection(url, network)
    return create_engine(pinned, connect_args=arguments, poolclass=NullPool)


def plan_connection(url: URL, network: Network) -> tuple[URL, dict[str, Any]]:
    """Return how to reach a server: at an address that was checked, and what its driver needs."""
    if url.get_backend_name() == POSTGRESQL:
        return url, _plan_postgres(url, network)
    host = url.host or ""
    address = check_address(host, url.port or 0, network.allowed_hosts, network.resolve)[0]
    return (url if is_allowed(host, network.allowed_hosts) else url.set(host=address)), {}


def _plan_postgres(url: URL, network: Network) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "connect_timeout": round(network.connect_timeout.total_seconds()),
        # The operator's own tickets are not for a host that an admin typed.
        "gssencmode": "disable",
    }
    if not url.host:
        folder = check_path(str(url.query["host"]), network.allowed_hosts)
        return arguments | {"host": str(folder)}
    addresses = check_address(
        url.host, url.port or POSTGRESQL_PORT, network.allowed_hosts, network.resolve
    )
    if not is_allowed(url.host, network.allowed_hosts):
        arguments["sslmode"] = url.query.get("sslmode", "require")
    if url.query.get("sslmode") == "verify-full":
        # The driver's wheel looks for authorities where no system keeps them.
        arguments["sslrootcert"] = certifi.where()
    # The name stays beside the address: certificates are issued to names.
    return arguments | {"host": url.host, "hostaddr": addresses[0]}


def _open_file(url: URL, network: Network) -> Callable[[], sqlite3.Connection]:
    path = check_path(url.database or "", network.allowed_hosts)
    patience = network.connect_timeout.total_seconds()
    return lambda: sqlite3.connect(f"file:{quote(str(path))}?mode=ro", patience, uri=True)


def _close_cursor(context: ExceptionContext) -> None:
    # SQLAlchemy leaves open what stood on a line that went dead.
    if context.is_disconnect and context.execution_context is not None:
        context.execution_context.cursor.close()


def _authorize(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in MAY_READ else sqlite3.SQLITE_DENY
