"""When a workspace's headcount is due: a local time of day, daily or weekly."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPREAD = timedelta(minutes=20)
"""Workspaces that chose the same minute are spread over this long, each always at its own."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time of day, each day or on one weekday.

    Attributes:
        weekday: 0 for Monday to 6; None for every day.
    """

    at: time
    weekday: int | None = None

    @property
    def interval(self) -> timedelta:
        """Return the time between two runs, by the calendar."""
        return timedelta(days=1 if self.weekday is None else 7)

    def write(self) -> str:
        """Return the schedule as `parse_schedule` reads it."""
        at = f"{self.at:%H:%M}"
        return at if self.weekday is None else f"{WEEKDAYS[self.weekday]} {at}"


DEFAULT_SCHEDULE = Schedule(time(6, 0))


def parse_schedule(text: str) -> Schedule:
    """Return the schedule that a text means.

    Raises:
        ValueError: If it means none.

    >>> parse_schedule("06:00")
    Schedule(at=datetime.time(6, 0), weekday=None)
    >>> parse_schedule("mon 09:30").weekday
    0
    """
    *day, clock = _narrow(text).casefold().split() or [""]
    if len(day) > 1 or (day and day[0] not in WEEKDAYS):
        raise ValueError(text)
    return Schedule(parse_time(clock), WEEKDAYS.index(day[0]) if day else None)


def parse_time(text: str) -> time:
    """Return the time of day that a text such as `06:00` means.

    Raises:
        ValueError: If it means none.
    """
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        raise ValueError(text)
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nothing is posted; they may reach over midnight.

    Attributes:
        until: The first moment at which posts may come again.

    Raises:
        ValueError: If both ends are the same: that could mean a day or nothing.
    """

    since: time
    until: time

    def __post_init__(self) -> None:
        if self.since == self.until:
            raise ValueError("quiet hours begin and end at the same time")

    def covers(self, local: time) -> bool:
        """Return whether a local time of day is quiet."""
        if self.since < self.until:
            return self.since <= local < self.until
        return local >= self.since or local < self.until

    def write(self) -> str:
        """Return the hours as `parse_quiet_hours` reads them."""
        return f"{self.since:%H:%M}-{self.until:%H:%M}"


def parse_quiet_hours(text: str) -> QuietHours:
    """Return the hours that a text such as `22:00-07:00` means.

    Raises:
        ValueError: If it means none.
    """
    since, _, until = _narrow(text).partition("-")
    return QuietHours(parse_time(since.strip()), parse_time(until.strip()))


def find_next_run(schedule: Schedule, zone: ZoneInfo, after: datetime, key: str) -> datetime:
    """Return the next moment after another at which a workspace is due, in UTC.

    The clock on the wall decides: a time that a change to summer time skips comes as much later as
    the clock was moved, and one that happens twice counts the first time.

    Args:
        schedule: As the workspace chose it.
        zone: Where the workspace is.
        after: Aware.
        key: Of the workspace; it keeps the same few minutes of its own on every day.
    """
    spread = timedelta(seconds=_spread(key))
    day = (after - spread).astimezone(zone).date()
    while True:
        if schedule.weekday is None or day.weekday() == schedule.weekday:
            local = datetime.combine(day, schedule.at, tzinfo=zone)
            due = local.astimezone(UTC) + spread
            if due > after:
                return due
        day += timedelta(days=1)


def _narrow(text: str) -> str:
    """Return text with full-width digits and signs, as Japanese keyboards write them, made narrow."""
    return unicodedata.normalize("NFKC", text)


def _spread(key: str) -> int:
    digest = sha256(key.encode()).digest()
    return int.from_bytes(digest[:4]) % int(SPREAD.total_seconds())
