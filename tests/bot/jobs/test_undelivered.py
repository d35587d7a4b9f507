"""What monitoring sees of messages that nobody has read yet."""

from datetime import datetime, timedelta

import pytest

from bot.alerts import DeliveryStatus
from bot.storage.overview import Backlog, read_backlog
from tests.bot.jobs.watch import Watch, some_counts
from tests.fakes import BROKEN, Reply, refused
from tests.slack_rooms import UNAVAILABLE

POST, EDIT = "chat.postMessage", "chat.update"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(watch: Watch) -> Backlog:
    with watch.database.sessions() as session:
        return read_backlog(session, watch.now, watch.now - DAY)


def find_wanted(watch: Watch) -> datetime | None:
    return read(watch).undelivered_since


def test_nothing_to_tell_is_nothing_undelivered(watch: Watch) -> None:
    assert find_wanted(watch) is None
    watch.fire()
    assert find_wanted(watch) is None


def test_a_message_that_nobody_tries_to_send_is_undelivered_since_it_was_wanted(
    watch: Watch,
) -> None:
    watch.open_alert()
    wanted_at = watch.now
    watch.now += HOUR
    assert find_wanted(watch) == wanted_at


@pytest.mark.parametrize("answer", [UNAVAILABLE, BROKEN])
def test_a_message_that_fails_again_and_again_is_undelivered_since_the_first_try(
    watch: Watch, answer: Reply
) -> None:
    watch.open_alert()
    wanted_at = watch.now
    watch.rooms.on(POST, answer)
    for _ in range(3):
        watch.deliver()
        assert find_wanted(watch) == wanted_at
        watch.now += HOUR
    watch.rooms.on(POST)
    watch.deliver()
    assert find_wanted(watch) is None


def test_an_edit_that_fails_is_undelivered_since_there_was_news(watch: Watch) -> None:
    watch.fire()
    watch.rooms.on(EDIT, UNAVAILABLE)
    watch.pass_day(*some_counts(1_060))
    changed_at = watch.now
    watch.pass_time(HOUR)
    assert find_wanted(watch) == changed_at


def test_what_quiet_hours_hold_back_is_undelivered_from_their_end(watch: Watch) -> None:
    watch.set(quiet_hours="11:00-13:00")
    watch.open_alert()
    watch.deliver()
    watch.now += HOUR - timedelta(minutes=1)
    assert find_wanted(watch) is None
    watch.now += timedelta(minutes=1)
    end = watch.now
    assert find_wanted(watch) == end
    watch.rooms.on(POST, UNAVAILABLE)
    watch.deliver()
    watch.pass_time(HOUR)
    assert find_wanted(watch) == end


@pytest.mark.parametrize(
    ("channel", "code", "status"),
    [
        pytest.param(None, "", DeliveryStatus.NO_CHANNEL, id="no channel chosen"),
        pytest.param("C777", "token_revoked", DeliveryStatus.DISABLED, id="no access"),
        pytest.param("C777", "no_text", DeliveryStatus.DEAD, id="given up"),
    ],
)
def test_what_waits_for_somebody_is_counted_by_why_and_has_no_age(
    watch: Watch, channel: str | None, code: str, status: DeliveryStatus
) -> None:
    watch.set(alert_channel=channel)
    watch.rooms.on(POST, refused(code))
    watch.open_alert()
    watch.deliver()
    watch.now += 5 * DAY
    # Where we may not post, the admins cannot be told of it either.
    assert {why for why, count in read(watch).stopped.items() if count} == {status}
    assert find_wanted(watch) is None
