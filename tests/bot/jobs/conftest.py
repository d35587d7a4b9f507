from collections.abc import Iterator

import pytest

from bot.storage.engine import Database
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import Standing
from tests.bot.jobs.desk import Desk
from tests.bot.jobs.watch import Watch
from tests.builders import NOON, a_member, a_workspace
from tests.slack_rooms import SlackRooms


@pytest.fixture
def desk(database: Database) -> Desk:
    """What stands between sources and storage is tested on SQLite and on PostgreSQL."""
    made = Desk(database)
    made.write(ensure_workspace, a_workspace(), NOON)
    made.write(save_member, a_member(standing=Standing.ADMIN))
    return made


@pytest.fixture
def rooms() -> Iterator[SlackRooms]:
    opened = SlackRooms()
    yield opened
    opened.close()


@pytest.fixture
def watch(database: Database, rooms: SlackRooms) -> Watch:
    return Watch(database, rooms)
