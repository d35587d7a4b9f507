"""What a check is handed after syncs, decisions and changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.connections import Cause
from bot.jobs.decisions import disconnect, keep_old
from bot.jobs.preferences import save_changes
from bot.preferences.changes import Setting
from bot.storage.alert_models import TargetRow
from bot.storage.engine import Database
from bot.storage.observations import note_change, note_sync
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import Standing
from rules.alerts import Outcome
from rules.headcounts import HeadcountClass
from rules.stages import Stage
from tests.bot.jobs.desk import Desk
from tests.bot.jobs.watch import in_segments
from tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_reading,
    a_workspace,
    customer_facing,
    enablement,
)

DAY = timedelta(days=1)
CF, EN = frozenset({HeadcountClass.CUSTOMER_FACING}), frozenset({HeadcountClass.ENABLEMENT})


@pytest.fixture
def desk(database: Database) -> Desk:
    made = Desk(database)
    made.write(ensure_workspace, a_workspace(), NOON)
    made.write(save_member, a_member(standing=Standing.ADMIN))
    return made


def targets(desk: Desk) -> dict[str, TargetRow]:
    with desk.database.sessions() as session:
        return {row.segment: row for row in session.scalars(select(TargetRow))}


def whole(desk: Desk) -> TargetRow:
    return targets(desk)[""]


def test_the_first_counts_are_watched_at_once(desk: Desk) -> None:
    desk.enter(customer_facing(320), enablement(6))
    row = whole(desk)
    assert (row.customer_facing, row.enablers, row.outcome) == (320, Decimal(6), Outcome.COUNTED)
    assert (row.synced_on, row.is_candidate, row.wakes_at) == (TODAY, True, NOON)
    assert (row.is_kept_by_hand, row.is_expected) == (True, True)


def test_a_workspace_without_counts_is_not_watched(desk: Desk) -> None:
    desk.write(note_sync, "T1", Outcome.FAILED, NOON)
    desk.write(note_change, "T1", NOON)
    assert targets(desk) == {}


def test_the_day_of_a_sync_is_the_workspaces_own(desk: Desk) -> None:
    desk.publish(customer_facing(320), enablement(6))
    late = NOON.replace(hour=23, minute=30)
    desk.write(note_sync, "T1", Outcome.COUNTED, late)
    assert whole(desk).synced_on == TODAY + DAY


def test_a_change_confirms_nothing(desk: Desk) -> None:
    desk.publish(customer_facing(320), enablement(6))
    desk.write(note_sync, "T1", Outcome.COUNTED, NOON)
    desk.write(note_change, "T1", NOON + 3 * DAY)
    row = whole(desk)
    assert (row.synced_on, row.wakes_at) == (TODAY, NOON + 3 * DAY)


def test_segments_come_and_go(desk: Desk) -> None:
    desk.enter(*in_segments(30, "DACH", "UK"))
    desk.enter(*in_segments(40, "UK", "US"), now=NOON + DAY)
    found = targets(desk)
    assert {name: row.outcome for name, row in found.items()} == {
        "": Outcome.COUNTED,
        "DACH": Outcome.ABSENT,
        "UK": Outcome.COUNTED,
        "US": Outcome.COUNTED,
    }
    # What was last counted there is still known.
    assert found["DACH"].customer_facing == 30


def test_a_segment_that_nobody_wants_to_see_is_absent(desk: Desk) -> None:
    desk.enter(*in_segments(30, "DACH", "UK"))
    desk.write(save_changes, "T1", {Setting.SEGMENTS: "UK"}, NOON)
    assert targets(desk)["DACH"].outcome is Outcome.ABSENT
    assert targets(desk)["UK"].outcome is Outcome.COUNTED


def test_a_workspace_is_held_while_one_of_its_two_sources_is(desk: Desk) -> None:
    people = desk.accept_first(
        a_reading(customer_facing(300)), a_reading(customer_facing(30)), supplies=CF, name="HRIS"
    )
    teachers = desk.accept_first(a_reading(enablement(6)), supplies=EN, name="LMS")
    assert desk.ask(people) is not None
    assert whole(desk).outcome is Outcome.HELD
    desk.ask(teachers, now=NOON + timedelta(hours=1))
    row = whole(desk)
    assert (row.outcome, row.customer_facing) == (Outcome.HELD, 300)


def test_a_decision_to_keep_the_numbers_ends_the_doubt(desk: Desk) -> None:
    source = desk.accept_first(
        a_reading(customer_facing(300), enablement(6)),
        a_reading(customer_facing(30), enablement(6)),
    )
    held = desk.ask(source)
    assert held is not None
    assert whole(desk).outcome is Outcome.HELD
    desk.write(keep_old, "T1", held.id, "U1", NOON)
    assert (whole(desk).outcome, whole(desk).customer_facing) == (Outcome.COUNTED, 300)


def test_a_failed_sync_keeps_what_was_counted(desk: Desk) -> None:
    source = desk.accept_first(a_reading(), OSError())
    desk.ask(source, Cause.SCHEDULE, NOON + DAY)
    row = whole(desk)
    assert (row.outcome, row.customer_facing, row.is_expected) == (Outcome.FAILED, 320, True)


def test_a_source_that_is_disconnected_is_expected_no_more(desk: Desk) -> None:
    source = desk.accept_first(a_reading())
    assert whole(desk).is_expected
    desk.write(disconnect, "T1", source.id, NOON, forgets_history=False)
    row = whole(desk)
    assert (row.is_expected, row.is_candidate) == (False, True)
    assert row.outcome is Outcome.ABSENT


def test_counts_that_open_nothing_need_no_judging(desk: Desk) -> None:
    desk.enter(customer_facing(320), enablement(6))
    with desk.database.sessions.begin() as session:
        row = session.scalars(select(TargetRow)).one()
        row.is_candidate, row.stage = False, Stage.GROWTH
    desk.enter(customer_facing(330), enablement(6), now=NOON + DAY)
    assert (whole(desk).is_candidate, whole(desk).wakes_at) == (False, NOON + DAY)
    desk.enter(customer_facing(3_300), enablement(6), now=NOON + 2 * DAY)
    assert whole(desk).is_candidate
    assert whole(desk).synced_on == date(2026, 3, 4)
