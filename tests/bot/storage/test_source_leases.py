"""One worker at a time holds a source, for a while."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.connections import Connection
from bot.storage.clocks import read_clock
from bot.storage.engine import Database
from bot.storage.source_models import SourceRow
from bot.storage.sources import (
    LEASE,
    Claim,
    add_connection,
    claim_due_sources,
    claim_source,
    release_source,
    remove_connection,
    save_connection,
    save_secret,
)
from bot.storage.workspaces import ensure_workspace
from tests.builders import NOON, a_connection, a_workspace
from tests.races import PROCESSES, THREADS, Crowd, claim_sources_at

A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)


@pytest.fixture
def known(database: Database) -> Database:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    return database


def keep(database: Database, **changes: object) -> Connection:
    with database.sessions.begin() as session:
        return add_connection(session, a_connection(**changes), None)


def claim_all(database: Database, now: datetime = NOON, limit: int = 50) -> list[Claim]:
    with database.sessions.begin() as session:
        return claim_due_sources(session, now, limit)


def give_back(database: Database, claim: Claim) -> bool:
    with database.sessions.begin() as session:
        return release_source(session, claim)


def end_leases(database: Database) -> None:
    """Turn back the end of every lease: no test waits ten minutes."""
    with database.sessions.begin() as session:
        past = read_clock(session) - A_SECOND
        session.execute(update(SourceRow).values(lease_until=past))


def test_the_longest_due_comes_first_and_no_more_than_asked_for(known: Database) -> None:
    names = {"third": NOON, "first": NOON - A_DAY, "second": NOON - A_SECOND}
    for name, due_at in names.items():
        keep(known, name=name, due_at=due_at)
    claims = claim_all(known, limit=2)
    assert [claim.connection.name for claim in claims] == ["first", "second"]
    assert [claim.connection.name for claim in claim_all(known)] == ["third"]


def test_a_source_that_is_held_is_not_claimed_until_it_is_given_back(known: Database) -> None:
    stored = keep(known)
    [claim] = claim_all(known)
    with known.sessions.begin() as session:
        assert claim_source(session, stored.id) is None
    assert give_back(known, claim)
    assert len(claim_all(known)) == 1


@pytest.mark.parametrize("is_paused", [True, False])
def test_a_source_may_be_claimed_before_it_is_due_but_not_while_paused(
    known: Database, is_paused: bool
) -> None:
    stored = keep(known, due_at=None, is_paused=is_paused)
    with known.sessions.begin() as session:
        claim = claim_source(session, stored.id)
    assert (claim is None) is is_paused


def test_a_lease_that_ran_out_is_taken_over_and_the_late_result_is_void(known: Database) -> None:
    keep(known)
    [late] = claim_all(known)
    end_leases(known)
    [next_one] = claim_all(known)
    assert next_one.token == late.token + 1
    assert not give_back(known, late)
    assert claim_all(known) == []
    assert give_back(known, next_one)


def test_a_lease_that_ran_out_unnoticed_is_still_good(known: Database) -> None:
    keep(known)
    [claim] = claim_all(known)
    end_leases(known)
    assert give_back(known, claim)


def test_what_was_removed_meanwhile_is_not_given_back(known: Database) -> None:
    stored = keep(known)
    [claim] = claim_all(known)
    with known.sessions.begin() as session:
        remove_connection(session, "T1", stored.id, NOON)
    assert not give_back(known, claim)


def test_leases_run_by_the_databases_clock(known: Database) -> None:
    keep(known)
    claim_all(known, now=NOON + 1_000 * A_DAY)
    with known.sessions() as session:
        lease_until = session.scalars(select(SourceRow.lease_until)).one()
        assert lease_until is not None
        assert abs(lease_until - read_clock(session) - LEASE) < timedelta(minutes=1)


def test_many_threads_claim_each_source_once(known: Database, threads: Crowd) -> None:
    for number in range(3 * THREADS):
        keep(known, name=str(number))
    claims = [claim for some in threads.call(claim_all, known, NOON, 3) for claim in some]
    rest = claim_all(known)
    names = [claim.connection.name for claim in (*claims, *rest)]
    assert sorted(names, key=int) == [str(number) for number in range(3 * THREADS)]


def test_many_processes_claim_each_source_once(
    known: Database, database_url: str, processes: Crowd
) -> None:
    for number in range(5 * PROCESSES):
        keep(known, name=str(number))
    claimed = processes.call(claim_sources_at, database_url)
    names = sorted((name for some in claimed for name in some), key=int)
    assert names == [str(number) for number in range(5 * PROCESSES)]
    assert claim_all(known) == []


def test_saving_a_source_leaves_its_secret_and_its_lease_alone(known: Database) -> None:
    stored = keep(known)
    with known.sessions.begin() as session:
        save_secret(session, stored.id, "locked")
    [claim] = claim_all(known)
    assert claim.secret == "locked"
    with known.sessions.begin() as session:
        save_connection(session, stored)
    assert claim_all(known) == []
    assert give_back(known, claim)


def test_whoever_reads_a_source_that_is_gone_holds_nothing_of_the_next(known: Database) -> None:
    stored = keep(known)
    [claim] = claim_all(known)
    with known.sessions.begin() as session:
        remove_connection(session, "T1", stored.id, NOON)
    # SQLite gives the same id again.
    keep(known, connected_at=NOON + A_SECOND)
    claim_all(known)
    assert not give_back(known, claim)
