"""Passes find what is due by an index, so that they cost what is due and not what is stored."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.jobs.digest import digest_due
from bot.jobs.forecasting import forecast_due
from bot.storage.engine import Database
from tests.bot.jobs.desk import Desk
from tests.bot.jobs.watch import Watch, some_counts
from tests.builders import a_reading
from tests.databases import Backend

GROWS = frozenset({"alert_states", "deliveries", "episodes", "forecasts", "members", "runs"}) | {
    "sources",
    "targets",
    "workspaces",
}


def note_statements(database: Database) -> dict[str, Any]:
    """Return the statements that are sent from now on, each with parameters that it came with."""
    noted: dict[str, Any] = {}

    def note(
        _connection: object, _cursor: object, statement: str, values: Any, _: object, is_many: bool
    ) -> None:
        noted[statement] = values[0] if is_many else values

    event.listen(database.engine, "before_cursor_execute", note)
    return noted


# On PostgreSQL what is chosen depends on what is stored; there the benchmarks tell.
@pytest.mark.parametrize("backend", [Backend.SQLITE], indirect=True)
def test_no_pass_looks_through_a_whole_table(watch: Watch) -> None:
    noted = note_statements(watch.database)
    watch.fire()
    desk = Desk(watch.database)
    desk.connect(a_reading())
    desk.sync()
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    forecast_due(watch.database, watch.now)
    digest_due(watch.database, watch.now + timedelta(days=8))
    with watch.database.engine.connect() as connection:
        steps = [
            (step, statement)
            for statement, values in tuple(noted.items())
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(steps) > 50
    looked_through = {f"SCAN {table}" for table in GROWS}
    assert [(step, statement) for step, statement in steps if step in looked_through] == []
