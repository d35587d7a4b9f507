"""Version 2: numbers entered by hand, which version 1 knew alone, become a source like any other."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, MetaData, Row, Table, func, select

# As they were when this version was written: a version of the schema does not follow the rules.
FRESH_FOR, ADVISABLE_FOR = timedelta(days=90), timedelta(days=14)


def keep_entered_numbers(connection: Connection) -> None:
    """Let the newest snapshot of each workspace count, as what its manual source gave."""
    schema = MetaData()
    schema.reflect(connection, only=["snapshots", "counts", "sources", "headcounts"])
    tables = schema.tables
    for newest in _list_newest(connection, tables["snapshots"]):
        counts = tables["counts"]
        found = connection.execute(
            select(counts).where(counts.c.snapshot_id == newest.id).order_by(counts.c.id)
        ).all()
        connection.execute(tables["sources"].insert().values(_describe_source(newest, found)))
        connection.execute(tables["headcounts"].insert().values(_describe_headcount(newest)))


def _list_newest(connection: Connection, snapshots: Table) -> Sequence[Row[Any]]:
    place = func.row_number().over(
        partition_by=snapshots.c.workspace_id,
        order_by=(snapshots.c.as_of.desc(), snapshots.c.id.desc()),
    )
    placed = select(snapshots, place.label("place")).subquery()
    return connection.execute(select(placed).where(placed.c.place == 1)).all()


def _describe_source(snapshot: Row[Any], counts: Sequence[Row[Any]]) -> dict[str, Any]:
    return {
        "workspace_id": snapshot.workspace_id,
        "kind": "manual",
        "name": "",
        "config": {},
        "supplies": sorted({count.headcount_class for count in counts}),
        "mapping": {},
        "counts": [
            [
                count.headcount_class,
                count.people,
                count.function,
                count.segment,
                None if count.fte is None else f"{count.fte / 10:.1f}",
            ]
            for count in counts
        ],
        "is_confirmed": True,
        "connected_by": snapshot.entered_by or "shell",
        "connected_at": snapshot.created_at,
        "as_of": snapshot.as_of,
        "checked_at": snapshot.created_at,
        "changed_at": snapshot.created_at,
        "kept": "",
        "told": "",
    }


def _describe_headcount(snapshot: Row[Any]) -> dict[str, Any]:
    counted_at = min(datetime.combine(snapshot.as_of, time()), snapshot.created_at)
    return {
        "workspace_id": snapshot.workspace_id,
        "snapshot_id": snapshot.id,
        "as_of": snapshot.as_of,
        "source": "manual",
        "source_name": "",
        "customer_facing": snapshot.customer_facing,
        "enablers": snapshot.enablers,
        "sales": snapshot.sales,
        "customer_success": snapshot.customer_success,
        "enablers_source": None if snapshot.enablers is None else "manual",
        "enablers_source_name": "",
        "checked_at": snapshot.created_at,
        "changed_at": snapshot.created_at,
        "stale_at": counted_at + FRESH_FOR,
        "expires_at": counted_at + FRESH_FOR + ADVISABLE_FOR,
    }
