import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.engine import Database, open_database
from tests.bot.pushing import Program
from tests.bot.workbench import Transport, Workbench
from tests.fakes import FakeSlack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    yield fake
    fake.close()


@pytest.fixture(params=Transport)
def transport(request: pytest.FixtureRequest) -> Transport:
    return Transport(request.param)


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """What lies above storage is tested on SQLite; storage itself on PostgreSQL as well."""
    path = tmp_path / "bench.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def bench(sqlite: Database, slack: FakeSlack, transport: Transport) -> Iterator[Workbench]:
    """The bot, reached over HTTP and over Socket Mode in turn."""
    made = Workbench(sqlite, slack, transport)
    yield made
    made.close()


@pytest.fixture
def program(bench: Workbench) -> Program:
    return Program(bench)
