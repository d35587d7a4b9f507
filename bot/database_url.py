"""The database's address, as operators and hosting platforms write it."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import DatabaseUrlError


def parse_database_url(url: str) -> URL:
    """Return an address as SQLAlchemy's value.

    Raises:
        DatabaseUrlError: If it is neither SQLite's nor PostgreSQL's.
    """
    try:
        # Hosting platforms still hand out the scheme that SQLAlchemy dropped.
        address = make_url(url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        # Not chained: SQLAlchemy's own message quotes the password.
        raise DatabaseUrlError("is not a database address; try sqlite:///advisor.db") from None
    if address.get_backend_name() == "sqlite":
        path = address.database
        return address.set(database=str(Path(path).expanduser())) if path else address
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(
        f"names {address.get_backend_name()}; sqlite:///… and postgresql://… work"
    )
