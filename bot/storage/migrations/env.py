"""Alembic's entry point: runs the migrations on the engine that `build_config` was given."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine, text

from bot.storage import alert_models, models, source_models  # noqa: F401 - their tables
from bot.storage.columns import Base

LOCK = 715_330_001
"""Any fixed number: PostgreSQL's name for the lock that lets one process migrate at a time."""


def run_migrations() -> None:
    """Apply what is asked for in one transaction."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection, _without_cascades(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter most of a table: Alembic copies it instead.
            render_as_batch=engine.dialect.name == "sqlite",
        )
        context.run_migrations()


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """Have SQLite follow no foreign keys, which would lose rows.

    Where a table is copied the old one is dropped, and with it would go whatever points to it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    # Inside a transaction it would do nothing.
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


run_migrations()
