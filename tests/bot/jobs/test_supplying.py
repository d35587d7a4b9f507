"""Each class has one source: a newer one takes it over, and one that goes leaves its place."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import ConnectionNotFoundError, DecidedAlreadyError
from bot.jobs.decisions import accept_run, disconnect, resume_source
from bot.jobs.sync import SyncCounts
from bot.storage.models import SnapshotRow
from bot.storage.snapshots import save_snapshot
from bot.storage.source_models import SourceRow
from rules.headcounts import HeadcountClass, SourceKind
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
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
COACHES = frozenset({HeadcountClass.ENABLEMENT})
TYPED = (customer_facing(300), enablement(5))
USUAL = a_reading()


def test_an_accepted_source_takes_the_place_of_numbers_kept_by_hand(desk: Desk) -> None:
    desk.enter(*TYPED)
    made = desk.accept_first(USUAL)
    assert desk.list_sources() == [made]
    assert desk.numbers() == (320, "6")


def test_it_takes_only_the_classes_it_supplies(desk: Desk) -> None:
    desk.enter(*TYPED)
    made = desk.accept_first(USUAL, supplies=SELLERS)
    by_hand, source = desk.list_sources()
    assert (by_hand.kind, by_hand.supplies) == (SourceKind.MANUAL, COACHES)
    assert source == made
    assert desk.numbers() == (320, "5")
    headcount = desk.headcount()
    assert headcount is not None
    assert headcount.origin is not None
    assert headcount.origin.source is SourceKind.REST
    assert headcount.origin.enablers_source is SourceKind.MANUAL


def test_a_source_that_is_read_by_itself_is_paused_and_not_deleted(desk: Desk) -> None:
    old = desk.accept_first(USUAL, name="old")
    new = desk.accept_first(a_reading(customer_facing(330), enablement(7)), name="new")
    displaced = desk.find(old)
    assert (displaced.supplies, displaced.is_paused) == (frozenset(), True)
    assert desk.find(new).supplies == SELLERS | COACHES
    assert desk.numbers() == (330, "7")


def test_nobody_is_asked_about_counts_of_a_source_that_was_displaced(desk: Desk) -> None:
    old = desk.accept_first(USUAL, name="old")
    desk.says("old", a_reading(customer_facing(90), enablement(6)))
    desk.sync(NOON + A_DAY)
    asked = desk.find_open_run(old)
    assert asked is not None
    desk.accept_first(USUAL, name="new")
    assert desk.find_open_run(old) is None
    with pytest.raises(DecidedAlreadyError):
        desk.write(accept_run, "T1", asked.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (320, "6")


def test_a_source_that_waits_for_its_preview_is_not_displaced(desk: Desk) -> None:
    waiting = desk.connect(USUAL, name="waiting", is_confirmed=False, due_at=None)
    preview = desk.preview(waiting)
    desk.accept_first(a_reading(customer_facing(330), enablement(7)), name="quicker")
    desk.write(accept_run, "T1", preview.id, "U1", NOON)
    assert desk.numbers() == (320, "6")


def test_a_source_that_waits_for_its_preview_keeps_no_class_from_others(desk: Desk) -> None:
    old = desk.accept_first(USUAL, name="old")
    new = desk.accept_first(USUAL, name="new")
    desk.connect(USUAL, name="waiting", is_confirmed=False, due_at=None)
    desk.write(disconnect, "T1", new.id, NOON, forgets_history=False)
    resumed = desk.write(resume_source, "T1", old.id, NOON)
    assert (resumed.supplies, resumed.is_paused) == (SELLERS | COACHES, False)


def test_sources_of_different_classes_stand_side_by_side(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), name="sellers", supplies=SELLERS)
    desk.accept_first(a_reading(enablement(6)), name="coaches", supplies=COACHES)
    assert [source.is_paused for source in desk.list_sources()] == [False, False]
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=2, ok=2)
    assert desk.numbers() == (320, "6")


def test_what_a_source_counts_of_a_class_it_does_not_supply_is_left_out(desk: Desk) -> None:
    desk.accept_first(USUAL, supplies=SELLERS)
    assert desk.numbers() == (320, None)


def test_a_displaced_source_gets_back_what_nobody_supplies(desk: Desk) -> None:
    old = desk.accept_first(USUAL, name="old")
    new = desk.accept_first(USUAL, name="new")
    desk.write(disconnect, "T1", new.id, NOON, forgets_history=False)
    assert desk.headcount() is None
    resumed = desk.write(resume_source, "T1", old.id, NOON + A_DAY)
    assert (resumed.supplies, resumed.is_paused) == (SELLERS | COACHES, False)
    assert desk.numbers() == (320, "6")
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, ok=1)


def test_a_displaced_source_stays_paused_while_others_supply_all_of_it(desk: Desk) -> None:
    old = desk.accept_first(USUAL, name="old")
    desk.accept_first(USUAL, name="new")
    assert desk.write(resume_source, "T1", old.id, NOON).is_paused
    assert desk.sync(NOON + A_DAY).due == 1


def test_numbers_typed_by_hand_take_the_place_of_a_file(desk: Desk) -> None:
    desk.bring(USUAL)
    desk.enter(*TYPED)
    assert [source.kind for source in desk.list_sources()] == [SourceKind.MANUAL]
    assert desk.numbers() == (300, "5")


def test_a_file_takes_the_place_of_numbers_typed_by_hand(desk: Desk) -> None:
    desk.enter(*TYPED)
    desk.bring(a_reading(customer_facing(320), enablement(5)))
    assert [source.kind for source in desk.list_sources()] == [SourceKind.FILE]
    assert desk.numbers() == (320, "5")


@pytest.mark.parametrize("forgets_history", [False, True])
def test_disconnecting_deletes_the_credential_and_by_choice_the_history(
    desk: Desk, forgets_history: bool
) -> None:
    made = desk.accept_first(USUAL)
    imported = a_snapshot(customer_facing(100), as_of=TODAY - A_DAY)
    desk.write(save_snapshot, "T1", imported, NOON)
    desk.write(disconnect, "T1", made.id, NOON, forgets_history=forgets_history)
    assert desk.headcount() is None
    with desk.database.sessions() as session:
        assert session.scalar(select(func.count()).select_from(SourceRow)) == 0
        kept = session.scalars(select(SnapshotRow.source)).all()
    manual, synced = SourceKind.MANUAL, SourceKind.REST
    assert sorted(kept) == ([manual] if forgets_history else [manual, synced])
    [run] = desk.runs()
    assert (run.connection_id, run.source) == (None, "HRIS")


def test_disconnecting_leaves_what_other_sources_count(desk: Desk) -> None:
    desk.accept_first(a_reading(customer_facing(320)), name="sellers", supplies=SELLERS)
    coaches = desk.accept_first(a_reading(enablement(6)), name="coaches", supplies=COACHES)
    desk.write(disconnect, "T1", coaches.id, NOON, forgets_history=True)
    assert desk.numbers() == (320, None)


def test_of_a_disconnected_source_no_titles_stay(desk: Desk) -> None:
    reading = a_reading(rows=(), tallies=(titled("Seller", 9), titled("Baker", 2)))
    made = desk.accept_first(reading, mapping=a_mapping(["Seller"]))
    desk.sync(NOON + A_DAY)
    assert desk.runs()[0].unmapped
    desk.write(disconnect, "T1", made.id, NOON, forgets_history=False)
    assert [run.unmapped for run in desk.runs()] == [(), ()]


def test_a_question_about_a_source_that_is_gone_cannot_be_answered(desk: Desk) -> None:
    made = desk.connect(USUAL, is_confirmed=False, due_at=None)
    run = desk.preview(made)
    desk.write(disconnect, "T1", made.id, NOON, forgets_history=False)
    with pytest.raises(ConnectionNotFoundError):
        desk.write(accept_run, "T1", run.id, "U1", NOON)


def test_a_file_whose_mapping_somebody_made_is_kept_for_the_next_one(desk: Desk) -> None:
    mapping = a_mapping(["Seller"])
    desk.bring(a_reading(rows=(), tallies=(titled("Seller", 320),)), mapping=mapping)
    desk.enter(*TYPED)
    kept = next(one for one in desk.list_sources() if one.kind is SourceKind.FILE)
    assert (kept.supplies, kept.is_paused, kept.mapping) == (frozenset(), False, mapping)
    assert desk.numbers() == (300, "5")
    desk.bring(a_reading(rows=(), tallies=(titled("Seller", 310),)))
    assert desk.numbers() == (310, "5")
