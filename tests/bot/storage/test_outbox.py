"""Taking deliveries and giving them back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.alerts import Delivery, DeliveryKind, DeliveryStatus
from bot.storage.alert_models import DeliveryRow
from bot.storage.deliveries import renew_delivery, want_delivery
from bot.storage.engine import Database
from bot.storage.outbox import (
    LEASE,
    claim_deliveries,
    finish_delivery,
    forget_message,
    postpone_delivery,
    stop_delivery,
)
from bot.storage.workspaces import ensure_workspace
from tests.builders import NOON, a_workspace
from tests.races import Crowd, claim_deliveries_at

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(database: Database) -> Database:
    with database.sessions.begin() as session:
        for workspace_id in ("T1", "T2"):
            ensure_workspace(session, a_workspace(id=workspace_id), NOON)
    return database


def want(outbox: Database, key: str = "episode:1", workspace_id: str = "T1") -> int:
    with outbox.sessions.begin() as session:
        return want_delivery(session, workspace_id, key, DeliveryKind.ROOT, {}, NOON)


def claim(outbox: Database) -> Delivery | None:
    with outbox.sessions.begin() as session:
        claimed = claim_deliveries(session, NOON, 1)
    return claimed[0] if claimed else None


def take(outbox: Database) -> Delivery:
    taken = claim(outbox)
    assert taken is not None
    return taken


def read(outbox: Database) -> DeliveryRow:
    with outbox.sessions() as session:
        return session.scalars(select(DeliveryRow)).one()


def expire_lease(outbox: Database) -> None:
    with outbox.sessions.begin() as session:
        session.execute(update(DeliveryRow).values(lease_until=NOON - timedelta(days=365)))


def finish(outbox: Database, delivery: Delivery, ts: str = "1.1") -> bool:
    with outbox.sessions.begin() as session:
        return finish_delivery(session, delivery, "C1", ts, NOON)


def test_wanting_a_message_twice_makes_one(outbox: Database) -> None:
    assert want(outbox) == want(outbox)
    assert read(outbox).desired_rev == 2


def test_the_same_key_in_another_workspace_is_another_message(outbox: Database) -> None:
    assert want(outbox) != want(outbox, workspace_id="T2")


def test_a_message_that_was_taken_is_nobody_elses(outbox: Database) -> None:
    want(outbox)
    assert take(outbox).ambiguous_since is None
    assert claim(outbox) is None


def test_a_lease_that_has_run_out_leaves_in_doubt_whether_it_was_posted(outbox: Database) -> None:
    want(outbox)
    first = take(outbox)
    expire_lease(outbox)
    second = take(outbox)
    assert (second.token, second.attempts) == (first.token + 1, 2)
    assert second.ambiguous_since == NOON - timedelta(days=365) - LEASE


def test_whoever_comes_back_too_late_has_the_newest_sent_again(outbox: Database) -> None:
    want(outbox)
    late = take(outbox)
    expire_lease(outbox)
    assert finish(outbox, take(outbox), "2.2")
    assert not finish(outbox, late, "1.1")
    row = read(outbox)
    assert (row.ts, row.is_dirty, row.available_at) == ("2.2", True, NOON)
    assert finish(outbox, take(outbox), "2.2")
    assert read(outbox).status is DeliveryStatus.DELIVERED
    assert claim(outbox) is None


def test_what_changed_while_it_was_sent_is_sent_again(outbox: Database) -> None:
    want(outbox)
    delivery = take(outbox)
    want(outbox)
    assert finish(outbox, delivery)
    assert read(outbox).status is DeliveryStatus.WAITING
    again = take(outbox)
    assert (again.ts, again.desired_rev) == ("1.1", 2)


def test_what_changed_while_it_was_stopped_is_tried(outbox: Database) -> None:
    want(outbox)
    delivery = take(outbox)
    want(outbox)
    with outbox.sessions.begin() as session:
        assert stop_delivery(session, delivery, DeliveryStatus.DEAD, "no_text", NOON)
    assert claim(outbox) is not None


@pytest.mark.parametrize("status", [DeliveryStatus.NO_CHANNEL, DeliveryStatus.DISABLED])
def test_what_has_no_channel_is_not_woken_by_news(outbox: Database, status: DeliveryStatus) -> None:
    key = want(outbox)
    with outbox.sessions.begin() as session:
        stop_delivery(session, claim_deliveries(session, NOON, 1)[0], status, "closed", NOON)
        renew_delivery(session, key, NOON)
    assert claim(outbox) is None
    assert read(outbox).status is status


def test_an_ambiguous_post_is_remembered_from_its_first_attempt(outbox: Database) -> None:
    want(outbox)
    first = take(outbox)
    for delivery in (first, None):
        with outbox.sessions.begin() as session:
            postpone_delivery(
                session, delivery or claim_deliveries(session, NOON, 1)[0], NOON, NOON,
                attempts=1, is_ambiguous=True,
            )  # fmt: skip
    assert take(outbox).ambiguous_since == first.claimed_at


def test_news_do_not_shorten_the_wait_after_a_failure(outbox: Database) -> None:
    want(outbox)
    with outbox.sessions.begin() as session:
        (delivery,) = claim_deliveries(session, NOON, 1)
        postpone_delivery(session, delivery, NOON + A_MINUTE, NOON, error="http_503", attempts=1)
    want(outbox)
    assert read(outbox).available_at == NOON + A_MINUTE


def test_a_message_that_is_gone_is_posted_anew(outbox: Database) -> None:
    want(outbox)
    finish(outbox, take(outbox))
    want(outbox)
    with outbox.sessions.begin() as session:
        forget_message(session, claim_deliveries(session, NOON, 1)[0], NOON)
    again = take(outbox)
    assert (again.ts, again.channel, again.ambiguous_since) == (None, None, None)


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_many_workers_take_each_message_once(
    outbox: Database, database_url: str, request: pytest.FixtureRequest, kind: str
) -> None:
    wanted = {want(outbox, f"episode:{number}", f"T{number % 2 + 1}") for number in range(60)}
    crowd: Crowd = request.getfixturevalue(kind)
    taken = [one for mine in crowd.call(claim_deliveries_at, database_url) for one in mine]
    assert sorted(taken) == sorted(wanted)
