"""Numbers that people and programs bring: typed, in a file, pushed."""

from datetime import timedelta

import pytest

from bot.connections import Cause, Decision
from bot.jobs.decisions import accept_run, disconnect, keep_old, pause_source, resume_source
from bot.jobs.sync import SyncCounts
from bot.storage.headcounts import list_overrides, publish_headcount, remove_override
from bot.storage.snapshots import find_current_snapshot
from rules.freshness import Freshness
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind
from rules.troubles import RunStatus
from tests.bot.jobs.desk import Desk
from tests.builders import (
    NOON,
    TODAY,
    a_mapping,
    a_reading,
    a_snapshot,
    customer_facing,
    enablement,
    titled,
)

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
USUAL = a_reading()
LISTED = a_reading(rows=(), tallies=(titled("Seller", 300), titled("Coach", 6)))
TITLES = a_mapping(["Seller"], ["Coach"])


def overridden(desk: Desk) -> dict[HeadcountClass, int]:
    with desk.database.sessions() as session:
        return {one.headcount_class: one.row.people for one in list_overrides(session, "T1")}


class TestTyped:
    def test_they_count_at_once(self, desk: Desk) -> None:
        desk.enter(customer_facing(320), enablement(7, fte="6.5"))
        assert desk.numbers() == (320, "6.5")
        [source] = desk.list_sources()
        assert (source.kind, source.connected_by) == (SourceKind.MANUAL, "U1")

    def test_typed_again_they_are_checked_but_did_not_change(self, desk: Desk) -> None:
        desk.enter(*USUAL.rows)
        desk.enter(*USUAL.rows, now=NOON + A_DAY)
        [source] = desk.list_sources()
        assert (source.checked_at, source.changed_at) == (NOON + A_DAY, NOON)
        assert source.as_of == TODAY + A_DAY

    def test_enablers_left_out_are_unknown(self, desk: Desk) -> None:
        desk.enter(*USUAL.rows)
        desk.enter(customer_facing(320))
        assert desk.numbers() == (320, None)

    def test_over_a_source_they_win_and_survive_every_sync(self, desk: Desk) -> None:
        desk.accept_first(USUAL)
        desk.enter(customer_facing(350), enablement(6))
        assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, ok=1)
        assert desk.numbers() == (350, "6")
        headcount = desk.headcount()
        assert headcount is not None
        assert headcount.origin is not None
        assert headcount.origin.is_overridden

    def test_a_number_that_the_source_says_anyway_sets_nothing_over_it(self, desk: Desk) -> None:
        """The form comes filled in; whoever changes one number did not mean the other."""
        desk.accept_first(a_reading(customer_facing(320), enablement(7, fte="6.5")))
        desk.enter(customer_facing(350), enablement(7, fte="6.5"))
        assert overridden(desk) == {HeadcountClass.CUSTOMER_FACING: 350}

    def test_typing_what_the_source_says_lets_it_count_again(self, desk: Desk) -> None:
        desk.accept_first(USUAL)
        desk.enter(customer_facing(350), enablement(8))
        desk.enter(*USUAL.rows)
        assert overridden(desk) == {}

    def test_confirming_what_a_source_said_too_long_ago_counts(self, desk: Desk) -> None:
        desk.accept_first(USUAL)
        later = NOON + 20 * A_DAY
        desk.enter(*USUAL.rows, now=later)
        headcount = desk.headcount(later)
        assert headcount is not None
        assert headcount.origin is not None
        assert headcount.origin.freshness is Freshness.FRESH

    def test_a_class_left_out_keeps_its_source(self, desk: Desk) -> None:
        desk.accept_first(USUAL)
        desk.enter(customer_facing(350))
        assert desk.numbers() == (350, "6")

    def test_a_class_that_no_source_is_read_for_is_kept_by_hand(self, desk: Desk) -> None:
        desk.accept_first(USUAL, supplies=SELLERS)
        desk.enter(customer_facing(320), enablement(9))
        assert overridden(desk) == {}
        assert desk.numbers() == (320, "9")

    def test_removed_they_make_room_for_the_source(self, desk: Desk) -> None:
        desk.accept_first(USUAL)
        desk.enter(customer_facing(350), enablement(6))
        desk.write(remove_override, "T1", HeadcountClass.CUSTOMER_FACING)
        desk.write(publish_headcount, "T1", NOON)
        assert desk.numbers() == (320, "6")

    def test_they_outlive_the_source_and_give_way_to_what_is_typed_next(self, desk: Desk) -> None:
        source = desk.accept_first(USUAL)
        desk.enter(customer_facing(350), enablement(8))
        desk.write(disconnect, "T1", source.id, NOON, forgets_history=False)
        assert desk.numbers() == (350, "8")
        headcount = desk.headcount()
        assert headcount is not None
        assert headcount.origin is not None
        assert not headcount.origin.is_overridden
        desk.enter(customer_facing(360), enablement(9))
        assert desk.numbers() == (360, "9")
        assert overridden(desk) == {}


class TestFiles:
    def test_a_file_counts_at_once_where_nothing_speaks_against_it(self, desk: Desk) -> None:
        run = desk.bring(USUAL)
        assert (run.status, run.cause, run.by) == (RunStatus.OK, Cause.ENTRY, "U1")
        assert desk.numbers() == (320, "6")
        [source] = desk.list_sources()
        assert (source.kind, source.due_at) == (SourceKind.FILE, None)

    def test_a_file_that_is_hard_to_believe_is_held(self, desk: Desk) -> None:
        desk.enter(customer_facing(900), enablement(6))
        run = desk.bring(USUAL)
        assert run.status is RunStatus.HELD
        assert desk.numbers() == (900, "6")
        desk.write(accept_run, "T1", run.id, "U1", NOON)
        assert desk.numbers() == (320, "6")
        assert [source.kind for source in desk.list_sources()] == [SourceKind.FILE]

    def test_a_previewed_file_counts_once_it_is_accepted(self, desk: Desk) -> None:
        desk.enter(customer_facing(300), enablement(5))
        run = desk.bring(USUAL, cause=Cause.PREVIEW)
        assert desk.numbers() == (300, "5")
        desk.write(accept_run, "T1", run.id, "U1", NOON)
        assert desk.numbers() == (320, "6")

    def test_a_preview_that_is_not_liked_leaves_the_numbers(self, desk: Desk) -> None:
        desk.enter(customer_facing(300), enablement(5))
        run = desk.bring(USUAL, cause=Cause.PREVIEW)
        desk.write(keep_old, "T1", run.id, "U1", NOON)
        assert desk.numbers() == (300, "5")

    def test_a_file_of_one_class_leaves_the_other_where_it_is(self, desk: Desk) -> None:
        desk.enter(customer_facing(320), enablement(5))
        desk.bring(a_reading(customer_facing(330)))
        assert desk.numbers() == (330, "5")
        desk.bring(a_reading(enablement(6)), now=NOON + AN_HOUR)
        assert desk.runs()[0].status is RunStatus.HELD

    def test_titles_are_placed_by_the_mapping_that_comes_with_the_first_of_them(
        self, desk: Desk
    ) -> None:
        desk.bring(a_reading(customer_facing(305), enablement(6)))
        desk.bring(LISTED, mapping=TITLES, now=NOON + AN_HOUR)
        assert desk.numbers() == (300, "6")
        desk.bring(LISTED, mapping=a_mapping(["Coach"]), now=NOON + 2 * AN_HOUR)
        assert desk.numbers() == (300, "6")

    def test_the_date_of_a_file_decides_how_long_it_is_fresh(self, desk: Desk) -> None:
        desk.bring(a_reading(as_of=TODAY - 100 * A_DAY))
        headcount = desk.headcount()
        assert headcount is not None
        assert headcount.origin is not None
        assert headcount.origin.as_of == TODAY - 100 * A_DAY
        assert headcount.origin.freshness is Freshness.STALE

    @pytest.mark.parametrize("cause", [Cause.ENTRY, Cause.PREVIEW])
    def test_earlier_dates_become_history_once_the_file_counts(
        self, desk: Desk, cause: Cause
    ) -> None:
        dates = [TODAY - days * A_DAY for days in (60, 30)]
        history = tuple(a_snapshot(customer_facing(300), as_of=day) for day in dates)
        run = desk.bring(a_reading(history=history), cause=cause)
        if cause is Cause.PREVIEW:
            assert desk.history() == []
            desk.write(accept_run, "T1", run.id, "U1", NOON)
        assert desk.history() == [(dates[0], 300), (dates[1], 300), (TODAY, 320)]
        assert desk.runs()[0].history == ()

    def test_a_file_that_was_paused_is_read_when_somebody_brings_it(self, desk: Desk) -> None:
        desk.bring(USUAL)
        desk.write(pause_source, "T1", desk.list_sources()[0].id, "U1", NOON)
        desk.bring(a_reading(customer_facing(321), enablement(6)), now=NOON + AN_HOUR)
        assert desk.numbers() == (321, "6")


class TestPushes:
    def test_a_push_counts_at_once(self, desk: Desk) -> None:
        desk.bring(USUAL, SourceKind.PUSH, by="push")
        assert desk.numbers() == (320, "6")

    def test_what_is_pushed_to_a_paused_source_does_not_count(self, desk: Desk) -> None:
        desk.bring(USUAL, SourceKind.PUSH, by="push")
        desk.write(pause_source, "T1", desk.list_sources()[0].id, "U1", NOON)
        run = desk.bring(a_reading(customer_facing(321)), SourceKind.PUSH, by="push")
        assert (run.status, run.decision) == (RunStatus.HELD, Decision.PAUSED)
        assert desk.numbers() == (320, "6")

    def test_a_pause_lasts_until_somebody_ends_it_whatever_is_typed(self, desk: Desk) -> None:
        desk.bring(USUAL, SourceKind.PUSH, by="push")
        [pushed] = desk.list_sources()
        desk.write(pause_source, "T1", pushed.id, "U1", NOON)
        desk.enter(customer_facing(330), enablement(7))
        later = a_reading(customer_facing(331), enablement(7))
        assert desk.bring(later, SourceKind.PUSH, by="push").decision is Decision.PAUSED
        assert desk.numbers() == (330, "7")
        desk.write(resume_source, "T1", pushed.id, NOON)
        assert desk.bring(later, SourceKind.PUSH, by="push").status is RunStatus.OK
        assert desk.numbers() == (331, "7")


def test_what_counts_is_read_back_with_all_its_rows(desk: Desk) -> None:
    rows = (customer_facing(200, "sales", "EMEA"), customer_facing(120), enablement(6, "EMEA"))
    desk.accept_first(a_reading(*rows))
    desk.enter(enablement(7))
    current = find_current_snapshot(desk.database, "T1")
    assert current is not None
    assert current.rows == (rows[1], rows[0], HeadcountRow(HeadcountClass.ENABLEMENT, 7))
