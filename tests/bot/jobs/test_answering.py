import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.errors import AlertNotFoundError
from bot.jobs.answering import silence, snooze, speak_again, take_on
from bot.jobs.check import check_due
from bot.storage.cards import find_card
from rules.silences import SilenceError
from tests.bot.jobs.watch import ADMIN, CHANNEL, DAY, Watch, some_counts

SNOOZED = timedelta(days=7)
ACKNOWLEDGED = timedelta(days=30)
REMINDERS = ("still_firing", "unacknowledged")


def find_open(watch: Watch) -> int:
    return watch.episodes()[-1].id


def test_who_takes_an_alert_on_is_named_in_the_message(watch: Watch) -> None:
    message = watch.fire()
    watch.write(take_on, "T1", find_open(watch), "U7", watch.now)
    watch.deliver()
    assert "<@U7>" in str(message.shown)
    assert "acknowledge" not in str(message.shown)


def test_nobody_is_reminded_of_what_somebody_has_taken_on_before_it_runs_out(
    watch: Watch,
) -> None:
    watch.fire()
    watch.write(take_on, "T1", find_open(watch), "U7", watch.now)
    begun = watch.now
    while watch.now < begun + ACKNOWLEDGED - DAY:
        watch.pass_day()
        assert not set(REMINDERS) & set(watch.reasons())
    for _ in range(2):
        watch.pass_day()
    assert "ack_expired" in watch.reasons()
    assert watch.episodes()[0].acked_by is None


def test_an_alert_that_became_far_worse_asks_again(watch: Watch) -> None:
    watch.fire()
    watch.write(take_on, "T1", find_open(watch), "U7", watch.now)
    watch.pass_day(*some_counts(2_100))
    assert "worsened" in watch.reasons()
    assert watch.episodes()[0].acked_by is None


def test_a_snoozed_alert_is_kept_current_but_says_nothing_new(watch: Watch) -> None:
    message = watch.fire()
    watch.write(snooze, "T1", find_open(watch), "U7", watch.now)
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    assert len(watch.rooms.posted(CHANNEL)) == 1
    assert watch.episodes()[0].closed_at is not None
    assert message.edits > 1


def test_a_silence_that_ends_tells_what_opened_in_it(watch: Watch) -> None:
    watch.fire()
    watch.write(snooze, "T1", find_open(watch), "U7", watch.now)
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    for _ in range(2):
        watch.pass_day(*some_counts(1_040))
    assert (len(watch.episodes()), len(watch.rooms.posted(CHANNEL))) == (2, 1)
    for _ in range(3):
        watch.pass_day(*some_counts(1_040))
    assert len(watch.rooms.posted(CHANNEL)) == 2


def test_a_silence_may_be_ended_early(watch: Watch) -> None:
    message = watch.fire()
    watch.write(snooze, "T1", find_open(watch), "U7", watch.now)
    watch.deliver()
    assert "end_silence" in str(message.shown)
    watch.write(speak_again, "T1", find_open(watch), "U8", watch.now + DAY)
    watch.now += DAY
    watch.deliver()
    assert "end_silence" not in str(message.shown)


def test_a_silence_longer_than_a_snooze_needs_a_reason(watch: Watch) -> None:
    watch.fire()
    until = watch.now + 2 * SNOOZED
    with pytest.raises(SilenceError):
        watch.write(silence, "T1", find_open(watch), "U7", until, "", watch.now)
    watch.write(silence, "T1", find_open(watch), "U7", until, "Hiring freeze", watch.now)
    assert "silenced" in watch.reasons()


@pytest.mark.parametrize("answer", [take_on, snooze, speak_again])
def test_what_is_over_or_another_workspaces_cannot_be_answered(
    watch: Watch, answer: Callable[..., None]
) -> None:
    watch.fire()
    watch.add_workspace("T2", "C2")
    with pytest.raises(AlertNotFoundError):
        watch.write(answer, "T2", find_open(watch), "U7", watch.now)
    for _ in range(3):
        watch.pass_day(*some_counts(800))
    with pytest.raises(AlertNotFoundError):
        watch.write(answer, "T1", find_open(watch), "U7", watch.now)


def test_of_people_who_press_at_once_the_first_holds_it(watch: Watch) -> None:
    watch.fire()
    together(
        *(
            lambda by=f"U{number}": watch.write(take_on, "T1", 1, by, watch.now)
            for number in "123456"
        )
    )
    assert watch.reasons().count("acknowledged") == 1
    assert watch.episodes()[0].acked_by in {f"U{number}" for number in "123456"}


def test_an_answer_given_while_the_alert_is_judged_is_not_lost(watch: Watch) -> None:
    watch.fire()
    for round_of in range(5):
        watch.now += DAY
        watch.enter(*some_counts(1_050 + round_of))
        together(
            lambda: check_due(watch.database, watch.now),
            lambda: check_due(watch.database, watch.now),
            lambda: watch.write(take_on, "T1", 1, ADMIN, watch.now),
            lambda: watch.write(snooze, "T1", 1, ADMIN, watch.now),
        )
        watch.check()
    with watch.database.sessions() as session:
        card = find_card(session, "T1", 1, watch.now)
    assert card is not None
    assert (card.episode.acked_by, card.silenced_by) == (ADMIN, ADMIN)
    assert (card.customer_facing, card.seen_at) == (1_054, watch.now)
    assert watch.reasons().count("acknowledged") == 1


def together(*calls: Callable[[], object]) -> None:
    """Make calls at the same moment; the first failure is raised."""
    line = threading.Barrier(len(calls))

    def enter(call: Callable[[], object]) -> None:
        line.wait()
        call()

    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(enter, calls))
