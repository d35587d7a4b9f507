"""Snapshots: what an import replaces, what is forgotten, and what never goes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.jobs.entries import enter_numbers
from bot.storage.engine import Database
from bot.storage.models import CountRow, SnapshotRow
from bot.storage.snapshots import (
    find_current_snapshot,
    forget_snapshots,
    forget_supplied,
    list_history,
    save_history,
    save_snapshot,
)
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import Snapshot, SourceKind
from tests.builders import NOON, TODAY, a_snapshot, a_workspace, customer_facing, enablement

A_DAY = timedelta(days=1)


def imported(people: int, as_of: date) -> Snapshot:
    return Snapshot(as_of, SourceKind.FILE, (customer_facing(people), enablement(6)))


@pytest.fixture
def known(database: Database) -> Database:
    """A database with a workspace in which 320 teammates count today."""
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        enter_numbers(session, "T1", a_snapshot().rows, "U1", NOON)
    return database


def bring(database: Database, *history: Snapshot) -> None:
    with database.sessions.begin() as session:
        save_history(session, "T1", history, NOON)


def history(database: Database, since: date = date.min) -> list[tuple[date, int]]:
    with Session(database.reader) as session:
        points = list_history(session, "T1", since)
    return [(point.as_of, point.customer_facing) for point in points]


def count(database: Database, table: type[SnapshotRow | CountRow]) -> int:
    with database.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_history_lists_each_date_once_with_what_was_written_last(known: Database) -> None:
    bring(known, imported(100, TODAY - A_DAY))
    with known.sessions.begin() as session:
        save_snapshot(session, "T1", a_snapshot(customer_facing(111), as_of=TODAY - A_DAY), NOON)
    assert history(known) == [(TODAY - A_DAY, 111), (TODAY, 320)]
    assert history(known, since=TODAY) == [(TODAY, 320)]


def test_an_import_replaces_what_an_import_of_the_same_dates_left(known: Database) -> None:
    bring(known, imported(100, TODAY - 2 * A_DAY), imported(110, TODAY - A_DAY))
    bring(known, imported(105, TODAY - 2 * A_DAY), imported(90, TODAY - 3 * A_DAY))
    assert history(known) == [
        (TODAY - 3 * A_DAY, 90),
        (TODAY - 2 * A_DAY, 105),
        (TODAY - A_DAY, 110),
        (TODAY, 320),
    ]
    assert count(known, SnapshotRow) == 4
    assert count(known, CountRow) == 2 * 4


def test_an_import_never_replaces_what_counts(known: Database) -> None:
    bring(known, Snapshot(TODAY, SourceKind.MANUAL, (customer_facing(1),)))
    current = find_current_snapshot(known, "T1")
    assert current is not None
    assert current.customer_facing == 320


def test_an_import_leaves_other_workspaces_alone(known: Database) -> None:
    with known.sessions.begin() as session:
        ensure_workspace(session, a_workspace(id="T2"), NOON)
        save_history(session, "T2", [imported(7, TODAY - A_DAY)], NOON)
    bring(known, imported(100, TODAY - A_DAY))
    assert count(known, SnapshotRow) == 3


def test_only_what_is_older_is_forgotten_and_never_what_counts(known: Database) -> None:
    bring(known, imported(100, TODAY - 2 * A_DAY), imported(110, TODAY - A_DAY))
    with known.sessions.begin() as session:
        assert forget_snapshots(session, TODAY - A_DAY) == 1
    assert history(known) == [(TODAY - A_DAY, 110), (TODAY, 320)]
    with known.sessions.begin() as session:
        assert forget_snapshots(session, TODAY + 1_000 * A_DAY) == 1
    assert history(known) == [(TODAY, 320)]
    assert count(known, CountRow) == 2


def test_what_one_source_supplied_is_forgotten_in_its_workspace_alone(known: Database) -> None:
    with known.sessions.begin() as session:
        ensure_workspace(session, a_workspace(id="T2"), NOON)
        for workspace_id, source_id in (("T1", 7), ("T1", 8), ("T2", 7)):
            days = [imported(100, TODAY - source_id * A_DAY)]
            save_history(session, workspace_id, days, NOON, source_id)
        forget_supplied(session, "T1", 7)
    assert history(known) == [(TODAY - 8 * A_DAY, 100), (TODAY, 320)]
    assert count(known, SnapshotRow) == 3
    assert count(known, CountRow) == 2 * 3
