from datetime import datetime, timedelta

import pytest

from bot.alerts import DeliveryKind
from bot.jobs.couriers import DeliverCounts
from bot.storage.deliveries import want_delivery
from bot.storage.notices import add_notice
from bot.storage.outbox import claim_deliveries
from bot.storage.runs import add_run
from rules.troubles import Incident, RunStatus, Trouble
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, Watch, some_counts
from tests.builders import a_run
from tests.fakes import RATE_LIMITED, Reply, refused

POST, EDIT = "chat.postMessage", "chat.update"
THIRTY_SECONDS = timedelta(seconds=30)
"""What Slack asks for."""
STAGE = {"before": "growth", "after": "scale", "customer_facing": 600}


def test_a_rate_limit_is_no_attempt_and_is_waited_for(watch: Watch) -> None:
    watch.open_alert()
    watch.rooms.on(POST, RATE_LIMITED)
    watch.deliver()
    (row,) = watch.deliveries()
    assert (row.attempts, row.available_at) == (0, watch.now + THIRTY_SECONDS)
    watch.rooms.on(POST)
    assert watch.pass_time(THIRTY_SECONDS / 2) == DeliverCounts()
    assert watch.pass_time(THIRTY_SECONDS / 2).posted == 1


def test_a_rate_limit_pauses_one_workspace_and_one_method(watch: Watch) -> None:
    watch.add_workspace("T2", "C2")
    watch.fire()
    watch.open_alert(workspace_id="T2")
    watch.enter(*some_counts(1_060))
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, STAGE, watch.now - DAY)
    watch.check()
    watch.rooms.on(POST, RATE_LIMITED, Reply())
    # The notice comes first; the edit of the same workspace and the others' post go through.
    assert watch.deliver() == DeliverCounts(due=3, posted=1, updated=1, deferred=1)


def test_messages_for_a_workspace_that_slack_slows_down_are_not_even_tried(watch: Watch) -> None:
    for number in range(4):
        watch.write(want_delivery, "T1", f"stage:{number}", DeliveryKind.STAGE, STAGE, watch.now)
    watch.rooms.on(POST, RATE_LIMITED)
    assert watch.deliver() == DeliverCounts(due=4, deferred=4)
    assert watch.rooms.methods == [POST]
    assert {row.attempts for row in watch.deliveries()} == {0}


def test_a_talkative_workspace_keeps_nobody_waiting(watch: Watch) -> None:
    watch.add_workspace("T2", "C2")
    for number in range(50):
        watch.write(want_delivery, "T1", f"stage:{number}", DeliveryKind.STAGE, STAGE, watch.now)
    watch.write(want_delivery, "T2", "stage:1", DeliveryKind.STAGE, STAGE, watch.now)
    with watch.database.sessions.begin() as session:
        first = claim_deliveries(session, watch.now, 40)
    assert [one.workspace_id for one in first] == ["T1"] * 5 + ["T2"]


def test_at_night_nothing_is_posted_but_what_stands_there_is_kept_current(watch: Watch) -> None:
    watch.add_workspace("T2", "C2", time_zone="Asia/Tokyo")
    for workspace_id in ("T1", "T2"):
        watch.set(workspace_id, quiet_hours="20:00-08:00")
        # Noon in UTC is nine in the evening in Tokyo.
        watch.open_alert(workspace_id=workspace_id)
    assert watch.deliver() == DeliverCounts(due=2, posted=1, deferred=1)
    assert watch.deliveries("T2")[0].available_at == watch.now + timedelta(hours=11)
    watch.now += timedelta(hours=11)
    assert watch.deliver().posted == 1
    watch.now += timedelta(hours=13)
    watch.enter(*some_counts(1_060), workspace_id="T2")
    watch.check()
    watch.deliver()
    assert watch.rooms.posted("C2")[0].edits == 1


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        pytest.param(
            "Europe/Berlin", "2026-03-29T00:30+00:00", "2026-03-29T06:00+00:00", id="spring"
        ),
        pytest.param(
            "Europe/Berlin", "2026-10-25T00:30+00:00", "2026-10-25T07:00+00:00", id="autumn"
        ),
        pytest.param("UTC", "2026-03-03T23:00+00:00", "2026-03-04T08:00+00:00", id="over midnight"),
    ],
)
def test_quiet_hours_end_by_the_local_clock(watch: Watch, zone: str, day: str, ends: str) -> None:
    watch.add_workspace("T2", "C2", time_zone=zone)
    watch.set("T2", quiet_hours="22:00-08:00")
    watch.write(want_delivery, "T2", "stage:1", DeliveryKind.STAGE, STAGE, watch.now)
    watch.now = datetime.fromisoformat(day)
    watch.deliver()
    assert watch.deliveries("T2")[0].available_at == datetime.fromisoformat(ends)


def close_the_channel(watch: Watch) -> None:
    """Have a DM to the admin wait that tells of it."""
    watch.fire()
    watch.rooms.on(EDIT, refused("is_archived"))
    watch.now += DAY
    watch.enter(*some_counts(1_060))
    watch.check()


def test_an_admin_may_be_told_at_night(watch: Watch) -> None:
    close_the_channel(watch)
    watch.set(quiet_hours="08:00-20:00")
    assert watch.deliver().posted == 1


def test_a_dm_whose_answer_was_lost_is_found_again(watch: Watch) -> None:
    failed = a_run(
        status=RunStatus.FAILED, connection_id=None, incident=Incident(Trouble.TIMED_OUT)
    )
    watch.write(lambda session: add_notice(session, add_run(session, failed), ADMIN, watch.now))
    watch.rooms.lose_answers(1)
    watch.deliver()
    watch.pass_time(DAY / 8)
    assert [one.channel for one in watch.rooms.posted()] == [f"D{ADMIN}"]
    assert watch.deliveries()[0].channel == f"D{ADMIN}"


def test_an_admin_whose_dm_is_closed_is_not_told_of_that(watch: Watch) -> None:
    trouble = {"channel": CHANNEL, "code": "is_archived"}
    watch.write(
        want_delivery, "T1", "trouble:1", DeliveryKind.TROUBLE, trouble, watch.now, recipient=ADMIN
    )
    watch.rooms.on(POST, refused("messages_tab_disabled"))
    assert watch.deliver() == DeliverCounts(due=1, deferred=1)
    assert len(watch.deliveries()) == 1


def test_a_pause_that_slack_asked_for_holds_for_what_is_wanted_later(watch: Watch) -> None:
    watch.write(want_delivery, "T1", "stage:0", DeliveryKind.STAGE, STAGE, watch.now)
    watch.rooms.on(POST, RATE_LIMITED)
    watch.deliver()
    watch.now += THIRTY_SECONDS / 3
    watch.write(want_delivery, "T1", "stage:1", DeliveryKind.STAGE, STAGE, watch.now)
    watch.deliver()
    assert watch.rooms.methods == [POST]
    watch.rooms.on(POST)
    assert watch.pass_time(THIRTY_SECONDS).posted == 2
