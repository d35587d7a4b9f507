"""The database's own clock."""

from datetime import datetime

from sqlalchemy import String, func, literal_column, select
from sqlalchemy.orm import Session


def read_clock(session: Session) -> datetime:
    """Return the database's time: leases are compared by one clock, whichever machine asks."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.scalars(select(func.statement_timestamp())).one()
        return moment
    now: str = session.scalars(select(_SQLITE_NOW)).one()
    return datetime.fromisoformat(now)


_SQLITE_NOW = literal_column("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", String)
