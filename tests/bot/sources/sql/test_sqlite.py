import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.rest.network import Network
from bot.sources.sql.deadlines import Deadline
from bot.sources.sql.engines import connect_to_read
from bot.sources.sql.source import Limits, SqlConfig, SqlSource
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.sql.people import PEOPLE

TODAY = date(2026, 3, 2)
BY_TITLE = "SELECT count(*) AS n, department, title FROM staff GROUP BY department, title"
SOON = Limits(reading=timedelta(milliseconds=300))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    # Signs that mean something in a URI must not name another file.
    path = tmp_path / "people & 50%?#.db"
    with closing(sqlite3.connect(path)) as connection:
        for statement in PEOPLE:
            connection.execute(statement)
        connection.commit()
    return path


def allowing(file: Path) -> Network:
    return Network(frozenset({str(file)}), connect_timeout=timedelta(milliseconds=50))


def ask(file: Path, query: str = BY_TITLE, **more: Any) -> Reading:
    url = f"sqlite:///{str(file).replace('%', '%25').replace('?', '%3F')}"
    return SqlSource(SqlConfig(query), {"url": url}, allowing(file), **more).read(TODAY)


def trouble_with(file: Path, query: str = BY_TITLE, **more: Any) -> Trouble:
    with pytest.raises(SourceError) as caught:
        ask(file, query, **more)
    return caught.value.incident.trouble


def test_counts_by_title_become_tallies(file: Path) -> None:
    assert set(ask(file).tallies) == {
        Tally(Traits("Sales", "Account Executive"), 2),
        Tally(Traits("Success", "CSM"), 1),
        Tally(Traits("", "Enablement Lead"), 1),
    }


def test_a_query_may_recurse_and_call_functions(file: Path) -> None:
    query = """
        WITH RECURSIVE a(x) AS (SELECT 1 UNION SELECT x + 1 FROM a WHERE x < 3)
        SELECT max(x) AS n, upper('x%') AS title FROM a
    """
    assert ask(file, query).tallies == (Tally(Traits(title="X%"), 3),)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("DELETE FROM staff", id="delete"),
        pytest.param("CREATE TABLE x (a)", id="create"),
        pytest.param("CREATE TEMP TABLE x (a)", id="create for a while"),
        pytest.param("ATTACH '/etc/passwd' AS other", id="attach"),
        pytest.param("VACUUM INTO '/tmp/copy.db'", id="copy"),
        pytest.param("PRAGMA query_only = OFF", id="pragma"),
        pytest.param("SELECT 1 AS n, name AS title FROM pragma_table_info('staff')", id="function"),
        pytest.param("SELECT 1 AS n, load_extension('/tmp/x') AS title", id="extension"),
        pytest.param("SELECT 1 AS n, 'x' AS title; DELETE FROM staff", id="two statements"),
        pytest.param("SELECT 1 AS n FROM nowhere", id="no such table"),
        pytest.param("BEGIN IMMEDIATE", id="a lock"),
    ],
)
def test_what_does_more_than_read_is_refused_by_the_database(file: Path, query: str) -> None:
    before = file.read_bytes()
    assert trouble_with(file, query) is Trouble.QUERY_REFUSED
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_each_lock_holds_without_the_others(file: Path) -> None:
    url = URL.create("sqlite", database=str(file))
    with connect_to_read(url, allowing(file), Deadline(timedelta(minutes=1))) as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            raw.execute("DELETE FROM staff")
        raw.set_authorizer(None)
        assert raw.execute("PRAGMA query_only").fetchone() == (1,)
        raw.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            raw.execute("DELETE FROM staff")


def test_time_is_looked_at_with_every_row(file: Path) -> None:
    assert trouble_with(file, limits=Limits(reading=timedelta())) is Trouble.TOOK_TOO_LONG


def test_an_endless_query_takes_too_long(file: Path) -> None:
    query = """
        WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x FROM a)
        SELECT count(*) AS n, 'x' AS title FROM a
    """
    assert trouble_with(file, query, limits=SOON) is Trouble.TOOK_TOO_LONG


def test_a_locked_file_times_out(file: Path) -> None:
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert trouble_with(file) is Trouble.TIMED_OUT


def test_a_file_that_is_missing_is_not_made(file: Path) -> None:
    missing = file.with_name("missing.db")
    assert trouble_with(missing) is Trouble.NOT_FOUND
    assert not missing.exists()


def test_a_file_that_is_no_database_cannot_be_read(file: Path) -> None:
    other = file.with_name("notes.db")
    other.write_text("Dear diary, " * 100)
    assert trouble_with(other) is Trouble.NOT_READABLE


def test_only_the_allowed_file_is_opened(file: Path) -> None:
    url = f"sqlite:///{file.with_name('advisor.db')}"
    with pytest.raises(SourceError) as caught:
        SqlSource(SqlConfig(BY_TITLE), {"url": url}, allowing(file)).read(TODAY)
    name = str(file.with_name("advisor.db"))
    assert caught.value.incident == Incident(Trouble.ADDRESS_REFUSED, {Detail.NAME: name})


def test_neither_an_error_nor_a_log_repeats_anything(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(SourceError) as caught:
        ask(file, "SELECT 1 AS n, ghost AS title FROM staff")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert caught.value.incident == Incident(Trouble.QUERY_REFUSED)
    assert caplog.text == ""
