"""Disconnecting a source with its history: what it supplied goes, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.connections import Connection
from bot.jobs.decisions import disconnect
from bot.jobs.forecasting import forecast_due
from bot.storage.models import CountRow
from bot.storage.snapshots import list_history
from rules.headcounts import HeadcountClass, SourceKind
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, TODAY, a_reading, a_snapshot, customer_facing, enablement

A_DAY = timedelta(days=1)
TOMORROW = NOON + A_DAY
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
COACHES = frozenset({HeadcountClass.ENABLEMENT})


def forget(desk: Desk, source: Connection) -> None:
    desk.write(disconnect, "T1", source.id, TOMORROW, forgets_history=True)


def points(desk: Desk) -> list[tuple[int, int, int | None]]:
    """Return each date, as days from today, with its totals."""
    with Session(desk.database.reader) as session:
        history = list_history(session, "T1", TODAY - 9 * A_DAY)
    return [
        (
            (one.as_of - TODAY).days,
            one.customer_facing,
            None if one.enablers is None else int(one.enablers),
        )
        for one in history
    ]


def count_counts(desk: Desk, headcount_class: HeadcountClass) -> int:
    with Session(desk.database.reader) as session:
        query = select(func.count()).where(CountRow.headcount_class == headcount_class)
        return session.scalar(query) or 0


def test_another_source_of_the_same_kind_keeps_its_history(desk: Desk) -> None:
    old = desk.accept_first(a_reading(customer_facing(300), enablement(5)), name="old")
    new = desk.accept_first(a_reading(), name="new")
    desk.says("new", a_reading(customer_facing(321), enablement(6)))
    desk.sync(TOMORROW)
    forget(desk, old)
    assert points(desk) == [(0, 320, 6), (1, 321, 6)]
    forget(desk, new)
    assert points(desk) == []
    assert desk.headcount() is None


def test_enablers_go_with_their_source_and_leave_the_others(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), name="sellers", supplies=SELLERS)
    coaches = desk.accept_first(a_reading(enablement(6)), name="coaches", supplies=COACHES)
    desk.sync(TOMORROW)
    forget(desk, coaches)
    assert points(desk) == [(0, 320, None), (1, 320, None)]
    assert count_counts(desk, HeadcountClass.ENABLEMENT) == 0
    assert desk.numbers() == (320, None)


def test_without_its_customer_facing_teammates_a_date_says_nothing(desk: Desk) -> None:
    sellers = desk.accept_first(a_reading(customer_facing(320)), name="s", supplies=SELLERS)
    desk.accept_first(a_reading(enablement(6)), name="coaches", supplies=COACHES)
    forget(desk, sellers)
    assert points(desk) == []
    assert count_counts(desk, HeadcountClass.ENABLEMENT) == 0


def test_what_a_file_brought_for_earlier_dates_goes_with_the_file(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), supplies=SELLERS)
    earlier = a_snapshot(customer_facing(90), enablement(4), as_of=TODAY - 2 * A_DAY)
    desk.bring(a_reading(enablement(6), history=(earlier,)))
    desk.bring(a_reading(customer_facing(95), as_of=TODAY - A_DAY))
    assert points(desk) == [(-2, 90, 4), (-1, 95, None), (0, 320, 6)]
    [file] = [one for one in desk.list_sources() if one.kind is SourceKind.FILE]
    forget(desk, file)
    assert points(desk) == [(0, 320, None)]


@pytest.mark.parametrize("forgets_history", [True, False])
def test_numbers_set_by_hand_over_a_source_are_not_its_own(
    desk: Desk, *, forgets_history: bool
) -> None:
    live = desk.accept_first(a_reading(), as_of=None)
    desk.enter(enablement(9))
    desk.write(disconnect, "T1", live.id, TOMORROW, forgets_history=forgets_history)
    assert points(desk) == ([] if forgets_history else [(0, 320, 9)])


def test_a_source_connected_later_is_not_taken_for_one_that_is_gone(desk: Desk) -> None:
    """SQLite gives the number of the newest row again once that row is deleted."""
    old = desk.accept_first(a_reading(), name="old")
    desk.write(disconnect, "T1", old.id, NOON, forgets_history=False)
    new = desk.accept_first(a_reading(customer_facing(321), enablement(6)), name="new")
    desk.sync(TOMORROW)
    forget(desk, new)
    assert points(desk) == [(0, 320, 6)]


@pytest.mark.parametrize("forgets_history", [True, False])
def test_forecasts_are_made_anew_from_what_is_left(desk: Desk, *, forgets_history: bool) -> None:
    desk.accept_first(a_reading(customer_facing(320)), supplies=SELLERS)
    desk.bring(a_reading(customer_facing(95), as_of=TODAY - A_DAY))
    assert [forecast_due(desk.database, NOON) for _ in range(2)] == [1, 0]
    [file] = [one for one in desk.list_sources() if one.kind is SourceKind.FILE]
    desk.write(disconnect, "T1", file.id, NOON, forgets_history=forgets_history)
    assert forecast_due(desk.database, NOON) == int(forgets_history)
