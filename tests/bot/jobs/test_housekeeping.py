"""What nobody can ask for any more is forgotten; 24 months of history are not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.jobs.housekeeping import HISTORY_KEPT_FOR, keep_house
from bot.storage import claims, pushes
from bot.storage.claims import claim_delivery
from bot.storage.columns import Base
from bot.storage.models import ClaimRow
from bot.storage.pushes import Receipt, save_receipt
from bot.storage.runs import forget_runs
from bot.storage.snapshots import save_history
from bot.storage.source_models import PushRow, RunRow
from tests.bot.jobs.desk import Desk
from tests.bot.jobs.watch import Watch, some_counts
from tests.builders import NOON, TODAY, a_reading, a_snapshot, customer_facing

A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)


def count(desk: Desk, table: type[Base]) -> int:
    with desk.database.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_two_years_are_24_months() -> None:
    assert timedelta(days=730) == HISTORY_KEPT_FOR


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        pytest.param(HISTORY_KEPT_FOR, 1, id="24 months old"),
        pytest.param(HISTORY_KEPT_FOR + A_SECOND, 0, id="a moment older"),
    ],
)
def test_runs_are_kept_for_24_months(desk: Desk, age: timedelta, kept: int) -> None:
    desk.connect(a_reading())
    desk.sync()
    keep_house(desk.database, NOON + age)
    assert count(desk, RunRow) == kept
    assert desk.numbers() == (320, "6")


def test_snapshots_are_kept_for_24_months(desk: Desk) -> None:
    desk.enter(customer_facing(320))
    edge = TODAY - HISTORY_KEPT_FOR
    old = [a_snapshot(as_of=edge - A_DAY), a_snapshot(as_of=edge)]
    desk.write(save_history, "T1", old, NOON)
    keep_house(desk.database, NOON)
    assert [as_of for as_of, _ in desk.history()] == [edge, TODAY]


def test_what_counts_is_kept_however_old_it_is(desk: Desk) -> None:
    desk.enter(customer_facing(320))
    keep_house(desk.database, NOON + 3 * HISTORY_KEPT_FOR)
    assert desk.numbers() == (320, None)


def test_messages_are_kept_for_24_months_and_those_of_open_alerts_while_they_are_open(
    watch: Watch,
) -> None:
    watch.fire()
    keep_house(watch.database, watch.now + HISTORY_KEPT_FOR + A_DAY)
    assert len(watch.deliveries()) == 1
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    said = [delivery.created_at for delivery in watch.deliveries()]
    assert len(said) == 2
    keep_house(watch.database, said[0] + HISTORY_KEPT_FOR + A_SECOND)
    assert [delivery.created_at for delivery in watch.deliveries()] == said[1:]
    assert watch.episodes()[0].delivery_id is None


def test_receipts_of_deliveries_and_pushes_are_kept_while_a_repetition_can_meet_them(
    desk: Desk,
) -> None:
    for age in (timedelta(), claims.KEPT_FOR, claims.KEPT_FOR + A_SECOND):
        desk.write(claim_delivery, f"Ev{age}", NOON - age)
    for age in (timedelta(), pushes.KEPT_FOR, pushes.KEPT_FOR + A_SECOND):
        desk.write(save_receipt, "T1", f"key {age}", Receipt("digest", {}), NOON - age)
    keep_house(desk.database, NOON)
    assert (count(desk, ClaimRow), count(desk, PushRow)) == (2, 2)


def test_keeping_house_twice_changes_nothing_more(desk: Desk) -> None:
    desk.connect(a_reading())
    desk.sync()
    later = NOON + HISTORY_KEPT_FOR + A_DAY
    keep_house(desk.database, later)
    assert desk.write(forget_runs, later - HISTORY_KEPT_FOR) == 0
    keep_house(desk.database, later)
    assert desk.numbers() == (320, "6")
