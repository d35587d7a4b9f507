import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.engine import Database, open_database
from bot.storage.migrations import migrate
from tests.bot.workbench import Transport, Workbench
from tests.fakes import FakeSlack


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "advisor.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "advisor.db"
    shutil.copy(template, path)
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    yield fake
    fake.close()


@pytest.fixture(params=Transport)
def transport(request: pytest.FixtureRequest) -> Transport:
    return Transport(request.param)


@pytest.fixture
def bench(database: Database, slack: FakeSlack, transport: Transport) -> Iterator[Workbench]:
    """The bot, reached over HTTP and over Socket Mode in turn."""
    made = Workbench(database, slack, transport)
    yield made
    made.close()
