"""What went wrong with a database, told without a word of what it said."""

import re
import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from bot.errors import SourceError
from rules.troubles import Trouble

# The longest beginning of an SQLSTATE that is known here wins.
SQLSTATES: Mapping[str, Trouble] = MappingProxyType(
    {
        "08": Trouble.UNREACHABLE,
        "28": Trouble.UNAUTHORISED,
        "3D": Trouble.NOT_FOUND,
        "40": Trouble.SERVER_ERROR,
        "42501": Trouble.FORBIDDEN,
        "53": Trouble.SERVER_ERROR,
        "55P03": Trouble.TIMED_OUT,
        "57": Trouble.SERVER_ERROR,
        "57014": Trouble.TOOK_TOO_LONG,
        "58": Trouble.SERVER_ERROR,
        "XX": Trouble.SERVER_ERROR,
    }
)
# A refusal at the door comes as text only. Other languages than English end as UNAUTHORISED.
AT_THE_DOOR = (
    (re.compile(r'FATAL: +database "'), Trouble.NOT_FOUND),
    (re.compile(r"FATAL: .*(too many|starting up|shutting down)"), Trouble.SERVER_ERROR),
    (re.compile(r"FATAL:"), Trouble.UNAUTHORISED),
)
SQLITE_CODES: Mapping[int, Trouble] = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: Trouble.TIMED_OUT,
        sqlite3.SQLITE_CANTOPEN: Trouble.NOT_FOUND,
        sqlite3.SQLITE_CORRUPT: Trouble.NOT_READABLE,
        sqlite3.SQLITE_INTERRUPT: Trouble.TOOK_TOO_LONG,
        sqlite3.SQLITE_LOCKED: Trouble.TIMED_OUT,
        sqlite3.SQLITE_NOTADB: Trouble.NOT_READABLE,
        sqlite3.SQLITE_PERM: Trouble.FORBIDDEN,
    }
)


def describe_trouble(error: SQLAlchemyError) -> SourceError:
    """Return what to tell about an error of a database."""
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, psycopg.Error):
        return _describe_postgres(original)
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return SourceError(SQLITE_CODES.get(code, Trouble.QUERY_REFUSED))
    # Drivers agree on little more than on the names of their errors.
    is_line = isinstance(error, OperationalError | InterfaceError)
    return SourceError(Trouble.UNREACHABLE if is_line else Trouble.QUERY_REFUSED)


def _describe_postgres(error: psycopg.Error) -> SourceError:
    state = error.sqlstate or ""
    if re.fullmatch("[0-9A-Z]{5}", state):
        known = [SQLSTATES[state[:size]] for size in (5, 2) if state[:size] in SQLSTATES]
        return SourceError(known[0] if known else Trouble.QUERY_REFUSED, code=state)
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return SourceError(Trouble.TIMED_OUT)
    # Only where nobody has let us in, the error brings the connection.
    if error.pgconn is None:
        return SourceError(Trouble.UNREACHABLE)
    said = str(error)
    found = next((trouble for pattern, trouble in AT_THE_DOOR if pattern.search(said)), None)
    was_asked = error.pgconn.used_password or error.pgconn.needs_password
    return SourceError(found or (Trouble.UNAUTHORISED if was_asked else Trouble.UNREACHABLE))
