"""A source is read at its local time of day, through both changes of the clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.storage.workspaces import get_preferences, get_workspace, save_workspace
from rules.schedules import SPREAD, Schedule
from tests.bot.jobs.desk import Desk
from tests.builders import a_reading

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
USUAL = a_reading()


def choose(session: Session, zone: str, schedule: Schedule) -> None:
    """Have the workspace live in a zone, by a schedule."""
    workspace = replace(get_workspace(session, "T1"), time_zone=zone)
    save_workspace(session, workspace, replace(get_preferences(session, "T1"), schedule=schedule))


def live_through(desk: Desk, start: datetime, days: int) -> list[datetime]:
    """Sync every hour and return when something was read."""
    moments = [start + step * AN_HOUR for step in range(24 * days)]
    return [moment for moment in moments if desk.sync(moment).due]


@pytest.mark.parametrize(
    ("zone", "start", "utc_hours"),
    [
        pytest.param(
            "Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC), [5, 4, 4], id="an hour is skipped"
        ),
        pytest.param(
            "Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC), [4, 5, 5], id="an hour comes twice"
        ),
        pytest.param("Asia/Tokyo", datetime(2026, 3, 28, tzinfo=UTC), [21, 21, 21], id="never"),
    ],
)
def test_daily_is_once_a_local_day(
    desk: Desk, zone: str, start: datetime, utc_hours: list[int]
) -> None:
    desk.write(choose, zone, Schedule(time(6)))
    desk.connect(USUAL, due_at=start)
    # What is due at the start settles the schedule; three days follow.
    _, *reads = live_through(desk, start, 4)
    assert len({read.astimezone(ZoneInfo(zone)).date() for read in reads}) == len(reads) >= 3
    for read, hour in zip(reads, utc_hours, strict=False):
        due = read.replace(hour=hour, minute=0)
        assert timedelta() <= read - due <= SPREAD + AN_HOUR


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        pytest.param("Europe/Berlin", datetime(2026, 3, 27, tzinfo=UTC), id="half past two, never"),
        pytest.param(
            "Europe/Berlin", datetime(2026, 10, 23, tzinfo=UTC), id="half past two, twice"
        ),
        pytest.param("Australia/Lord_Howe", datetime(2026, 10, 2, tzinfo=UTC), id="half an hour"),
        pytest.param("Africa/Cairo", datetime(2026, 4, 22, tzinfo=UTC), id="at midnight"),
    ],
)
@pytest.mark.parametrize("at", [time(0, 15), time(2, 30)])
def test_no_change_of_the_clock_skips_or_doubles_a_day(
    desk: Desk, zone: str, start: datetime, at: time
) -> None:
    desk.write(choose, zone, Schedule(at))
    desk.connect(USUAL, due_at=start)
    _, *reads = live_through(desk, start, 5)
    days = [read.astimezone(ZoneInfo(zone)).date() for read in reads]
    assert days == [days[0] + step * A_DAY for step in range(len(days))]
    assert len(days) >= 4


def test_weekly_is_once_a_week_on_its_day(desk: Desk) -> None:
    monday = datetime(2026, 3, 23, 12, tzinfo=UTC)
    desk.write(choose, "Europe/Berlin", Schedule(time(6), weekday=0))
    source = desk.connect(USUAL, due_at=monday)
    reads = [monday + step * A_DAY for step in range(22) if desk.sync(monday + step * A_DAY).due]
    assert reads == [monday + step * 7 * A_DAY for step in range(4)]
    due_at = desk.find(source).due_at
    assert due_at is not None
    local = due_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.weekday(), local.hour) == (0, 6)
