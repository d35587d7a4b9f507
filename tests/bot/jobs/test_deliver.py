from datetime import timedelta

import pytest

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.jobs.answering import take_on
from bot.jobs.couriers import DeliverCounts
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, Watch, some_counts
from tests.fakes import BROKEN, RESET, Reply, refused
from tests.slack_rooms import UNAVAILABLE

POST, EDIT = "chat.postMessage", "chat.update"
AN_HOUR = timedelta(hours=1)
LATER = timedelta(minutes=20)
"""More than the longest wait after a failure."""


def test_an_alert_is_posted_once_and_then_kept_current(watch: Watch) -> None:
    message = watch.fire()
    assert watch.pass_time(timedelta()) == DeliverCounts()
    assert watch.pass_day(*some_counts(1_060)) == DeliverCounts(due=1, updated=1)
    assert (len(watch.rooms.posted()), message.edits) == (1, 1)
    assert "1,060" in str(message.shown)


def test_a_message_carries_no_more_than_the_number_of_its_row(watch: Watch) -> None:
    message = watch.fire()
    assert message.metadata == {
        "event_type": "enablement_delivery",
        "event_payload": {"delivery_id": str(watch.deliveries()[0].id)},
    }


def test_twenty_changes_while_slack_is_away_become_one_edit(watch: Watch) -> None:
    message = watch.fire()
    # Nobody needs to be reminded of what somebody has taken on.
    watch.write(take_on, "T1", watch.episodes()[0].id, ADMIN, watch.now)
    for day in range(20):
        watch.now += DAY
        watch.enter(*some_counts(1_060 + day))
        watch.check()
    assert watch.deliver() == DeliverCounts(due=1, updated=1)
    assert (message.edits, "1,079" in str(message.shown)) == (1, True)


def test_a_recovery_edits_the_message_and_answers_in_its_thread(watch: Watch) -> None:
    message = watch.fire()
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    root, reply = watch.rooms.posted()
    assert (root, reply.thread_ts) == (message, message.ts)
    assert watch.episodes()[0].closed_at == watch.now


@pytest.mark.parametrize(
    "reply", [BROKEN, refused("internal_error"), refused("fatal_error"), RESET]
)
def test_a_post_that_may_have_been_taken_is_looked_for_before_it_is_repeated(
    watch: Watch, reply: Reply
) -> None:
    watch.open_alert()
    watch.rooms.on(POST, reply)
    assert watch.deliver() == DeliverCounts(due=1, deferred=1)
    watch.rooms.on(POST)
    assert watch.pass_time(LATER).posted == 1
    assert watch.rooms.methods == [POST, "conversations.history", POST]


def test_a_post_whose_answer_was_lost_is_found_and_brought_up_to_date(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.lose_answers(1)
    watch.deliver()
    # What the channel shows by now is a day old.
    watch.pass_day(*some_counts(1_200))
    (message,) = watch.rooms.posted()
    assert (message.edits, "1,200" in str(message.shown)) == (1, True)
    assert watch.deliveries()[0].ts == message.ts


@pytest.mark.parametrize("reply", [UNAVAILABLE, BROKEN, RESET])
def test_nothing_is_posted_again_while_the_history_cannot_be_read(
    watch: Watch, reply: Reply
) -> None:
    watch.open_alert()
    watch.rooms.lose_answers(1)
    watch.deliver()
    watch.rooms.on("conversations.history", reply)
    assert watch.pass_time(LATER).posted == 0
    watch.rooms.on("conversations.history")
    watch.pass_time(LATER)
    assert len(watch.rooms.posted()) == 1
    assert watch.deliveries()[0].ts == watch.rooms.posted()[0].ts


def test_what_was_said_since_is_searched_page_by_page(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.lose_answers(1)
    watch.deliver()
    for number in range(250):
        watch.client.chat_postMessage(channel=CHANNEL, text=str(number))
    watch.pass_time(LATER)
    assert watch.rooms.methods.count("conversations.history") == 3
    assert len(watch.rooms.posted()) == 251


@pytest.mark.parametrize("reply", [UNAVAILABLE, refused("service_unavailable")])
def test_what_slack_did_not_look_at_is_sent_again_without_a_search(
    watch: Watch, reply: Reply
) -> None:
    watch.open_alert()
    watch.rooms.on(POST, reply)
    watch.deliver()
    watch.rooms.on(POST)
    watch.pass_time(LATER)
    assert watch.rooms.methods == [POST, POST]


def test_an_edit_is_repeated_without_a_search(watch: Watch) -> None:
    watch.fire()
    watch.rooms.on(EDIT, RESET)
    watch.rooms.forget()
    assert watch.pass_day(*some_counts(1_060)) == DeliverCounts(due=1, deferred=1)
    watch.rooms.on(EDIT)
    watch.pass_time(LATER)
    assert watch.rooms.methods == [EDIT, EDIT]


def test_an_edit_of_an_old_message_that_fails_for_an_hour_is_not_given_up(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.on(EDIT, BROKEN)
    watch.pass_day(*some_counts(1_060))
    watch.pass_time(AN_HOUR)
    watch.pass_time(AN_HOUR)
    watch.rooms.on(EDIT)
    assert watch.pass_time(AN_HOUR) == DeliverCounts(due=1, updated=1)
    assert message.edits == 1


def test_twelve_failures_are_enough(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("team_is_on_fire"))
    outcomes = [watch.deliver()] + [watch.pass_time(LATER) for _ in range(11)]
    assert [one.deferred for one in outcomes] == [1] * 11 + [0]
    assert outcomes[-1].dead == 1
    assert watch.pass_time(DAY / 4) == DeliverCounts()
    assert watch.deliveries()[0].status is DeliveryStatus.DEAD


@pytest.mark.parametrize("reply", [UNAVAILABLE, BROKEN, RESET, refused("internal_error")])
def test_an_outage_of_most_of_a_day_is_waited_for(watch: Watch, reply: Reply) -> None:
    message = watch.fire()
    for _ in range(2):
        watch.pass_day(*some_counts(800))
    for method in (POST, EDIT):
        watch.rooms.on(method, reply)
    watch.pass_day(*some_counts(800))
    for _ in range(60):
        watch.pass_time(LATER)
    for method in (POST, EDIT):
        watch.rooms.on(method)
    watch.pass_time(LATER)
    root, answer = watch.rooms.posted(CHANNEL)
    assert "resolved" in str(message.shown)
    assert (root, answer.thread_ts) == (message, message.ts)


def test_what_failed_for_a_day_is_given_up_at_the_next_failure(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, UNAVAILABLE)
    watch.deliver()
    watch.now += DAY
    assert watch.deliver().deferred == 1
    watch.now += AN_HOUR
    assert watch.deliver().dead == 1


def test_a_message_that_was_deleted_is_posted_anew(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.remove(message)
    counts = watch.pass_day(*some_counts(1_060))
    assert (counts.posted, counts.deferred) == (1, 1)
    assert "1,060" in str(watch.rooms.posted(CHANNEL)[0].shown)


def test_an_answer_to_a_message_that_was_deleted_waits_for_the_new_one(watch: Watch) -> None:
    message = watch.fire()
    watch.rooms.on(POST, UNAVAILABLE)
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    # By now it says that the alert is over; only the answer is missing.
    watch.rooms.remove(message)
    watch.rooms.on(POST)
    watch.pass_time(LATER)
    watch.pass_time(LATER)
    root, reply = watch.rooms.posted(CHANNEL)
    assert reply.thread_ts == root.ts


def test_a_chart_that_slack_refuses_gives_way_to_a_table_and_that_to_text(watch: Watch) -> None:
    for count in (1, 2, 3):
        watch.rooms.forget()
        watch.rooms.on(POST, *[refused("invalid_blocks")] * (count - 1), Reply())
        watch.rooms.on(EDIT, *[refused("invalid_blocks")] * (count - 1), Reply())
        watch.open_alert() if count == 1 else watch.pass_day(*some_counts(1_040 + count))
        watch.deliver()
        assert len([m for m in watch.rooms.methods if m in {POST, EDIT}]) == count
    assert watch.rooms.posted(CHANNEL)[0].shown["blocks"] == []


def test_what_slack_cannot_read_in_any_form_is_given_up(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("invalid_blocks"))
    assert watch.deliver() == DeliverCounts(due=1, dead=1)
    assert watch.rooms.methods == [POST] * 3


def test_what_cannot_be_written_keeps_nobody_else_waiting(watch: Watch) -> None:
    watch.add_workspace("T2", "C2")
    watch.open_alert()
    watch.open_alert(workspace_id="T2")
    broken = watch.deliveries()[0]
    with watch.database.sessions.begin() as session:
        row = session.merge(broken)
        row.kind, row.payload = DeliveryKind.STAGE, {"before": "no stage"}
    assert watch.deliver() == DeliverCounts(due=2, posted=1, deferred=1)
    assert watch.rooms.posted("C2")


def test_an_admin_hears_of_a_closed_channel_once_in_their_own_language(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, refused("is_archived"), Reply())
    watch.deliver()
    watch.deliver()
    (told,) = watch.rooms.posted()
    assert told.channel == f"D{ADMIN}"
    assert "アラート" in str(told.shown)
    assert watch.pass_day(*some_counts(1_060)) == DeliverCounts()
    assert watch.episodes()[0].closed_at is None
