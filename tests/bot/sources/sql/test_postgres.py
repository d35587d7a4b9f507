import gc
import socket
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.rest.network import Network
from bot.sources.sql.source import Limits, SqlConfig, SqlSource, parse_sql_config
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.sql.people import HIRE, PASSWORD, Fate, People, relayed

TODAY = date(2026, 3, 2)
BY_TITLE = "SELECT count(*) AS n, department, title FROM staff GROUP BY department, title"
SOON = Limits(reading=timedelta(milliseconds=300))


def allowing(*hosts: str, **more: Any) -> Network:
    return Network(frozenset(hosts), connect_timeout=timedelta(seconds=1), **more)


def ask(address: str, query: str = BY_TITLE, **more: Any) -> Reading:
    network = allowing("127.0.0.1", address.partition("host=")[2])
    config = parse_sql_config({"query": query})
    return SqlSource(config, {"url": address}, network, **more).read(TODAY)


def trouble_with(address: str, query: str = BY_TITLE, **more: Any) -> Incident:
    with pytest.raises(SourceError) as caught:
        ask(address, query, **more)
    return caught.value.incident


def test_counts_by_title_become_tallies(people: People) -> None:
    reading = ask(people.address())
    assert (reading.as_of, reading.people, reading.pages, reading.rows) == (TODAY, 0, 1, ())
    assert set(reading.tallies) == {
        Tally(Traits("Sales", "Account Executive"), 2),
        Tally(Traits("Success", "CSM"), 1),
        Tally(Traits("", "Enablement Lead"), 1),
    }


def test_counts_by_class_become_rows(people: People) -> None:
    query = """
        -- Half a per cent sign and a colon are no places for values: 100%s :n
        SELECT CASE WHEN title LIKE '%Enablement%' THEN 'enablement' ELSE 'customer_facing' END AS class,
               lower(department) AS function, count(*) AS n, sum(fte) AS fte
        FROM staff GROUP BY 1, 2;
    """
    assert ask(people.address(), query).rows == (
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, 2, "sales", fte=Decimal("1.5")),
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, 1, "success", fte=Decimal("1.0")),
        HeadcountRow(HeadcountClass.ENABLEMENT, 1, fte=Decimal("0.8")),
    )


def test_the_server_itself_is_told_to_read_only_and_to_end_in_time(people: People) -> None:
    query = "SELECT 1 AS n, current_setting('transaction_read_only') AS title"
    assert ask(people.address(), query).tallies[0].traits.title == "on"
    query = "SELECT 1 AS n, current_setting('statement_timeout') AS title"
    milliseconds = ask(people.address(), query).tallies[0].traits.title.removesuffix("ms")
    assert 50_000 < int(milliseconds) <= 60_000


def test_a_write_hidden_in_a_function_is_refused(people: People) -> None:
    with people.connect() as connection:
        connection.execute(HIRE)
    before = people.count()
    incident = trouble_with(people.address(), "SELECT hire() AS n, 'x' AS title")
    assert incident == Incident(Trouble.QUERY_REFUSED, {Detail.CODE: "25006"})
    assert people.count() == before


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param("SELECT 1 AS n, nobody AS title FROM staff", "42703", id="no such column"),
        pytest.param("SELECT 1 AS n FROM nowhere", "42P01", id="no such table"),
        pytest.param("SELECT 1 AS n FROM", "42601", id="half a query"),
        pytest.param("SELECT 1/0 AS n, 'x' AS title", "22012", id="by zero"),
        pytest.param(
            "SELECT 1 AS n, set_config('transaction_read_only', 'off', true) AS title",
            "25001",
            id="wants to write after all",
        ),
    ],
)
def test_a_query_that_fails_is_refused_with_the_code_of_the_standard(
    people: People, query: str, code: str
) -> None:
    incident = trouble_with(people.address(), query)
    assert incident == Incident(Trouble.QUERY_REFUSED, {Detail.CODE: code})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 AS n, 'x' AS title; COMMIT; DELETE FROM staff",
        "WITH gone AS (DELETE FROM staff RETURNING 1) SELECT count(*) AS n, 'x' AS title FROM gone",
        "DELETE FROM staff",
    ],
)
def test_what_the_check_would_let_through_the_server_refuses(people: People, query: str) -> None:
    before = people.count()
    network = allowing(str(people.folder))
    with pytest.raises(SourceError) as caught:
        SqlSource(SqlConfig(query), {"url": people.address()}, network).read(TODAY)
    assert caught.value.incident.trouble is Trouble.QUERY_REFUSED
    assert people.count() == before


def test_a_slow_query_takes_too_long(people: People) -> None:
    query = "SELECT 1 AS n, pg_sleep(30)::text AS title"
    assert trouble_with(people.address(), query, limits=SOON).trouble is Trouble.TOOK_TOO_LONG


def test_more_rows_than_the_cap_are_a_part_only(people: People) -> None:
    query = "SELECT generate_series(1, 5) AS n, 'x' AS title"
    assert len(ask(people.address(), query, limits=Limits(rows=5)).tallies) == 5
    incident = trouble_with(people.address(), query, limits=Limits(rows=4))
    assert incident == Incident(Trouble.TOO_MANY_ROWS, {Detail.LIMIT: 4})


def test_rows_are_read_as_they_come(people: People) -> None:
    endless = "SELECT generate_series(1, 10000000000) AS n, 'x' AS title"
    incident = trouble_with(people.address(), endless, limits=Limits(rows=2000))
    assert incident.trouble is Trouble.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        pytest.param({"password": "wrong"}, Trouble.UNAUTHORISED, id="a wrong password"),
        pytest.param({"password": ""}, Trouble.UNAUTHORISED, id="no password"),
        pytest.param({"role": "ghost"}, Trouble.UNAUTHORISED, id="nobody of this name"),
        pytest.param({"name": "nowhere"}, Trouble.NOT_FOUND, id="no such database"),
        pytest.param({"role": "outsider"}, Trouble.FORBIDDEN, id="may not read"),
        pytest.param({"role": "crowd"}, Trouble.SERVER_ERROR, id="too many at once"),
    ],
)
def test_whoever_is_not_let_in_is_told_so(
    people: People, changes: dict[str, str], trouble: Trouble
) -> None:
    assert trouble_with(people.address(**changes)).trouble is trouble


class TestOverTcp:
    def address(self, people: People, port: int, host: str = "127.0.0.1") -> str:
        return f"postgresql://reader:{PASSWORD}@{host}:{port}/{people.name}"

    def test_an_allowed_host_is_read(self, people: People) -> None:
        with relayed(people.folder) as port:
            assert len(ask(self.address(people, port)).tallies) == 3

    def test_the_address_that_was_checked_is_the_one_that_is_used(self, people: People) -> None:
        def resolve(host: str, port: int, **_: Any) -> list[Any]:
            assert host == "hr.invalid"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        with relayed(people.folder) as port:
            source = SqlSource(
                parse_sql_config({"query": BY_TITLE}),
                {"url": self.address(people, port, "hr.invalid")},
                allowing("hr.invalid", resolve=resolve),
            )
            assert len(source.read(TODAY).tallies) == 3

    def test_a_private_address_is_not_even_called(self, people: People) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            address = self.address(people, listening.getsockname()[1])
            source = SqlSource(parse_sql_config({"query": BY_TITLE}), {"url": address}, Network())
            with pytest.raises(SourceError) as caught:
                source.read(TODAY)
            assert caught.value.incident == Incident(
                Trouble.ADDRESS_REFUSED, {Detail.NAME: "127.0.0.1"}
            )
            with pytest.raises(BlockingIOError):
                listening.accept()

    def test_where_nobody_listens_it_is_unreachable(self, people: People) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
        assert trouble_with(self.address(people, port)).trouble is Trouble.UNREACHABLE

    def test_a_server_that_never_says_a_word_times_out(self, people: People) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            address = self.address(people, listening.getsockname()[1])
            assert trouble_with(address).trouble is Trouble.TIMED_OUT

    @pytest.mark.parametrize("words", [b"version()", b"statement_timeout", b"DECLARE", b"FETCH"])
    def test_a_line_that_goes_dead_is_hung_up(self, people: People, words: bytes) -> None:
        with relayed(people.folder, Fate(words)) as port:
            incident = trouble_with(self.address(people, port), limits=SOON)
        assert incident.trouble is Trouble.TOOK_TOO_LONG
        # What was left open complains when it is thrown away, which makes this test fail.
        gc.collect()

    @pytest.mark.parametrize("words", [b"version()", b"DECLARE", b"FETCH"])
    def test_a_line_that_is_cut_is_unreachable(self, people: People, words: bytes) -> None:
        with relayed(people.folder, Fate(words, is_cut=True)) as port:
            incident = trouble_with(self.address(people, port))
        assert incident == Incident(Trouble.UNREACHABLE)
        gc.collect()


def test_a_socket_in_a_folder_that_is_not_allowed_is_refused(people: People) -> None:
    source = SqlSource(SqlConfig(BY_TITLE), {"url": people.address()}, allowing("/run"))
    with pytest.raises(SourceError) as caught:
        source.read(TODAY)
    assert caught.value.incident.details == {Detail.NAME: str(people.folder)}


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        pytest.param({"password": "wrong-4711"}, BY_TITLE, id="a wrong password"),
        pytest.param({"role": "outsider"}, BY_TITLE, id="may not read"),
        pytest.param({}, "SELECT 'Ghost'::int AS n, 'x' AS title FROM staff", id="a bad value"),
        pytest.param({}, "SELECT title AS n, 'x' AS title FROM staff", id="no number"),
        pytest.param({}, "SELECT 1 AS n, pg_sleep(9)::text AS title FROM staff", id="too slow"),
    ],
)
def test_neither_an_error_nor_a_log_repeats_anything(
    people: People, changes: dict[str, str], query: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(SourceError) as caught:
        ask(people.address(**changes), query, limits=SOON)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    told = f"{caught.value} {caught.value.incident} {caplog.text}"
    for secret in ("4711", "staff", "Ghost", "Account", "reader", str(Path(people.folder).name)):
        assert secret not in told
