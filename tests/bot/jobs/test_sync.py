"""What becomes of a source that is due: it is read once, and published or held."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.connections import Cause
from bot.jobs.entries import enter_numbers
from bot.jobs.sync import AT_ONCE, SyncCounts
from bot.sources.readings import Reading
from bot.storage.models import SnapshotRow
from bot.storage.sources import save_connection
from rules.headcounts import HeadcountClass, SourceKind
from rules.schedules import SPREAD
from rules.troubles import RunStatus
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_mapping, a_reading, customer_facing, enablement, titled
from tests.fakes import PATIENCE_SECONDS

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
USUAL = a_reading()
FAR_FEWER = a_reading(customer_facing(90), enablement(6))


def count_snapshots(desk: Desk) -> int:
    with desk.database.sessions() as session:
        return session.scalar(select(func.count()).select_from(SnapshotRow)) or 0


def test_what_a_due_source_counts_is_published(desk: Desk) -> None:
    source = desk.connect(USUAL)
    assert desk.sync() == SyncCounts(due=1, ok=1)
    assert desk.numbers() == (320, "6")
    headcount = desk.headcount()
    assert headcount is not None
    assert headcount.origin is not None
    assert (headcount.origin.source, headcount.origin.name) == (SourceKind.REST, "HRIS")
    known = desk.find(source)
    assert (known.as_of, known.checked_at, known.changed_at) == (NOON.date(), NOON, NOON)


def test_a_run_says_what_was_counted(desk: Desk) -> None:
    mapping = a_mapping(["Seller"], ["Coach"])
    tallies = (titled("Seller", 300), titled("Coach", 6), titled("Baker", 20))
    desk.connect(
        a_reading(rows=(), tallies=tallies, people=326, pages=4, contractors=3, arriving=2),
        mapping=mapping,
    )
    desk.sync()
    [run] = desk.runs()
    assert (run.status, run.cause, run.by) == (RunStatus.OK, Cause.SCHEDULE, None)
    assert (run.people, run.pages, run.contractors, run.arriving) == (326, 4, 3, 2)
    assert (run.classified, run.unclassified) == (306, 20)
    assert run.unmapped == (titled("Baker", 20),)
    assert run.rows == (customer_facing(300), enablement(6))
    assert (run.kind, run.source) == (SourceKind.REST, "HRIS")


@pytest.mark.parametrize(
    ("due_at", "runs"),
    [
        pytest.param(NOON - A_DAY, 1, id="long due"),
        pytest.param(NOON, 1, id="due at this moment"),
        pytest.param(NOON + A_SECOND, 0, id="due in a second"),
        pytest.param(None, 0, id="never due"),
    ],
)
def test_only_what_is_due_is_read(desk: Desk, due_at: datetime | None, runs: int) -> None:
    desk.connect(USUAL, due_at=due_at)
    assert desk.sync().due == runs


def test_a_source_that_was_read_is_due_tomorrow(desk: Desk) -> None:
    source = desk.connect(USUAL)
    desk.sync()
    due_at = desk.find(source).due_at
    assert due_at is not None
    # Six in the morning in Berlin, plus minutes of the workspace's own.
    assert timedelta() <= due_at - datetime(2026, 3, 3, 5, tzinfo=NOON.tzinfo) < SPREAD
    assert desk.sync().due == 0


def test_a_paused_source_is_not_read(desk: Desk) -> None:
    source = desk.connect(USUAL, is_paused=True)
    assert desk.sync() == SyncCounts()
    assert desk.ask(source) is None
    assert desk.read == []


def test_the_same_counts_add_a_snapshot_once_a_date(desk: Desk) -> None:
    source = desk.connect(USUAL)
    desk.sync()
    desk.ask(source, now=NOON + AN_HOUR)
    assert count_snapshots(desk) == 1
    known = desk.find(source)
    assert (known.checked_at, known.changed_at) == (NOON + AN_HOUR, NOON)
    desk.sync(NOON + A_DAY)
    assert count_snapshots(desk) == 2
    assert desk.find(source).changed_at == NOON


def test_other_counts_of_the_same_date_add_a_snapshot(desk: Desk) -> None:
    source = desk.connect(USUAL, a_reading(customer_facing(321), enablement(6)))
    desk.sync()
    desk.ask(source, now=NOON + AN_HOUR)
    assert count_snapshots(desk) == 2
    assert desk.numbers() == (321, "6")
    assert desk.find(source).changed_at == NOON + AN_HOUR


def test_counts_that_are_hard_to_believe_wait_for_an_admin(desk: Desk) -> None:
    source = desk.connect(USUAL, FAR_FEWER)
    desk.sync()
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, held=1)
    assert desk.numbers() == (320, "6")
    held = desk.find_open_run(source)
    assert held is not None
    assert held.holds
    assert desk.find(source).checked_at == NOON


def test_a_source_that_counts_on_nobody_takes_no_headcount_away(desk: Desk) -> None:
    desk.connect(USUAL, a_reading(rows=()))
    desk.sync()
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, held=1)
    assert desk.numbers() == (320, "6")


def test_the_first_counts_are_held_against_those_entered_before(desk: Desk) -> None:
    rows = (customer_facing(900), enablement(6))
    desk.write(enter_numbers, "T1", rows, "U1", NOON - A_DAY)
    desk.connect(USUAL)
    assert desk.sync() == SyncCounts(due=1, held=1)
    assert desk.numbers() == (900, "6")


def test_a_class_that_others_supply_is_not_missed(desk: Desk) -> None:
    """What a source counted before another took a class over is no measure for it."""
    source = desk.publish(customer_facing(320), enablement(60))
    sellers = frozenset({HeadcountClass.CUSTOMER_FACING})
    desk.write(save_connection, replace(source, supplies=sellers))
    desk.says(source.name, a_reading(customer_facing(320)))
    assert desk.sync() == SyncCounts(due=1, ok=1)
    assert desk.find(source).changed_at == source.changed_at


def test_a_class_that_is_new_to_a_source_is_held_against_what_counts(desk: Desk) -> None:
    sellers = frozenset({HeadcountClass.CUSTOMER_FACING})
    desk.publish(customer_facing(320), supplies=sellers)
    by_hand = frozenset({HeadcountClass.ENABLEMENT})
    desk.publish(enablement(60), kind=SourceKind.MANUAL, name="", supplies=by_hand, due_at=None)
    source = desk.list_sources()[0]
    desk.write(save_connection, replace(source, supplies=frozenset(HeadcountClass)))
    desk.says(source.name, a_reading(customer_facing(320), enablement(6)))
    assert desk.sync() == SyncCounts(due=1, held=1)


def test_several_sources_are_read_in_one_pass(desk: Desk) -> None:
    for number in range(20):
        desk.connect(USUAL, name=f"HRIS {number}")
    assert desk.sync().due == 20
    assert sorted(desk.read) == sorted(f"HRIS {number}" for number in range(20))


def test_a_slow_source_holds_up_no_other(desk: Desk) -> None:
    """More sources than are read at once: the slow one ends only after all others were read."""
    others = AT_ONCE + 4
    turns = threading.Semaphore(0)

    def wait_for_all(_on: date) -> Reading:
        assert all(turns.acquire(timeout=PATIENCE_SECONDS) for _ in range(others))
        return USUAL

    def be_quick(_on: date) -> Reading:
        turns.release()
        return USUAL

    desk.connect(wait_for_all, name="slow", due_at=NOON - A_DAY)
    for number in range(others):
        desk.connect(be_quick, name=f"HRIS {number}")
    assert desk.sync() == SyncCounts(due=1 + others, ok=1 + others)
