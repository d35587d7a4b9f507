from datetime import timedelta

import pytest

from rules.freshness import KEPT_BY_HAND, Freshness, plan_lifespan
from rules.headcounts import SourceKind
from tests.builders import NOON

DAY, WEEK = timedelta(days=1), timedelta(days=7)
A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("kind", "interval", "stale_after", "expires_after"),
    [
        pytest.param(SourceKind.REST, DAY, timedelta(days=2, hours=6), 14 * DAY, id="daily"),
        pytest.param(SourceKind.REST, WEEK, timedelta(days=14, hours=6), 28 * DAY, id="weekly"),
        pytest.param(
            SourceKind.SQL,
            3.5 * DAY,
            timedelta(days=7, hours=6),
            14 * DAY,
            id="four are a fortnight",
        ),
        pytest.param(
            SourceKind.SQL,
            timedelta(days=3, hours=13),
            timedelta(days=7, hours=8),
            timedelta(days=14, hours=4),
            id="four are a little more",
        ),
        pytest.param(SourceKind.MANUAL, DAY, 90 * DAY, 104 * DAY, id="a form"),
        pytest.param(SourceKind.FILE, DAY, 90 * DAY, 104 * DAY, id="a file"),
        pytest.param(SourceKind.FILE, WEEK, 90 * DAY, 118 * DAY, id="a file, checked weekly"),
    ],
)
def test_a_headcount_grows_stale_and_then_expires(
    kind: SourceKind, interval: timedelta, stale_after: timedelta, expires_after: timedelta
) -> None:
    lifespan = plan_lifespan(kind, NOON, interval)
    assert lifespan.stale_at - NOON == stale_after
    assert lifespan.expires_at - NOON == expires_after


@pytest.mark.parametrize("kind", SourceKind)
def test_each_end_begins_at_its_moment(kind: SourceKind) -> None:
    lifespan = plan_lifespan(kind, NOON, DAY)
    assert lifespan.judge(NOON) is Freshness.FRESH
    assert lifespan.judge(lifespan.stale_at - A_MOMENT) is Freshness.FRESH
    assert lifespan.judge(lifespan.stale_at) is Freshness.STALE
    assert lifespan.judge(lifespan.expires_at - A_MOMENT) is Freshness.STALE
    assert lifespan.judge(lifespan.expires_at) is Freshness.EXPIRED


def test_only_what_people_bring_is_kept_by_hand() -> None:
    assert sorted(KEPT_BY_HAND) == [SourceKind.FILE, SourceKind.MANUAL]
