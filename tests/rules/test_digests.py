"""When digests are due."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from rules.digests import find_digest_before, find_next_digest

BERLIN, TOKYO, NEW_YORK = map(ZoneInfo, ("Europe/Berlin", "Asia/Tokyo", "America/New_York"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "after", "is_monthly", "due"),
    [
        pytest.param(BERLIN, "2026-03-02 12:00", False, "2026-03-09 08:00", id="next week"),
        pytest.param(BERLIN, "2026-03-09 07:59", False, "2026-03-09 08:00", id="a minute to go"),
        pytest.param(BERLIN, "2026-03-09 08:00", False, "2026-03-16 08:00", id="at that moment"),
        pytest.param(BERLIN, "2026-03-23 08:00", False, "2026-03-30 07:00", id="summer time"),
        pytest.param(BERLIN, "2026-10-19 07:00", False, "2026-10-26 08:00", id="winter time"),
        pytest.param(TOKYO, "2026-03-08 23:59", False, "2026-03-09 00:00", id="east of UTC"),
        pytest.param(NEW_YORK, "2026-03-02 14:00", False, "2026-03-09 13:00", id="west of UTC"),
        pytest.param(BERLIN, "2026-03-02 12:00", True, "2026-04-01 07:00", id="next month"),
        pytest.param(BERLIN, "2026-12-15 12:00", True, "2027-01-01 08:00", id="next year"),
        pytest.param(TOKYO, "2026-02-28 23:00", True, "2026-03-01 00:00", id="the first there"),
    ],
)
def test_a_digest_comes_at_nine_where_the_workspace_is(
    zone: ZoneInfo, after: str, is_monthly: bool, due: str
) -> None:
    assert find_next_digest(zone, at(after), is_monthly=is_monthly) == at(due)


@pytest.mark.parametrize("is_monthly", [True, False])
def test_each_digest_knows_the_one_before(is_monthly: bool) -> None:
    moment = at("2026-01-01 00:00")
    days: list[date] = []
    while len(days) < 15:
        moment = find_next_digest(BERLIN, moment, is_monthly=is_monthly)
        days.append(moment.astimezone(BERLIN).date())
    assert [find_digest_before(day, is_monthly=is_monthly) for day in days[1:]] == days[:-1]
    assert len(set(days)) == len(days)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(days))
