"""What was stopped is sent once somebody has done something about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.alerts import DeliveryStatus
from bot.jobs.couriers import DeliverCounts
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.outbox import claim_deliveries, stop_delivery
from bot.storage.revivals import revive_deliveries, revive_refused
from tests.bot.jobs.watch import CHANNEL, DAY, Watch, some_counts
from tests.fakes import refused

POST, EDIT = "chat.postMessage", "chat.update"
AN_HOUR = timedelta(hours=1)


def test_what_was_given_up_is_tried_again_when_there_is_news(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("msg_too_long"))
    assert watch.deliver().dead == 1
    watch.rooms.on(POST)
    assert watch.pass_day(*some_counts(1_060)).posted == 1


def test_what_was_given_up_is_tried_again_when_an_admin_asks(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("no_text"))
    watch.deliver()
    watch.rooms.on(POST)
    watch.write(revive_deliveries, "T1", watch.now)
    assert watch.deliver().posted == 1


def test_another_channel_gets_what_the_closed_one_did_not(watch: Watch) -> None:
    watch.fire()
    watch.rooms.on(EDIT, refused("channel_not_found"))
    watch.pass_day(*some_counts(1_060))
    watch.set(alert_channel="C2")
    watch.write(revive_deliveries, "T1", watch.now)
    watch.rooms.on(EDIT)
    watch.deliver()
    (message,) = watch.rooms.posted("C2")
    assert "1,060" in str(message.shown)


@pytest.mark.parametrize(
    "revive",
    [revive_refused, lambda session, now: revive_deliveries(session, "T1", now)],
    ids=["a start", "an admin"],
)
def test_once_the_app_is_let_in_again_its_message_is_brought_up_to_date(
    watch: Watch, revive: Callable[[Session, datetime], None]
) -> None:
    message = watch.fire()
    watch.rooms.on(EDIT, refused("token_revoked"))
    watch.rooms.on(POST, refused("token_revoked"))
    watch.pass_day(*some_counts(1_060))
    watch.rooms.on(EDIT)
    watch.rooms.on(POST)
    assert watch.pass_time(AN_HOUR) == DeliverCounts()
    watch.write(revive, watch.now)
    watch.deliver()
    assert (message.edits, watch.rooms.posted(CHANNEL)) == (1, [message])


def test_a_start_leaves_what_a_closed_channel_stopped(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("is_archived"))
    watch.deliver()
    watch.write(revive_refused, watch.now)
    assert watch.deliver() == DeliverCounts()


def test_without_a_channel_an_alert_waits_until_one_is_chosen(watch: Watch) -> None:
    watch.set(alert_channel=None)
    watch.open_alert()
    assert watch.deliver() == DeliverCounts(due=1, deferred=1)
    assert watch.pass_day(*some_counts(1_060)) == DeliverCounts()
    assert watch.deliveries()[0].status is DeliveryStatus.NO_CHANNEL
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: CHANNEL}, watch.now)
    assert watch.deliver().posted == 1
    assert "1,060" in str(watch.rooms.posted(CHANNEL)[0].shown)


def test_a_channel_chosen_while_a_worker_gives_up_is_not_missed(watch: Watch) -> None:
    watch.set(alert_channel=None)
    watch.open_alert()
    with watch.database.sessions.begin() as session:
        (claimed,) = claim_deliveries(session, watch.now, 40)
    watch.set(alert_channel=CHANNEL)
    watch.write(revive_deliveries, "T1", watch.now)
    watch.write(stop_delivery, claimed, DeliveryStatus.NO_CHANNEL, "no_channel", watch.now)
    assert watch.deliver().posted == 1


def test_what_was_over_long_before_a_channel_was_chosen_stays_untold(watch: Watch) -> None:
    watch.set(alert_channel=None)
    watch.open_alert()
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    watch.set(alert_channel=CHANNEL)
    watch.write(revive_deliveries, "T1", watch.now + 2 * DAY)
    watch.pass_time(2 * DAY)
    watch.pass_time(AN_HOUR)
    assert watch.rooms.posted() == []
    assert {row.status for row in watch.deliveries()} == {DeliveryStatus.DELIVERED}
