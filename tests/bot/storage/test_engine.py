import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.errors import DatabaseUrlError
from bot.storage.engine import Database, open_database
from bot.storage.models import WorkspaceRow
from bot.storage.workspaces import ensure_workspace
from rules.ratios import DEFAULT_BOUNDS
from tests.builders import NOON, a_workspace
from tests.databases import PostgresServer
from tests.races import PROCESSES, ROUNDS, Crowd, widen_bounds_at


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "advisor.db"


def test_an_open_database_answers(database: Database) -> None:
    database.ping()


@pytest.mark.parametrize("url", ["mysql://localhost/advisor", "oracle://localhost/advisor"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"sqlite:///… and postgresql://… work"):
        open_database(url)


def test_what_is_no_address_is_refused_with_one_that_works() -> None:
    with pytest.raises(DatabaseUrlError, match=r"try sqlite:///advisor\.db"):
        open_database("advisor.db")


def test_the_scheme_of_hosting_platforms_is_accepted(postgres: PostgresServer) -> None:
    name = postgres.create_database()
    url = postgres.address_of(name).replace("postgresql://", "postgres://")
    database = open_database(url)
    database.ping()
    database.close()
    postgres.drop_database(name)


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "enablement-advisor" / "advisor.db"
    database = open_database(f"sqlite:///{path}")
    database.ping()
    database.close()
    assert path.exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 15_000), ("foreign_keys", 1)],
)
def test_sqlite_runs_with_our_pragmas(sqlite_file: Path, pragma: str, value: object) -> None:
    database = open_database(f"sqlite:///{sqlite_file}")
    for engine in (database.engine, database.reader):
        with engine.connect() as connection:
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value
    database.close()


def test_a_writing_block_holds_sqlites_lock_before_it_writes(sqlite_file: Path) -> None:
    database = open_database(f"sqlite:///{sqlite_file}")
    database.ping()
    other = sqlite3.connect(sqlite_file, timeout=0, isolation_level=None)
    with database.sessions.begin() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    database.close()


def test_reading_waits_for_no_writer(database: Database) -> None:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        with database.reader.connect() as connection:
            assert connection.scalars(select(WorkspaceRow.id)).all() == []


def test_a_failed_block_leaves_nothing_behind(database: Database) -> None:
    def write_and_fail() -> None:
        with database.sessions.begin() as session:
            ensure_workspace(session, a_workspace(), NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.reader.connect() as connection:
        assert connection.scalars(select(WorkspaceRow.id)).all() == []


def test_processes_that_read_and_then_write_lose_no_update(
    database: Database, database_url: str, processes: Crowd
) -> None:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    processes.call(widen_bounds_at, database_url)
    with database.reader.connect() as connection:
        high = connection.scalar(select(WorkspaceRow.high_bound))
    assert high == DEFAULT_BOUNDS.high + PROCESSES * ROUNDS


def test_what_one_statement_writes_is_there_without_a_block(database: Database) -> None:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    with database.reader.connect() as connection:
        connection.execute(update(WorkspaceRow).values(high_bound=700))
    with database.engine.connect() as connection:
        assert connection.scalar(select(WorkspaceRow.high_bound)) == 700


def test_a_workspace_survives_a_restart(database: Database, database_url: str) -> None:
    kept = a_workspace()
    with database.sessions.begin() as session:
        ensure_workspace(session, kept, NOON)
    again = open_database(database_url)
    with again.reader.connect() as connection:
        assert connection.scalars(select(WorkspaceRow.id)).all() == [kept.id]
    again.close()
