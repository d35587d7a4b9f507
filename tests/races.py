"""Many callers at the same moment, and what they do in storage.

What runs in another process must stand in a module that the process can import.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sqlalchemy import select

from bot.storage.claims import claim_delivery
from bot.storage.engine import open_database
from bot.storage.migrations import migrate
from bot.storage.models import WorkspaceRow
from bot.storage.outbox import claim_deliveries
from bot.storage.sources import claim_due_sources
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_reading

THREADS = 8
PROCESSES = 4
ROUNDS = 25


class Barrier(Protocol):
    """Of threads or of processes."""

    def wait(self) -> int: ...


class StartingLine:
    """Where the processes of a pool wait for each other; given to each as it starts."""

    barrier: ClassVar[Barrier]


def draw_starting_line(barrier: Barrier) -> None:
    StartingLine.barrier = barrier


def cross_starting_line(call: Callable[..., Any], *arguments: Any) -> Any:
    StartingLine.barrier.wait()
    return call(*arguments)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Callers that start together."""

    pool: Executor
    size: int
    enter: Callable[..., Any]

    def call(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Return what each caller got, or raise the first failure."""
        runs = [self.pool.submit(self.enter, function, *arguments) for _ in range(self.size)]
        return [run.result(timeout=60) for run in runs]


def migrate_at(url: str) -> None:
    database = open_database(url)
    migrate(database)
    database.close()


def claim_at(url: str, key: str) -> bool:
    database = open_database(url)
    with database.sessions.begin() as session:
        is_ours = claim_delivery(session, key, NOON)
    database.close()
    return is_ours


def widen_bounds_at(url: str) -> None:
    """Read a number, add one and write it back, many times."""
    database = open_database(url)
    for _ in range(ROUNDS):
        with database.sessions.begin() as session:
            # SQLite takes its lock with BEGIN IMMEDIATE and leaves FOR UPDATE out.
            row = session.scalars(select(WorkspaceRow).with_for_update()).one()
            row.high_bound += 1
    database.close()


def claim_sources_at(url: str) -> list[str]:
    """Claim what is due until nothing is left, and return the names."""
    database = open_database(url)
    names: list[str] = []
    while True:
        with database.sessions.begin() as session:
            claims = claim_due_sources(session, NOON, 2)
        if not claims:
            break
        names += [claim.connection.name for claim in claims]
    database.close()
    return names


def sync_at(url: str) -> list[str]:
    """Read what is due, from sources that all say the same, and return the names of those read."""
    database = open_database(url)
    desk = Desk(database, otherwise=a_reading())
    desk.sync()
    database.close()
    return desk.read


def claim_deliveries_at(url: str) -> list[int]:
    """Claim what has to be told until nothing is left, and return the ids."""
    database = open_database(url)
    ids: list[int] = []
    while True:
        with database.sessions.begin() as session:
            claimed = claim_deliveries(session, NOON, 3)
        if not claimed:
            break
        ids += [one.id for one in claimed]
    database.close()
    return ids
