"""Earlier counts of one class alone: they join what is known of that date, and make nobody none."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.jobs.decisions import disconnect
from bot.storage.models import SnapshotRow
from bot.storage.snapshots import list_history
from rules.headcounts import HeadcountClass, Snapshot, SourceKind
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, TODAY, a_reading, a_snapshot, customer_facing, enablement

A_DAY = timedelta(days=1)
TOMORROW = NOON + A_DAY
WINTER = TODAY - 60 * A_DAY
PUSH = SourceKind.PUSH
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})


def points(desk: Desk) -> list[tuple[int, int, int | None]]:
    """Return each date, as days from today, with its totals."""
    with Session(desk.database.reader) as session:
        history = list_history(session, "T1", WINTER)
    return [
        (
            (one.as_of - TODAY).days,
            one.customer_facing,
            None if one.enablers is None else int(one.enablers),
        )
        for one in history
    ]


def count_snapshots(desk: Desk) -> int:
    with Session(desk.database.reader) as session:
        return session.scalar(select(func.count()).select_from(SnapshotRow)) or 0


def forget(desk: Desk, kind: SourceKind) -> None:
    [source] = [one for one in desk.list_sources() if one.kind is kind]
    desk.write(disconnect, "T1", source.id, TOMORROW, forgets_history=True)


def test_enablers_of_a_date_join_the_teammates_of_that_date(desk: Desk) -> None:
    desk.accept_first(a_reading())
    desk.sync(TOMORROW)
    desk.bring(a_reading(enablement(5)), now=TOMORROW)
    assert points(desk) == [(0, 320, 5), (1, 320, 6)]


def test_enablers_pushed_for_many_dates_join_the_teammates_of_each(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), supplies=SELLERS)
    yesterday = Snapshot(TODAY, PUSH, (enablement(5),))
    pushed = a_reading(enablement(7), as_of=TODAY + A_DAY, history=(yesterday,))
    desk.sync(TOMORROW)
    desk.bring(pushed, PUSH, now=TOMORROW)
    assert points(desk) == [(0, 320, 5), (1, 320, 7)]


def test_enablers_of_a_date_that_nobody_else_counted_make_no_point(desk: Desk) -> None:
    desk.accept_first(a_reading())
    desk.bring(a_reading(enablement(5), as_of=WINTER))
    assert points(desk) == [(0, 320, 6)]


@pytest.mark.parametrize("first", [customer_facing(310), enablement(5)])
def test_two_pushes_for_a_date_complete_each_other(desk: Desk, first: object) -> None:
    desk.accept_first(a_reading())
    rows = [customer_facing(310), enablement(5)]
    for row in sorted(rows, key=lambda row: row != first):
        desk.bring(a_reading(row, as_of=WINTER), PUSH)
    assert points(desk) == [(-60, 310, 5), (0, 320, 6)]


def test_a_class_that_is_pushed_again_for_a_date_is_replaced(desk: Desk) -> None:
    desk.accept_first(a_reading())
    for row in (customer_facing(310), enablement(5), customer_facing(300)):
        desk.bring(a_reading(row, as_of=WINTER), PUSH)
    assert points(desk) == [(-60, 300, 5), (0, 320, 6)]
    assert count_snapshots(desk) == 2


def test_enablers_of_a_date_are_forgotten_and_its_teammates_stay(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), supplies=SELLERS)
    desk.sync(TOMORROW)
    yesterday = a_snapshot(enablement(5), as_of=TODAY)
    desk.bring(a_reading(enablement(7), as_of=TODAY + A_DAY, history=(yesterday,)), now=TOMORROW)
    forget(desk, SourceKind.FILE)
    assert points(desk) == [(0, 320, None), (1, 320, None)]


def test_nothing_is_left_of_forgotten_enablers_without_teammates(desk: Desk) -> None:
    desk.accept_first(a_reading())
    desk.bring(a_reading(enablement(5), as_of=WINTER))
    forget(desk, SourceKind.FILE)
    assert points(desk) == [(0, 320, 6)]
    assert count_snapshots(desk) == 1
