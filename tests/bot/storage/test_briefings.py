from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import StatementError

from bot.jobs.entries import enter_numbers
from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.models import SnapshotRow
from bot.storage.snapshots import find_current_snapshot, save_history
from bot.storage.sources import list_connections
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import Briefing, Enquiry, Origin
from rules.headcounts import Snapshot, SourceKind, facts_from_snapshot
from rules.mappings import merge_rows
from rules.ratios import Bounds
from tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_snapshot,
    a_workspace,
    customer_facing,
    enablement,
)

A_DAY = timedelta(days=1)
SPLIT = a_snapshot(
    customer_facing(200, "sales", "EMEA"),
    customer_facing(80, "cs"),
    customer_facing(40),
    enablement(3, segment="EMEA"),
    enablement(2, fte="1.5"),
)


@pytest.fixture
def known(database: Database) -> Database:
    """A database that has met one member of one workspace."""
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(bounds=Bounds(30, 400)), NOON)
        save_member(session, a_member())
    return database


def save(database: Database, snapshot: Snapshot, now: datetime = NOON) -> None:
    """Enter numbers by hand, which is the shortest way for them to count."""
    with database.sessions.begin() as session:
        enter_numbers(session, "T1", snapshot.rows, "U1", now)


def load(database: Database) -> Briefing:
    briefing = find_briefing(database, "T1", "U1", NOON)
    assert briefing is not None
    return briefing


@contextmanager
def recorded(database: Database) -> Iterator[list[str]]:
    """Record the statements that reach the database."""
    statements: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    # On SQLite the reader is a view of the engine, and hears what the engine hears.
    engines = {database.reader.pool: database.reader, database.engine.pool: database.engine}
    for engine in engines.values():
        event.listen(engine, "before_cursor_execute", record)
    yield statements
    for engine in engines.values():
        event.remove(engine, "before_cursor_execute", record)


def test_a_briefing_is_one_statement(known: Database) -> None:
    save(known, SPLIT)
    with recorded(known) as statements:
        load(known)
    assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_a_writing_block_is_seen_by_the_same_recorder(known: Database) -> None:
    with recorded(known) as statements:
        save(known, a_snapshot())
    assert len(statements) > 1


def test_a_briefing_holds_workspace_member_and_headcount(known: Database) -> None:
    save(known, SPLIT)
    enquiry = Enquiry(facts_from_snapshot(SPLIT), Origin(TODAY, SourceKind.MANUAL))
    expected = Briefing(a_workspace(bounds=Bounds(30, 400)), a_member(), enquiry)
    assert load(known) == expected


def test_before_the_first_headcount_there_is_none(known: Database) -> None:
    assert load(known).headcount is None
    assert find_current_snapshot(known, "T1") is None


@pytest.mark.parametrize(
    ("workspace_id", "user_id"),
    [pytest.param("T1", "U2", id="another user"), pytest.param("T2", "U1", id="elsewhere")],
)
def test_who_is_not_known_gets_no_briefing(
    known: Database, workspace_id: str, user_id: str
) -> None:
    assert find_briefing(known, workspace_id, user_id, NOON) is None


def count_people(database: Database) -> int:
    headcount = load(database).headcount
    current = find_current_snapshot(database, "T1")
    assert headcount is not None
    assert current is not None
    assert headcount.facts.customer_facing == current.customer_facing
    return current.customer_facing


@pytest.mark.parametrize(
    "first",
    [pytest.param(NOON - A_DAY, id="of another date"), pytest.param(NOON, id="of one date")],
)
def test_the_numbers_entered_last_win(known: Database, first: datetime) -> None:
    save(known, a_snapshot(customer_facing(100)), first)
    save(known, a_snapshot(customer_facing(200)))
    assert count_people(known) == 200


def test_an_earlier_date_does_not_count_though_written_last(known: Database) -> None:
    save(known, a_snapshot(customer_facing(100)))
    earlier = a_snapshot(customer_facing(200), as_of=TODAY - A_DAY)
    with known.sessions.begin() as session:
        save_history(session, "T1", [earlier], NOON)
    assert count_people(known) == 100


def test_another_workspace_keeps_its_headcount_to_itself(known: Database) -> None:
    with known.sessions.begin() as session:
        ensure_workspace(session, a_workspace(id="T2"), NOON)
        enter_numbers(session, "T2", a_snapshot().rows, "U2", NOON)
    assert load(known).headcount is None
    assert find_current_snapshot(known, "T1") is None


def test_a_snapshot_reads_back_equal(known: Database) -> None:
    save(known, SPLIT)
    rows = merge_rows(SPLIT.rows)
    assert find_current_snapshot(known, "T1") == Snapshot(TODAY, SourceKind.MANUAL, rows)


def test_totals_stand_beside_the_counts(known: Database) -> None:
    save(known, SPLIT)
    facts = facts_from_snapshot(SPLIT)
    with known.reader.connect() as connection:
        row = connection.execute(select(SnapshotRow)).one()
    assert (row.customer_facing, row.enablers) == (facts.customer_facing, facts.enablers)
    assert (row.sales, row.customer_success) == (facts.sales, facts.customer_success)


def test_who_entered_a_headcount_is_kept(known: Database) -> None:
    save(known, a_snapshot())
    with known.sessions() as session:
        [source] = list_connections(session, "T1")
    assert (source.connected_by, source.checked_at) == ("U1", NOON)


@pytest.mark.parametrize("fte", ["0", "0.1", "0.5", "2.5", "10000000.0"])
def test_tenths_come_back_exactly(known: Database, fte: str) -> None:
    save(known, a_snapshot(customer_facing(320), enablement(1, fte=fte)))
    headcount = load(known).headcount
    assert headcount is not None
    assert headcount.facts.enablers == Decimal(fte)


def test_unknown_enablers_stay_unknown(known: Database) -> None:
    save(known, a_snapshot(customer_facing(320)))
    headcount = load(known).headcount
    assert headcount is not None
    assert headcount.facts.enablers is None


def test_more_than_tenths_are_refused(known: Database) -> None:
    with (
        pytest.raises(StatementError, match="more than one decimal"),
        known.sessions.begin() as session,
    ):
        session.add(
            SnapshotRow(
                workspace_id="T1",
                as_of=TODAY,
                source=SourceKind.MANUAL,
                customer_facing=1,
                enablers=Decimal("0.25"),
                created_at=NOON,
            )
        )


def test_a_connection_that_died_in_the_pool_is_replaced(known: Database) -> None:
    if known.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server that could end a connection")
    load(known)
    with known.engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert load(known).member.user_id == "U1"
