import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.alerts import DeliveryKind
from bot.jobs.check import CheckCounts, check_due
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.alert_models import AlertStateRow
from bot.storage.targets import claim_workspaces
from rules.alert_rules import Rule
from tests.bot.jobs.watch import (
    ADMIN,
    CHANNEL,
    DAY,
    SEGMENTS,
    Watch,
    in_segments,
    some_counts,
)
from tests.databases import Backend

AN_HOUR = timedelta(hours=1)


def test_a_breach_has_to_be_confirmed_by_another_day(watch: Watch) -> None:
    for _ in range(5):
        watch.now += AN_HOUR
        watch.enter(*some_counts(1_040))
        watch.check()
    assert (watch.reasons(), watch.episodes()) == (["breached"], [])
    watch.now += DAY
    watch.enter(*some_counts(1_040))
    assert watch.check().fired == 1
    assert len(watch.episodes()) == 1


def test_numbers_kept_by_hand_are_confirmed_by_the_next_day_alone(watch: Watch) -> None:
    watch.enter(*some_counts(1_040))
    watch.check()
    watch.now += DAY
    assert watch.check().fired == 1


def test_a_healthy_workspace_is_let_sleep_until_its_counts_turn_stale(watch: Watch) -> None:
    for _ in range(2):
        watch.now += DAY
        watch.enter(*some_counts(600))
        watch.check()
    target = watch.target()
    assert (target.is_candidate, target.wakes_at) == (False, target.stale_at)
    assert watch.check() == CheckCounts()


def test_counts_by_hand_that_nobody_renews_turn_stale_and_are_told(watch: Watch) -> None:
    watch.enter(*some_counts(600))
    watch.check()
    watch.now += 91 * DAY
    watch.check()
    watch.now += 3 * AN_HOUR
    watch.check()
    with watch.database.sessions() as session:
        rules = session.scalars(select(AlertStateRow.rule).where(AlertStateRow.episode > 0)).all()
    assert rules == [Rule.DATA_STALE]


def test_four_segments_that_open_at_once_share_a_message(watch: Watch) -> None:
    for _ in range(2):
        watch.pass_day(*in_segments(520, *SEGMENTS[:4]), *some_counts(1_000, "4"))
    groups = [row for row in watch.deliveries() if row.kind is DeliveryKind.GROUP]
    assert len(groups) == 1
    segments = [e for e in watch.episodes() if e.delivery_id == groups[0].id]
    assert len(segments) == 4


def test_three_segments_have_a_message_each(watch: Watch) -> None:
    for _ in range(2):
        watch.pass_day(*in_segments(520, *SEGMENTS[:3]), *some_counts(1_000, "4"))
    assert {row.kind for row in watch.deliveries()} == {DeliveryKind.ROOT}
    assert len({row.delivery_id for row in watch.episodes()}) == len(watch.episodes()) >= 3


def test_a_segment_that_is_gone_for_two_days_is_closed_without_a_word_of_recovery(
    watch: Watch,
) -> None:
    for _ in range(2):
        watch.pass_day(*in_segments(520, "DACH", "UK"))
    for _ in range(2):
        watch.pass_day(*in_segments(520, "UK"))
    closed = [e.close_reason for e in watch.episodes() if e.closed_at is not None]
    assert closed == ["segment_removed"]
    assert DeliveryKind.RESOLVED not in {row.kind for row in watch.deliveries()}


def test_one_that_breaks_us_is_postponed_and_the_others_are_judged(watch: Watch) -> None:
    watch.add_workspace("T2", "C2")
    watch.enter(*some_counts(1_040))
    watch.enter(*some_counts(1_040), workspace_id="T2")
    watch.set("T2", tuning={"no such setting": 1})
    assert watch.check() == CheckCounts(due=2, evaluated=1, errors=1)
    assert watch.reasons() == ["breached"]
    watch.now += AN_HOUR
    assert watch.check() == CheckCounts(due=1, errors=1)
    watch.set("T2", tuning=None)
    watch.now += AN_HOUR
    assert watch.check() == CheckCounts(due=1, evaluated=1)


def test_one_that_breaks_us_for_months_is_tried_every_six_hours(watch: Watch) -> None:
    watch.enter(*some_counts(1_040))
    watch.set(tuning={"no such setting": 1})
    watch.set_target(errors=100_000)
    assert watch.check().errors == 1
    assert watch.target().wakes_at == watch.now + 6 * AN_HOUR
    assert watch.target().last_error == "TypeError"


@pytest.mark.parametrize("backend", [Backend.POSTGRESQL])  # SQLite has one writer at a time
def test_two_workers_never_share_a_workspace(watch: Watch) -> None:
    watch.enter(*in_segments(520, *SEGMENTS))
    with watch.database.sessions.begin() as session:
        assert claim_workspaces(session, watch.now, 1) == {"T1"}
        assert watch.check() == CheckCounts()
    assert watch.check().evaluated == 6


def test_workers_at_the_same_moment_judge_each_target_once(watch: Watch) -> None:
    workspaces = [f"T{number}" for number in range(2, 8)]
    for workspace_id in workspaces:
        watch.add_workspace(workspace_id, "C2")
        watch.enter(*in_segments(520, *SEGMENTS[:3]), workspace_id=workspace_id)
    line, found = threading.Barrier(4), []

    def work() -> None:
        line.wait()
        found.append(check_due(watch.database, watch.now))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.evaluated for one in found) == 4 * len(workspaces)
    assert watch.reasons().count("breached") == len(watch.reasons()) == 4 * len(workspaces)


def test_wider_bounds_end_an_alert_without_claiming_a_recovery(watch: Watch) -> None:
    message = watch.fire()
    watch.write(save_changes, "T1", {Setting.BOUNDS: "50-900"}, watch.now)
    watch.check()
    watch.deliver()
    assert watch.episodes()[0].close_reason == "rule_changed"
    assert [one.thread_ts for one in watch.rooms.posted(CHANNEL)] == [None]
    assert message.edits == 1


def test_a_worker_that_was_down_for_a_month_judges_what_is_so_now(watch: Watch) -> None:
    watch.fire()
    watch.now += 30 * DAY
    watch.enter(*some_counts(1_060))
    watch.check()
    watch.deliver()
    assert len(watch.episodes()) == 1
    # The admins are told; of the three reminders that were missed there is none.
    kinds = {row.kind for row in watch.deliveries()}
    assert kinds == {DeliveryKind.ROOT, DeliveryKind.ESCALATION}
    assert "1,060" in str(watch.rooms.posted(CHANNEL)[0].shown)


def test_a_clock_that_was_set_back_moves_nothing(watch: Watch) -> None:
    watch.fire()
    before = (watch.reasons(), watch.episodes()[0].opened_at)
    watch.now -= 3 * DAY
    assert watch.check() == CheckCounts()
    watch.enter(*some_counts(1_040))
    watch.check()
    assert (watch.reasons(), watch.episodes()[0].opened_at) == before


def test_a_clock_that_was_far_ahead_does_not_stop_us_for_good(watch: Watch) -> None:
    watch.now += 365 * DAY
    watch.open_alert()
    watch.now -= 365 * DAY
    for _ in range(3):
        watch.pass_day(*some_counts(400))
    assert watch.target().customer_facing == 400


@pytest.mark.parametrize(
    ("zone", "before"),
    [
        pytest.param("Europe/Berlin", datetime(2026, 3, 28, 5, tzinfo=UTC), id="spring"),
        pytest.param("Europe/Berlin", datetime(2026, 10, 24, 4, tzinfo=UTC), id="autumn"),
        pytest.param("America/New_York", datetime(2026, 3, 7, 11, tzinfo=UTC), id="New York"),
    ],
)
def test_the_day_on_which_clocks_change_confirms_like_any_other(
    watch: Watch, zone: str, before: datetime
) -> None:
    watch.add_workspace("T2", "C2", time_zone=zone)
    watch.now = before
    watch.enter(*some_counts(1_040), workspace_id="T2")
    watch.check()
    # The next reading by the local clock may come an hour early.
    watch.now += timedelta(hours=23)
    watch.enter(*some_counts(1_040), workspace_id="T2")
    assert watch.check().fired == 1


def test_growth_into_another_stage_is_announced_once(watch: Watch) -> None:
    for people in (400, 400, 700, 700, 700):
        watch.pass_day(*some_counts(people, "4"))
    assert [row.kind for row in watch.deliveries()] == [DeliveryKind.STAGE]
    (notice,) = watch.rooms.posted(CHANNEL)
    assert "700" in str(notice.shown)


def test_admins_are_told_of_what_nobody_takes_on_for_two_weeks(watch: Watch) -> None:
    message = watch.fire()
    for _ in range(14):
        watch.pass_day()
    kinds = [row.kind for row in watch.deliveries()]
    assert kinds.count(DeliveryKind.ESCALATION) == 2
    (told,) = watch.rooms.posted(f"D{ADMIN}")
    assert told.thread_ts is None
    assert {one.thread_ts for one in watch.rooms.posted(CHANNEL)[1:]} == {message.ts}
