"""How long a check takes: all due at once, steady beside many that rest, and shared by two workers."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import text

from bot.jobs.check import CheckCounts, check_due
from bot.storage.engine import Database, open_database
from bot.storage.migrations import migrate

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
ROUNDS = 5
NUMBERS = {
    "postgresql": "SELECT generate_series(1, :count) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :count)"
    " SELECT n FROM s",
}
"""One query for each database that yields the numbers from 1 on."""


def fill_targets(database: Database, count: int, candidates: int) -> None:
    """Make workspaces that are well, and some whose ratio is outside its bounds."""
    migrate(database)
    numbers = NUMBERS[database.engine.dialect.name]
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM workspaces"))
        connection.execute(
            text(
                "INSERT INTO workspaces (id, language, time_zone, low_bound, high_bound, created_at,"  # noqa: S608 - ours
                " admins)"
                f" SELECT 'T' || n, 'en', 'UTC', 50, 500, :now, '[]' FROM ({numbers}) AS numbers"
            ),
            {"count": count, "now": _plain(NOON)},
        )
        connection.execute(
            text(
                "INSERT INTO targets (workspace_id, segment, customer_facing, enablers, synced_on,"  # noqa: S608 - ours
                " outcome, stale_at, is_expected, is_kept_by_hand, is_candidate, wakes_at, stage,"
                " last_error)"
                " SELECT 'T' || n, '', CASE WHEN n <= :candidates THEN 1600 ELSE 320 END,"
                " CASE WHEN n <= :candidates THEN 30 ELSE 60 END, :today, 'counted', :stale_at,"
                " true, false, n <= :candidates, :now,"
                " CASE WHEN n <= :candidates THEN 'scale' ELSE 'growth' END, ''"
                f" FROM ({numbers}) AS numbers"
            ),
            {
                "count": count,
                "candidates": candidates,
                "today": NOON.date(),
                "now": _plain(NOON),
                "stale_at": _plain(NOON + timedelta(days=2)),
            },
        )
    if database.engine.dialect.name == "postgresql":
        with database.reader.connect() as connection:
            connection.execute(text("VACUUM ANALYZE targets"))
    else:
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def time_steady(database: Database, candidates: int) -> float:
    """Return the seconds of a check in which only the candidates are due, and nothing is new."""
    check_due(database, NOON)
    times = []
    for _ in range(ROUNDS):
        _make_due(database, "is_candidate")
        begun = time.perf_counter()
        counts = check_due(database, NOON)
        times.append(time.perf_counter() - begun)
        assert (counts.due, counts.fired, counts.errors) == (candidates, 0, 0)
    return median(times)


def time_all_due(database: Database, count: int) -> float:
    """Return how many times as long as one bare UPDATE a check takes in which all are due."""
    ratios = []
    for _ in range(ROUNDS):
        _make_due(database, "true")
        bare = _time(lambda: _update_bare(database))
        _make_due(database, "true")
        begun = time.perf_counter()
        counts = check_due(database, NOON)
        ours = time.perf_counter() - begun
        assert (counts.due, counts.unchanged) == (count, count)
        ratios.append(ours / bare)
    return median(ratios)


def time_two_workers(url: str, candidates: int) -> tuple[float, CheckCounts]:
    """Return how many times as fast two processes judge as one, and what the two came to."""
    one, _ = _time_workers(url, candidates, 1)
    two, counts = _time_workers(url, candidates, 2)
    return one / two, counts


def _time_workers(url: str, candidates: int, workers: int) -> tuple[float, CheckCounts]:
    database = open_database(url)
    fill_targets(database, candidates, candidates)
    _make_due(database, "true")
    database.close()
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _warm_up, (url,)) as pool:
        pool.map(_wait, range(workers), chunksize=1)
        begun = time.perf_counter()
        done = pool.map(_check, range(workers), chunksize=1)
        seconds = time.perf_counter() - begun
    total = CheckCounts()
    for counts in done:
        total += counts
    return seconds, total


_worker: list[Database] = []


def _warm_up(url: str) -> None:
    _worker.append(open_database(url))
    _worker[0].ping()


def _wait(_: int) -> None:
    time.sleep(0.5)


def _check(_: int) -> CheckCounts:
    return check_due(_worker[0], NOON)


def _make_due(database: Database, which: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(f"UPDATE targets SET wakes_at = :due WHERE {which}"),  # noqa: S608 - ours
            {"due": _plain(NOON - timedelta(minutes=1))},
        )


def _update_bare(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE targets SET wakes_at = :at"), {"at": _plain(NOON + timedelta(days=1))}
        )


def _time(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _plain(moment: datetime) -> datetime:
    """Return a moment as the columns hold it: UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
