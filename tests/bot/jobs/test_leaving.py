"""Messages that an admin has left behind in a channel, and replies to messages that wait."""

import pytest

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.jobs.answering import silence_all
from bot.jobs.couriers import DeliverCounts
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.deliveries import want_delivery
from bot.storage.notices import ASKS
from bot.storage.outbox import claim_deliveries, finish_delivery
from bot.storage.revivals import revive_deliveries, revive_refused
from tests.bot.jobs.test_channels import EDIT, LATER, POST, troubles
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, SEGMENTS, Watch, in_segments, some_counts
from tests.fakes import Reply, refused

HISTORY = "conversations.history"


def test_a_channel_that_was_left_before_it_closed_gives_up_what_is_open(watch: Watch) -> None:
    watch.fire()
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: "C888"}, watch.now)
    watch.rooms.on(EDIT, refused("is_archived"))
    watch.pass_day(*some_counts(1_060))
    (moved,) = watch.rooms.posted("C888")
    assert "1,060" in str(moved.shown)
    assert troubles(watch) == 0


def test_a_message_that_is_posted_elsewhere_tells_what_was_to_be_answered(watch: Watch) -> None:
    watch.fire()
    watch.rooms.on(EDIT, refused("is_archived"))
    watch.pass_day(*some_counts(1_060))
    for _ in range(16):
        watch.pass_day(*some_counts(1_060))
    watch.rooms.on(EDIT)
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: "C888"}, watch.now)
    watch.deliver()
    watch.pass_time(LATER)
    assert len(watch.rooms.posted("C888")) == 1


def test_a_reply_comes_once_the_message_it_answers_can_be_edited(watch: Watch) -> None:
    watch.fire()
    for method in (EDIT, POST):
        watch.rooms.on(method, refused("token_revoked"))
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    for method in (EDIT, POST):
        watch.rooms.on(method)
    watch.write(revive_refused, watch.now)
    watch.pass_time(LATER)
    watch.pass_time(LATER)
    _, answer = watch.rooms.posted(CHANNEL)
    assert answer.thread_ts is not None
    assert {row.status for row in watch.deliveries()} == {DeliveryStatus.DELIVERED}
    assert troubles(watch) == 0


def test_what_was_settled_while_it_was_being_posted_stays_so(watch: Watch) -> None:
    payload = {"run": 1, ASKS: True}
    watch.write(want_delivery, "T1", "run:1", DeliveryKind.RUN, payload, watch.now, recipient=ADMIN)
    (claimed,) = watch.write(claim_deliveries, watch.now, 1)
    with watch.database.sessions.begin() as session:
        row = session.merge(watch.deliveries()[0])
        row.payload = payload | {ASKS: False}
    watch.write(finish_delivery, claimed, f"D{ADMIN}", "1.0", watch.now)
    assert watch.deliveries()[0].payload[ASKS] is False


@pytest.mark.parametrize(
    "code", ["restricted_action_thread_locked", "restricted_action_non_threadable_channel"]
)
def test_a_locked_thread_closes_no_channel(watch: Watch, code: str) -> None:
    watch.fire()
    watch.rooms.on(POST, refused(code))
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    assert watch.deliveries()[-1].status is DeliveryStatus.DEAD
    assert troubles(watch) == 0


def test_looking_for_a_post_stops_nobody_elses(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("internal_error"), Reply())
    watch.deliver()
    watch.rooms.on(HISTORY, refused("ratelimited"))
    stage = {"before": "growth", "after": "scale", "customer_facing": 600}
    watch.now += LATER
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, stage, watch.now)
    assert watch.deliver() == DeliverCounts(due=2, posted=1, deferred=1)
    watch.write(want_delivery, "T1", "stage:2", DeliveryKind.STAGE, stage, watch.now)
    assert watch.deliver() == DeliverCounts(due=1, posted=1)


def test_nothing_new_is_posted_while_everything_is_silenced(watch: Watch) -> None:
    watch.rooms.on(POST, refused("team_is_on_fire"))
    for _ in range(2):
        watch.pass_day(*in_segments(800, *SEGMENTS))
    watch.rooms.on(POST)
    for _ in range(3):
        watch.now += DAY
        watch.enter(*in_segments(300, SEGMENTS[0]), *in_segments(800, *SEGMENTS[1:]))
        watch.check()
    watch.write(silence_all, "T1", ADMIN, watch.now + 3 * DAY, "reorganisation", watch.now)
    assert watch.pass_time(LATER).posted == 0
    watch.write(revive_deliveries, "T1", watch.now)
    assert watch.deliver().posted == 0


def test_a_silence_does_not_use_up_the_day_that_an_outage_is_waited_for(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, Reply("<html></html>", 503))
    watch.deliver()
    watch.write(silence_all, "T1", ADMIN, watch.now + 3 * DAY, "reorganisation", watch.now)
    watch.pass_time(2 * DAY)
    watch.pass_day()
    watch.pass_time(DAY / 4)
    assert watch.deliveries()[0].status is DeliveryStatus.WAITING
