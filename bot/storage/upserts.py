"""Insert a row unless it is there: the one statement that SQLite and PostgreSQL spell alike."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.storage.columns import Base


def insert_into(session: Session, table: type[Base]) -> Any:
    """Return an insert that knows `on_conflict_do_…` in the session's dialect.

    Reading first and writing then would let two processes both write.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
