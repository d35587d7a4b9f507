"""What happens at the same time: workers, admins and forms beside each other."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.connections import Decision, Run
from bot.errors import DecidedAlreadyError
from bot.jobs.decisions import accept_run, keep_old
from bot.jobs.sync import SyncCounts
from bot.storage.clocks import read_clock
from bot.storage.headcounts import publish_headcount
from bot.storage.source_models import SourceRow
from rules.headcounts import HeadcountClass
from rules.troubles import RunStatus
from tests.bot.jobs.desk import Desk, during
from tests.builders import NOON, a_reading, customer_facing, enablement
from tests.races import PROCESSES, THREADS, Crowd, sync_at

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
COACHES = frozenset({HeadcountClass.ENABLEMENT})
ROUNDS = 5
USUAL = a_reading()


def end_leases(session: Session) -> None:
    past = read_clock(session) - timedelta(seconds=1)
    session.execute(update(SourceRow).values(lease_until=past))


def test_many_workers_read_each_due_source_once(desk: Desk, threads: Crowd) -> None:
    names = [str(number) for number in range(THREADS)]
    for name in names:
        desk.connect(USUAL, name=name)
    passes = threads.call(desk.sync)
    assert sorted(desk.read) == sorted(names)
    assert sum(one.due for one in passes) == sum(one.ok for one in passes) == len(names)
    assert len(desk.runs()) == len(names)


def test_many_processes_read_each_due_source_once(
    desk: Desk, database_url: str, processes: Crowd
) -> None:
    names = [f"{number:02}" for number in range(4 * PROCESSES)]
    for name in names:
        desk.connect(name=name)
    read = processes.call(sync_at, database_url)
    assert sorted(name for some in read for name in some) == names
    assert [run.status for run in desk.runs()] == [RunStatus.OK] * len(names)
    assert desk.numbers() == (320, "6")


def test_a_result_that_comes_after_its_lease_ran_out_and_was_taken_over_is_dropped(
    desk: Desk,
) -> None:
    source = desk.connect()

    def be_overtaken() -> None:
        desk.write(end_leases)
        assert desk.sync() == SyncCounts(due=1, ok=1)

    late = a_reading(customer_facing(321), enablement(6))
    desk.says(source.name, during(be_overtaken, late), USUAL)
    assert desk.sync() == SyncCounts()
    assert desk.numbers() == (320, "6")
    assert len(desk.runs()) == 1


def test_a_source_that_is_read_is_not_read_again_on_demand(desk: Desk) -> None:
    source = desk.connect()
    runs: list[Run | None] = []
    desk.says(source.name, during(lambda: runs.append(desk.ask(source)), USUAL))
    desk.sync()
    assert runs == [None]


@pytest.mark.parametrize("other", [accept_run, keep_old])
def test_of_admins_who_decide_at_once_one_decides(
    desk: Desk, threads: Crowd, other: Callable[..., Run]
) -> None:
    source = desk.publish(*USUAL.rows)
    desk.says(source.name, a_reading(customer_facing(90), enablement(6)))
    desk.sync()
    held = desk.find_open_run(source)
    assert held is not None
    turns = count()

    def decide() -> str | None:
        turn = next(turns)
        try:
            decision = accept_run if turn % 2 else other
            decided: Run = desk.write(decision, "T1", held.id, f"U{turn}", NOON)
        except DecidedAlreadyError:
            return None
        return decided.decided_by

    deciders = [one for one in threads.call(decide) if one is not None]
    [run] = desk.runs()
    assert deciders == [run.decided_by]
    assert desk.numbers() == ((90, "6") if run.decision is Decision.ACCEPTED else (320, "6"))


def test_sources_and_forms_that_publish_at_once_lose_nothing(desk: Desk, threads: Crowd) -> None:
    sellers = desk.publish(customer_facing(320), supplies=SELLERS, name="sellers")
    coaches = desk.publish(enablement(6), supplies=COACHES, name="coaches")
    turns = count()

    def act() -> Any:
        turn = next(turns)
        if turn % 4 == 0:
            return desk.enter(customer_facing(330 + turn), enablement(6))
        return desk.ask(sellers if turn % 2 else coaches)

    for step in range(ROUNDS):
        desk.says("sellers", a_reading(customer_facing(320 + step)))
        desk.says("coaches", a_reading(enablement(6 + step)))
        threads.call(act)
        published = desk.numbers()
        desk.write(publish_headcount, "T1", NOON)
        assert desk.numbers() == published
