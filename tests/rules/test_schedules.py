from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.schedules import (
    DEFAULT_SCHEDULE,
    SPREAD,
    WEEKDAYS,
    QuietHours,
    Schedule,
    find_next_run,
    parse_quiet_hours,
    parse_schedule,
)

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/Santiago",
    "UTC",
]
KEY = "T1"
YEAR = datetime(2026, 1, 1, tzinfo=UTC)

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
schedules = st.builds(Schedule, times, st.none() | st.integers(0, 6))
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.timedeltas(-timedelta(days=2_000), timedelta(days=4_000)).map(YEAR.__add__)


def find_spread(key: str) -> timedelta:
    """Return the minutes that belong to a key: a day of UTC moves no clock."""
    due = find_next_run(Schedule(time(0)), ZoneInfo("UTC"), YEAR - timedelta(hours=1), key)
    return due - YEAR


@pytest.mark.parametrize(
    ("zone", "at", "day", "due"),
    [
        pytest.param("Europe/Berlin", time(6), (3, 28), "05:00", id="winter in Berlin"),
        pytest.param("Europe/Berlin", time(6), (3, 29), "04:00", id="summer in Berlin"),
        pytest.param("Europe/Berlin", time(2, 30), (3, 29), "01:30", id="skipped: at 3:30"),
        pytest.param("Europe/Berlin", time(2), (3, 29), "01:00", id="the first skipped minute"),
        pytest.param("Europe/Berlin", time(1, 59), (3, 29), "00:59", id="the last before"),
        pytest.param("Europe/Berlin", time(2, 30), (10, 25), "00:30", id="twice: the first"),
        pytest.param("Europe/Berlin", time(3), (10, 25), "02:00", id="after the second"),
        pytest.param("America/New_York", time(2, 30), (3, 8), "07:30", id="skipped in New York"),
        pytest.param("America/New_York", time(1, 30), (11, 1), "05:30", id="twice in New York"),
        pytest.param("Asia/Tokyo", time(6), (3, 29), "-21:00", id="Tokyo, the day before in UTC"),
        pytest.param("Australia/Lord_Howe", time(2, 15), (10, 4), "-15:45", id="half an hour on"),
        pytest.param("Australia/Lord_Howe", time(1, 45), (4, 5), "-14:45", id="half an hour back"),
        pytest.param("Australia/Lord_Howe", time(2), (4, 5), "-15:30", id="after that"),
    ],
)
def test_the_clock_on_the_wall_decides(zone: str, at: time, day: tuple[int, int], due: str) -> None:
    on = datetime(2026, *day, tzinfo=UTC)
    before = datetime(2026, *day, tzinfo=ZoneInfo(zone)) - timedelta(minutes=1)
    expected = datetime.combine(
        on - timedelta(days=due.startswith("-")), time.fromisoformat(due.lstrip("-")), UTC
    )
    run = find_next_run(Schedule(at), ZoneInfo(zone), before, KEY)
    assert run - find_spread(KEY) == expected


def list_runs(schedule: Schedule, zone: ZoneInfo, until: datetime) -> list[datetime]:
    runs, at = [], YEAR
    while (at := find_next_run(schedule, zone, at, KEY)) < until:
        runs.append(at)
    return runs


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(1, 45), time(2, 30), time(6), time(23, 59)])
def test_it_runs_once_on_every_local_day_of_a_year(zone: str, at: time) -> None:
    where = ZoneInfo(zone)
    runs = list_runs(Schedule(at), where, YEAR + timedelta(days=365))
    days = [(run - find_spread(KEY)).astimezone(where).date() for run in runs]
    assert days == [days[0] + timedelta(days=place) for place in range(len(days))]
    assert len(days) in {364, 365, 366}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("weekday", range(7))
def test_once_a_week_it_runs_on_its_weekday(zone: str, weekday: int) -> None:
    where = ZoneInfo(zone)
    runs = list_runs(Schedule(time(2, 30), weekday), where, YEAR + timedelta(days=365))
    days = [(run - find_spread(KEY)).astimezone(where).date() for run in runs]
    assert {day.weekday() for day in days} == {weekday}
    assert len(days) in {52, 53}
    assert {later - day for day, later in pairwise(days)} == {timedelta(7)}


def list_all_runs(schedule: Schedule, zone: ZoneInfo, after: datetime, key: str) -> list[datetime]:
    """Return the runs on all days around a moment, by the plain definition."""
    days = [after.date() + timedelta(days=offset) for offset in range(-3, 11)]
    return [
        datetime.combine(day, schedule.at, zone).astimezone(UTC) + find_spread(key)
        for day in days
        if schedule.weekday in {None, day.weekday()}
    ]


@given(schedules, zones, moments, st.text(max_size=12))
@example(Schedule(time(23, 59)), ZoneInfo("UTC"), YEAR.replace(hour=23, minute=59), KEY)
def test_the_next_run_is_the_first_that_is_later(
    schedule: Schedule, zone: ZoneInfo, after: datetime, key: str
) -> None:
    due = find_next_run(schedule, zone, after, key)
    later = [run for run in list_all_runs(schedule, zone, after, key) if run > after]
    assert due == min(later) > after
    assert due.tzinfo is UTC
    assert find_next_run(schedule, zone, after.astimezone(zone), key) == due
    assert find_next_run(schedule, zone, due, key) > due


@given(st.text(max_size=12), moments, zones)
def test_a_workspace_keeps_its_minutes_and_they_are_few(
    key: str, after: datetime, zone: ZoneInfo
) -> None:
    spread = find_spread(key)
    assert timedelta(0) <= spread < SPREAD == timedelta(minutes=20)
    due = find_next_run(DEFAULT_SCHEDULE, zone, after, key)
    assert (due - spread).astimezone(zone).time() == time(6)


def test_workspaces_are_spread_over_all_the_minutes() -> None:
    minutes = {find_spread(f"T{number}") // timedelta(minutes=1) for number in range(400)}
    assert minutes == set(range(20))


@given(schedules)
def test_a_schedule_is_read_as_it_was_written(schedule: Schedule) -> None:
    assert parse_schedule(schedule.write()) == schedule


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("06:00", Schedule(time(6))),
        (" 6:05 ", Schedule(time(6, 5))),
        ("23:59", Schedule(time(23, 59))),
        ("MON 09:30", Schedule(time(9, 30), 0)),
        ("sun  0:00", Schedule(time(0), 6)),
        ("ｍｏｎ　０９：３０", Schedule(time(9, 30), 0)),
    ],
)
def test_reads_a_schedule(text: str, schedule: Schedule) -> None:
    assert parse_schedule(text) == schedule


@pytest.mark.parametrize(
    "text",
    ["", " ", "6", "6:0", "24:00", "06:60", "-1:00", "06:00:00", "mon", "mon tue 06:00", "06:00 mon",
     "moon 06:00", "noon", "6.30", "١٢:٠٠", "006:00", f"{'9' * 30}:00", f"{'9' * 5000}:00"],
)  # fmt: skip
def test_refuses_what_is_no_schedule(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words the message
        parse_schedule(text)


def test_an_interval_is_a_day_or_a_week() -> None:
    assert Schedule(time(6)).interval == timedelta(days=1)
    assert Schedule(time(6), 0).interval == timedelta(days=7)
    assert parse_schedule(f"{WEEKDAYS[4]} 06:00").weekday == 4


@pytest.mark.parametrize(
    ("hours", "quiet", "loud"),
    [
        ("22:00-07:00", [time(22), time(23, 59), time(0), time(6, 59)], [time(7), time(21, 59)]),
        ("12:00 - 13:00", [time(12), time(12, 59)], [time(11, 59), time(13), time(0)]),
        ("２２：００－７：００", [time(22)], [time(7)]),
    ],
)
def test_quiet_hours_may_reach_over_midnight(
    hours: str, quiet: list[time], loud: list[time]
) -> None:
    read = parse_quiet_hours(hours)
    assert all(read.covers(local) for local in quiet)
    assert not any(read.covers(local) for local in loud)
    assert parse_quiet_hours(read.write()) == read


@pytest.mark.parametrize("text", ["", "22:00", "22:00-", "-07:00", "22:00-22:00", "22:00-25:00"])
def test_refuses_what_is_no_span_of_hours(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words the message
        parse_quiet_hours(text)


def test_quiet_hours_without_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same time"):
        QuietHours(time(7), time(7))
