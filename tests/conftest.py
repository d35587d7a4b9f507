import multiprocessing
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.storage.engine import Database, open_database
from bot.storage.migrations import migrate
from tests.databases import Backend, PostgresServer, find_postgres_binaries, run_postgres
from tests.races import (
    PROCESSES,
    THREADS,
    Crowd,
    cross_starting_line,
    draw_starting_line,
)

# A busy machine is no fault of the code's.
settings.register_profile("advisor", deadline=None)
settings.load_profile("advisor")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = find_postgres_binaries()
    if binaries is None:
        pytest.skip("NOT TESTED ON POSTGRESQL: no initdb found; apt-get install postgresql")
    with run_postgres(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    """The name of a database to copy: a copy is quicker than the migrations."""
    name = postgres.create_database()
    database = open_database(postgres.address_of(name))
    migrate(database)
    database.close()
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy."""
    path = tmp_path_factory.mktemp("template") / "advisor.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(params=Backend)
def backend(request: pytest.FixtureRequest) -> Backend:
    return Backend(request.param)


@pytest.fixture
def empty_database_url(
    backend: Backend, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a database without tables."""
    if backend is Backend.SQLITE:
        yield f"sqlite:///{tmp_path / 'advisor.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create_database()
    yield server.address_of(name)
    server.drop_database(name)


@pytest.fixture
def database_url(backend: Backend, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database."""
    if backend is Backend.SQLITE:
        path = tmp_path / "advisor.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    yield server.address_of(name)
    server.drop_database(name)


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[Database]:
    database = open_database(empty_database_url)
    yield database
    database.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database; the tests that use it run on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def threads() -> Iterator[Crowd]:
    barrier = threading.Barrier(THREADS)

    def enter(call: Callable[..., Any], *arguments: Any) -> Any:
        barrier.wait()
        return call(*arguments)

    with ThreadPoolExecutor(THREADS) as pool:
        yield Crowd(pool, THREADS, enter)


@pytest.fixture(scope="session")
def processes() -> Iterator[Crowd]:
    """Callers in processes of their own: what they call must stand in a module."""
    # Spawned, because a fork copies locks that other threads hold.
    context = multiprocessing.get_context("spawn")
    line = (context.Barrier(PROCESSES),)
    with ProcessPoolExecutor(PROCESSES, context, draw_starting_line, line) as pool:
        yield Crowd(pool, PROCESSES, cross_starting_line)
