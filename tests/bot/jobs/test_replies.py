"""What waited before it could be said is said only if it is still so, and not said twice."""

from datetime import timedelta

import pytest

from bot.alerts import DeliveryKind
from bot.jobs.answering import silence, silence_all, take_on
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.deliveries import want_delivery
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, SEGMENTS, Watch, in_segments, some_counts
from tests.fakes import Reply, refused

POST = "chat.postMessage"
EVENING = "10:00-14:00"
"""Around noon, when the tests begin."""


def remind(watch: Watch) -> None:
    """Let a reminder wait for the end of the quiet hours."""
    watch.fire()
    watch.set(quiet_hours=EVENING)
    for _ in range(8):
        watch.pass_day(*some_counts(1_040))
    assert any(row.kind is DeliveryKind.REMINDER and row.ts is None for row in watch.deliveries())


def test_a_reminder_that_waited_is_said_while_nobody_has_taken_it_on(watch: Watch) -> None:
    remind(watch)
    assert watch.pass_time(DAY / 8).posted == 1


def test_nobody_is_reminded_of_what_somebody_has_taken_on(watch: Watch) -> None:
    remind(watch)
    watch.write(take_on, "T1", watch.episodes()[0].id, ADMIN, watch.now)
    assert watch.pass_time(DAY / 8).posted == 0


def test_nobody_is_reminded_while_it_is_getting_better(watch: Watch) -> None:
    remind(watch)
    watch.now += DAY
    watch.enter(*some_counts(800))
    watch.check()
    assert watch.pass_time(DAY / 8).posted == 0


def test_what_ended_before_anybody_heard_of_it_is_told_once(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("team_is_on_fire"))
    watch.deliver()
    for _ in range(3):
        watch.now += DAY
        watch.enter(*some_counts(800))
        watch.check()
    watch.rooms.on(POST)
    watch.deliver()
    watch.pass_time(DAY / 8)
    (message,) = watch.rooms.posted(CHANNEL)
    assert "resolved" in str(message.shown)


def test_reminders_from_before_there_was_a_channel_are_not_made_up_for(watch: Watch) -> None:
    watch.set(alert_channel=None)
    watch.open_alert()
    for _ in range(29):
        watch.pass_day(*some_counts(1_040))
    assert len(watch.deliveries()) > 2
    watch.write(save_changes, "T1", {Setting.ALERT_CHANNEL: "C888"}, watch.now)
    for _ in range(3):
        watch.deliver()
    assert len(watch.rooms.posted()) == 1


@pytest.mark.parametrize("kind", [DeliveryKind.RESOLVED])
def test_an_answer_that_slack_cannot_show_is_said_as_text(watch: Watch, kind: DeliveryKind) -> None:
    watch.fire()
    watch.rooms.on(POST, refused("invalid_blocks"), Reply())
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    assert [row.kind for row in watch.deliveries() if row.ts][1:] == [kind]
    assert watch.rooms.posted(CHANNEL)[-1].shown["blocks"] == []


def test_what_was_silenced_before_it_was_posted_waits_for_the_end(watch: Watch) -> None:
    watch.set(quiet_hours=EVENING)
    watch.open_alert()
    watch.deliver()
    episode = watch.episodes()[0].id
    until = watch.now + 2 * DAY
    watch.write(silence, "T1", episode, ADMIN, until, "hiring freeze", watch.now)
    assert watch.pass_time(DAY / 4).posted == 0
    watch.set(quiet_hours=None)
    watch.now += 2 * DAY
    watch.enter(*some_counts(1_040))
    watch.check()
    assert watch.pass_time(timedelta(minutes=11)).posted == 1


def test_what_is_said_of_a_group_at_once_is_one_answer(watch: Watch) -> None:
    for _ in range(16):
        watch.pass_day(*in_segments(800, *SEGMENTS))
    (group,) = [one for one in watch.rooms.posted(CHANNEL) if "of 5 segments" in str(one.shown)]
    answers = [one for one in watch.rooms.posted(CHANNEL) if one.thread_ts == group.ts]
    assert len(answers) == 2  # a reminder after one week, an escalation after two
    assert all(segment in str(answers[1].shown) for segment in SEGMENTS)


def test_a_group_of_which_some_are_taken_on_is_reminded_of_the_others(watch: Watch) -> None:
    for _ in range(3):
        watch.pass_day(*in_segments(800, *SEGMENTS))
    taken = next(
        one for one in watch.episodes() if one.delivery_id == watch.episodes()[-1].delivery_id
    )
    watch.write(take_on, "T1", taken.id, ADMIN, watch.now)
    for _ in range(6):
        watch.pass_day(*in_segments(800, *SEGMENTS))
    answer = watch.rooms.posted(CHANNEL)[-1]
    assert answer.thread_ts is not None
    assert sum(segment in str(answer.shown) for segment in SEGMENTS) == 4


def test_a_stage_reached_before_everything_was_silenced_is_not_announced(watch: Watch) -> None:
    stage = {"before": "growth", "after": "scale", "customer_facing": 600}
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, stage, watch.now)
    watch.write(silence_all, "T1", ADMIN, watch.now + 3 * DAY, "reorganisation", watch.now)
    assert watch.deliver().posted == 0
    assert watch.pass_time(4 * DAY).posted == 0
