"""Version 2 keeps what was entered by hand before there were sources."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql import column, table

from bot.jobs.entries import enter_numbers
from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.headcounts import publish_headcount
from bot.storage.migrations import NEWEST, build_config, find_version, migrate
from bot.storage.snapshots import find_current_snapshot, list_history
from bot.storage.sources import list_connections
from bot.storage.workspaces import get_preferences, save_member
from bot.workspaces import Enquiry, Origin, Preferences
from rules.freshness import Freshness
from rules.headcounts import HeadcountClass, Snapshot, SourceKind, facts_from_snapshot
from tests.builders import NOON, TODAY, a_member, customer_facing, enablement

A_DAY = timedelta(days=1)
SPLIT = (
    customer_facing(200, "sales", "EMEA"),
    customer_facing(120, "cs"),
    enablement(3, segment="EMEA"),
    enablement(2, fte="1.5"),
)
"""As version 1 wrote them: in the order of the form, not sorted."""


def put(database: Database, name: str, **values: Any) -> None:
    """Insert a row with nothing but its columns' names: the models are of a later version."""
    target = table(name, *(column(one) for one in values))
    with database.engine.begin() as connection:
        connection.execute(insert(target).values(**values))


def enter(
    database: Database,
    number: int,
    workspace_id: str,
    rows: Any,
    as_of: Any = TODAY,
    entered_by: str | None = "U1",
) -> None:
    """Do what version 1 did with numbers that were entered."""
    snapshot = Snapshot(as_of, SourceKind.MANUAL, rows)
    facts = facts_from_snapshot(snapshot)
    enablers = None if facts.enablers is None else int(facts.enablers * 10)
    put(
        database,
        "snapshots",
        id=number,
        workspace_id=workspace_id,
        as_of=as_of,
        source="manual",
        customer_facing=facts.customer_facing,
        enablers=enablers,
        sales=facts.sales,
        customer_success=facts.customer_success,
        entered_by=entered_by,
        created_at=NOON.replace(tzinfo=None),
    )
    for row in rows:
        put(
            database,
            "counts",
            snapshot_id=number,
            headcount_class=row.headcount_class.value,
            function=row.function,
            segment=row.segment,
            people=row.people,
            fte=None if row.fte is None else int(row.fte * 10),
        )


@pytest.fixture
def before(empty_database: Database) -> Database:
    """A database at version 1 with two workspaces that entered numbers and one that did not."""
    command.upgrade(build_config(empty_database), "0001")
    for workspace_id in ("T1", "T2", "T3"):
        put(
            empty_database,
            "workspaces",
            id=workspace_id,
            language="en",
            time_zone="Europe/Berlin",
            low_bound=50,
            high_bound=500,
            created_at=NOON.replace(tzinfo=None),
        )
        put(
            empty_database,
            "members",
            workspace_id=workspace_id,
            user_id="U1",
            language="ja",
            standing="member",
            is_guest=False,
            refreshed_at=NOON.replace(tzinfo=None),
        )
    enter(empty_database, 101, "T1", SPLIT)
    enter(empty_database, 102, "T1", (customer_facing(100),), TODAY - A_DAY)
    enter(empty_database, 103, "T2", (customer_facing(40), enablement(1)), TODAY - A_DAY)
    enter(empty_database, 104, "T2", (customer_facing(45),), TODAY - A_DAY, entered_by=None)
    return empty_database


def briefed(database: Database, workspace_id: str, now: datetime = NOON) -> Enquiry | None:
    briefing = find_briefing(database, workspace_id, "U1", now)
    assert briefing is not None
    return briefing.headcount


def test_the_numbers_that_counted_count_still(before: Database) -> None:
    migrate(before)
    first, second = (Snapshot(TODAY, SourceKind.MANUAL, SPLIT), (customer_facing(45),))
    assert briefed(before, "T1") == Enquiry(
        facts_from_snapshot(first), Origin(TODAY, SourceKind.MANUAL)
    )
    assert find_current_snapshot(before, "T1") == first
    yesterday = TODAY - A_DAY
    assert find_current_snapshot(before, "T2") == Snapshot(yesterday, SourceKind.MANUAL, second)
    headcount = briefed(before, "T2")
    assert headcount is not None
    assert headcount.facts.enablers is None
    assert briefed(before, "T3") is None


def test_all_history_stays(before: Database) -> None:
    migrate(before)
    with Session(before.reader) as session:
        points = list_history(session, "T1", TODAY - A_DAY)
    assert [(one.as_of, one.customer_facing) for one in points] == [
        (TODAY - A_DAY, 100),
        (TODAY, 320),
    ]


def test_who_entered_them_connected_the_source(before: Database) -> None:
    migrate(before)
    with Session(before.reader) as session:
        [first], [second] = (list_connections(session, one) for one in ("T1", "T2"))
        assert list_connections(session, "T3") == []
    assert (first.kind, first.name, first.counts) == (SourceKind.MANUAL, "", SPLIT)
    assert (first.connected_by, second.connected_by) == ("U1", "shell")
    assert first.supplies == frozenset(HeadcountClass)
    assert second.supplies == {HeadcountClass.CUSTOMER_FACING}
    assert (first.is_confirmed, first.due_at, first.checked_at) == (True, None, NOON)


def test_publishing_what_was_kept_changes_nothing_of_it(before: Database) -> None:
    migrate(before)
    moments = [NOON + days * A_DAY for days in (0, 89, 90, 103, 104)]
    kept = [briefed(before, "T1", moment) for moment in moments]
    with before.sessions.begin() as session:
        publish_headcount(session, "T1", NOON)
    assert [briefed(before, "T1", moment) for moment in moments] == kept
    assert {one.origin.freshness for one in kept if one and one.origin} == set(Freshness)


def test_settings_are_the_defaults(before: Database) -> None:
    migrate(before)
    with Session(before.reader) as session:
        assert get_preferences(session, "T1") == Preferences()


def test_numbers_can_be_entered_on(before: Database) -> None:
    migrate(before)
    with before.sessions.begin() as session:
        enter_numbers(session, "T1", (customer_facing(330),), "U2", NOON + A_DAY)
    headcount = briefed(before, "T1")
    assert headcount is not None
    assert headcount.facts.customer_facing == 330


def test_down_and_up_again_the_numbers_count_still(before: Database) -> None:
    migrate(before)
    kept = [briefed(before, "T1"), briefed(before, "T2")]
    command.downgrade(build_config(before), "0001")
    with before.engine.connect() as connection:
        columns = {one["name"] for one in inspect(connection).get_columns("snapshots")}
        assert "entered_by" in columns
        assert connection.scalar(text("SELECT count(*) FROM snapshots")) == 4
        assert connection.scalar(text("SELECT count(*) FROM counts")) == 8
    migrate(before)
    assert find_version(before) == NEWEST
    assert [briefed(before, "T1"), briefed(before, "T2")] == kept


def test_afterwards_no_row_may_point_to_nothing(before: Database) -> None:
    migrate(before)
    with pytest.raises(IntegrityError), before.sessions.begin() as session:
        save_member(session, a_member(workspace_id="T404"))
