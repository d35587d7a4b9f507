"""Counts of earlier dates make history: what counts now, and whoever counts it, stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.alerts import Target
from bot.connections import Cause, Decision, Run
from bot.jobs.decisions import accept_run, disconnect, pause_source
from bot.jobs.forecasting import forecast_due
from bot.jobs.sync import SyncCounts
from bot.sources.readings import Reading
from bot.storage.targets import list_targets
from rules.freshness import Freshness
from rules.headcounts import HeadcountClass, SourceKind
from rules.troubles import RunStatus
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, TODAY, a_reading, a_snapshot, customer_facing, enablement

A_DAY = timedelta(days=1)
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
COACHES = frozenset({HeadcountClass.ENABLEMENT})
USUAL = a_reading()
WINTER = date(2025, 12, 1)
OLD = a_reading(customer_facing(95), enablement(9), as_of=WINTER)


def list_checked(desk: Desk) -> list[Target]:
    with Session(desk.database.reader) as session:
        return list_targets(session, "T1")


def assert_is_history(run: Run) -> None:
    assert (run.status, run.decision, run.holds) == (RunStatus.OK, Decision.HISTORY, ())


@pytest.mark.parametrize("kind", [SourceKind.FILE, SourceKind.PUSH])
def test_old_counts_become_history_and_the_source_that_counts_today_stays(
    desk: Desk, kind: SourceKind
) -> None:
    live, checked = desk.accept_first(USUAL), list_checked(desk)
    assert_is_history(desk.bring(OLD, kind, now=NOON + A_DAY))
    assert desk.numbers() == (320, "6")
    assert desk.history() == [(WINTER, 95), (TODAY, 320)]
    assert desk.find(live) == live
    assert list_checked(desk) == checked
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, ok=1)


def test_old_counts_of_one_class_leave_the_other_unknown(desk: Desk) -> None:
    live = desk.accept_first(USUAL)
    assert_is_history(desk.bring(a_reading(customer_facing(95), as_of=WINTER)))
    assert desk.history() == [(WINTER, 95), (TODAY, 320)]
    assert desk.find(live) == live


def test_a_file_of_earlier_dates_leaves_the_numbers_of_the_newer_file(desk: Desk) -> None:
    desk.bring(USUAL)
    known = desk.list_sources()
    month = a_snapshot(customer_facing(90), as_of=WINTER - 30 * A_DAY)
    earlier = Reading(WINTER, OLD.rows, history=(month,))
    assert_is_history(desk.bring(earlier, now=NOON + A_DAY))
    assert desk.list_sources() == known
    assert desk.numbers() == (320, "6")
    assert desk.history() == [(month.as_of, 90), (WINTER, 95), (TODAY, 320)]


def test_counts_of_the_same_date_take_the_place_of_those_before(desk: Desk) -> None:
    live = desk.accept_first(USUAL)
    assert desk.bring(a_reading(customer_facing(321), enablement(6))).decision is None
    assert desk.numbers() == (321, "6")
    assert desk.find(live).is_paused


def test_of_a_file_that_is_new_for_one_class_the_other_is_left_to_its_source(desk: Desk) -> None:
    """Whoever keeps a file for the enablers alone may still list everybody in it."""
    live = desk.accept_first(USUAL, supplies=SELLERS)
    yesterday = TODAY - A_DAY
    listed = a_reading(customer_facing(310), enablement(7), as_of=yesterday)
    run = desk.bring(listed)
    assert (run.status, run.decision, run.rows) == (RunStatus.OK, None, (enablement(7),))
    assert desk.numbers() == (320, "7")
    assert desk.find(live) == live
    assert desk.history() == [(yesterday, 310), (TODAY, 320)]
    assert [one.supplies for one in desk.list_sources()] == [SELLERS, COACHES]


def test_a_preview_of_old_counts_becomes_history_once_it_is_accepted(desk: Desk) -> None:
    live = desk.accept_first(USUAL)
    preview = desk.bring(OLD, cause=Cause.PREVIEW)
    assert preview.is_open
    decided = desk.write(accept_run, "T1", preview.id, "U2", NOON + A_DAY)
    assert (decided.decision, decided.decided_by) == (Decision.HISTORY, "U2")
    assert desk.numbers() == (320, "6")
    assert desk.history() == [(WINTER, 95), (TODAY, 320)]
    assert desk.find(live) == live
    assert {one.outcome for one in list_checked(desk)} == {"counted"}


def test_a_preview_counts_where_what_was_newer_is_gone_by_then(desk: Desk) -> None:
    live = desk.accept_first(USUAL)
    preview = desk.bring(OLD, cause=Cause.PREVIEW)
    desk.write(disconnect, "T1", live.id, NOON, forgets_history=False)
    assert desk.write(accept_run, "T1", preview.id, "U1", NOON).decision is Decision.ACCEPTED
    assert desk.numbers() == (95, "9")


def test_old_counts_leave_a_question_open(desk: Desk) -> None:
    desk.bring(USUAL)
    held = desk.bring(a_reading(customer_facing(90), enablement(6)), now=NOON + A_DAY)
    assert held.status is RunStatus.HELD
    desk.bring(OLD, now=NOON + A_DAY)
    desk.write(accept_run, "T1", held.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (90, "6")


def test_old_counts_do_not_end_a_pause(desk: Desk) -> None:
    desk.bring(USUAL)
    desk.write(pause_source, "T1", desk.list_sources()[0].id, "U1", NOON)
    assert_is_history(desk.bring(OLD))
    assert desk.list_sources()[0].is_paused


def test_old_counts_count_where_nothing_newer_does_and_are_not_called_fresh(desk: Desk) -> None:
    desk.bring(OLD, SourceKind.PUSH)
    assert desk.numbers() == (95, "9")
    headcount = desk.headcount()
    assert headcount is not None
    assert headcount.origin is not None
    assert headcount.origin.freshness is Freshness.EXPIRED


def test_a_first_import_of_old_counts_supplies_nothing(desk: Desk) -> None:
    desk.enter(*USUAL.rows)
    desk.bring(OLD)
    typed, brought = desk.list_sources()
    assert typed.supplies == SELLERS | COACHES
    assert not brought.is_confirmed
    desk.bring(a_reading(customer_facing(330), enablement(6)), now=NOON + A_DAY)
    assert desk.numbers() == (330, "6")


@pytest.mark.parametrize("decides", [True, False])
def test_a_preview_takes_no_class_before_it_counts(desk: Desk, *, decides: bool) -> None:
    live = desk.accept_first(USUAL, supplies=SELLERS)
    desk.bring(a_reading(enablement(5)))
    preview = desk.bring(a_reading(*OLD.rows, as_of=WINTER), cause=Cause.PREVIEW)
    if decides:
        desk.write(accept_run, "T1", preview.id, "U1", NOON)
    desk.bring(a_reading(enablement(6)), now=NOON + A_DAY)
    assert desk.find(live) == live
    assert desk.numbers() == (320, "6")


@pytest.mark.parametrize("cause", [Cause.ENTRY, Cause.PREVIEW])
def test_forecasts_are_made_anew_from_a_longer_history(desk: Desk, cause: Cause) -> None:
    desk.accept_first(USUAL)
    assert [forecast_due(desk.database, NOON) for _ in range(2)] == [1, 0]
    run = desk.bring(OLD, cause=cause)
    if run.is_open:
        assert forecast_due(desk.database, NOON) == 0
        desk.write(accept_run, "T1", run.id, "U1", NOON)
    assert forecast_due(desk.database, NOON) == 1


def test_a_preview_of_a_live_source_becomes_history_where_newer_numbers_count(desk: Desk) -> None:
    live = desk.connect(USUAL, is_confirmed=False, due_at=None)
    preview = desk.preview(live)
    newer = a_reading(customer_facing(330), enablement(7), as_of=TODAY + A_DAY)
    desk.bring(newer, now=NOON + A_DAY)
    decided = desk.write(accept_run, "T1", preview.id, "U1", NOON + A_DAY)
    assert decided.decision is Decision.HISTORY
    assert desk.numbers() == (330, "7")
    assert desk.history() == [(TODAY, 320), (TODAY + A_DAY, 330)]
    assert [one.supplies for one in desk.list_sources() if one.is_confirmed] == [SELLERS | COACHES]
    again = desk.preview(desk.find(live), NOON + A_DAY)
    desk.write(accept_run, "T1", again.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (320, "6")


def test_a_live_source_is_not_older_than_itself_when_its_zone_changes(desk: Desk) -> None:
    live = desk.accept_first(USUAL)
    desk.says(live.name, lambda _: a_reading(customer_facing(90), as_of=TODAY - A_DAY))
    desk.ask(live)
    held = desk.find_open_run(live)
    assert held is not None
    assert desk.write(accept_run, "T1", held.id, "U1", NOON).decision is Decision.ACCEPTED
    assert desk.numbers() == (90, None)


@pytest.mark.parametrize("kind", [SourceKind.FILE, SourceKind.PUSH])
def test_an_old_class_beside_a_newer_one_of_the_same_source_is_history(
    desk: Desk, kind: SourceKind
) -> None:
    desk.bring(a_reading(customer_facing(320)), kind)
    [known] = desk.list_sources()
    assert_is_history(desk.bring(a_reading(enablement(5), as_of=WINTER), kind))
    assert desk.list_sources() == [known]
    assert desk.numbers() == (320, None)
    assert desk.history() == [(TODAY, 320)]


def test_a_source_that_only_adds_to_the_history_is_read_again_at_its_next_time(desk: Desk) -> None:
    desk.enter(customer_facing(330), enablement(7), now=NOON + 2 * A_DAY)
    source = desk.connect(USUAL)
    assert desk.sync() == SyncCounts(due=1, ok=1)
    assert_is_history(desk.runs()[0])
    assert desk.sync() == SyncCounts()
    assert (desk.find(source).due_at or NOON) > NOON
