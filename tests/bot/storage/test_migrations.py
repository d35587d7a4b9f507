from datetime import timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, inspect, select, text

from bot.alerts import DeliveryStatus
from bot.errors import SchemaError
from bot.storage.alert_models import DeliveryRow
from bot.storage.columns import Base, UtcDateTime
from bot.storage.engine import Database
from bot.storage.migrations import NEWEST, build_config, check_schema, find_version, migrate
from bot.storage.models import CountRow, SnapshotRow
from bot.storage.notices import ASKS
from bot.storage.runs import add_run
from bot.storage.sources import add_connection
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import HeadcountClass, SourceKind
from rules.troubles import RunStatus
from tests.builders import NOON, a_connection, a_run, a_workspace
from tests.races import Crowd, migrate_at

VERSION_TABLE = "alembic_version"
WAITING_NOTICE = text(
    "INSERT INTO notices (workspace_id, run_id, recipient, created_at, available_at, last_error)"
    " VALUES ('T1', :run, 'U1', :now, :due, '')"
).bindparams(bindparam("now", type_=UtcDateTime), bindparam("due", type_=UtcDateTime))

SOURCES = {
    "T1": [(SourceKind.REST, NOON)],
    "T2": [(SourceKind.REST, NOON), (SourceKind.REST, NOON)],
    "T3": [(SourceKind.FILE, NOON)],
    "T4": [(SourceKind.REST, NOON), (SourceKind.FILE, NOON)],
    "T5": [(SourceKind.REST, NOON + timedelta(days=1))],
}
"""Kinds and times of connection, by workspace."""
OLD_SNAPSHOT = text(
    "INSERT INTO snapshots (workspace_id, as_of, source, customer_facing, created_at)"
    " VALUES (:workspace, '2026-03-02', 'rest', 320, :now)"
).bindparams(bindparam("now", type_=UtcDateTime))
OLD_COUNTS = text(
    "INSERT INTO counts (snapshot_id, headcount_class, function, segment, people)"
    " SELECT id, class, '', '', 9 FROM snapshots CROSS JOIN"
    " (SELECT 'customer_facing' AS class UNION SELECT 'enablement') AS classes"
)


def list_tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_an_empty_database_has_no_version(empty_database: Database) -> None:
    assert find_version(empty_database) is None


def test_migrating_makes_every_table(empty_database: Database) -> None:
    migrate(empty_database)
    assert list_tables(empty_database) == {*Base.metadata.tables, VERSION_TABLE}
    assert find_version(empty_database) == NEWEST


def test_the_schema_goes_up_and_down_and_up_again(empty_database: Database) -> None:
    migrate(empty_database)
    command.downgrade(build_config(empty_database), "base")
    assert list_tables(empty_database) == {VERSION_TABLE}
    migrate(empty_database)
    assert list_tables(empty_database) == {*Base.metadata.tables, VERSION_TABLE}


def test_each_version_goes_down_and_up_on_its_own(empty_database: Database) -> None:
    migrate(empty_database)
    config = build_config(empty_database)
    for _ in range(int(NEWEST)):
        command.downgrade(config, "-1")
    assert find_version(empty_database) is None
    for _ in range(int(NEWEST)):
        command.upgrade(config, "+1")
    assert find_version(empty_database) == NEWEST


def test_the_models_are_what_the_migrations_make(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_are_named_as_the_models_name_them(database: Database) -> None:
    with database.engine.connect() as connection:
        schema = inspect(connection)
        for table in Base.metadata.tables.values():
            found = {key["name"] for key in schema.get_foreign_keys(table.name)}
            assert found == {str(key.name) for key in table.foreign_key_constraints}
            assert schema.get_pk_constraint(table.name)["name"] == table.primary_key.name


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    check_schema(database)


def test_processes_that_migrate_at_once_all_succeed(
    empty_database: Database, empty_database_url: str, processes: Crowd
) -> None:
    processes.call(migrate_at, empty_database_url)
    check_schema(empty_database)


def test_a_database_without_schema_is_told_what_to_run(empty_database: Database) -> None:
    with pytest.raises(SchemaError) as caught:
        check_schema(empty_database)
    assert str(caught.value) == (
        f"the database is at no version, the code at {NEWEST}: run `python -m bot migrate`"
    )


def test_another_version_is_named(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="the database is at 9999, the code at"):
        check_schema(database)


def test_the_current_version_passes(database: Database) -> None:
    check_schema(database)


def test_notices_that_wait_are_sent_with_everything_else(empty_database: Database) -> None:
    config = build_config(empty_database)
    command.upgrade(config, "0004")
    with empty_database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        source = add_connection(session, a_connection(), None)
        runs = [
            add_run(session, a_run(connection_id=None)),
            add_run(session, a_run(connection_id=source.id, status=RunStatus.HELD)),
        ]
        for run, due_at in zip(runs, (None, NOON), strict=True):
            session.execute(WAITING_NOTICE, {"run": run.id, "now": NOON, "due": due_at})
    command.upgrade(config, "head")
    with empty_database.sessions() as session:
        found = session.scalars(select(DeliveryRow).order_by(DeliveryRow.key)).all()
        assert [(row.key, row.payload, row.status, row.available_at) for row in found] == [
            (f"run:0:{runs[0].id}", {"run": runs[0].id, ASKS: False}, DeliveryStatus.DEAD, None),
            (
                f"run:{source.id}:{runs[1].id}",
                {"run": runs[1].id, ASKS: True},
                DeliveryStatus.WAITING,
                NOON,
            ),
        ]


def test_counts_are_given_to_the_source_that_supplied_them_where_there_is_no_doubt(
    empty_database: Database,
) -> None:
    config = build_config(empty_database)
    command.upgrade(config, "0006")
    first: dict[str, int] = {}
    with empty_database.sessions.begin() as session:
        for workspace_id, sources in SOURCES.items():
            ensure_workspace(session, a_workspace(id=workspace_id), NOON)
            for kind, at in sources:
                made = a_connection(workspace_id=workspace_id, kind=kind, connected_at=at)
                connection = add_connection(session, made, None)
                first.setdefault(workspace_id, connection.id)
            session.execute(OLD_SNAPSHOT, {"workspace": workspace_id, "now": NOON})
        session.execute(OLD_COUNTS)
    command.upgrade(config, "0007")
    with empty_database.sessions() as session:
        found = session.execute(
            select(SnapshotRow.workspace_id, CountRow.headcount_class, CountRow.source_id)
            .join_from(SnapshotRow, CountRow, CountRow.snapshot_id == SnapshotRow.id)
            .where(CountRow.source_id.is_not(None))
        )
        assert {tuple(row) for row in found} == {
            ("T1", HeadcountClass.CUSTOMER_FACING, first["T1"]),
            ("T1", HeadcountClass.ENABLEMENT, first["T1"]),
            ("T4", HeadcountClass.CUSTOMER_FACING, first["T4"]),
        }
