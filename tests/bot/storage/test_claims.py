from datetime import timedelta

from bot.storage.claims import KEPT_FOR, claim_delivery, forget_claims
from bot.storage.engine import Database
from tests.builders import NOON
from tests.races import PROCESSES, THREADS, Crowd, claim_at

A_SECOND = timedelta(seconds=1)


def claim(database: Database, key: str = "Ev1", age: timedelta = timedelta()) -> bool:
    with database.sessions.begin() as session:
        return claim_delivery(session, key, NOON - age)


def test_a_delivery_is_claimed_once(database: Database) -> None:
    assert [claim(database), claim(database)] == [True, False]


def test_another_delivery_has_a_claim_of_its_own(database: Database) -> None:
    assert [claim(database, "Ev1"), claim(database, "Ev2")] == [True, True]


def test_exactly_one_of_many_threads_claims(database: Database, threads: Crowd) -> None:
    claims = threads.call(claim, database)
    assert sorted(claims) == [False] * (THREADS - 1) + [True]


def test_exactly_one_of_many_processes_claims(
    database: Database, database_url: str, processes: Crowd
) -> None:
    claims = processes.call(claim_at, database_url, "Ev1")
    assert sorted(claims) == [False] * (PROCESSES - 1) + [True]
    assert claim(database) is False


def test_only_claims_that_no_retry_can_meet_are_forgotten(database: Database) -> None:
    claim(database, "old", age=KEPT_FOR + A_SECOND)
    claim(database, "at the edge", age=KEPT_FOR)
    claim(database, "new")
    with database.sessions.begin() as session:
        assert forget_claims(session, NOON) == 1
    assert claim(database, "old") is True
    assert claim(database, "at the edge") is False
    assert claim(database, "new") is False


def test_claims_outlast_a_day_of_hourly_retries() -> None:
    assert timedelta(days=1) < KEPT_FOR


def test_a_claim_in_a_failed_block_is_free_again(database: Database) -> None:
    with database.sessions() as session:
        session.begin()
        claim_delivery(session, "Ev1", NOON)
        session.rollback()
    assert claim(database) is True
