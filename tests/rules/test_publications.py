"""What counts: one source for each class, numbers set by hand over them, as fresh as the least fresh."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.freshness import HAND_KEPT_FRESH_FOR, LEAST_ADVISABLE, STALE_SLACK, Freshness
from rules.headcounts import HeadcountRow, SourceKind
from rules.publications import Supply, publish
from tests.builders import NOON, TODAY, customer_facing, enablement

A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
A_SECOND = timedelta(seconds=1)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


def a_supply(*rows: HeadcountRow, **changes: Any) -> Supply:
    defaults: dict[str, Any] = {
        "kind": SourceKind.REST,
        "name": "HRIS",
        "rows": rows,
        "as_of": TODAY,
        "checked_at": NOON,
        "changed_at": NOON,
        "interval": A_DAY,
    }
    return Supply(**(defaults | changes))


def by_hand(*rows: HeadcountRow, **changes: Any) -> Supply:
    return a_supply(*rows, **({"kind": SourceKind.MANUAL, "name": ""} | changes))


def test_one_source_may_count_everybody() -> None:
    supply = a_supply(enablement(6), customer_facing(320))
    published = publish([supply], [])
    assert published is not None
    assert published.snapshot.rows == (customer_facing(320), enablement(6))
    assert (published.snapshot.as_of, published.snapshot.source) == (TODAY, SourceKind.REST)
    assert published.customer_facing == published.enablers == supply
    assert not published.is_overridden


def test_each_class_has_a_source_of_its_own() -> None:
    sellers = a_supply(customer_facing(320, "sales"), customer_facing(10))
    coaches = by_hand(enablement(6), kind=SourceKind.FILE)
    published = publish([sellers, coaches], [])
    assert published is not None
    assert published.snapshot.rows == (
        customer_facing(10),
        customer_facing(320, "sales"),
        enablement(6),
    )
    assert (published.customer_facing, published.enablers) == (sellers, coaches)
    assert published.snapshot.source is SourceKind.REST


@pytest.mark.parametrize("supplies", [[], [a_supply(enablement(6))], [a_supply()]])
def test_without_customer_facing_teammates_nothing_counts(supplies: list[Supply]) -> None:
    assert publish(supplies, []) is None


def test_enablers_that_nobody_counts_are_unknown() -> None:
    published = publish([a_supply(customer_facing(320))], [])
    assert published is not None
    assert published.enablers is None
    assert published.snapshot.enablers is None


def test_a_number_set_by_hand_wins_and_is_labelled() -> None:
    supply = a_supply(customer_facing(200, "sales"), customer_facing(120), enablement(6))
    override = by_hand(customer_facing(350))
    published = publish([supply], [override])
    assert published is not None
    assert published.snapshot.rows == (customer_facing(350), enablement(6))
    assert published.is_overridden
    assert (published.customer_facing, published.enablers) == (override, supply)


def test_a_file_numbers_by_hand_and_a_synced_source_together() -> None:
    """A file for one class, a source for the other, and a number over the source."""
    file = by_hand(enablement(4, "EMEA"), enablement(2), kind=SourceKind.FILE)
    published = publish([file, a_supply(customer_facing(320))], [by_hand(customer_facing(330))])
    assert published is not None
    assert published.snapshot.rows == (customer_facing(330), enablement(2), enablement(4, "EMEA"))
    assert published.snapshot.source is SourceKind.MANUAL
    assert published.enablers == file
    assert published.is_overridden


def test_a_number_set_by_hand_over_no_source_is_no_override() -> None:
    published = publish([a_supply(enablement(6))], [by_hand(customer_facing(350))])
    assert published is not None
    assert not published.is_overridden


def test_it_was_checked_when_its_least_recent_part_was_and_changed_when_its_newest_did() -> None:
    old = a_supply(customer_facing(320), checked_at=NOON - A_DAY, changed_at=NOON - 9 * A_DAY)
    new = a_supply(enablement(6), as_of=TODAY + A_DAY, changed_at=NOON - 2 * A_DAY)
    published = publish([old, new], [])
    assert published is not None
    assert published.checked_at == NOON - A_DAY
    assert published.changed_at == NOON - 2 * A_DAY
    assert published.snapshot.as_of == TODAY + A_DAY


@pytest.mark.parametrize(
    ("supply", "fresh_for", "advisable_for"),
    [
        pytest.param(
            a_supply(interval=A_DAY), 2 * A_DAY + STALE_SLACK, LEAST_ADVISABLE, id="daily"
        ),
        pytest.param(a_supply(interval=A_WEEK), 2 * A_WEEK + STALE_SLACK, 4 * A_WEEK, id="weekly"),
        pytest.param(
            a_supply(kind=SourceKind.PUSH), 2 * A_DAY + STALE_SLACK, LEAST_ADVISABLE, id="pushed"
        ),
        pytest.param(
            by_hand(as_of=TODAY + A_DAY),
            HAND_KEPT_FRESH_FOR,
            HAND_KEPT_FRESH_FOR + LEAST_ADVISABLE,
            id="by hand, where it is tomorrow already",
        ),
    ],
)
def test_how_long_counts_can_be_trusted(
    supply: Supply, fresh_for: timedelta, advisable_for: timedelta
) -> None:
    lifespan = supply.lifespan
    assert (lifespan.stale_at, lifespan.expires_at) == (NOON + fresh_for, NOON + advisable_for)
    edges = {
        lifespan.stale_at - A_SECOND: Freshness.FRESH,
        lifespan.stale_at: Freshness.STALE,
        lifespan.expires_at - A_SECOND: Freshness.STALE,
        lifespan.expires_at: Freshness.EXPIRED,
    }
    assert {moment: lifespan.judge(moment) for moment in edges} == edges


@pytest.mark.parametrize("kind", [SourceKind.FILE, SourceKind.MANUAL])
def test_what_people_bring_is_as_old_as_its_date(kind: SourceKind) -> None:
    last_winter = by_hand(kind=kind, as_of=TODAY - 80 * A_DAY)
    assert last_winter.lifespan.stale_at == MIDNIGHT + 10 * A_DAY
    assert by_hand(kind=kind).lifespan.stale_at == MIDNIGHT + HAND_KEPT_FRESH_FOR


def test_what_is_pushed_is_as_old_as_the_day_it_was_counted_on() -> None:
    months_back = a_supply(kind=SourceKind.PUSH, as_of=TODAY - 80 * A_DAY)
    assert months_back.lifespan.judge(NOON) is Freshness.EXPIRED
    yesterday = a_supply(kind=SourceKind.PUSH, as_of=TODAY - A_DAY)
    assert yesterday.lifespan.stale_at == MIDNIGHT + 2 * A_DAY + STALE_SLACK


def test_what_is_read_is_as_fresh_as_its_check_whatever_date_it_carries() -> None:
    """A warehouse may be a day behind and is still the newest there is."""
    supply = a_supply(as_of=TODAY - 80 * A_DAY)
    assert supply.lifespan.stale_at == NOON + 2 * A_DAY + STALE_SLACK


def test_all_is_as_fresh_as_its_least_fresh_part() -> None:
    sellers = a_supply(customer_facing(320), checked_at=NOON - A_DAY)
    coaches = by_hand(enablement(6), as_of=TODAY - 100 * A_DAY)
    published = publish([sellers, coaches], [])
    assert published is not None
    assert published.lifespan.stale_at == coaches.lifespan.stale_at
    assert published.lifespan.expires_at == coaches.lifespan.expires_at
    first_to_go = publish([sellers, by_hand(enablement(6))], [])
    assert first_to_go is not None
    assert first_to_go.lifespan == sellers.lifespan


def test_a_source_that_an_override_hides_does_not_age_the_headcount() -> None:
    stale = a_supply(customer_facing(320), checked_at=NOON - 9 * A_DAY)
    published = publish([stale], [by_hand(customer_facing(350))])
    assert published is not None
    assert published.checked_at == NOON
    assert published.lifespan.judge(NOON) is Freshness.FRESH
