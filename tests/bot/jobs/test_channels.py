"""A channel that closes, opens again or gives way to another, and what then stands where."""

from datetime import timedelta

import pytest

from bot.alerts import DeliveryKind
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.deliveries import renew_delivery, want_delivery
from bot.storage.revivals import revive_deliveries
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, SEGMENTS, Watch, in_segments, some_counts
from tests.fakes import Reply, refused

POST, EDIT = "chat.postMessage", "chat.update"
LATER = timedelta(minutes=20)


def close(watch: Watch, code: str = "is_archived") -> None:
    """The next calls to the channel are refused; what then goes to the admin is not."""
    watch.rooms.on(EDIT, refused(code))
    watch.rooms.on(POST, refused(code), Reply())


def reopen(watch: Watch) -> None:
    watch.rooms.on(EDIT)
    watch.rooms.on(POST)


def troubles(watch: Watch) -> int:
    return len(watch.rooms.posted(f"D{ADMIN}"))


def test_a_bot_that_is_invited_again_goes_on_with_its_old_message(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.on(EDIT, refused("not_in_channel"))
    watch.pass_day(*some_counts(1_060))
    reopen(watch)
    watch.write(revive_deliveries, "T1", watch.now)
    watch.deliver()
    assert watch.rooms.posted(CHANNEL) == [message]
    assert "1,060" in str(message.shown)


def test_an_alert_that_ended_meanwhile_is_shown_to_have_ended(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.on(EDIT, refused("not_in_channel"))
    watch.pass_day(*some_counts(1_060))
    for _ in range(5):
        watch.pass_day(*some_counts(800))
    assert watch.episodes()[0].closed_at is not None
    reopen(watch)
    watch.write(revive_deliveries, "T1", watch.now)
    watch.pass_time(2 * DAY)
    assert "resolved" in str(message.shown)


def test_nobody_hears_of_a_closed_channel_that_is_open_again(watch: Watch) -> None:
    watch.fire()
    watch.rooms.on(EDIT, refused("not_in_channel"))
    watch.rooms.on(POST, refused("msg_too_long"))
    watch.pass_day(*some_counts(1_060))
    reopen(watch)
    watch.write(revive_deliveries, "T1", watch.now)
    watch.deliver()
    watch.deliver()
    assert troubles(watch) == 0


def test_another_channel_gets_all_that_is_open_in_the_closed_one(watch: Watch) -> None:
    watch.enter(*in_segments(800, *SEGMENTS[:2]))
    for _ in range(2):
        watch.pass_day(*in_segments(800, *SEGMENTS[:2]))
    before = len(watch.rooms.posted(CHANNEL))
    assert before > 1
    close(watch)
    watch.write(renew_delivery, watch.deliveries()[0].id, watch.now)
    watch.deliver()
    reopen(watch)
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: "C888"}, watch.now)
    watch.deliver()
    assert len(watch.rooms.posted("C888")) == before


def test_a_channel_that_closes_a_second_time_is_told_again(watch: Watch) -> None:
    watch.fire()
    for told in (1, 2):
        watch.rooms.on(EDIT, refused("not_in_channel"))
        watch.pass_day(*some_counts(1_060 + told))
        watch.deliver()
        assert troubles(watch) == told
        reopen(watch)
        watch.write(revive_deliveries, "T1", watch.now)
        watch.deliver()


def test_a_channel_that_closes_is_told_once_however_much_is_for_it(watch: Watch) -> None:
    close(watch)
    for number in range(3):
        watch.write(
            want_delivery,
            "T1",
            f"stage:{number}",
            DeliveryKind.STAGE,
            {"before": "growth", "after": "scale", "customer_facing": 600},
            watch.now,
        )
    watch.rooms.on(POST, *[refused("is_archived")] * 3, Reply())
    watch.deliver()
    watch.deliver()
    assert troubles(watch) == 1


def test_a_post_that_succeeds_shows_that_a_channel_is_open(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.on(EDIT, refused("not_in_channel"))
    watch.pass_day(*some_counts(1_060))
    reopen(watch)
    stage = {"before": "growth", "after": "scale", "customer_facing": 600}
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, stage, watch.now)
    watch.deliver()
    watch.deliver()
    assert "1,060" in str(message.shown)


@pytest.mark.parametrize(("late", "posts"), [(timedelta(hours=20), 1), (2 * DAY, 0)])
def test_a_stage_that_was_reached_long_ago_is_no_news(
    watch: Watch, late: timedelta, posts: int
) -> None:
    watch.set(alert_channel=None)
    stage = {"before": "growth", "after": "scale", "customer_facing": 600}
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, stage, watch.now)
    watch.deliver()
    watch.now += late
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: CHANNEL}, watch.now)
    watch.deliver()
    assert len(watch.rooms.posted(CHANNEL)) == posts
