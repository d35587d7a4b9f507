"""Digests: once for each period whoever works, and never where there is nothing to say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.alerts import Delivery, DeliveryKind
from bot.jobs.composing import compose
from bot.jobs.digest import digest_due
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.alert_models import DeliveryRow
from bot.storage.models import WorkspaceRow
from bot.storage.outbox import claim_deliveries
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, customer_facing, enablement
from tests.races import Crowd

A_WEEK = timedelta(weeks=1)
NEXT_MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
FIRST_OF_APRIL = datetime(2026, 4, 1, 7, 0, tzinfo=UTC)


def choose(desk: Desk, now: datetime = NOON, **changes: str) -> None:
    texts = {Setting(name): text for name, text in changes.items()}
    desk.write(save_changes, "T1", texts, now)


def next_at(desk: Desk) -> datetime | None:
    with desk.database.sessions() as session:
        return session.scalar(select(WorkspaceRow.digest_at))


def wanted(desk: Desk) -> list[str]:
    with desk.database.sessions() as session:
        is_digest = DeliveryRow.kind == DeliveryKind.DIGEST
        return list(session.scalars(select(DeliveryRow.key).where(is_digest).order_by("id")))


def read(desk: Desk, now: datetime) -> dict[str, Any] | None:
    """Return the newest digest as it would be sent now."""
    claimed: list[Delivery] = desk.write(claim_deliveries, now, 100)
    *_, delivery = [one for one in claimed if one.kind is DeliveryKind.DIGEST]
    with desk.database.sessions() as session:
        messages = compose(session, delivery, now).messages
    return messages[0] if messages else None


@pytest.fixture
def weekly(desk: Desk) -> Desk:
    """A workspace with numbers that wants a digest every week."""
    choose(desk, digest="weekly", alert_channel="C777")
    desk.enter(customer_facing(300), enablement(6))
    return desk


@pytest.mark.parametrize(
    ("digest", "due"), [("weekly", NEXT_MONDAY), ("monthly", FIRST_OF_APRIL), ("off", None)]
)
def test_choosing_a_digest_plans_the_next(desk: Desk, digest: str, due: datetime | None) -> None:
    choose(desk, digest="weekly" if digest == "off" else "off")
    choose(desk, digest=digest)
    assert next_at(desk) == due


def test_another_time_zone_moves_the_next(weekly: Desk) -> None:
    choose(weekly, time_zone="Asia/Tokyo")
    assert next_at(weekly) == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


def test_it_comes_when_it_is_due_and_not_before(weekly: Desk) -> None:
    assert digest_due(weekly.database, NEXT_MONDAY - timedelta(seconds=1)) == 0
    assert digest_due(weekly.database, NEXT_MONDAY) == 1
    assert wanted(weekly) == ["digest:2026-03-09"]
    assert next_at(weekly) == NEXT_MONDAY + A_WEEK
    assert digest_due(weekly.database, NEXT_MONDAY) == 0


def test_each_week_has_one_over_summer_time(weekly: Desk) -> None:
    for hours in range(0, 5 * 7 * 24 + 1, 6):
        digest_due(weekly.database, NOON + timedelta(hours=hours))
    days = ["2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"]
    assert wanted(weekly) == [f"digest:{day}" for day in days]


def test_each_month_has_one(weekly: Desk) -> None:
    choose(weekly, digest="monthly")
    for day in range(100):
        digest_due(weekly.database, NOON + timedelta(days=day))
    months = ["2026-04-01", "2026-05-01", "2026-06-01"]
    assert wanted(weekly) == [f"digest:{month}" for month in months]


def test_of_many_workers_one_posts_it(weekly: Desk, threads: Crowd) -> None:
    counts = threads.call(digest_due, weekly.database, NEXT_MONDAY)
    assert sum(counts) == 1
    assert len(wanted(weekly)) == 1


def test_one_that_is_days_late_waits_for_the_next(weekly: Desk) -> None:
    assert digest_due(weekly.database, NEXT_MONDAY + timedelta(days=3)) == 0
    assert next_at(weekly) == NEXT_MONDAY + A_WEEK


def test_without_numbers_or_a_channel_it_is_quiet(desk: Desk) -> None:
    choose(desk, digest="weekly", alert_channel="C777")
    assert digest_due(desk.database, NEXT_MONDAY) == 0
    desk.enter(customer_facing(300), enablement(6))
    choose(desk, alert_channel="none")
    assert digest_due(desk.database, NEXT_MONDAY + A_WEEK) == 0
    assert wanted(desk) == []


def test_it_tells_what_changed_since_the_last(weekly: Desk) -> None:
    weekly.enter(customer_facing(320), enablement(6), now=NOON + timedelta(days=3))
    digest_due(weekly.database, NEXT_MONDAY)
    told = read(weekly, NEXT_MONDAY)
    assert told is not None
    assert told["text"].startswith("Weekly digest: 1:53 – 6 enablers for 320")
    assert "On March 2, 2026 it was 1:50 – 6 enablers for 300" in str(told["blocks"])


def test_quiet_hours_hold_it_back_and_numbers_too_old_silence_it(weekly: Desk) -> None:
    choose(weekly, quiet_hours="08:00-10:00")
    digest_due(weekly.database, NEXT_MONDAY)
    [delivery] = weekly.write(claim_deliveries, NEXT_MONDAY, 100)
    with weekly.database.sessions() as session:
        assert compose(session, delivery, NEXT_MONDAY).later == NEXT_MONDAY + timedelta(hours=1)
        assert compose(session, delivery, NEXT_MONDAY + timedelta(days=3)).messages == ()
