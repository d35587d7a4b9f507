"""When a summary is due: Monday or the first of the month, at nine where the workspace is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AT = time(9)


def find_next_digest(zone: ZoneInfo, after: datetime, *, is_monthly: bool) -> datetime:
    """Return the next moment after another at which a digest is due, in UTC.

    Args:
        zone: Where the workspace is; its clock on the wall decides.
        after: Aware.
        is_monthly: Whether it comes once a month, not once a week.
    """
    day = after.astimezone(zone).date()
    while True:
        if day.day == 1 if is_monthly else day.weekday() == 0:
            due = datetime.combine(day, AT, tzinfo=zone).astimezone(UTC)
            if due > after:
                return due
        day += timedelta(days=1)


def find_digest_before(on: date, *, is_monthly: bool) -> date:
    """Return the date of the digest before the one of a date.

    >>> find_digest_before(date(2026, 3, 1), is_monthly=True)
    datetime.date(2026, 2, 1)
    """
    if is_monthly:
        return (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    return on - timedelta(weeks=1)
